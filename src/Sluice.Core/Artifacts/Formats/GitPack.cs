using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>The objects of one pack. Keeps recent objects as bases for others, and makes older ones again when they are needed.</summary>
internal sealed class GitPack(Stream stream, ReadLimits limits, CancellationToken cancel) : IDisposable
{
    /// <summary>git itself stops at 4095 (<c>pack.depth</c>).</summary>
    private const int MaxDeltaChain = 4096;

    private const long MaxCachedBytes = 64L << 20;

    private readonly List<Slot> _slots = [];
    private readonly Dictionary<long, int> _byOffset = [];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, GitObject> _cache = [];
    private readonly Queue<int> _cached = new();
    private readonly InputBuffer _input = new(stream);
    private readonly Inflate _inflate = new();
    private readonly byte[] _scratch = new byte[16 << 10];
    private long _cachedBytes;

    /// <summary>Objects whose base is not in the pack.</summary>
    public int Orphans { get; private set; }

    /// <param name="Data">Where the compressed data starts.</param>
    /// <param name="Size">The size it claims when unpacked.</param>
    /// <param name="BaseId">The id of the base of a delta; null when <paramref name="BaseOffset"/> says it or there is none.</param>
    private sealed record Slot(int Type, long Data, long Size, long BaseOffset, string? BaseId);

    /// <summary>Goes through the pack once to learn where objects start: compressed sizes are written nowhere.</summary>
    public void ReadIndex()
    {
        var header = _input.TakeCopy(12, 12, "the pack's header");
        var version = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        if (version is not (2 or 3))
            throw new ArtifactException($"pack version {version} is not known");
        var count = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        long inflated = 0;
        for (uint i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var start = _input.Position;
            var slot = ReadSlot(start);
            _byOffset[start] = _slots.Count;
            _slots.Add(slot);
            Skip(slot);
            inflated += slot.Size;
            if (inflated > limits.Bytes)
                throw new ArtifactException($"the pack holds more than {limits.Bytes} bytes (--max-bytes)");
        }
    }

    /// <summary>In the order of the pack; a delta whose base is only known by its id comes after the rest.</summary>
    public IEnumerable<(string Id, GitObject Object)> Objects()
    {
        var waiting = Enumerable.Range(0, _slots.Count).ToList();
        while (waiting.Count > 0)
        {
            var later = new List<int>();
            foreach (var index in waiting)
            {
                cancel.ThrowIfCancellationRequested();
                if (Resolve(index) is not { } found)
                {
                    later.Add(index);
                    continue;
                }

                var id = found.Id;
                _byId.TryAdd(id, index);
                yield return (id, found);
            }

            if (later.Count == waiting.Count)
                break;
            waiting = later;
        }

        Orphans = waiting.Count;
    }

    public void Dispose() => _inflate.Dispose();

    private Slot ReadSlot(long start)
    {
        var b = ReadByte();
        var type = (b >> 4) & 7;
        long size = b & 15;
        for (var shift = 4; (b & 0x80) != 0; shift += 7)
        {
            if (shift > 50)
                throw new ArtifactException("an object's size has no end");
            b = ReadByte();
            size |= (long)(b & 0x7f) << shift;
        }

        if (size > limits.BufferedBytes)
            throw new ArtifactException($"an object of {size} bytes is more than is kept in memory (--max-buffered)");
        var baseOffset = type == 6 ? start - ReadDistance() : 0;
        var baseId = type == 7 ? ReadId() : null;
        return type is >= 1 and <= 4 or 6 or 7
            ? new Slot(type, _input.Position, size, baseOffset, baseId)
            : throw new ArtifactException($"object type {type} is not known");
    }

    private long ReadDistance()
    {
        var b = ReadByte();
        long distance = b & 0x7f;
        for (var digits = 1; (b & 0x80) != 0; digits++)
        {
            if (digits > 8)
                throw new ArtifactException("the distance to a base has no end");
            b = ReadByte();
            distance = ((distance + 1) << 7) | (long)(b & 0x7f);
        }

        return distance;
    }

    private string ReadId() => Convert.ToHexStringLower(_input.Take(20, "the id of a base"));

    private byte ReadByte() => _input.Take(1, "an object's header")[0];

    private void Skip(Slot slot)
    {
        using var plain = Deflated.Zlib(_input, _inflate);
        long total = 0;
        while (total <= slot.Size && plain.Read(_scratch) is > 0 and var count)
            total += count;
        if (total != slot.Size || !plain.HasEnded)
            throw new ArtifactException("an object is not as long as it says");
        _input.Take(4, "an object's checksum");
    }

    /// <summary>Follows the chain of deltas down to a whole object and applies them upward; null when a base is not known (yet).</summary>
    private GitObject? Resolve(int index)
    {
        var chain = new Stack<int>();
        var at = index;
        GitObject? found;
        while (!_cache.TryGetValue(at, out found))
        {
            var slot = _slots[at];
            chain.Push(at);
            if (slot.Type <= 4)
            {
                found = new GitObject(TypeName(slot.Type), Inflate(slot));
                Cache(chain.Pop(), found);
                break;
            }

            if (chain.Count > MaxDeltaChain)
                throw new ArtifactException($"more than {MaxDeltaChain} differences upon each other");
            if (!(slot.BaseId is { } id ? _byId.TryGetValue(id, out at) : _byOffset.TryGetValue(slot.BaseOffset, out at)))
                return null;
        }

        while (chain.TryPop(out var delta))
        {
            found = new GitObject(found.Type, GitDelta.Apply(found.Bytes, Inflate(_slots[delta]), limits.BufferedBytes));
            Cache(delta, found);
        }

        return found;
    }

    private static string TypeName(int type) => type switch { 1 => "commit", 2 => "tree", 3 => "blob", _ => "tag" };

    private byte[] Inflate(Slot slot)
    {
        _input.Seek(slot.Data);
        using var plain = Deflated.Zlib(_input, _inflate);
        // The size was found to be true when the pack was gone through.
        var bytes = new byte[slot.Size];
        plain.ReadExactly(bytes);
        return bytes;
    }

    private void Cache(int index, GitObject found)
    {
        if (found.Bytes.Length > MaxCachedBytes / 4 || !_cache.TryAdd(index, found))
            return;
        _cached.Enqueue(index);
        _cachedBytes += found.Bytes.Length;
        while (_cachedBytes > MaxCachedBytes && _cached.TryDequeue(out var oldest) && _cache.Remove(oldest, out var dropped))
            _cachedBytes -= dropped.Bytes.Length;
    }
}
