using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>A file that leaves with the artifact.</summary>
/// <param name="Path">As it would stand in the source: without the folder that packing put around everything.</param>
internal sealed record ShippedFile(Entry Entry, string Path)
{
    public FileOrigin Origin { get; set; } = FileOrigin.Unexplained;

    /// <summary>Why it is unexplained, for people.</summary>
    public string Reason { get; set; } = "is not in the source";

    /// <summary>What stands in its place in the source; null for nothing.</summary>
    public SourceFile? Counterpart { get; set; }

    /// <summary>What is to be told of this very file; null for nothing.</summary>
    public Finding? Alarm { get; set; }

    /// <summary>What is to be told of it where nothing worse is; null for nothing.</summary>
    public Finding? Hint { get; set; }

    /// <summary>What a code does of which the source knows nothing; null for what is no such code.</summary>
    public AlienContent? NewCode { get; set; }

    /// <summary>What of the manifest has it run or loaded first; null for nothing.</summary>
    public EntryStart? Start { get; set; }

    /// <summary>What it is in itself, where it is unexplained and may be run; null where nobody looked.</summary>
    public ProgramNature? Nature { get; set; }

    /// <summary>A small file that does at least two of these, as nothing in the source does: run something, talk to somebody, hide something.</summary>
    public bool IsSmallAndOdd { get; set; }

    /// <summary>It talks to others or starts programs, and nothing of the package's own code is in it.</summary>
    public bool ReachesOut { get; set; }

    /// <summary>Python runs it at every start, whatever it was started for.</summary>
    public bool IsStartupHook { get; set; }

    /// <summary>It says in its first bytes what runs it, whatever it is called.</summary>
    public bool IsScript { get; set; }

    public bool IsCode => IsScript || CodeFiles.IsCode(Path);

    public string Folder => Path.LastIndexOf('/') is > 0 and var slash ? Path[..slash] : "";
}

/// <summary>What a program is that nothing in the source explains.</summary>
/// <param name="IsKin">Something of the package's own code is in it.</param>
/// <param name="IsSlight">Too little to be anything by itself: a few lines that start, fetch and hide nothing.</param>
/// <param name="Loads">Paths that it names from its own place, which it may load.</param>
internal sealed record ProgramNature(bool IsKin, bool IsSlight, IReadOnlyList<string> Loads);

/// <summary>Lists what an artifact ships. An archive is what is in it, unless the source has that very archive.</summary>
internal static class ShippedFiles
{
    public static List<ShippedFile> Of(ComparisonContext context)
    {
        var (artifact, tree) = (context.Artifact, context.Tree);
        var files = new List<Entry>();
        var whole = new HashSet<Entry>();
        foreach (var entry in artifact.Entries)
        {
            if (entry.Kind != EntryKind.File || entry.Origin == EntryOrigin.Decoded && !entry.IsPayload || IsWithin(entry, whole))
                continue;
            // An archive that the source has is one file of it; any other is not counted itself.
            if (entry.Format is null || (entry.Container is not null && !entry.IsPayload && tree.WithContent(entry) is not null))
            {
                files.Add(entry);
                whole.Add(entry);
            }
        }

        var tops = TopFolders(files, artifact.Kind);
        var shipped = files.ConvertAll(entry => new ShippedFile(entry, PathOf(entry, artifact.Kind, tops)));
        return WithExchanged(context, shipped, tops);
    }

    /// <summary>An archive in whose place the source has another one: that is what differs, whatever is in the two.</summary>
    private static List<ShippedFile> WithExchanged(ComparisonContext context, List<ShippedFile> files, Dictionary<Entry, string?> tops)
    {
        var (exchanged, known) = (new HashSet<Entry>(), files.Select(file => file.Entry).ToHashSet());
        foreach (var entry in context.Artifact.Entries)
        {
            if (entry is not { Kind: EntryKind.File, Origin: EntryOrigin.Member, IsPayload: false, Format: not null, Container: not null } || IsWithin(entry, exchanged) || known.Contains(entry))
                continue;
            var archive = new ShippedFile(entry, PathOf(entry, context.Artifact.Kind, tops));
            if (context.CounterpartOf(archive) is not null && exchanged.Add(entry))
                files.Add(archive);
        }

        return exchanged.Count == 0 ? files : [.. files.Where(file => !IsWithin(file.Entry, exchanged)).OrderBy(file => file.Entry.Ordinal)];
    }

    private static bool IsWithin(Entry entry, HashSet<Entry> whole)
    {
        for (var holder = entry.Container; holder is not null; holder = holder.Container)
        {
            if (whole.Contains(holder))
                return true;
        }

        return false;
    }

    /// <summary>The one folder that everything in a container lies in, by container; none where there are several.</summary>
    private static Dictionary<Entry, string?> TopFolders(List<Entry> files, string kind)
    {
        var tops = new Dictionary<Entry, string?>();
        // The folders of these are a part of what they are.
        if (kind is "wheel" or "nuget" or "jar" or "directory" or "crx" or "gem" or "deb")
            return tops;
        foreach (var entry in files)
        {
            if (entry.Holder is not { } holder)
                continue;
            var path = entry.Path.Value;
            var top = path.IndexOf('/') is > 0 and var slash ? path[..slash] : null;
            if (!tops.TryGetValue(holder, out var known))
                tops.Add(holder, top);
            else if (known != top)
                tops[holder] = null;
        }

        return tops;
    }

    private static string PathOf(Entry entry, string kind, Dictionary<Entry, string?> tops)
    {
        var path = entry.Path.Value;
        if (entry.Container is null)
            return entry.Path.Name;
        if (kind == "vsix" && path.StartsWith("extension/", StringComparison.Ordinal))
            return path["extension/".Length..];
        // The zip of a Go module: module@version/, with as many folders as the module's name has.
        if (path.IndexOf('@') is > 0 and var at && path.IndexOf('/', at) is > 0 and var end && entry.Holder?.Format == "zip" && path[at + 1] == 'v')
            return path[(end + 1)..];
        // npm strips the first folder whatever it is called.
        if (kind == "npm" && entry.Holder?.Container is null && path.IndexOf('/') is > 0 and var first)
            return path[(first + 1)..];
        return entry.Holder is { } holder && tops.GetValueOrDefault(holder) is { } top ? path[(top.Length + 1)..] : path;
    }
}
