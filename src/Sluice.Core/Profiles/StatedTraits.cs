using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Detection;
using Sluice.Packages;

namespace Sluice.Profiles;

/// <summary>What some files state about the release they are in: the tool that made a wheel, its commands, the packages installed in an image.</summary>
internal sealed record StatedTraits(IReadOnlyList<(Dimension Dimension, string Value)> Values)
{
    public const string Fetching = "fetching";

    /// <summary>Of artifacts of this kind alone; null of all.</summary>
    public string? Kind { get; init; }

    /// <summary>Groups whose entries other tools load by themselves ("Entry points specification"): pytest's, setuptools' and pip's.</summary>
    private static readonly string[] LoadedByTools = ["pytest11", "distutils.commands", "distutils.setup_keywords", "setuptools.finalize_distribution_options", "setuptools.file_finders", "egg_info.writers", "keyring.backends", "jupyter_serverproxy_servers"];

    private static readonly string[] Fetches = ["://", "curl ", "wget ", "| sh", "|sh", "bash -c", "| bash", "|bash", "powershell", "base64", "node -e", "node --eval", "child_process", "python -c", "eval ", "iwr ", "irm ", "| iex", "|iex", "Invoke-WebRequest", "Invoke-RestMethod", "Invoke-Expression", "DownloadString(", "DownloadFile("];

    /// <summary>Null when the file is none of those.</summary>
    public static StatedTraits? Of(Entry entry) => entry.Path.Value switch
    {
        var path when path.EndsWith(".dist-info/WHEEL", StringComparison.Ordinal) => Wheel(entry),
        var path when path.EndsWith(".dist-info/entry_points.txt", StringComparison.Ordinal) => Commands(entry),
        var path when entry.Path.Name == "binding.gyp" && InstalledPath.OfNpm(entry.Path) is { } installed && (installed == "binding.gyp" || InstallationStep.IsBundledBuild(installed)) => Build(entry, installed),
        _ when BuildCommands.Is(entry) => BuildCommands.Of(entry),
        var path when path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) && NugetPlace.Of(path) is { } step => PowerShell(entry, step),
        var path when path.EndsWith("/DotnetToolSettings.xml", StringComparison.OrdinalIgnoreCase) => NugetTraits.ToolOf(entry),
        var path when entry.Path.Name == "pyproject.toml" && path.IndexOf('/') == path.LastIndexOf('/') => BuildSystem(entry),
        _ when PackageRecipe.Is(entry.Path.Name) || PackageRecipe.IsHook(entry.Path.Name) => PackageRecipe.Read(entry.Path.Name, entry.Bytes.Span),
        "etc/passwd" => Accounts(entry),
        "etc/sudoers" or "etc/doas.conf" => Rights(entry),
        var path when path.StartsWith("etc/sudoers.d/", StringComparison.Ordinal) || path.StartsWith("usr/etc/sudoers.d/", StringComparison.Ordinal) => Rights(entry),
        "var/lib/dpkg/status" => Packages(entry, "Package: "),
        var path when path.StartsWith("var/lib/dpkg/status.d/", StringComparison.Ordinal) => Packages(entry, "Package: "),
        "lib/apk/db/installed" or "usr/lib/apk/db/installed" => Packages(entry, "P:"),
        var path when MaintainerScript.Is(path) && entry.Holder?.Path.Value.StartsWith("control.tar", StringComparison.Ordinal) == true => MaintainerScript.Read(path, Lines(entry)),
        var path when ImageStartup.Is(path) => new StatedTraits([.. ImageStartup.Of(entry).Select(value => (Dimension.StartedFiles, value))]),
        _ => null,
    };

    /// <summary>What is run where a release is installed: a mark for the text, which is not kept, and a word for commands that fetch or evaluate something.</summary>
    public static IEnumerable<string> CommandsOf(string name, string text)
    {
        yield return $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16]} {name}";
        if (Array.Exists(Fetches, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            yield return $"{Fetching} {name}";
    }

    /// <summary>"Input Format Reference" of GYP: what stands behind &lt;! is run while it is read.</summary>
    private static StatedTraits Build(Entry entry, string name) =>
        new([.. CommandsOf(name, string.Join('\n', Lines(entry).Where(line => line.Contains("<!", StringComparison.Ordinal)))).Select(value => (Dimension.InstallCommands, value))]);

    /// <summary>A script without its comments, of which the signature at its end is one that is new each time. What it requires is loaded, though it begins like a comment.</summary>
    private static StatedTraits PowerShell(Entry entry, string name) =>
        new([.. CommandsOf(name, string.Join('\n', Lines(entry).Where(line => !line.StartsWith('#') || line.StartsWith("#requires", StringComparison.OrdinalIgnoreCase)))).Select(value => (Dimension.InstallCommands, value))]);

    /// <summary>"Binary distribution format", the field Generator: a name and a version, which changes often.</summary>
    private static StatedTraits? Wheel(Entry entry) => HeaderFields.Parse(entry.Bytes.Span)["Generator"] is { } generator ? new StatedTraits([(Dimension.Tools, generator.Split([' ', '/', '='])[0])]) : null;

    /// <summary>"Entry points specification": a group for each section, in it a name and what is loaded in a line. Commands are installed, some groups loaded by tools, the others by whom they are meant for.</summary>
    private static StatedTraits Commands(Entry entry)
    {
        var (values, group) = (new List<(Dimension, string)>(), "");
        foreach (var line in Lines(entry))
        {
            if (line is ['[', .., ']'])
                group = line[1..^1].Trim();
            else if (group.Length > 0 && line.IndexOf('=') is > 0 and var end)
                AddEntryPoint(values, group, line[..end].Trim(), line[(end + 1)..].Split([':', '['])[0].Trim().Replace('.', '/'));
        }

        return new StatedTraits(values);
    }

    private static void AddEntryPoint(List<(Dimension, string)> values, string group, string name, string file)
    {
        if (group is "console_scripts" or "gui_scripts")
        {
            values.Add((Dimension.Commands, "bin." + name));
            values.Add((Dimension.EntryFiles, file));
        }
        else
        {
            values.Add(Array.IndexOf(LoadedByTools, group) >= 0 ? (Dimension.InstallScripts, $"{group} {name}") : (Dimension.EntryPoints, $"{group} {name}"));
        }
    }

    /// <summary>PEP 518 and PEP 517: what is installed to build it, and whether the program that builds it is its own.</summary>
    private static StatedTraits? BuildSystem(Entry entry)
    {
        try
        {
            var toml = TomlFields.Parse(entry.Bytes.Span);
            var values = new List<(Dimension, string)>();
            foreach (var requirement in toml.Texts("build-system.requires") ?? [])
            {
                var end = Array.FindIndex(requirement.ToCharArray(), c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'));
                values.Add((Dimension.Dependencies, end < 0 ? requirement : requirement[..end]));
                if (end >= 0 && DependencySpelling.SourceOf(requirement[end..]) is { } source)
                    values.Add((Dimension.DependencySources, source));
            }

            values.AddRange((toml.Texts("build-system.backend-path") ?? []).Select(path => (Dimension.InstallScripts, $"backend {path}")));
            return new StatedTraits(values) { Kind = "sdist" };
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    /// <summary>passwd(5): whoever has the number 0 is root, whatever it is called.</summary>
    private static StatedTraits Accounts(Entry entry) =>
        new([.. Lines(entry).Select(line => line.Split(':')).Where(account => account.Length > 3 && account[2].TrimStart('0').Length == 0 && account[2].Length > 0).Select(account => (Dimension.Privileges, $"account {Shortened(account[0])}"))]);

    /// <summary>sudoers(5), doas.conf(5): who becomes root without a password.</summary>
    private static StatedTraits Rights(Entry entry)
    {
        var values = new List<(Dimension, string)>();
        foreach (var line in Lines(entry))
        {
            var words = line.Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith('#') || words.Length == 0)
                continue;
            if (words[0] == "permit" && words.Contains("nopass"))
                values.Add((Dimension.Privileges, $"no password for {Shortened(words.Last(word => word is not ("permit" or "nopass" or "keepenv" or "as" or "root")))}"));
            else if (line.Contains("NOPASSWD", StringComparison.Ordinal) || (words[0].StartsWith("Defaults", StringComparison.Ordinal) && line.Contains("!authenticate", StringComparison.Ordinal)))
                values.Add((Dimension.Privileges, $"no password for {Shortened(words[0])}"));
        }

        return new StatedTraits(values);
    }

    private static string Shortened(string name) => name.Length > 80 ? name[..80] : name;

    private static StatedTraits Packages(Entry entry, string field) =>
        new([.. Lines(entry).Where(line => line.StartsWith(field, StringComparison.Ordinal)).Select(line => (Dimension.SystemPackages, line[field.Length..].Trim()))]);

    private static string[] Lines(Entry entry) => System.Text.Encoding.UTF8.GetString(entry.Bytes.Span).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
