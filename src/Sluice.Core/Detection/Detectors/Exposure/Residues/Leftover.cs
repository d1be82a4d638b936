using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary>What editors, operating systems, version control and crashes leave behind.</summary>
internal static class Leftover
{
    /// <summary>Folders that are reported as one, by their name.</summary>
    private static readonly Dictionary<string, Known> Folders = new(StringComparer.Ordinal)
    {
        [".git"] = new("a Git repository: its files, history and settings", ResidueWeight.Data),
        [".svn"] = new("a Subversion work tree", ResidueWeight.Data),
        [".hg"] = new("a Mercurial repository", ResidueWeight.Data),
        [".bzr"] = new("a Bazaar repository", ResidueWeight.Data),
        ["CVS"] = new("data of CVS", ResidueWeight.Junk),
        [".idea"] = new("settings of an editor", ResidueWeight.Settings),
        [".vscode"] = new("settings of an editor", ResidueWeight.Settings),
        [".vs"] = new("state of an editor", ResidueWeight.Settings),
        [".history"] = new("a local file history of an editor", ResidueWeight.Data),
        ["__MACOSX"] = new("metadata of macOS", ResidueWeight.Junk),
        [".nyc_output"] = new("raw coverage data", ResidueWeight.Junk),
        [".pytest_cache"] = new("a cache of test results", ResidueWeight.Junk),
        [".mypy_cache"] = new("a cache of a type checker", ResidueWeight.Junk),
        [".terraform"] = new("a work folder of Terraform", ResidueWeight.Data),
        [".ssh"] = new("a folder of SSH keys and settings", ResidueWeight.Settings),
    };

    private static readonly Dictionary<string, Known> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Thumbs.db"] = new("a picture cache of Windows", ResidueWeight.Junk),
        ["desktop.ini"] = new("folder settings of Windows", ResidueWeight.Junk),
        ["npm-debug.log"] = new("a log of npm", ResidueWeight.Settings),
        ["yarn-error.log"] = new("a log of Yarn", ResidueWeight.Settings),
        ["lerna-debug.log"] = new("a log of Lerna", ResidueWeight.Settings),
        [".bash_history"] = new("a history of typed commands", ResidueWeight.Data),
        [".zsh_history"] = new("a history of typed commands", ResidueWeight.Data),
        [".python_history"] = new("a history of typed commands", ResidueWeight.Data),
        [".psql_history"] = new("a history of typed queries", ResidueWeight.Data),
        [".mysql_history"] = new("a history of typed queries", ResidueWeight.Data),
        [".node_repl_history"] = new("a history of typed commands", ResidueWeight.Data),
        [".viminfo"] = new("a history of an editor", ResidueWeight.Data),
        [".lesshst"] = new("a history of a viewer", ResidueWeight.Junk),
    };

    private static readonly string[] BackupEndings = ["~", ".orig", ".rej", ".bak", ".swp", ".swo", ".tmp~", ".save"];

    /// <summary>By the name of a folder above it.</summary>
    public static Residue? InFolder(EntryPath path)
    {
        var offset = 0;
        foreach (var range in path.Value.AsSpan().Split('/'))
        {
            var (start, end) = (range.Start.Value, range.End.Value);
            offset = end;
            if (end < path.Value.Length && Folders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path.Value.AsSpan(start, end - start), out var known))
                return new Residue(known.What, known.Weight, Folder: path.Value[..offset]);
        }

        return null;
    }

    public static bool MayBeOne(Entry entry)
    {
        var name = entry.Path.Name;
        return entry.ContentKind is ContentKind.DesktopServicesStore || Names.ContainsKey(name) || EndsLikeBackup(name)
            || name.StartsWith("._", StringComparison.Ordinal) || entry.Path.HasExtension(".log") || name.StartsWith("hs_err_pid", StringComparison.Ordinal) || name == "nohup.out";
    }

    public static Residue? Recognize(Entry entry)
    {
        if (entry.ContentKind == ContentKind.DesktopServicesStore)
            return new Residue("a folder view of macOS", ResidueWeight.Junk, "which lists names of files on the machine it was made on");
        if (Names.TryGetValue(entry.Path.Name, out var known))
            return new Residue(known.What, known.Weight);
        if (entry.Path.Name.StartsWith("._", StringComparison.Ordinal))
            return entry.Bytes.Span.StartsWith((ReadOnlySpan<byte>)[0x00, 0x05, 0x16, 0x07]) ? new Residue("metadata of macOS", ResidueWeight.Junk) : null;
        if (entry.Path.Name.StartsWith("hs_err_pid", StringComparison.Ordinal))
            return new Residue("a crash report of Java", ResidueWeight.Settings);
        if (entry.Path.Extension is ".log" || entry.Path.Name == "nohup.out")
            return IsLog(entry) ? new Residue("a log", ResidueWeight.Settings, "with times and levels") : null;
        if (entry.Path.Extension is ".swp" or ".swo")
            return entry.Bytes.Span.StartsWith("b0VIM"u8) ? new Residue("the swap file of an editor", ResidueWeight.Data, "which holds text that was being edited") : null;
        // Cargo puts the manifest as it was written beside the one it makes of it, in every crate.
        return entry.Path.Name == "Cargo.toml.orig" ? null : new Residue("a backup copy", ResidueWeight.Junk);
    }

    /// <summary>Most lines start with a time or a level.</summary>
    private static bool IsLog(Entry entry)
    {
        if (!entry.IsText)
            return false;
        var lines = SettingText.Of(entry.Bytes.Span[..Math.Min(entry.Bytes.Length, 8 << 10)]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var marked = lines.Count(line => line.Length > 10 && (line.AsSpan(0, Math.Min(line.Length, 40)).Count(':') >= 2 && line.AsSpan(0, Math.Min(line.Length, 40)).ContainsAnyInRange('0', '9')
            || line.Contains("ERROR", StringComparison.Ordinal) || line.Contains("INFO", StringComparison.Ordinal) || line.Contains("WARN", StringComparison.Ordinal) || line.Contains("DEBUG", StringComparison.Ordinal)));
        return lines.Length >= 3 && marked * 2 > lines.Length;
    }

    private static bool EndsLikeBackup(string name)
    {
        foreach (var ending in BackupEndings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private sealed record Known(string What, ResidueWeight Weight);
}
