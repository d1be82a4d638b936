using System.Buffers.Binary;

namespace Sluice.Artifacts;

/// <summary>
/// Numbers modulo 2^255 - 19 in five limbs of 51 bits. Products have limbs just above 51 bits;
/// a factor may be the sum or the difference of two products and no more. Takes different times for different numbers: for keys that are found, not kept.
/// </summary>
internal readonly record struct Field25519(ulong A, ulong B, ulong C, ulong D, ulong E)
{
    public const int Bytes = 32;

    private const int LimbBits = 51;
    private const ulong Limb = (1UL << LimbBits) - 1;

    /// <summary>The exponent of an inverse, 2^255 - 21, has all of its bits but two.</summary>
    private const int InverseBits = 255;

    public static Field25519 One { get; } = new(1, 0, 0, 0, 0);

    /// <summary>The highest bit of the 32 bytes is left out.</summary>
    public static Field25519 Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d) = (Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));
        return new Field25519(a & Limb, (a >> 51 | b << 13) & Limb, (b >> 38 | c << 26) & Limb, (c >> 25 | d << 39) & Limb, d >> 12 & Limb);

        static ulong Word(ReadOnlySpan<byte> bytes, int word) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * word)..]);
    }

    public static Field25519 operator +(in Field25519 x, in Field25519 y) => new(x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D, x.E + y.E);

    /// <summary>Twice the modulus is added, so that no limb falls below zero.</summary>
    public static Field25519 operator -(in Field25519 x, in Field25519 y) =>
        new(x.A + 2 * (Limb - 18) - y.A, x.B + 2 * Limb - y.B, x.C + 2 * Limb - y.C, x.D + 2 * Limb - y.D, x.E + 2 * Limb - y.E);

    /// <summary>What goes beyond the fifth limb comes back 19 times, since 2^255 is 19 here.</summary>
    public static Field25519 operator *(in Field25519 x, in Field25519 y)
    {
        var (b, c, d, e) = (19 * y.B, 19 * y.C, 19 * y.D, 19 * y.E);
        return Carried(
            Product(x.A, y.A) + Product(x.B, e) + Product(x.C, d) + Product(x.D, c) + Product(x.E, b),
            Product(x.A, y.B) + Product(x.B, y.A) + Product(x.C, e) + Product(x.D, d) + Product(x.E, c),
            Product(x.A, y.C) + Product(x.B, y.B) + Product(x.C, y.A) + Product(x.D, e) + Product(x.E, d),
            Product(x.A, y.D) + Product(x.B, y.C) + Product(x.C, y.B) + Product(x.D, y.A) + Product(x.E, e),
            Product(x.A, y.E) + Product(x.B, y.D) + Product(x.C, y.C) + Product(x.D, y.B) + Product(x.E, y.A));
    }

    /// <summary>Zero has none, and stays zero.</summary>
    public Field25519 Inverse()
    {
        var power = One;
        for (var bit = InverseBits - 1; bit >= 0; bit--)
        {
            power *= power;
            if (bit is not (2 or 4))
                power *= this;
        }

        return power;
    }

    /// <summary>The one number below the modulus, of a product.</summary>
    public byte[] ToBytes()
    {
        // Whether the number and 19 reach 2^255: then it is the modulus or more.
        var over = (E + (D + (C + (B + (A + 19 >> LimbBits) >> LimbBits) >> LimbBits) >> LimbBits)) >> LimbBits;
        var a = A + 19 * over;
        var b = B + (a >> LimbBits);
        var c = C + (b >> LimbBits);
        var d = D + (c >> LimbBits);
        var e = E + (d >> LimbBits);
        (a, b, c, d, e) = (a & Limb, b & Limb, c & Limb, d & Limb, e & Limb);
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a | b << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), b >> 13 | c << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), c >> 26 | d << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), d >> 39 | e << 12);
        return bytes;
    }

    private static Field25519 Carried(UInt128 a, UInt128 b, UInt128 c, UInt128 d, UInt128 e)
    {
        b += (ulong)(a >> LimbBits);
        c += (ulong)(b >> LimbBits);
        d += (ulong)(c >> LimbBits);
        e += (ulong)(d >> LimbBits);
        var first = ((ulong)a & Limb) + 19 * (ulong)(e >> LimbBits);
        return new Field25519(first & Limb, ((ulong)b & Limb) + (first >> LimbBits), (ulong)c & Limb, (ulong)d & Limb, (ulong)e & Limb);
    }

    private static UInt128 Product(ulong x, ulong y) => new(Math.BigMul(x, y, out var low), low);
}
