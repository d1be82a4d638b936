namespace Sluice.Artifacts;

/// <summary>Memory for the contents of entries: from the pool where it has some, and the heap held to what is alive.</summary>
internal sealed class EntryBuffers
{
    /// <summary>Below this a full collection is not worth its time.</summary>
    private const long HeapFloorBytes = 160L << 20;

    /// <summary>What the heap may grow by between two full collections.</summary>
    private const long HeapGrowthBytes = 64L << 20;

    private readonly BufferPool _pool = new();
    private long _heapCeiling = Math.Max(HeapFloorBytes, GC.GetTotalMemory(forceFullCollection: false) + HeapGrowthBytes);

    /// <summary>At least that many bytes of any content, which the entry gives back when it is released.</summary>
    public byte[] Allocate(Entry entry, int length)
    {
        var buffer = _pool.TryRent(length);
        if (buffer is null)
        {
            MakeRoom(length);
            buffer = GC.AllocateUninitializedArray<byte>(BufferPool.LengthFor(length));
            HugePages.Advise(buffer);
        }

        entry.Borrow(_pool, buffer);
        return buffer;
    }

    /// <summary>
    /// The runtime puts a full collection off for as long as the machine has memory. It is asked for when the heap has grown well beyond
    /// what was alive last time, so that memory depends on the artifact and the limits and not on the machine.
    /// </summary>
    /// <param name="coming">Bytes that are about to be allocated.</param>
    public void CollectWhenGrown(int coming = 0)
    {
        if (GC.GetTotalMemory(forceFullCollection: false) + coming < _heapCeiling)
            return;
        // Before a large content what is free goes back to the system too: small regions of the heap do not serve large arrays.
        if (coming > 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        _heapCeiling = Math.Max(HeapFloorBytes, GC.GetTotalMemory(forceFullCollection: false) + HeapGrowthBytes);
    }

    /// <inheritdoc cref="BufferPool.Return"/>
    public void Return(byte[] buffer) => _pool.Return(buffer);

    /// <summary>Grows to the announced size only when the first megabytes have arrived: a lying size costs nothing.</summary>
    public ReadOnlyMemory<byte> ReadUpTo(Entry entry, Stream stream, int limit, long? claimedSize)
    {
        var expected = Math.Clamp(claimedSize ?? 0, 0, limit - 1) + 1;
        var buffer = Allocate(entry, (int)Math.Min(limit, Math.Clamp(expected, 512, 1 << 20)));
        var used = 0;
        while (true)
        {
            var room = Math.Min(buffer.Length, limit) - used;
            var count = stream.ReadAtLeast(buffer.AsSpan(used, room), room, throwOnEndOfStream: false);
            used += count;
            if (count < room || used == limit)
                return buffer.AsMemory(0, used);
            var larger = Allocate(entry, (int)Math.Min(limit, Math.Max(expected, buffer.Length * 2L)));
            buffer.AsSpan(0, used).CopyTo(larger);
            _pool.Return(buffer);
            buffer = larger;
        }
    }

    /// <summary>A content that is larger than all that the pool keeps is where memory peaks: it does not come on top of idle buffers and garbage.</summary>
    private void MakeRoom(int length)
    {
        var isLarge = length > BufferPool.MaxBytes;
        if (isLarge)
            _pool.Clear();
        CollectWhenGrown(isLarge ? length : 0);
    }
}
