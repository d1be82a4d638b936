using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Artifacts;

/// <summary>
/// Searches for bytes of a kind. Does what the framework's searches for any of several bytes do; those cannot be compiled ahead for processors
/// with AVX-512 and run unoptimised through most of a short run, these can. Immutable.
/// </summary>
internal sealed class ByteClass
{
    /// <summary>Places that <see cref="MembersAt"/> tells of at once.</summary>
    public const int Step = 32;

    private const int HalfTableBytes = 16;

    /// <summary>Of the names in programs.</summary>
    public static readonly ByteClass Names = Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8);

    /// <summary>A byte is told by its halves: a table by the lower and one by the upper, for ASCII and for the rest.</summary>
    private readonly byte[] _tables = new byte[4 * HalfTableBytes];
    private readonly bool[] _members = new bool[256];

    private ByteClass(ReadOnlySpan<byte> members)
    {
        foreach (var b in members)
        {
            _members[b] = true;
            _tables[(b < 128 ? 0 : 2 * HalfTableBytes) + (b & 0x0f)] |= (byte)(1 << (b >> 4 & 7));
        }

        for (var upper = 0; upper < 8; upper++)
            _tables[HalfTableBytes + upper] = _tables[(3 * HalfTableBytes) + 8 + upper] = (byte)(1 << upper);
    }

    public static ByteClass Of(ReadOnlySpan<byte> members) => new(members);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte b) => _members[b];

    /// <summary>Where the first byte of the class stands; -1 when there is none.</summary>
    public int FirstIn(ReadOnlySpan<byte> text) => First(text, isMember: true);

    /// <summary>Where the first byte stands that is not of the class; -1 when there is none.</summary>
    public int FirstOutside(ReadOnlySpan<byte> text) => First(text, isMember: false);

    /// <summary>Where the last byte of the class stands; -1 when there is none.</summary>
    public int LastIn(ReadOnlySpan<byte> text) => Last(text, isMember: true);

    /// <summary>Where the last byte stands that is not of the class; -1 when there is none.</summary>
    public int LastOutside(ReadOnlySpan<byte> text) => Last(text, isMember: false);

    public bool IsAnyIn(ReadOnlySpan<byte> text) => FirstIn(text) >= 0;

    /// <summary>A bit for each of the <see cref="Step"/> bytes from a place on that is of the class, the first in the lowest bit; none behind the end.</summary>
    public uint MembersAt(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length - at >= Step)
            return Avx2.IsSupported ? WideMask(in text[at], isMember: true) : Mask(in text[at], isMember: true) | Mask(in text[at + Vector128<byte>.Count], isMember: true) << Vector128<byte>.Count;
        var members = 0u;
        for (var i = at; i < text.Length; i++)
            members |= _members[text[i]] ? 1u << (i - at) : 0;
        return members;
    }

    private int First(ReadOnlySpan<byte> text, bool isMember)
    {
        var at = 0;
        if (Avx2.IsSupported)
        {
            for (var last = text.Length - Vector256<byte>.Count; at <= last; at += Vector256<byte>.Count)
            {
                if (WideMask(in text[at], isMember) is not 0 and var mask)
                    return at + BitOperations.TrailingZeroCount(mask);
            }
        }

        for (var last = text.Length - Vector128<byte>.Count; at <= last; at += Vector128<byte>.Count)
        {
            if (Mask(in text[at], isMember) is not 0 and var mask)
                return at + BitOperations.TrailingZeroCount(mask);
        }

        for (; at < text.Length; at++)
        {
            if (_members[text[at]] == isMember)
                return at;
        }

        return -1;
    }

    private int Last(ReadOnlySpan<byte> text, bool isMember)
    {
        var end = text.Length;
        if (Avx2.IsSupported)
        {
            for (; end >= Vector256<byte>.Count; end -= Vector256<byte>.Count)
            {
                if (WideMask(in text[end - Vector256<byte>.Count], isMember) is not 0 and var mask)
                    return end - 1 - BitOperations.LeadingZeroCount(mask);
            }
        }

        for (; end >= Vector128<byte>.Count; end -= Vector128<byte>.Count)
        {
            if (Mask(in text[end - Vector128<byte>.Count], isMember) is not 0 and var mask)
                return end - 1 - BitOperations.LeadingZeroCount(mask << Vector128<byte>.Count);
        }

        while (--end >= 0 && _members[text[end]] != isMember)
        {
        }

        return end;
    }

    /// <summary>A bit for each of 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint WideMask(ref readonly byte first, bool isMember)
    {
        var (bytes, half) = (Vector256.LoadUnsafe(in first), Vector256.Create((byte)0x0f));
        var (lower, upper) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
        var fit = (Avx2.Shuffle(Twice(0), lower) & Avx2.Shuffle(Twice(1), upper)) | (Avx2.Shuffle(Twice(2), lower) & Avx2.Shuffle(Twice(3), upper));
        var others = Vector256.Equals(fit, Vector256<byte>.Zero).ExtractMostSignificantBits();
        return isMember ? ~others : others;
    }

    /// <summary>A bit for each of 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Mask(ref readonly byte first, bool isMember)
    {
        var (bytes, half) = (Vector128.LoadUnsafe(in first), Vector128.Create((byte)0x0f));
        var (lower, upper) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
        var fit = (LiteralSearch.LookUp(Table(0), lower) & LiteralSearch.LookUp(Table(1), upper)) | (LiteralSearch.LookUp(Table(2), lower) & LiteralSearch.LookUp(Table(3), upper));
        var others = Vector128.Equals(fit, Vector128<byte>.Zero).ExtractMostSignificantBits();
        return isMember ? ~others & ushort.MaxValue : others;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Table(int number) => Vector128.LoadUnsafe(in _tables[number * HalfTableBytes]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Twice(int number) => Vector256.Create(Table(number), Table(number));
}
