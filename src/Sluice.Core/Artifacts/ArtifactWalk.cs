using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>Sees every entry once, in order, on the thread of the walk.</summary>
public interface IEntryVisitor
{
    /// <summary>The entry is complete. The visitor may go on with its bytes on another thread and releases the entry when it is done.</summary>
    void Visit(Entry entry);

    /// <summary>
    /// A window of an entry that is too large for memory, before <see cref="Visit"/> of the same entry. Windows overlap by
    /// <see cref="ArtifactWalk.WindowOverlapBytes"/>; the memory is reused after the call.
    /// </summary>
    void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset);
}

/// <summary>
/// Opens an artifact from the outside in: meters every byte, hashes every entry, asks the readers for what an entry holds
/// and visits each entry after what is inside it. Single-threaded, so that numbering and limits do not depend on timing.
/// </summary>
public sealed class ArtifactWalk
{
    public const int WindowBytes = 4 << 20;
    public const int WindowOverlapBytes = 8 << 10;

    private readonly IReadOnlyList<ArtifactReader> _readers;
    private readonly IEntryVisitor _visitor;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly List<Entry> _entries = [];
    private readonly List<Anomaly> _anomalies = [];
    private readonly List<Unscreened> _unscreened = [];
    private readonly List<Fault> _faults = [];
    private long _bufferedBytes;

    public ArtifactWalk(IReadOnlyList<ArtifactReader> readers, IEntryVisitor visitor, ReadLimits limits, TimeProvider clock, CancellationToken cancel)
    {
        _readers = readers;
        _visitor = visitor;
        _clock = clock;
        _started = clock.GetTimestamp();
        Limits = limits;
        Cancel = cancel;
    }

    public ReadLimits Limits { get; }

    public CancellationToken Cancel { get; }

    public IReadOnlyList<Entry> Entries => _entries;

    public IReadOnlyList<Anomaly> Anomalies => _anomalies;

    public IReadOnlyList<Unscreened> Unscreened => _unscreened;

    public IReadOnlyList<Fault> Faults => _faults;

    public long BytesRead { get; private set; }

    public int Containers { get; private set; }

    /// <summary>Walks an artifact that is one content.</summary>
    public Entry Open(string name, Content content) => Guarded(() => Visit(Root(name), null, null, content));

    /// <summary>Walks an artifact that arrives as a stream.</summary>
    public Entry Open(string name, Stream stream) => Guarded(() => Visit(Root(name), null, stream, null));

    /// <summary>Walks a tree or a repository: <paramref name="feed"/> adds the entries.</summary>
    public Entry Open(string name, string format, Action<EntrySink> feed)
    {
        var root = NewEntry(Root(name) with { Kind = EntryKind.Directory }, null);
        root.Format = format;
        root.IsAccountedFor = true;
        Containers++;
        Guarded(() =>
        {
            Contain(root, format, () => feed(new EntrySink(this, root)));
            return root;
        });
        _visitor.Visit(root);
        return root;
    }

    internal void Report(Anomaly anomaly) => _anomalies.Add(anomaly);

    internal void Report(Unscreened unscreened) => _unscreened.Add(unscreened);

    internal Entry Visit(EntryHeader header, Entry? container, Stream? stream, Content? content)
    {
        Cancel.ThrowIfCancellationRequested();
        var entry = NewEntry(header, container);
        var buffered = _bufferedBytes;
        try
        {
            if (stream is not null)
                Contain(entry, "content", () => Open(entry, Receive(header, stream)));
            else if (content is not null)
                Contain(entry, "content", () => Open(entry, Keep(content)));
            _visitor.Visit(entry);
        }
        finally
        {
            _bufferedBytes = buffered;
        }

        return entry;
    }

    private static EntryHeader Root(string name) => new(EntryPath.Label(name)) { Origin = EntryOrigin.Root };

    private Entry Guarded(Func<Entry> walk)
    {
        try
        {
            return walk();
        }
        catch (LimitReachedException limit)
        {
            _unscreened.Add(new Unscreened(_entries[0], null, limit.Message));
            return _entries[0];
        }
    }

    private Entry NewEntry(EntryHeader header, Entry? container)
    {
        if (_entries.Count >= Limits.Entries)
            throw new LimitReachedException($"more than {Limits.Entries} entries: the rest was not opened (--max-entries)");
        var entry = new Entry(header, container, _entries.Count);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Reads a member into memory where it fits; what does not fit stays a stream behind what was read.</summary>
    private Content Receive(EntryHeader header, Stream stream)
    {
        var metered = new MeteredStream(this, header, stream);
        var room = Math.Max(Limits.BufferedBytes - _bufferedBytes, Content.HeadBytes);
        var head = ReadUpTo(metered, (int)Math.Min(room, Content.HeadBytes), header.Size);
        if (head.Length < Content.HeadBytes)
            return Buffered(head);
        if (StreamsByItself(header, head) || header.Size > room)
            return Content.OfStream(head, metered);
        var all = ReadUpTo(new PrefixedStream(head, metered), (int)Math.Min(room, Array.MaxLength), header.Size);
        return all.Length < room ? Buffered(all) : Content.OfStream(all, metered);
    }

    /// <summary>Compression and tar are opened as they flow; there is no use in keeping them whole.</summary>
    private bool StreamsByItself(EntryHeader header, ReadOnlyMemory<byte> head)
    {
        var content = Content.OfStream(head, Stream.Null);
        var probe = new Entry(header, null, 0) { ContentKind = ContentSniffer.Sniff(head.Span) };
        foreach (var reader in _readers)
        {
            if (reader is { IsArchive: true, Needs: ReaderNeeds.Stream } && reader.Recognizes(probe, content))
                return true;
        }

        return false;
    }

    private Content Buffered(ReadOnlyMemory<byte> bytes)
    {
        _bufferedBytes += bytes.Length;
        return Content.Of(bytes);
    }

    private Content Keep(Content content)
    {
        if (content.CanSeek)
            Account(content.Length ?? 0);
        if (content.IsInMemory)
            return content;
        var kind = ContentSniffer.Sniff(content.Head.Span);
        var probe = new Entry(new EntryHeader(EntryPath.Label("")), null, 0) { ContentKind = kind };
        var opensInPlace = _readers.Any(reader => reader.IsArchive && reader.Needs != ReaderNeeds.Memory && reader.Recognizes(probe, content));
        if (opensInPlace || content.Length is not { } length || length > Limits.BufferedBytes - _bufferedBytes)
            return content;
        using var stream = content.Open();
        return Buffered(ReadUpTo(stream, (int)length, length));
    }

    private void Open(Entry entry, Content content)
    {
        entry.ContentKind = ContentSniffer.Sniff(content.Head.Span);
        entry.Hold(content.Head, content.IsInMemory);
        if (content.CanSeek)
        {
            entry.Size = content.Length ?? 0;
            entry.Digest = Digest(content);
            if (entry.IsText && content.IsInMemory)
                entry.Text = TextFacts.Of(content.Head.Span, entry.Digest);
            OpenWithReaders(entry, content);
            if (!content.IsInMemory && !entry.IsAccountedFor)
                SlideWindows(entry, content.Open());
            return;
        }

        var hashing = new HashingStream(content.Open());
        OpenWithReaders(entry, new OneShotContent(content, hashing));
        if (entry.Format is null)
            SlideWindows(entry, hashing);
        else
            hashing.CopyTo(Stream.Null);
        entry.Size = hashing.BytesRead;
        entry.Digest = hashing.Finish();
    }

    private void OpenWithReaders(Entry entry, Content content)
    {
        foreach (var reader in _readers)
        {
            if (!reader.Recognizes(entry, content))
                continue;
            if (entry.Depth >= Limits.Depth)
            {
                _anomalies.Add(new Anomaly(AnomalyKind.Bomb, entry, null, $"containers nested deeper than {Limits.Depth}"));
                _unscreened.Add(new Unscreened(entry, null, $"nested deeper than {Limits.Depth} containers (--max-depth)"));
                return;
            }

            if ((reader.Needs == ReaderNeeds.Memory && !content.IsInMemory) || (reader.Needs == ReaderNeeds.Seek && !content.CanSeek))
            {
                _unscreened.Add(new Unscreened(entry, null, $"too large to open as {reader.Format}: more than {Limits.BufferedBytes >> 20} MiB in memory (--max-buffered)"));
                continue;
            }

            if (reader.IsArchive)
            {
                entry.Format = reader.Format;
                entry.IsAccountedFor = true;
                Containers++;
            }

            Contain(entry, reader.Format, () => reader.Read(content, new EntrySink(this, entry)));
            if (reader.IsArchive)
                return;
        }
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
            entry.IsAccountedFor = false;
            _unscreened.Add(new Unscreened(entry, null, $"{part}: {e.Message}"));
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            entry.IsAccountedFor = false;
            _unscreened.Add(new Unscreened(entry, null, $"{part}: the reader failed"));
            _faults.Add(new Fault($"reader {part}", entry.Path.Value, $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private void SlideWindows(Entry entry, Stream stream)
    {
        var buffer = new byte[WindowBytes];
        long offset = 0;
        var kept = 0;
        while (true)
        {
            var count = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            Cancel.ThrowIfCancellationRequested();
            _visitor.VisitWindow(entry, buffer.AsMemory(0, kept + count), offset);
            if (kept + count < buffer.Length)
                return;
            buffer.AsSpan(buffer.Length - WindowOverlapBytes).CopyTo(buffer);
            offset += buffer.Length - WindowOverlapBytes;
            kept = WindowOverlapBytes;
        }
    }

    private void Account(long bytes)
    {
        BytesRead += bytes;
        if (BytesRead > Limits.Bytes)
            throw new LimitReachedException($"more than {Limits.Bytes} bytes after unpacking: the rest was not opened (--max-bytes)");
        if (_clock.GetElapsedTime(_started) > Limits.Time)
            throw new LimitReachedException($"took longer than {Limits.Time.TotalSeconds:0} seconds: the rest was not opened (--max-seconds)");
        Cancel.ThrowIfCancellationRequested();
    }

    private byte[] Digest(Content content)
    {
        if (content.IsInMemory)
            return SHA256.HashData(content.Head.Span);
        using var stream = content.Open();
        return SHA256.HashData(stream);
    }

    private static ReadOnlyMemory<byte> ReadUpTo(Stream stream, int limit, long? sizeHint)
    {
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(limit, Math.Max((sizeHint ?? 0) + 1, 16 << 10)));
        var used = 0;
        while (true)
        {
            var count = stream.ReadAtLeast(buffer.AsSpan(used), buffer.Length - used, throwOnEndOfStream: false);
            used += count;
            if (used < buffer.Length || used == limit)
                return buffer.AsMemory(0, used);
            Array.Resize(ref buffer, (int)Math.Min(limit, buffer.Length * 2L));
        }
    }

    /// <summary>Counts what is read and stops a content that grows beyond its limits.</summary>
    private sealed class MeteredStream(ArtifactWalk walk, EntryHeader header, Stream inner) : ReadOnlyStream
    {
        private long _count;

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            _count += count;
            walk.Account(count);
            if (header.PackedSize is { } packed && _count > walk.Limits.RatioFloorBytes && _count / Math.Max(packed, 1) > walk.Limits.Ratio)
            {
                var detail = $"expands more than {walk.Limits.Ratio} times";
                walk.Report(new Anomaly(AnomalyKind.Bomb, walk._entries[^1], null, detail));
                throw new ArtifactException($"{detail}: the rest was not read (--max-ratio)");
            }

            return count;
        }
    }

    private sealed class HashingStream(Stream inner) : ReadOnlyStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            _hash.AppendData(buffer[..count]);
            BytesRead += count;
            return count;
        }

        /// <summary>Readers dispose the stream they opened, yet what they left unread still counts: the hash ends here, not there.</summary>
        public byte[] Finish()
        {
            using (_hash)
                return _hash.GetHashAndReset();
        }
    }

    /// <summary>A content whose single stream is already being hashed.</summary>
    private sealed class OneShotContent(Content inner, Stream stream) : Content
    {
        public override long? Length => inner.Length;

        public override ReadOnlyMemory<byte> Head => inner.Head;

        public override bool CanSeek => false;

        public override Stream Open() => stream;

        public override Content? Slice(long offset, long length) => null;
    }
}
