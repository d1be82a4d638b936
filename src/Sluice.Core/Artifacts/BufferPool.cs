using System.Numerics;

namespace Sluice.Artifacts;

/// <summary>
/// Buffers that are used again: fresh ones cost page faults and collections. Sizes are powers of two from 4 KiB to
/// 32 MiB; no more than <see cref="MaxIdleBytes"/> are kept. Thread safe.
/// </summary>
internal sealed class BufferPool
{
    public const int MinBytes = 4 << 10;
    public const int MaxBytes = 32 << 20;
    private const long MaxIdleBytes = 32L << 20;

    private readonly Stack<byte[]>[] _idle = new Stack<byte[]>[1 + BitOperations.Log2(MaxBytes / MinBytes)];
    private long _idleBytes;

    public BufferPool()
    {
        for (var i = 0; i < _idle.Length; i++)
            _idle[i] = [];
    }

    /// <summary>A buffer of at least that length with any content; null when the pool has none of that size.</summary>
    public byte[]? TryRent(int length)
    {
        if (length > MaxBytes)
            return null;
        lock (_idle)
        {
            if (!_idle[ClassOf(length)].TryPop(out var buffer))
                return null;
            _idleBytes -= buffer.Length;
            return buffer;
        }
    }

    /// <summary>The length to allocate so that the buffer can come back.</summary>
    public static int LengthFor(int length) => length > MaxBytes ? length : Math.Max(MinBytes, (int)BitOperations.RoundUpToPowerOf2((uint)length));

    /// <summary>Nobody may hold on to any part of it.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length is < MinBytes or > MaxBytes || !BitOperations.IsPow2(buffer.Length))
            return;
        lock (_idle)
        {
            if (_idleBytes + buffer.Length > MaxIdleBytes)
                return;
            _idleBytes += buffer.Length;
            _idle[ClassOf(buffer.Length)].Push(buffer);
        }
    }

    /// <summary>Lets go of what is idle, for the collector to take.</summary>
    public void Clear()
    {
        lock (_idle)
        {
            foreach (var buffers in _idle)
                buffers.Clear();
            _idleBytes = 0;
        }
    }

    private static int ClassOf(int length) => BitOperations.Log2((uint)LengthFor(length) / MinBytes);
}
