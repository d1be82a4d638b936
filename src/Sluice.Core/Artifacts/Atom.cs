using System.Buffers.Binary;

namespace Sluice.Artifacts;

/// <summary>
/// Up to four bytes in a row, each exact, of either case, or any: the first bytes in the lowest bits. Where <see cref="Mask"/> has no
/// bit, <see cref="Value"/> has none.
/// </summary>
internal readonly record struct Atom(uint Value, uint Mask)
{
    public const int Bytes = 4;

    private const byte Exact = 0xff;

    /// <summary>Capitals differ from small letters by one bit.</summary>
    private const byte EitherCase = 0xdf;

    /// <summary>The first bytes of a string; what it has not may be anything.</summary>
    public static Atom Of(ReadOnlySpan<byte> literal)
    {
        var atom = default(Atom);
        for (var i = 0; i < Math.Min(literal.Length, Bytes); i++)
            atom = atom.With(i, literal[i], Exact);
        return atom;
    }

    public Atom WithExact(int position, byte b) => With(position, b, Exact);

    public Atom WithEitherCase(int position, byte letter) => With(position, letter, EitherCase);

    public bool Fits(int position, byte b) => ((b ^ (Value >> (8 * position))) & Mask >> (8 * position) & byte.MaxValue) == 0;

    public bool Matches(uint bytes) => (bytes & Mask) == Value;

    public bool MayBeginWith(byte b) => ((b ^ Value) & Mask & Exact) == 0;

    /// <summary>Four bytes as they are compared; zeros stand behind the end.</summary>
    public static uint Read(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Bytes)
            return BinaryPrimitives.ReadUInt32LittleEndian(text);
        uint bytes = 0;
        for (var i = 0; i < text.Length; i++)
            bytes |= (uint)text[i] << (8 * i);
        return bytes;
    }

    /// <summary>For each half byte, enters a bucket where a byte that fits at the position has it.</summary>
    public void Enter(int position, byte bucket, Span<byte> low, Span<byte> high)
    {
        var (value, mask) = ((byte)(Value >> (8 * position)), (byte)(Mask >> (8 * position)));
        for (var half = 0; half < low.Length; half++)
        {
            if (((half ^ value) & mask & 0x0f) == 0)
                low[half] |= bucket;
            if (((half ^ (value >> 4)) & mask >> 4) == 0)
                high[half] |= bucket;
        }
    }

    private Atom With(int position, byte b, byte mask) =>
        new(Value | (uint)(b & mask) << (8 * position), Mask | (uint)mask << (8 * position));
}
