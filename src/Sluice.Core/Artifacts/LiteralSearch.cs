using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Artifacts;

/// <summary>
/// Finds any of a few dozen byte strings at once, at the speed of memory when none occurs: 16 or 32 positions at a time are held
/// against the first four bytes of all strings by table look-ups on half bytes (the "Teddy" scheme of Hyperscan).
/// </summary>
internal sealed class LiteralSearch
{
    /// <summary>Strings as long at least are told apart best.</summary>
    public const int FingerprintBytes = 4;

    private const int Buckets = 8;

    private readonly byte[][] _literals;
    private readonly int[][] _byBucket = new int[Buckets][];
    private readonly Vector128<byte>[] _low = new Vector128<byte>[FingerprintBytes];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[FingerprintBytes];

    private readonly LiteralIndex? _index;

    public LiteralSearch(IReadOnlyList<byte[]> literals)
        : this(literals, null)
    {
    }

    /// <summary>For hundreds of strings, whatever their case: what may be one is looked up in the index.</summary>
    public LiteralSearch(LiteralIndex index)
        : this(index.Fronts(FingerprintBytes), index)
    {
    }

    private LiteralSearch(IReadOnlyList<byte[]> literals, LiteralIndex? index)
    {
        _literals = [.. literals];
        _index = index;
        var order = new int[_literals.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => _literals[a].AsSpan().SequenceCompareTo(_literals[b]));
        // Neighbours in order share their first bytes, which keeps the buckets selective.
        for (var bucket = 0; bucket < Buckets; bucket++)
            _byBucket[bucket] = order[Share(bucket)..Share(bucket + 1)];
        for (var position = 0; position < FingerprintBytes; position++)
            (_low[position], _high[position]) = Tables(position);
    }

    /// <summary>The first occurrence at or behind <paramref name="start"/>: its place and the index of the string; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> text, int start, out int literal) => Find(text, start, byte.MaxValue, out literal);

    /// <summary>Which of the strings occur at all: a bit each, in their order. For up to 32 strings.</summary>
    public uint FindAll(ReadOnlySpan<byte> text)
    {
        uint found = 0;
        var buckets = byte.MaxValue;
        for (var at = 0; buckets != 0 && (at = Find(text, at, buckets, out var literal)) >= 0; at++)
        {
            found |= 1u << literal;
            buckets &= (byte)~FullBuckets(found);
        }

        return found;
    }

    /// <summary>The buckets whose strings have all been found, the empty ones among them.</summary>
    private byte FullBuckets(uint found)
    {
        byte full = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (Array.TrueForAll(_byBucket[bucket], literal => (found & (1u << literal)) != 0))
                full |= (byte)(1 << bucket);
        }

        return full;
    }

    private int Find(ReadOnlySpan<byte> text, int start, byte buckets, out int literal)
    {
        var at = start;
        if (Avx2.IsSupported)
        {
            var wanted = Vector256.Create(buckets);
            for (var last = text.Length - Vector256<byte>.Count - FingerprintBytes + 1; at <= last; at += Vector256<byte>.Count)
            {
                var candidates = WideCandidates(in text[at]) & wanted;
                if (candidates != Vector256<byte>.Zero && TryVerify(text, at, candidates, out var place, out literal))
                    return place;
            }
        }
        else
        {
            var wanted = Vector128.Create(buckets);
            for (var last = text.Length - Vector128<byte>.Count - FingerprintBytes + 1; at <= last; at += Vector128<byte>.Count)
            {
                var candidates = Candidates(in text[at]) & wanted;
                if (candidates != Vector128<byte>.Zero && TryVerify(text, at, candidates.ToVector256(), out var place, out literal))
                    return place;
            }
        }

        return FindInTail(text, at, buckets, out literal);
    }

    /// <summary>Less than one step and what a string needs behind it: the same search, with zeros behind the end.</summary>
    private int FindInTail(ReadOnlySpan<byte> text, int at, byte buckets, out int literal)
    {
        Span<byte> tail = stackalloc byte[4 * Vector128<byte>.Count];
        tail.Clear();
        text[at..].CopyTo(tail);
        for (var step = 0; step < text.Length - at; step += Vector128<byte>.Count)
        {
            if (TryVerify(text, at + step, (Candidates(in tail[step]) & Vector128.Create(buckets)).ToVector256(), out var place, out literal))
                return place;
        }

        literal = -1;
        return -1;
    }

    /// <param name="candidates">By reference: vectors as arguments keep a method from being compiled ahead.</param>
    private bool TryVerify(ReadOnlySpan<byte> text, int at, in Vector256<byte> candidates, out int place, out int literal)
    {
        Span<byte> buckets = stackalloc byte[Vector256<byte>.Count];
        candidates.CopyTo(buckets);
        for (var hits = ~Vector256.Equals(candidates, Vector256<byte>.Zero).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
        {
            var position = BitOperations.TrailingZeroCount(hits);
            place = at + position;
            if (place < text.Length && (literal = Verify(text[place..], buckets[position])) >= 0)
                return true;
        }

        place = literal = -1;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> WideCandidates(ref readonly byte text)
    {
        var result = Vector256<byte>.AllBitsSet;
        var half = Vector256.Create((byte)0x0f);
        for (var i = 0; i < FingerprintBytes; i++)
        {
            var bytes = Vector256.LoadUnsafe(in text, (nuint)i);
            var low = Avx2.Shuffle(Vector256.Create(_low[i], _low[i]), bytes & half);
            var high = Avx2.Shuffle(Vector256.Create(_high[i], _high[i]), (bytes.AsUInt16() >> 4).AsByte() & half);
            result &= low & high;
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Candidates(ref readonly byte text)
    {
        var result = Vector128<byte>.AllBitsSet;
        var half = Vector128.Create((byte)0x0f);
        for (var i = 0; i < FingerprintBytes; i++)
        {
            var bytes = Vector128.LoadUnsafe(in text, (nuint)i);
            result &= LookUp(_low[i], bytes & half) & LookUp(_high[i], (bytes.AsUInt16() >> 4).AsByte() & half);
        }

        return result;
    }

    /// <summary>By name rather than with <c>ShuffleNative</c>, which cannot be compiled ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indices)
        : Vector128.Shuffle(table, indices);

    private int Share(int bucket) => bucket * _literals.Length / Buckets;

    private int Verify(ReadOnlySpan<byte> text, byte buckets)
    {
        if (_index is not null)
            return _index.First(text);
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
        low.Clear();
        high.Clear();
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            foreach (var literal in _byBucket[bucket])
                Enter(_literals[literal], position, (byte)(1 << bucket), low, high);
        }

        return (Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }

    private void Enter(byte[] literal, int position, byte bucket, Span<byte> low, Span<byte> high)
    {
        for (var half = 0; half < low.Length && position >= literal.Length; half++)
        {
            // Anything may stand behind a string that is shorter than the fingerprint.
            low[half] |= bucket;
            high[half] |= bucket;
        }

        if (position >= literal.Length)
            return;
        low[literal[position] & 0x0f] |= bucket;
        high[literal[position] >> 4] |= bucket;
        // Capitals differ from small letters by one bit of the upper half.
        if (_index is not null && literal[position] is >= (byte)'a' and <= (byte)'z')
            high[(literal[position] >> 4) - 2] |= bucket;
    }
}
