namespace Sluice.Artifacts;

/// <summary>Takes what a reader finds in one container. Used by one thread; entries are walked before <c>Add</c> returns.</summary>
public sealed class EntrySink
{
    private readonly ArtifactWalk _walk;
    private HashSet<string>? _names;
    private Dictionary<string, string>? _foldedNames;

    internal EntrySink(ArtifactWalk walk, Entry container)
    {
        _walk = walk;
        Container = container;
    }

    public Entry Container { get; }

    public ReadLimits Limits => _walk.Limits;

    public CancellationToken Cancel => _walk.Cancel;

    /// <summary>An entry whose bytes come from a stream that the reader owns; it is read before this returns.</summary>
    public Entry Add(EntryHeader header, Stream content)
    {
        CheckName(header);
        return _walk.Visit(header, Container, content, null);
    }

    /// <summary>An entry whose bytes are a part of what the reader was given, or were decoded by it.</summary>
    public Entry Add(EntryHeader header, Content content)
    {
        CheckName(header);
        return _walk.Visit(header, Container, null, content);
    }

    /// <summary>Decoded bytes as an entry of their own.</summary>
    public Entry AddDecoded(string label, ReadOnlyMemory<byte> bytes, string? note = null) =>
        _walk.Visit(new EntryHeader(EntryPath.Label(label)) { Origin = EntryOrigin.Decoded, Size = bytes.Length, Note = note }, Container, null, Content.Of(bytes));

    /// <summary>An entry without content: a directory, a link, a device.</summary>
    public Entry Add(EntryHeader header)
    {
        CheckName(header);
        return _walk.Visit(header, Container, null, null);
    }

    public void Report(AnomalyKind kind, EntryPath? path, string detail) => _walk.Report(new Anomaly(kind, Container, path, detail));

    public void Unscreened(EntryPath? path, string reason) => _walk.Report(new Unscreened(Container, path, reason));

    /// <summary>Keeps a fact about the container for detectors, at most one of a type.</summary>
    public void Learn(object fact) => Container.Learn(fact);

    private void CheckName(EntryHeader header)
    {
        if (header.Origin != EntryOrigin.Member || header.IsPayload)
            return;
        var path = header.Path;
        if ((path.Problems & (PathProblems.Absolute | PathProblems.Traversal)) != 0)
            Report(AnomalyKind.Traversal, path, (path.Problems & PathProblems.Traversal) != 0 ? "the name climbs out of the archive with '..'" : "the name is absolute");
        if ((path.Problems & ~(PathProblems.Absolute | PathProblems.Traversal | PathProblems.Backslashes | PathProblems.Empty)) != 0)
            Report(AnomalyKind.OddName, path, $"the name has {Describe(path.Problems)}");
        if (header.Kind is EntryKind.SymbolicLink or EntryKind.HardLink && header.LinkTarget is { } target && LeavesContainer(path, header.Kind, target))
            Report(AnomalyKind.LinkEscape, path, "the link points outside the archive");
        if (header.Kind is EntryKind.Device or EntryKind.Fifo)
            Report(AnomalyKind.DeviceNode, path, header.Kind == EntryKind.Device ? "a device node" : "a named pipe");
        if (header.Kind == EntryKind.Directory)
            return;
        if (!(_names ??= new(StringComparer.Ordinal)).Add(path.Value))
        {
            Report(AnomalyKind.DuplicateName, path, "the name occurs more than once: which one is unpacked depends on the tool");
        }
        else
        {
            var folded = path.Value.ToLowerInvariant();
            if (!(_foldedNames ??= new(StringComparer.Ordinal)).TryAdd(folded, path.Value))
                Report(AnomalyKind.CaseCollision, path, $"differs only in case from {_foldedNames[folded]}");
        }
    }

    private static string Describe(PathProblems problems)
    {
        var words = new List<string>();
        if (problems.HasFlag(PathProblems.ControlCharacters))
            words.Add("control characters");
        if (problems.HasFlag(PathProblems.BidirectionalCharacters))
            words.Add("bidirectional characters");
        if (problems.HasFlag(PathProblems.NotUtf8))
            words.Add("bytes that are not UTF-8");
        if (problems.HasFlag(PathProblems.TooLong))
            words.Add($"more than {EntryPath.MaxLength} characters");
        return string.Join(" and ", words);
    }

    private static bool LeavesContainer(EntryPath path, EntryKind kind, string target)
    {
        if (target.StartsWith('/') || target.StartsWith('\\') || (target.Length > 1 && target[1] == ':'))
            return true;
        var depth = kind == EntryKind.SymbolicLink ? path.Value.Count(c => c == '/') : 0;
        foreach (var segment in target.Split('/', '\\'))
        {
            if (segment == "..")
                depth--;
            else if (segment is not ("" or "."))
                depth++;
            if (depth < 0)
                return true;
        }

        return false;
    }
}
