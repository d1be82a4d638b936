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
    public const int Buckets = 8;
    private const int FilterBits = 16;
    private const int TableBytes = 32;

    private readonly Atom[] _atoms;

    /// <summary>The whole strings; none where the atoms are all there is.</summary>
    private readonly byte[][] _literals;
    private readonly int[][] _byBucket = new int[Buckets][];

    /// <summary>For each position, 16 bytes for the lower and 16 for the upper half of a byte: the buckets that have an atom with it there.</summary>
    private readonly byte[] _tables = new byte[Atom.Bytes * TableBytes];

    /// <summary>One bit for each hash of four bytes that an atom fits: tells most false candidates in a moment.</summary>
    private readonly ulong[] _filter = new ulong[(1 << FilterBits) / 64];

    public LiteralSearch(IReadOnlyList<byte[]> literals)
        : this(Array.ConvertAll([.. literals], literal => Atom.Of(literal)), Shares(literals), [.. literals])
    {
    }

    /// <summary>For strings of which the atom is all there is.</summary>
    /// <param name="bucketOf">The bucket of each atom.</param>
    public LiteralSearch(Atom[] atoms, byte[] bucketOf)
        : this(atoms, bucketOf, [])
    {
    }

    private LiteralSearch(Atom[] atoms, byte[] bucketOf, byte[][] literals)
    {
        (_atoms, _literals) = (atoms, literals);
        for (var bucket = 0; bucket < Buckets; bucket++)
            _byBucket[bucket] = MembersOf((byte)bucket, bucketOf);
        for (var i = 0; i < atoms.Length; i++)
        {
            EnterFilter(atoms[i].Value, atoms[i].Mask);
            for (var position = 0; position < Atom.Bytes; position++)
                atoms[i].Enter(position, (byte)(1 << bucketOf[i]), Table(position, 0), Table(position, 16));
        }
    }

    /// <summary>Neighbours in order share their first bytes, which keeps the buckets selective.</summary>
    private static byte[] Shares(IReadOnlyList<byte[]> literals)
    {
        var bucketOf = new byte[literals.Count];
        for (var i = 0; i < bucketOf.Length; i++)
        {
            var before = 0;
            foreach (var other in literals)
                before += other.AsSpan().SequenceCompareTo(literals[i]) < 0 ? 1 : 0;
            bucketOf[i] = (byte)(before * Buckets / bucketOf.Length);
        }

        return bucketOf;
    }

    private Span<byte> Table(int position, int half) => _tables.AsSpan(position * TableBytes + half, 16);

    private static int[] MembersOf(byte bucket, byte[] bucketOf)
    {
        var members = new int[bucketOf.AsSpan().Count(bucket)];
        var next = 0;
        for (var i = 0; next < members.Length; i++)
        {
            if (bucketOf[i] == bucket)
                members[next++] = i;
        }

        return members;
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
        for (var at = start; (at = Avx2.IsSupported ? NextWide(text, at, buckets) : Next(text, at, buckets)) < text.Length; at++)
        {
            literal = Verify(text[at..], (byte)(BucketsAt(text, at) & buckets));
            if (literal >= 0)
                return at;
        }

        literal = -1;
        return -1;
    }

    /// <summary>The next place that looks like one of the strings; the end of the text when there is none.</summary>
    private int NextWide(ReadOnlySpan<byte> text, int at, byte buckets)
    {
        var (low0, low1, low2, low3) = (Wide(0), Wide(TableBytes), Wide(2 * TableBytes), Wide(3 * TableBytes));
        var (high0, high1, high2, high3) = (Wide(16), Wide(TableBytes + 16), Wide((2 * TableBytes) + 16), Wide((3 * TableBytes) + 16));
        var (wanted, half) = (Vector256.Create(buckets), Vector256.Create((byte)0x0f));
        for (var last = text.Length - Vector256<byte>.Count - Atom.Bytes + 1; at <= last; at += Vector256<byte>.Count)
        {
            ref readonly var first = ref text[at];
            var (bytes0, bytes1) = (Vector256.LoadUnsafe(in first), Vector256.LoadUnsafe(in first, 1));
            var (bytes2, bytes3) = (Vector256.LoadUnsafe(in first, 2), Vector256.LoadUnsafe(in first, 3));
            var candidates = wanted
                & Avx2.Shuffle(low0, bytes0 & half) & Avx2.Shuffle(high0, (bytes0.AsUInt16() >> 4).AsByte() & half)
                & Avx2.Shuffle(low1, bytes1 & half) & Avx2.Shuffle(high1, (bytes1.AsUInt16() >> 4).AsByte() & half)
                & Avx2.Shuffle(low2, bytes2 & half) & Avx2.Shuffle(high2, (bytes2.AsUInt16() >> 4).AsByte() & half)
                & Avx2.Shuffle(low3, bytes3 & half) & Avx2.Shuffle(high3, (bytes3.AsUInt16() >> 4).AsByte() & half);
            for (var hits = ~Vector256.Equals(candidates, Vector256<byte>.Zero).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(hits);
                if (IsInFilter(Unsafe.ReadUnaligned<uint>(in text[place])))
                    return place;
            }
        }

        return NextInTail(text, at, buckets);
    }

    /// <inheritdoc cref="NextWide"/>
    private int Next(ReadOnlySpan<byte> text, int at, byte buckets)
    {
        for (var last = text.Length - Vector128<byte>.Count - Atom.Bytes + 1; at <= last; at += Vector128<byte>.Count)
        {
            for (var hits = Candidates(in text[at], buckets); hits != 0; hits &= hits - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(hits);
                if (IsInFilter(Unsafe.ReadUnaligned<uint>(in text[place])))
                    return place;
            }
        }

        return NextInTail(text, at, buckets);
    }

    /// <summary>Less than one step and what a string needs behind it.</summary>
    private int NextInTail(ReadOnlySpan<byte> text, int at, byte buckets)
    {
        while (at < text.Length && (BucketsAt(text, at) & buckets) == 0)
            at++;
        return at;
    }

    /// <summary>The buckets with an atom that may stand at a place; zeros stand behind the end.</summary>
    private byte BucketsAt(ReadOnlySpan<byte> text, int at)
    {
        var bytes = Atom.Read(text[at..]);
        var buckets = byte.MaxValue;
        for (var position = 0; position < Atom.Bytes; position++, bytes >>= 8)
            buckets &= (byte)(_tables[(position * TableBytes) + (int)(bytes & 0x0f)] & _tables[(position * TableBytes) + 16 + (int)(bytes >> 4 & 0x0f)]);
        return buckets;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Wide(int table)
    {
        var half = Vector128.LoadUnsafe(in _tables[table]);
        return Vector256.Create(half, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsInFilter(uint bytes)
    {
        var hash = Hash(bytes);
        return (_filter[hash >> 6] >> (int)(hash & 63) & 1) != 0;
    }

    /// <summary>Of bytes that differ in the case of letters only, the hash is the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint bytes) => ((bytes | 0x20202020) * 0x9e3779b1) >> (32 - FilterBits);

    /// <summary>Where an atom takes any byte, every one is entered.</summary>
    private void EnterFilter(uint value, uint mask)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            if ((byte)(mask >> shift) != 0)
                continue;
            for (uint any = 0; any < 256; any++)
                EnterFilter(value | any << shift, mask | 0xffu << shift);
            return;
        }

        var hash = Hash(value);
        _filter[hash >> 6] |= 1UL << (int)(hash & 63);
    }

    /// <summary>Of 16 places, a bit for each that looks like one of the strings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Candidates(ref readonly byte text, byte buckets)
    {
        var (result, half) = (Vector128.Create(buckets), Vector128.Create((byte)0x0f));
        for (var i = 0; i < Atom.Bytes; i++)
        {
            var bytes = Vector128.LoadUnsafe(in text, (nuint)i);
            result &= LookUp(Vector128.LoadUnsafe(in _tables[i * TableBytes]), bytes & half)
                & LookUp(Vector128.LoadUnsafe(in _tables[(i * TableBytes) + 16]), (bytes.AsUInt16() >> 4).AsByte() & half);
        }

        return ~Vector128.Equals(result, Vector128<byte>.Zero).ExtractMostSignificantBits() & ushort.MaxValue;
    }

    /// <summary>By name rather than with <c>ShuffleNative</c>, which cannot be compiled ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indices)
        : Vector128.Shuffle(table, indices);

    private int Verify(ReadOnlySpan<byte> text, byte buckets)
    {
        var bytes = Atom.Read(text);
        for (; buckets != 0; buckets &= (byte)(buckets - 1))
        {
            foreach (var literal in _byBucket[BitOperations.TrailingZeroCount(buckets)])
            {
                if (Stands(literal, text, bytes))
                    return literal;
            }
        }

        return -1;
    }

    private bool Stands(int literal, ReadOnlySpan<byte> text, uint bytes) =>
        _atoms[literal].Matches(bytes) && (_literals.Length == 0 || text.StartsWith(_literals[literal]));
}
