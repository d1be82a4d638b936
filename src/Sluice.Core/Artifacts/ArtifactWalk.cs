using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>
/// Opens an artifact from the outside in: meters every byte, hashes every entry, asks the readers for what an entry holds
/// and visits each entry after what is inside it. Single-threaded, so that numbering and limits do not depend on timing.
/// </summary>
public sealed class ArtifactWalk
{
    private const int EntriesBetweenHeapChecks = 1024;
    private const int MaxNotes = 250_000;

    private readonly IReadOnlyList<ArtifactReader> _readers;
    private readonly IEntryVisitor _visitor;
    private readonly WalkMeter _meter;
    private readonly List<Entry> _entries = [];
    private readonly List<Anomaly> _anomalies = [];
    private readonly List<Unscreened> _unscreened = [];
    private readonly List<Fault> _faults = [];
    private readonly EntryBuffers _buffers = new();
    private long _bufferedBytes;

    public ArtifactWalk(IReadOnlyList<ArtifactReader> readers, IEntryVisitor visitor, ReadLimits limits, TimeProvider clock, CancellationToken cancel)
    {
        _readers = readers;
        _visitor = visitor;
        _meter = new WalkMeter(limits, clock, cancel);
        Limits = limits;
        Cancel = cancel;
    }

    public ReadLimits Limits { get; }

    public CancellationToken Cancel { get; }

    /// <summary>Whose SHA-256 is asked for beside those that something in the artifact may state; null for no others.</summary>
    internal Func<Entry, bool>? IsDigestWanted { get; init; }

    /// <summary>Registries state the SHA-512 of an artifact.</summary>
    internal bool IsWideDigestWanted { get; init; }

    public IReadOnlyList<Entry> Entries => _entries;
    public IReadOnlyList<Anomaly> Anomalies => _anomalies;
    public IReadOnlyList<Unscreened> Unscreened => _unscreened;
    public IReadOnlyList<Fault> Faults => _faults;

    public long BytesRead => _meter.BytesRead;

    public int Containers { get; private set; }

    /// <summary>Walks an artifact that is one content.</summary>
    public Entry Open(string name, Content content) => Guarded(() => OpenRoot(name, content));

    /// <summary>Walks an artifact that arrives as a stream.</summary>
    public Entry Open(string name, Stream stream) => Guarded(() => Visit(Root(name), null, stream, null));

    /// <summary>Walks a tree or a repository: <paramref name="feed"/> adds the entries.</summary>
    public Entry Open(string name, string format, Action<EntrySink> feed)
    {
        var root = NewEntry(Root(name) with { Kind = EntryKind.Directory }, null);
        root.Format = format;
        root.IsAccountedFor = true;
        Containers++;
        _meter.RootBytes = long.MaxValue;
        Guarded(() =>
        {
            var sink = new EntrySink(this, root);
            Contain(root, format, () => feed(sink));
            Contain(root, format, sink.Conclude);
            return root;
        });
        _visitor.Visit(root);
        return root;
    }

    /// <summary>
    /// Called once the source is walked. An artifact that is empty or of a kind that nobody knows was searched, but not understood: that is
    /// no pass. A selection of a repository may be empty: nothing leaves.
    /// </summary>
    public void Finish()
    {
        var (content, depth) = (_entries[0], 1);
        // What stands around one content, such as gzip, is none of its own.
        while (depth < _entries.Count && _entries[depth].IsPayload && ReferenceEquals(_entries[depth].Container, content))
            content = _entries[depth++];
        if (_entries.Count > depth || _unscreened.Count > 0 || content.Format == "git")
            return;
        if (content.Format is not null)
            _unscreened.Add(new Unscreened(content, null, "holds nothing: there was nothing to screen"));
        else if (content.ContentKind is ContentKind.Empty)
            _unscreened.Add(new Unscreened(content, null, "is empty: there was nothing to screen"));
        else if (content.ContentKind is ContentKind.Binary or ContentKind.Unknown)
            _unscreened.Add(new Unscreened(content, null, "is of an unknown format: its raw bytes were searched, nothing was opened"));
    }

    /// <summary>Past the limit the walk ends rather than forgets: a flood of small oddities must not hide a large one.</summary>
    internal void Report(Anomaly anomaly)
    {
        if (_anomalies.Count >= MaxNotes)
            throw new LimitReachedException($"more than {MaxNotes} oddities: the rest was not opened");
        _anomalies.Add(anomaly);
    }

    internal void Report(Unscreened unscreened)
    {
        if (_unscreened.Count >= MaxNotes)
            throw new LimitReachedException($"more than {MaxNotes} parts that cannot be screened: the rest was not opened");
        _unscreened.Add(unscreened);
    }

    internal Entry Visit(EntryHeader header, EntrySink? sink, Stream? stream, Content? content)
    {
        Cancel.ThrowIfCancellationRequested();
        var entry = NewEntry(header, sink?.Container);
        var buffered = _bufferedBytes;
        try
        {
            if (stream is not null)
                VisitStream(header, entry, sink, stream);
            else if (content is not null)
                Contain(entry, "content", () => Open(entry, Keep(entry, content)));
            sink?.Complete(entry);
            _visitor.Visit(entry);
        }
        finally
        {
            _bufferedBytes = buffered;
        }

        return entry;
    }

    /// <summary>What came before a failure is opened and searched like any other content; the failure is reported besides.</summary>
    private void VisitStream(EntryHeader header, Entry entry, EntrySink? sink, Stream stream)
    {
        var metered = new MeteredStream(_meter, entry.Container, header.PackedSize, stream);
        Contain(entry, "content", () => Open(entry, Receive(entry, header.Size, metered)));
        if (metered.Failure is { } failure)
            Fail(entry, "content", failure);
        else if (header.Size is { } claimed && claimed != entry.Size)
            sink?.Report(AnomalyKind.LyingSize, entry.Path, $"has {entry.Size} bytes where {claimed} are announced");
    }

    private static EntryHeader Root(string name) => new(EntryPath.Label(name)) { Origin = EntryOrigin.Root };

    private Entry OpenRoot(string name, Content content)
    {
        _meter.RootBytes = content.Length ?? 0;
        return Visit(Root(name), null, null, content);
    }

    private Entry Guarded(Func<Entry> walk)
    {
        try
        {
            return walk();
        }
        catch (LimitReachedException limit)
        {
            Fail(_entries[0], "limit", limit);
            return _entries[0];
        }
    }

    private Entry NewEntry(EntryHeader header, Entry? container)
    {
        _meter.CountEntry(header, _entries.Count);
        if (_entries.Count % EntriesBetweenHeapChecks == 0)
            _buffers.CollectWhenGrown();
        var entry = new Entry(header, container, _entries.Count);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Reads a member into memory where it fits; what does not fit stays a stream behind what was read.</summary>
    private Content Receive(Entry entry, long? claimedSize, Stream stream)
    {
        var room = Math.Max(Limits.BufferedBytes - _bufferedBytes, Content.HeadBytes);
        var head = _buffers.ReadUpTo(entry, stream, Content.HeadBytes, claimedSize);
        if (head.Length < Content.HeadBytes)
            return Buffered(head);
        entry.ContentKind = ContentSniffer.Sniff(head.Span);
        // Compression and tar are opened as they flow; there is no use in keeping them whole.
        if (claimedSize > room || OpensAsIs(entry, Content.OfStream(head, Stream.Null)))
            return Content.OfStream(head, stream);
        var first = entry.Unborrow();
        var all = _buffers.ReadUpTo(entry, new PrefixedStream(head, stream), (int)Math.Min(room, Array.MaxLength), claimedSize);
        _buffers.Return(first);
        return all.Length < room ? Buffered(all) : Content.OfStream(all, stream);
    }

    private bool OpensAsIs(Entry entry, Content content)
    {
        foreach (var reader in _readers)
        {
            if (reader.IsArchive && (reader.Needs == ReaderNeeds.Stream || (content.CanSeek && reader.Needs == ReaderNeeds.Seek)) && reader.Recognizes(entry, content))
                return true;
        }

        return false;
    }

    private Content Buffered(ReadOnlyMemory<byte> bytes)
    {
        _bufferedBytes += bytes.Length;
        return Content.Of(bytes);
    }

    private Content Keep(Entry entry, Content content)
    {
        if (!content.CanSeek)
            return content;
        var length = content.Length ?? 0;
        _meter.CountBytes(length);
        if (content.IsVolatile)
            return Copy(entry, content);
        if (content.IsInMemory || length > Limits.BufferedBytes - _bufferedBytes)
            return content;
        if (length > Content.HeadBytes)
        {
            entry.ContentKind = ContentSniffer.Sniff(content.Head.Span);
            if (OpensAsIs(entry, content))
                return content;
        }

        return Copy(entry, content);
    }

    private Content Copy(Entry entry, Content content)
    {
        var length = (int)(content.Length ?? 0);
        using var stream = content.Open();
        var bytes = _buffers.Allocate(entry, length);
        stream.ReadExactly(bytes.AsSpan(0, length));
        return Buffered(bytes.AsMemory(0, length));
    }

    private void Open(Entry entry, Content content)
    {
        entry.ContentKind = entry.IsTextByOrigin ? ContentKind.Text : ContentSniffer.Sniff(content.Head.Span);
        entry.Hold(content.Head, content.IsInMemory);
        if (entry.ContentKind == ContentKind.Text)
            entry.Marks = TextMarkSearch.Find(content.Head.Span);
        if (content.CanSeek)
            OpenSeekable(entry, content);
        else
            OpenForward(entry, content);
    }

    private void OpenSeekable(Entry entry, Content content)
    {
        entry.Size = content.Length ?? 0;
        Identify(entry, content);
        if (!HoldsItself(entry))
            OpenWithReaders(entry, content);
        if (content.IsInMemory || entry.IsAccountedFor)
            return;
        using var stream = content.Open();
        VisitInWindows(stream, entry);
    }

    private void VisitInWindows(Stream stream, Entry entry)
    {
        var watch = new LargeProgramWatch(_visitor);
        SlidingWindow.Over(stream, entry, watch, Cancel);
        if (watch.Format is { } format)
            _unscreened.Add(new Unscreened(entry, null, $"too large to open as {format}: more than {Limits.BufferedBytes >> 20} MiB in memory (--max-buffered)"));
    }

    private void Identify(Entry entry, Content content)
    {
        if (content.IsInMemory)
        {
            var bytes = content.Head.Span;
            if (WantsDigest(entry))
                entry.KeepDigest(SHA256.HashData(bytes));
            entry.WideDigest = WantsWideDigest(entry) ? SHA512.HashData(bytes) : null;
            TextDigest identity;
            if (entry.IsText)
                entry.Text = TextFacts.Of(bytes, out identity);
            else
                identity = TextDigest.Of(bytes);
            entry.Identity = identity;
            return;
        }

        var hashing = Hashing(entry, content);
        hashing.CopyTo(Stream.Null, 128 << 10);
        hashing.Finish(entry);
    }

    private bool WantsDigest(Entry entry) => StatedDigest.MayConcern(entry) || IsDigestWanted?.Invoke(entry) == true;
    private bool WantsWideDigest(Entry entry) => IsWideDigestWanted && entry.Container is null;

    private HashingStream Hashing(Entry entry, Content content) =>
        new(content.Open(), HashOf(WantsDigest(entry), HashAlgorithmName.SHA256)) { IsIdentified = !entry.IsPayload, Wide = HashOf(WantsWideDigest(entry), HashAlgorithmName.SHA512) };

    private static IncrementalHash? HashOf(bool isWanted, HashAlgorithmName algorithm) => isWanted ? IncrementalHash.CreateHash(algorithm) : null;

    private void OpenForward(Entry entry, Content content)
    {
        var hashing = Hashing(entry, content);
        OpenWithReaders(entry, new OneShotContent(content, hashing));
        // After a reader that gave up, what it has not read is searched as it is.
        if (entry.IsAccountedFor)
            hashing.CopyTo(Stream.Null, 128 << 10);
        else
            VisitInWindows(hashing, entry);
        entry.Size = hashing.BytesRead;
        hashing.Finish(entry);
    }

    /// <summary>An archive that holds itself would unpack for ever.</summary>
    private bool HoldsItself(Entry entry)
    {
        if (entry.Size == 0)
            return false;
        for (var holder = entry.Container; holder is not null; holder = holder.Container)
        {
            if (holder.Identity != entry.Identity)
                continue;
            _anomalies.Add(new Anomaly(AnomalyKind.Bomb, entry, null, "is an archive that holds itself"));
            _unscreened.Add(new Unscreened(entry, null, "holds itself without end: opened once"));
            return true;
        }

        return false;
    }

    private void OpenWithReaders(Entry entry, Content content)
    {
        foreach (var reader in _readers)
        {
            if (!reader.Recognizes(entry, content) || !MayOpen(entry, reader, content))
                continue;
            if (reader.IsArchive)
            {
                entry.Format = reader.Format;
                entry.IsAccountedFor = true;
                Containers++;
            }

            var sink = new EntrySink(this, entry);
            Contain(entry, reader.Format, () => reader.Read(content, sink));
            Contain(entry, reader.Format, sink.Conclude);
            if (reader.IsArchive)
                return;
        }
    }

    private bool MayOpen(Entry entry, ArtifactReader reader, Content content)
    {
        if (entry.Depth >= Limits.Depth)
        {
            _anomalies.Add(new Anomaly(AnomalyKind.Bomb, entry, null, $"is nested deeper than {Limits.Depth} containers"));
            _unscreened.Add(new Unscreened(entry, null, $"nested deeper than {Limits.Depth} containers (--max-depth)"));
            return false;
        }

        if ((reader.Needs != ReaderNeeds.Memory || content.IsInMemory) && (reader.Needs != ReaderNeeds.Seek || content.CanSeek))
            return true;
        _unscreened.Add(new Unscreened(entry, null, $"too large to open as {reader.Format}: more than {Limits.BufferedBytes >> 20} MiB in memory (--max-buffered)"));
        return false;
    }

    /// <summary>
    /// The one place where bad input is caught: the container is reported as unscreened and its raw bytes are searched. Anything but
    /// the exceptions a reader may throw is a fault of the reader.
    /// </summary>
    private void Contain(Entry entry, string part, Action read)
    {
        try
        {
            read();
        }
        catch (LimitReachedException)
        {
            throw;
        }
        catch (Exception e) when (e is ArtifactException or InvalidDataException or EndOfStreamException)
        {
            Fail(entry, part, e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            entry.IsAccountedFor = false;
            _unscreened.Add(new Unscreened(entry, null, $"{part}: the reader failed"));
            _faults.Add(new Fault($"reader {part}", entry.Path.Value, $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private void Fail(Entry entry, string part, Exception e) => ReadFailure.Note(entry, part, e, _anomalies, _unscreened);
}
