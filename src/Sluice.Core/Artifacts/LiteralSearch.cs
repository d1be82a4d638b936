using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Artifacts;

/// <summary>
/// Finds any of a few hundred byte strings at once, at the speed of memory when none occurs: 16, 32 or 64 positions at a time are held
/// against the first four bytes of all strings by table look-ups on half bytes (the "Teddy" scheme of Hyperscan), or on whole ones.
/// </summary>
internal sealed class LiteralSearch
{
    public const int Buckets = 16;

    /// <summary>A byte has a bit for each of so many.</summary>
    private const int BucketsOfGroup = 8;
    private const int Groups = Buckets / BucketsOfGroup;
    private const int FilterBits = 16;
    private const int TableBytes = 32;
    private const int GroupBytes = Atom.Bytes * TableBytes;

    /// <summary>Bytes that differ in the highest bit only share an entry.</summary>
    private const int DirectBytes = 128;

    /// <summary>From so many bytes on the widest search is worth being compiled, which takes milliseconds: it cannot be ahead.</summary>
    private const long ManyBytes = 16 << 20;

    /// <summary>One search has read so many: the widest one is compiled.</summary>
    private static bool s_isWidest;

    private readonly Atom[] _atoms;

    /// <summary>The whole strings; none where the atoms are all there is.</summary>
    private readonly byte[][] _literals;
    private readonly int[][] _byBucket = new int[Buckets][];

    /// <summary>What was searched, until it is much. Where two threads count at once, one is lost.</summary>
    private long _searched;

    /// <summary>For each group and position, 16 bytes for the lower and 16 for the upper half of a byte: the buckets that have an atom with it there.</summary>
    private readonly byte[] _tables = new byte[Groups * GroupBytes];

    /// <summary>The bucket of each atom.</summary>
    private readonly byte[] _bucketOf;

    /// <summary>For each group and position, the same by whole bytes. Null until the widest search needs it.</summary>
    private byte[]? _direct;

    /// <summary>One bit for each hash of four bytes that an atom fits: tells most false candidates in a moment.</summary>
    private readonly ulong[] _filter = new ulong[(1 << FilterBits) / 64];

    public LiteralSearch(IReadOnlyList<byte[]> literals)
        : this(Array.ConvertAll([.. literals], literal => Atom.Of(literal)), Shares(literals), [.. literals])
    {
    }

    /// <summary>Whether an occurrence at a place counts.</summary>
    /// <param name="literal">The index of the string.</param>
    public delegate bool Acceptance(ReadOnlySpan<byte> text, int at, int literal);

    /// <summary>For strings of which the atom is all there is.</summary>
    /// <param name="bucketOf">The bucket of each atom.</param>
    public LiteralSearch(Atom[] atoms, byte[] bucketOf)
        : this(atoms, bucketOf, [])
    {
    }

    private LiteralSearch(Atom[] atoms, byte[] bucketOf, byte[][] literals)
    {
        (_atoms, _bucketOf, _literals) = (atoms, bucketOf, literals);
        for (var bucket = 0; bucket < Buckets; bucket++)
            _byBucket[bucket] = MembersOf((byte)bucket, bucketOf);
        for (var i = 0; i < atoms.Length; i++)
        {
            EnterFilter(atoms[i].Value, atoms[i].Mask);
            for (var position = 0; position < Atom.Bytes; position++)
                Enter(atoms[i], position, bucketOf[i]);
        }
    }

    private void Enter(Atom atom, int position, byte bucket)
    {
        var (group, bit) = (bucket / BucketsOfGroup, (byte)(1 << (bucket % BucketsOfGroup)));
        var table = _tables.AsSpan((group * GroupBytes) + (position * TableBytes), TableBytes);
        atom.Enter(position, bit, table[..16], table[16..]);
    }

    private byte[] DirectTables()
    {
        var tables = new byte[Groups * Atom.Bytes * DirectBytes];
        for (var i = 0; i < _atoms.Length; i++)
        {
            var (group, bit) = (_bucketOf[i] / BucketsOfGroup, (byte)(1 << (_bucketOf[i] % BucketsOfGroup)));
            for (var position = 0; position < Atom.Bytes; position++)
            {
                var direct = tables.AsSpan(((group * Atom.Bytes) + position) * DirectBytes, DirectBytes);
                for (var b = 0; b < DirectBytes; b++)
                {
                    if (_atoms[i].Fits(position, (byte)b) || _atoms[i].Fits(position, (byte)(b + DirectBytes)))
                        direct[b] |= bit;
                }
            }
        }

        return tables;
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
    public int Find(ReadOnlySpan<byte> text, int start, out int literal) => Find(text, start, ushort.MaxValue, out literal);

    /// <summary>Which of the strings occur at all: a bit each, in their order. For up to 64 strings.</summary>
    /// <param name="accepts">Tells whether an occurrence counts; null when each does.</param>
    public ulong FindAll(ReadOnlySpan<byte> text, Acceptance? accepts = null)
    {
        ulong found = 0;
        var buckets = ushort.MaxValue;
        for (var at = 0; buckets != 0 && (at = Find(text, at, buckets, out var literal)) >= 0; at++)
        {
            if ((found >> literal & 1) != 0 || (accepts is not null && !accepts(text, at, literal)))
                continue;
            found |= 1UL << literal;
            if (IsFull(_bucketOf[literal], found))
                buckets &= (ushort)~(1 << _bucketOf[literal]);
        }

        return found;
    }

    /// <summary>Whether all strings of a bucket have been found.</summary>
    private bool IsFull(byte bucket, ulong found)
    {
        foreach (var literal in _byBucket[bucket])
        {
            if ((found >> literal & 1) == 0)
                return false;
        }

        return true;
    }

    private int Find(ReadOnlySpan<byte> text, int start, ushort buckets, out int literal)
    {
        for (var at = start; (at = NextCounted(text, at, buckets)) < text.Length; at++)
        {
            literal = Verify(text[at..], (ushort)(BucketsAt(text, at) & buckets));
            if (literal >= 0)
                return at;
        }

        literal = -1;
        return -1;
    }

    private int NextCounted(ReadOnlySpan<byte> text, int from, ushort buckets)
    {
        var next = Next(text, from, buckets);
        if (!s_isWidest)
            s_isWidest = (_searched += next - from) >= ManyBytes;
        return next;
    }

    /// <summary>The next place that looks like one of the strings; the end of the text when there is none.</summary>
    private int Next(ReadOnlySpan<byte> text, int at, ushort buckets)
    {
        if (s_isWidest && NextOfWidest(text, ref at, buckets))
            return at;
        if (Avx2.IsSupported ? NextOfWide(text, ref at, buckets) : NextOfNarrow(text, ref at, buckets))
            return at;
        // What is left is less than one step and what a string needs behind it.
        while (at < text.Length && (BucketsAt(text, at) & buckets) == 0)
            at++;
        return at;
    }

    /// <summary>Moves to the next place that looks like one of the strings; false when it is not within the steps of 64 bytes, or these cannot be made here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool NextOfWidest(ReadOnlySpan<byte> text, ref int at, ushort buckets)
    {
        if (!Avx512Vbmi.IsSupported)
            return false;
        // Two threads make the same tables.
        _direct ??= DirectTables();
        var (low0, low1, low2, low3) = (Direct(0, 0), Direct(1, 0), Direct(2, 0), Direct(3, 0));
        var (high0, high1, high2, high3) = (Direct(0, 64), Direct(1, 64), Direct(2, 64), Direct(3, 64));
        var (lowB0, lowB1, lowB2, lowB3) = (Direct(4, 0), Direct(5, 0), Direct(6, 0), Direct(7, 0));
        var (highB0, highB1, highB2, highB3) = (Direct(4, 64), Direct(5, 64), Direct(6, 64), Direct(7, 64));
        var (wanted, wantedB) = (Vector512.Create((byte)buckets), Vector512.Create((byte)(buckets >> BucketsOfGroup)));
        for (var last = text.Length - Vector512<byte>.Count - Atom.Bytes + 1; at <= last; at += Vector512<byte>.Count)
        {
            ref readonly var first = ref text[at];
            var (bytes0, bytes1) = (Vector512.LoadUnsafe(in first), Vector512.LoadUnsafe(in first, 1));
            var (bytes2, bytes3) = (Vector512.LoadUnsafe(in first, 2), Vector512.LoadUnsafe(in first, 3));
            var candidates = wanted
                & Avx512Vbmi.PermuteVar64x8x2(low0, bytes0, high0) & Avx512Vbmi.PermuteVar64x8x2(low1, bytes1, high1)
                & Avx512Vbmi.PermuteVar64x8x2(low2, bytes2, high2) & Avx512Vbmi.PermuteVar64x8x2(low3, bytes3, high3);
            var candidatesB = wantedB
                & Avx512Vbmi.PermuteVar64x8x2(lowB0, bytes0, highB0) & Avx512Vbmi.PermuteVar64x8x2(lowB1, bytes1, highB1)
                & Avx512Vbmi.PermuteVar64x8x2(lowB2, bytes2, highB2) & Avx512Vbmi.PermuteVar64x8x2(lowB3, bytes3, highB3);
            if (MoveToHit(text, ref at, ~Vector512.Equals(candidates | candidatesB, Vector512<byte>.Zero).ExtractMostSignificantBits()))
                return true;
        }

        return false;
    }

    /// <summary>As <see cref="NextOfWidest"/>, in steps of 32 bytes.</summary>
    private bool NextOfWide(ReadOnlySpan<byte> text, ref int at, ushort buckets)
    {
        var (wanted, wantedB) = (Vector256.Create((byte)buckets), Vector256.Create((byte)(buckets >> BucketsOfGroup)));
        for (var last = text.Length - Vector256<byte>.Count - Atom.Bytes + 1; at <= last; at += Vector256<byte>.Count)
        {
            ref readonly var first = ref text[at];
            var (candidates, candidatesB) = (wanted, wantedB);
            KeepFitting(Vector256.LoadUnsafe(in first), 0, ref candidates, ref candidatesB);
            KeepFitting(Vector256.LoadUnsafe(in first, 1), TableBytes, ref candidates, ref candidatesB);
            KeepFitting(Vector256.LoadUnsafe(in first, 2), 2 * TableBytes, ref candidates, ref candidatesB);
            KeepFitting(Vector256.LoadUnsafe(in first, 3), 3 * TableBytes, ref candidates, ref candidatesB);
            if (MoveToHit(text, ref at, ~Vector256.Equals(candidates | candidatesB, Vector256<byte>.Zero).ExtractMostSignificantBits()))
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepFitting(Vector256<byte> bytes, int table, ref Vector256<byte> candidates, ref Vector256<byte> candidatesB)
    {
        var half = Vector256.Create((byte)0x0f);
        var (lower, upper) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
        candidates &= Avx2.Shuffle(Twice(table), lower) & Avx2.Shuffle(Twice(table + 16), upper);
        candidatesB &= Avx2.Shuffle(Twice(GroupBytes + table), lower) & Avx2.Shuffle(Twice(GroupBytes + table + 16), upper);
    }

    /// <summary>As <see cref="NextOfWidest"/>, in steps of 16 bytes.</summary>
    private bool NextOfNarrow(ReadOnlySpan<byte> text, ref int at, ushort buckets)
    {
        var (wanted, wantedB, half) = (Vector128.Create((byte)buckets), Vector128.Create((byte)(buckets >> BucketsOfGroup)), Vector128.Create((byte)0x0f));
        for (var last = text.Length - Vector128<byte>.Count - Atom.Bytes + 1; at <= last; at += Vector128<byte>.Count)
        {
            var (candidates, candidatesB) = (wanted, wantedB);
            for (var position = 0; position < Atom.Bytes; position++)
            {
                var bytes = Vector128.LoadUnsafe(in text[at], (nuint)position);
                var (lower, upper) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
                var table = position * TableBytes;
                candidates &= LookUp(Once(table), lower) & LookUp(Once(table + 16), upper);
                candidatesB &= LookUp(Once(GroupBytes + table), lower) & LookUp(Once(GroupBytes + table + 16), upper);
            }

            if (MoveToHit(text, ref at, ~Vector128.Equals(candidates | candidatesB, Vector128<byte>.Zero).ExtractMostSignificantBits() & ushort.MaxValue))
                return true;
        }

        return false;
    }

    /// <summary>Moves to the first of the candidates that passes the filter.</summary>
    /// <param name="hits">A bit for each place from <paramref name="at"/> on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MoveToHit(ReadOnlySpan<byte> text, ref int at, ulong hits)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var place = at + BitOperations.TrailingZeroCount(hits);
            if (!IsInFilter(Unsafe.ReadUnaligned<uint>(in text[place])))
                continue;
            at = place;
            return true;
        }

        return false;
    }

    /// <summary>The buckets with an atom that may stand at a place; zeros stand behind the end.</summary>
    private ushort BucketsAt(ReadOnlySpan<byte> text, int at)
    {
        var bytes = Atom.Read(text[at..]);
        var buckets = ushort.MaxValue;
        for (var (position, table) = (0, 0); position < Atom.Bytes; position++, bytes >>= 8, table += TableBytes)
        {
            var (lower, upper) = (table + (int)(bytes & 0x0f), table + 16 + (int)(bytes >> 4 & 0x0f));
            buckets &= (ushort)(_tables[lower] & _tables[upper] | (_tables[GroupBytes + lower] & _tables[GroupBytes + upper]) << BucketsOfGroup);
        }

        return buckets;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<byte> Direct(int table, int offset) => Vector512.LoadUnsafe(in _direct![(table * DirectBytes) + offset]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Twice(int table) => Vector256.Create(Once(table), Once(table));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Once(int table) => Vector128.LoadUnsafe(in _tables[table]);

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

    /// <summary>By name rather than with <c>ShuffleNative</c>, which cannot be compiled ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indices)
        : Vector128.Shuffle(table, indices);

    private int Verify(ReadOnlySpan<byte> text, ushort buckets)
    {
        var bytes = Atom.Read(text);
        for (; buckets != 0; buckets &= (ushort)(buckets - 1))
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
