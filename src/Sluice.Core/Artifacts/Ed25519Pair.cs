using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>
/// Key pairs of Ed25519 as Solana's tools and NaCl write them: a seed of 32 bytes and the public key that belongs to it (RFC 8032, section 5.1.5).
/// Chance does not produce one. The base library has no Ed25519; this neither signs nor keeps what it computes secret. A proof takes some
/// 50 µs.
/// </summary>
internal static class Ed25519Pair
{
    public const int Bytes = 64;

    private const int KeyBytes = 32;

    /// <summary>Of 64 random bytes some 56 differ; tables, text and zeros have fewer.</summary>
    private const int MinDifferent = 36;

    /// <summary>The base point (section 5.1) and twice the d of the curve, lowest byte first.</summary>
    private static readonly Field25519 BaseX = Constant("1ad5258f602d56c9b2a7259560c72c695cdcd6fd31e2a4c0fe536ecdd3366921");
    private static readonly Field25519 BaseY = Constant("5866666666666666666666666666666666666666666666666666666666666666");
    private static readonly Field25519 TwiceCurve = Constant("59f1b226949bd6eb56b183829a14e00030d1f3eef2808e19e7fcdf56dcd90624");

    /// <summary>Of the base point, times each half byte, times 16 to the power of its place.</summary>
    private static Point[][] Multiples => field ??= MultiplesOfBase();

    /// <summary>Whether it looks like one: all that can be told without the proof, which takes a hundred times as long.</summary>
    public static bool MayBe(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes && Different(bytes) >= MinDifferent;

    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        if (!MayBe(bytes))
            return false;
        var key = bytes[KeyBytes..];
        var sum = MultipleOf(bytes[..KeyBytes]);
        // The division is for those alone of which y is right.
        return (Field25519.Of(key) * sum.Z).ToBytes().AsSpan().SequenceEqual(sum.Y.ToBytes()) && Encoded(sum).AsSpan().SequenceEqual(key);
    }

    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed) => Encoded(MultipleOf(seed));

    private static Point MultipleOf(ReadOnlySpan<byte> seed)
    {
        Span<byte> scalar = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(seed, scalar);
        scalar[0] &= 0xf8;
        scalar[31] = (byte)(scalar[31] & 0x7f | 0x40);
        var sum = Point.Zero;
        for (var place = 0; place < 2 * KeyBytes; place++)
            sum = Sum(sum, Multiples[place][scalar[place / 2] >> (4 * (place % 2)) & 15]);
        return sum;
    }

    private static int Different(ReadOnlySpan<byte> bytes)
    {
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        var count = 0;
        foreach (var b in bytes)
        {
            count += seen[b] ? 0 : 1;
            seen[b] = true;
        }

        return count;
    }

    private static Point[][] MultiplesOfBase()
    {
        var power = new Point(BaseX, BaseY, Field25519.One, BaseX * BaseY);
        var multiples = new Point[2 * KeyBytes][];
        for (var place = 0; place < multiples.Length; place++)
        {
            multiples[place] = new Point[16];
            multiples[place][0] = Point.Zero;
            for (var times = 1; times < 16; times++)
                multiples[place][times] = Sum(multiples[place][times - 1], power);
            power = Sum(multiples[place][15], power);
        }

        return multiples;
    }

    /// <summary>Section 5.1.4.</summary>
    private static Point Sum(in Point a, in Point b)
    {
        var left = (a.Y - a.X) * (b.Y - b.X);
        var right = (a.Y + a.X) * (b.Y + b.X);
        var (cross, depth) = (a.T * TwiceCurve * b.T, (a.Z + a.Z) * b.Z);
        var (e, f, g, h) = (right - left, depth - cross, depth + cross, right + left);
        return new Point(e * f, g * h, f * g, e * h);
    }

    /// <summary>The y of the point, lowest byte first, and whether x is odd in its highest bit (section 5.1.2).</summary>
    private static byte[] Encoded(in Point point)
    {
        var scale = point.Z.Inverse();
        var bytes = (point.Y * scale).ToBytes();
        bytes[31] |= (byte)((point.X * scale).ToBytes()[0] << 7);
        return bytes;
    }

    private static Field25519 Constant(string hexadecimal) => Field25519.Of(Convert.FromHexString(hexadecimal));

    /// <summary>Extended homogeneous coordinates, all of them products.</summary>
    private readonly record struct Point(Field25519 X, Field25519 Y, Field25519 Z, Field25519 T)
    {
        public static Point Zero { get; } = new(default, Field25519.One, Field25519.One, default);
    }
}
