namespace Sluice.Artifacts;

/// <summary>What an entry is in its container.</summary>
public enum EntryKind : byte
{
    File,
    Directory,
    SymbolicLink,
    HardLink,
    Device,
    Fifo,
}

/// <summary>How an entry came to be.</summary>
public enum EntryOrigin : byte
{
    /// <summary>The artifact itself.</summary>
    Root,

    /// <summary>A member of an archive, a tree, an image layer or a commit: it has a name there.</summary>
    Member,

    /// <summary>Restored from inside a file: a source of a map, decoded text, a constant, a resource.</summary>
    Decoded,
}

/// <summary>What a reader knows of an entry before its bytes are read.</summary>
public sealed record EntryHeader(EntryPath Path)
{
    public EntryKind Kind { get; init; } = EntryKind.File;

    public EntryOrigin Origin { get; init; } = EntryOrigin.Member;

    /// <summary>The size that the container claims; null when it does not say. Used as a hint and checked.</summary>
    public long? Size { get; init; }

    /// <summary>Bytes the entry takes in the container, for the ratio limit; null when unknown.</summary>
    public long? PackedSize { get; init; }

    /// <summary>Unix permission bits; null when the container does not record them.</summary>
    public int? Mode { get; init; }

    public string? LinkTarget { get; init; }

    /// <summary>A note for people on how to find it: "deleted by a later layer", "commit 3f2a…". Null for ordinary members.</summary>
    public string? Note { get; init; }

    /// <summary>True when a later layer or commit removes it: it still ships.</summary>
    public bool IsDeletedLater { get; init; }

    /// <summary>Text by the way it was put together, whatever it starts with: strings one below the other.</summary>
    public bool IsText { get; init; }

    /// <summary>A fact that is known before anybody looks at the entry.</summary>
    public object? Fact { get; init; }

    /// <summary>True for the one content of a compression or of a wrapper (the tar in a tgz, the zip in a crx).</summary>
    public bool IsPayload { get; init; }
}

/// <summary>
/// One thing in an artifact. The description lives as long as the result; <see cref="Bytes"/> only while it is inspected.
/// Entries are numbered in the order in which the walk meets them, which does not depend on threads. An artifact has hundreds of thousands
/// of them: each field counts.
/// </summary>
public sealed class Entry
{
    /// <summary>Null, the only fact, or an array of them: few entries have any, and most of those have one.</summary>
    private object? _facts;
    private byte[]? _digest;
    private ReadOnlyMemory<byte> _bytes;
    private BufferPool? _pool;
    private byte[]? _buffer;

    internal Entry(EntryHeader header, Entry? container, int ordinal)
    {
        Path = header.Path;
        Kind = header.Kind;
        Origin = header.Origin;
        Mode = header.Mode;
        LinkTarget = header.LinkTarget;
        Note = header.Note;
        IsDeletedLater = header.IsDeletedLater;
        IsPayload = header.IsPayload;
        IsTextByOrigin = header.IsText;
        _facts = header.Fact;
        Container = container;
        if (container is not null)
            container.HasChildren = true;
        Ordinal = ordinal;
        Depth = container is null ? 0 : container.Depth + 1;
        IsGuessed = container is not null && (container.IsGuessed || (Origin == EntryOrigin.Decoded && container.Format is null));
    }

    public EntryPath Path { get; }

    public EntryKind Kind { get; }

    public EntryOrigin Origin { get; }

    public int? Mode { get; }

    public string? LinkTarget { get; }

    /// <summary>Final once the artifact has been walked: what a later layer removes is known only then.</summary>
    public string? Note { get; private set; }

    /// <inheritdoc cref="Note"/>
    public bool IsDeletedLater { get; private set; }

    /// <summary>What holds it; null for the artifact itself.</summary>
    public Entry? Container { get; }

    /// <summary>0 for the artifact itself.</summary>
    public int Depth { get; }

    public int Ordinal { get; }

    /// <summary>Bytes of content, known once it has been read to its end.</summary>
    public long Size { get; internal set; }

    /// <summary>What the bytes are, read off the bytes.</summary>
    public ContentKind ContentKind { get; internal set; }

    /// <summary>SHA-512 of the artifact itself where registries are asked; else empty.</summary>
    public ReadOnlyMemory<byte> WideDigest { get; internal set; }

    /// <summary>SHA-256 of the content where something may state it (<see cref="StatedDigest"/>) or a waiver asks for it; else empty.</summary>
    public ReadOnlyMemory<byte> Digest => _digest;

    /// <summary>Equal for equal contents within one run.</summary>
    public TextDigest Identity { get; internal set; }

    /// <summary>The format of the archive reader that opened it ("zip", "tar"); null when none did.</summary>
    public string? Format { get; internal set; }

    /// <summary>
    /// True when everything in the content is to be found in the entries below it, so that reading the raw bytes again
    /// finds nothing new: an archive without gaps, a source map.
    /// </summary>
    public bool IsAccountedFor { get; internal set; }

    /// <summary>
    /// The content while the entry is inspected: all of it when <see cref="HasAllBytes"/>, else its front. Empty before and after.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    public bool HasAllBytes { get; private set; }

    /// <summary>
    /// Nothing but its bytes says what it is: it, or what it lies in, was found within an ordinary file (encoded text, a constant, an end record
    /// somewhere). Where such a thing does not open, it may never have been one.
    /// </summary>
    public bool IsGuessed { get; internal set; }

    /// <summary>Which strings may be in <see cref="Bytes"/>; known for texts that are no source map.</summary>
    public TextMarks Marks { get; internal set; } = TextMarks.All;

    /// <summary>Lines and the digest without regard to line ends; null for what is not text or not held in memory.</summary>
    public TextFacts? Text { get; internal set; }

    public bool IsText => ContentKind is ContentKind.Text or ContentKind.SourceMap;

    /// <summary>The chain of containers from the outside in, without the artifact itself and without this entry.</summary>
    public IReadOnlyList<string> ContainerChain
    {
        get
        {
            var chain = new List<string>();
            for (var holder = Container; holder is { Container: not null }; holder = holder.Container)
            {
                if (!holder.IsTransparent)
                    chain.Add(holder.Path.Value);
            }

            chain.Reverse();
            return chain;
        }
    }

    public bool IsPayload { get; }

    /// <summary>A payload that was opened in turn (the tar in a tgz): no place of its own in paths and chains.</summary>
    public bool IsTransparent => IsPayload && Format is not null;

    /// <summary>The nearest container that is a place of its own: an archive rather than its compression.</summary>
    public Entry? Holder
    {
        get
        {
            var holder = Container;
            while (holder is { IsTransparent: true })
                holder = holder.Container;
            return holder;
        }
    }

    /// <summary>Facts that a reader learned while it opened the entry, at most one of a type.</summary>
    public T? Fact<T>()
        where T : class
    {
        // By the exact type: asking whether something is an array of objects is slow, and this is asked of every entry by every detector.
        if (_facts is null || _facts.GetType() != typeof(object[]))
            return _facts as T;
        foreach (var fact in (object[])_facts)
        {
            if (fact is T found)
                return found;
        }

        return null;
    }

    /// <inheritdoc cref="EntryHeader.IsText"/>
    internal bool IsTextByOrigin { get; }

    /// <summary>Something among what it holds may state the SHA-256 of the rest.</summary>
    internal bool HasStatedMembers { get; set; }

    /// <summary>True when it holds other entries.</summary>
    internal bool HasChildren { get; private set; }

    internal void Learn(object fact)
    {
        var others = _facts is object[] facts ? Array.FindAll(facts, other => other.GetType() != fact.GetType())
            : _facts is { } single && single.GetType() != fact.GetType() ? [single] : [];
        _facts = others.Length == 0 ? fact : (object[])[.. others, fact];
    }

    internal void KeepDigest(byte[]? sha256) => _digest = sha256;

    internal void MarkDeletedLater(string note)
    {
        IsDeletedLater = true;
        Note ??= note;
    }

    internal void Annotate(string note) => Note = note;

    internal void Hold(ReadOnlyMemory<byte> bytes, bool all)
    {
        _bytes = bytes;
        HasAllBytes = all;
    }

    /// <summary>The buffer of <see cref="Bytes"/> goes back to the pool unless something was restored from it: that may be a part of it.</summary>
    internal void Release()
    {
        _bytes = default;
        if (_buffer is { } buffer && !HasChildren)
            _pool?.Return(buffer);
        _buffer = null;
    }

    internal void Borrow(BufferPool pool, byte[] buffer) => (_pool, _buffer) = (pool, buffer);

    /// <summary>The buffer that was borrowed, for the caller to give back.</summary>
    internal byte[] Unborrow()
    {
        var buffer = _buffer ?? [];
        _buffer = null;
        return buffer;
    }
}
