using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Secrets;

/// <summary>
/// Finds any of a few dozen byte strings at once, at the speed of memory when none occurs: sixteen positions at a time are held
/// against the first four bytes of all strings by table look-ups on half bytes (the "Teddy" scheme of Hyperscan).
/// </summary>
internal sealed class LiteralSearch
{
    /// <summary>The shortest string that can be searched for.</summary>
    public const int FingerprintBytes = 4;

    private const int Buckets = 8;

    private readonly byte[][] _literals;
    private readonly int[][] _byBucket;
    private readonly Vector128<byte>[] _low = new Vector128<byte>[FingerprintBytes];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[FingerprintBytes];

    public LiteralSearch(IReadOnlyList<byte[]> literals)
    {
        _literals = [.. literals];
        var ordered = Enumerable.Range(0, _literals.Length).OrderBy(i => Convert.ToHexString(_literals[i]), StringComparer.Ordinal).ToList();
        // Neighbours in order share their first bytes, which keeps the buckets selective.
        _byBucket = [.. Enumerable.Range(0, Buckets).Select(bucket => ordered.Where((_, at) => at * Buckets / ordered.Count == bucket).ToArray())];
        for (var position = 0; position < FingerprintBytes; position++)
            (_low[position], _high[position]) = Tables(position);
    }

    /// <summary>The first occurrence at or behind <paramref name="start"/>: its place and the index of the string; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> text, int start, out int literal)
    {
        var at = start;
        if (Vector128.IsHardwareAccelerated)
        {
            for (var last = text.Length - Vector128<byte>.Count - FingerprintBytes + 1; at <= last; at += Vector128<byte>.Count)
            {
                var candidates = Candidates(text, at);
                if (candidates == Vector128<byte>.Zero)
                    continue;
                for (var hits = ~Vector128.Equals(candidates, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xffff; hits != 0; hits &= hits - 1)
                {
                    var position = BitOperations.TrailingZeroCount(hits);
                    if ((literal = Verify(text[(at + position)..], candidates[position])) >= 0)
                        return at + position;
                }
            }
        }

        for (; at <= text.Length - FingerprintBytes; at++)
        {
            if ((literal = Verify(text[at..], 0xff)) >= 0)
                return at;
        }

        literal = -1;
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Candidates(ReadOnlySpan<byte> text, int at)
    {
        var result = Vector128<byte>.AllBitsSet;
        for (var i = 0; i < FingerprintBytes; i++)
        {
            var bytes = Vector128.LoadUnsafe(in text[at], (nuint)i);
            var low = Vector128.ShuffleNative(_low[i], bytes & Vector128.Create((byte)0x0f));
            var high = Vector128.ShuffleNative(_high[i], (bytes.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0x0f));
            result &= low & high;
        }

        return result;
    }

    private int Verify(ReadOnlySpan<byte> text, byte buckets)
    {
        for (; buckets != 0; buckets &= (byte)(buckets - 1))
        {
            foreach (var literal in _byBucket[BitOperations.TrailingZeroCount(buckets)])
            {
                if (text.StartsWith(_literals[literal]))
                    return literal;
            }
        }

        return -1;
    }

    /// <summary>For each half byte, the buckets that have a string with it at this position.</summary>
    private (Vector128<byte> Low, Vector128<byte> High) Tables(int position)
    {
        Span<byte> low = stackalloc byte[16], high = stackalloc byte[16];
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            foreach (var literal in _byBucket[bucket])
            {
                low[_literals[literal][position] & 0x0f] |= (byte)(1 << bucket);
                high[_literals[literal][position] >> 4] |= (byte)(1 << bucket);
            }
        }

        return (Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }
}
