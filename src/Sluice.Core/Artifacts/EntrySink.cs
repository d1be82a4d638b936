using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Images;

namespace Sluice.Artifacts;

/// <summary>Takes what a reader finds in one container. Used by one thread; entries are walked before <c>Add</c> returns.</summary>
public sealed class EntrySink
{
    /// <summary>Details quote names, of which a hostile archive has a million.</summary>
    private const int MaxDetailLength = 240;

    private readonly ArtifactWalk _walk;
    private readonly MemberNames _names = new();
    private ImageCollector? _image;
    private WorkbookSheets? _sheets;

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
        return _walk.Visit(header, this, content, null);
    }

    /// <summary>An entry whose bytes are a part of what the reader was given, or were decoded by it.</summary>
    public Entry Add(EntryHeader header, Content content)
    {
        CheckName(header);
        return _walk.Visit(header, this, null, content);
    }

    /// <summary>Decoded bytes as an entry of their own.</summary>
    public Entry AddDecoded(string label, ReadOnlyMemory<byte> bytes, string? note = null) =>
        AddDecoded(label, Content.Of(bytes), note);

    /// <summary>Decoded bytes that the reader overwrites afterwards: the entry gets a copy in a buffer that is used again.</summary>
    public Entry AddDecodedCopy(string label, ReadOnlyMemory<byte> bytes) =>
        AddDecoded(label, Content.OfVolatile(bytes));

    /// <summary>Bytes of the container that are not a member, or that were decoded from it, as an entry of their own.</summary>
    public Entry AddDecoded(string label, Content content, string? note = null) =>
        _walk.Visit(new EntryHeader(EntryPath.Label(label)) { Origin = EntryOrigin.Decoded, Size = content.Length, Note = note }, this, null, content);

    /// <inheritdoc cref="AddDecoded(string, Content, string?)"/>
    public Entry AddDecoded(string label, Stream content, string? note = null) =>
        _walk.Visit(new EntryHeader(EntryPath.Label(label)) { Origin = EntryOrigin.Decoded, Note = note }, this, content, null);

    /// <summary>Strings of the container one below the other: text, even where the first of them is the magic number of an archive.</summary>
    public Entry AddStrings(string label, ReadOnlyMemory<byte> text) =>
        _walk.Visit(new EntryHeader(EntryPath.Label(label)) { Origin = EntryOrigin.Decoded, Size = text.Length, IsText = true }, this, null, Content.Of(text));

    /// <summary>An entry without content: a directory, a link, a device.</summary>
    public Entry Add(EntryHeader header)
    {
        CheckName(header);
        return _walk.Visit(header, this, null, null);
    }

    public void Report(AnomalyKind kind, EntryPath? path, string detail) => _walk.Report(new Anomaly(kind, Container, path, detail.Length <= MaxDetailLength ? detail : detail[..MaxDetailLength] + "…"));

    public void Unscreened(EntryPath? path, string reason) => _walk.Report(new Unscreened(Container, path, reason));

    /// <summary>Keeps a fact about the container for detectors, at most one of a type.</summary>
    public void Learn(object fact) => Container.Learn(fact);

    /// <summary>Says that all that the container holds has been added: its raw bytes need no look of their own.</summary>
    public void AccountFor() => Container.IsAccountedFor = true;

    /// <summary>Says that a member may state the SHA-256 of others, which is kept then. Before the first entry.</summary>
    public void ExpectStatedDigests() => Container.HasStatedMembers = true;

    /// <summary>Says that the format was not told by the front of the content: see <see cref="Entry.IsGuessed"/>. Before the first entry.</summary>
    public void Guess() => Container.IsGuessed = true;

    /// <summary>The entry is complete and its bytes are still at hand.</summary>
    internal void Complete(Entry entry)
    {
        if (ImageCollector.Wants(entry))
            (_image ??= new ImageCollector()).Keep(entry);
        if (WorkbookSheets.Wants(entry))
            (_sheets ??= new WorkbookSheets()).Keep(entry);
    }

    /// <summary>The reader has added all that the container holds.</summary>
    internal void Conclude()
    {
        _sheets?.Conclude(this);
        _image?.Conclude(_walk.Entries, this);
    }

    private void CheckName(EntryHeader header)
    {
        if (header.Origin != EntryOrigin.Member || header.IsPayload)
            return;
        var path = header.Path;
        if ((path.Problems & (PathProblems.Absolute | PathProblems.Traversal)) != 0)
            Report(AnomalyKind.Traversal, path, (path.Problems & PathProblems.Traversal) != 0 ? "climbs out of the archive with '..' in its name" : "has an absolute name");
        if ((path.Problems & ~(PathProblems.Absolute | PathProblems.Traversal | PathProblems.Backslashes | PathProblems.Empty | PathProblems.LeadDropped)) != 0)
            Report(AnomalyKind.OddName, path, $"has {Describe(path.Problems)} in its name");
        if (header.Kind is EntryKind.Device or EntryKind.Fifo)
            Report(AnomalyKind.DeviceNode, path, header.Kind == EntryKind.Device ? "is a device node or a socket" : "is a named pipe");
        // In history a path has many versions.
        if (Container.Format != "git")
            _names.Check(header, Report);
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
}
