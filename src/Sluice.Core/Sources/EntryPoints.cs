using System.Text;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>The commands that a wheel installs (entry points specification), which build tools copy from the project's manifest.</summary>
internal static class EntryPoints
{
    private const int MostBytes = 1 << 20;

    private static readonly string[] Manifests = ["pyproject.toml", "setup.cfg", "setup.py"];

    public static bool IsFile(string kind, ShippedFile file) => kind == "wheel" && file.Path.EndsWith(".dist-info/entry_points.txt", StringComparison.Ordinal);

    /// <summary>Commands that no manifest of the source has.</summary>
    /// <returns>Their names, and whether the manifests say it all: a <c>setup.py</c> may compute what it says.</returns>
    public static (List<string> Names, bool IsCertain) Added(ComparisonContext context, ReadOnlySpan<byte> text)
    {
        var lines = new List<string>();
        var (isThere, isComputed) = (false, false);
        foreach (var name in Manifests)
        {
            if (context.Tree.At(context.Folder + name) is not { Entry.Size: <= MostBytes } file)
                continue;
            var manifest = Encoding.UTF8.GetString(GitCommand.Output(context.Tree.Repository, null, "cat-file", "blob", file.Id.ToString()));
            isThere = true;
            isComputed |= name == "setup.py" && (manifest.Contains("entry_points", StringComparison.Ordinal) || manifest.Contains("console_scripts", StringComparison.Ordinal));
            lines.AddRange(manifest.Split('\n'));
        }

        return ([.. CommandsOf(text).Where(command => !lines.Exists(line => Says(line, command))).Select(command => command.Name).Distinct()], isThere && !isComputed);
    }

    private static List<(string Name, string Target)> CommandsOf(ReadOnlySpan<byte> text)
    {
        var commands = new List<(string, string)>();
        var isCommands = false;
        foreach (var raw in Encoding.UTF8.GetString(text).Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
                isCommands = line is "[console_scripts]" or "[gui_scripts]";
            else if (isCommands && line.Length > 0 && line[0] is not ('#' or ';') && line.IndexOf('=') is > 0 and var sign)
                commands.Add((line[..sign].Trim(), line[(sign + 1)..].Split('[')[0].Replace(" ", "", StringComparison.Ordinal)));
        }

        return commands;
    }

    /// <summary><c>name = "module:function"</c> in one line, with the quotes of any of the formats.</summary>
    private static bool Says(string line, (string Name, string Target) command)
    {
        line = line.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
        for (var at = 0; (at = line.IndexOf(command.Name, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var before = at == 0 ? ' ' : line[at - 1];
            var behind = line.AsSpan(at + command.Name.Length).TrimStart("\"'");
            if (before is ' ' or '"' or '\'' or '{' or '[' or ',' && behind.StartsWith("=") && behind.Contains(command.Target, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
