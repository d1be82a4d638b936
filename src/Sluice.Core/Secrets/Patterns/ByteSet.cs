using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Secrets.Patterns;

/// <summary>A set of bytes, as 256 bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ByteSet(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>ASCII letters and digits.</summary>
    public static readonly ByteSet Alphanumeric = Of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The alphabet of RFC 4648, section 4, without the padding.</summary>
    public static readonly ByteSet Base64 = Alphanumeric.Union(Of("+/"u8));

    public int Count => BitOperations.PopCount(First) + BitOperations.PopCount(Second) + BitOperations.PopCount(Third) + BitOperations.PopCount(Fourth);

    /// <summary>Takes the word by its number: which one it is cannot be foretold, and this is asked for every byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte b) => (Unsafe.Add(ref Unsafe.As<ByteSet, ulong>(ref Unsafe.AsRef(in this)), b >> 6) >> (b & 63) & 1) != 0;

    public ByteSet With(byte b) => Union(b switch
    {
        < 64 => new ByteSet(1UL << b, 0, 0, 0),
        < 128 => new ByteSet(0, 1UL << (b & 63), 0, 0),
        < 192 => new ByteSet(0, 0, 1UL << (b & 63), 0),
        _ => new ByteSet(0, 0, 0, 1UL << (b & 63)),
    });

    public ByteSet Union(ByteSet other) => new(First | other.First, Second | other.Second, Third | other.Third, Fourth | other.Fourth);

    public ByteSet Without(ByteSet other) => new(First & ~other.First, Second & ~other.Second, Third & ~other.Third, Fourth & ~other.Fourth);

    public ByteSet Complement() => new(~First, ~Second, ~Third, ~Fourth);

    public bool IsSubsetOf(ByteSet other) => Without(other).Count == 0;

    /// <summary>Both cases of every ASCII letter in the set.</summary>
    public ByteSet IgnoringCase()
    {
        var folded = this;
        for (var letter = (byte)'a'; letter <= 'z'; letter++)
        {
            if (Contains(letter) || Contains((byte)(letter - 32)))
                folded = folded.With(letter).With((byte)(letter - 32));
        }

        return folded;
    }

    public static ByteSet Of(byte b) => default(ByteSet).With(b);

    public static ByteSet Of(ReadOnlySpan<byte> bytes)
    {
        var set = default(ByteSet);
        foreach (var b in bytes)
            set = set.With(b);
        return set;
    }

    public static ByteSet Range(byte from, byte to)
    {
        var set = default(ByteSet);
        for (int b = from; b <= to; b++)
            set = set.With((byte)b);
        return set;
    }

    /// <summary>In ascending order.</summary>
    public IEnumerable<byte> Members()
    {
        for (var b = 0; b < 256; b++)
        {
            if (Contains((byte)b))
                yield return (byte)b;
        }
    }
}
