using System.Numerics;
using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>
/// Key pairs of Ed25519 as Solana's tools and NaCl write them: a seed of 32 bytes and the public key that belongs to it (RFC 8032, section 5.1.5).
/// Chance does not produce one. The base library has no Ed25519; this neither signs nor keeps what it computes secret. Takes about a third of a
/// millisecond.
/// </summary>
internal static class Ed25519Pair
{
    public const int Bytes = 64;

    private const int KeyBytes = 32;

    /// <summary>Of 64 random bytes some 56 differ; tables, text and zeros have fewer.</summary>
    private const int MinDifferent = 36;

    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;

    /// <summary>The d of the curve.</summary>
    private static readonly BigInteger Curve = Reduced(-121665 * Inverse(121666));
    private static readonly BigInteger TwiceCurve = Reduced(2 * Curve);

    /// <summary>Of the base point, times each half byte, times 16 to the power of its place.</summary>
    private static Point[][] Multiples => field ??= MultiplesOfBase();

    public static bool IsOne(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes && Different(bytes) >= MinDifferent && PublicKeyOf(bytes[..KeyBytes]).AsSpan().SequenceEqual(bytes[KeyBytes..]);

    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed)
    {
        var scalar = SHA512.HashData(seed)[..KeyBytes];
        scalar[0] &= 0xf8;
        scalar[31] = (byte)(scalar[31] & 0x7f | 0x40);
        var sum = new Point(0, 1, 1, 0);
        for (var place = 0; place < 2 * KeyBytes; place++)
            sum = Sum(sum, Multiples[place][scalar[place / 2] >> (4 * (place % 2)) & 15]);
        return Encoded(sum);
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
        var y = Reduced(4 * Inverse(5));
        var x = RootOf(Reduced((y * y - 1) * Inverse(Curve * y * y + 1)));
        var power = new Point(x, y, 1, Reduced(x * y));
        var multiples = new Point[2 * KeyBytes][];
        for (var place = 0; place < multiples.Length; place++)
        {
            multiples[place] = new Point[16];
            multiples[place][0] = new Point(0, 1, 1, 0);
            for (var times = 1; times < 16; times++)
                multiples[place][times] = Sum(multiples[place][times - 1], power);
            power = Sum(multiples[place][15], power);
        }

        return multiples;
    }

    /// <summary>The even one of the two.</summary>
    private static BigInteger RootOf(BigInteger square)
    {
        var root = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        if (Reduced(root * root - square) != 0)
            root = Reduced(root * BigInteger.ModPow(2, (Prime - 1) / 4, Prime));
        return root.IsEven ? root : Prime - root;
    }

    /// <summary>Section 5.1.4.</summary>
    private static Point Sum(in Point a, in Point b)
    {
        var left = (a.Y - a.X) * (b.Y - b.X) % Prime;
        var right = (a.Y + a.X) * (b.Y + b.X) % Prime;
        var (cross, depth) = (a.T * TwiceCurve % Prime * b.T % Prime, 2 * a.Z * b.Z % Prime);
        var (e, f, g, h) = (right - left, depth - cross, depth + cross, right + left);
        return new Point(e * f % Prime, g * h % Prime, f * g % Prime, e * h % Prime);
    }

    /// <summary>The y of the point, lowest byte first, and whether x is odd in its highest bit (section 5.1.2).</summary>
    private static byte[] Encoded(in Point point)
    {
        var scale = Inverse(point.Z);
        var bytes = new byte[KeyBytes];
        Reduced(point.Y * scale).TryWriteBytes(bytes, out _, isUnsigned: true);
        bytes[31] |= (byte)(Reduced(point.X * scale).IsEven ? 0 : 0x80);
        return bytes;
    }

    private static BigInteger Reduced(BigInteger number) => (number % Prime + Prime) % Prime;

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Reduced(number), Prime - 2, Prime);

    /// <summary>Extended homogeneous coordinates.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
