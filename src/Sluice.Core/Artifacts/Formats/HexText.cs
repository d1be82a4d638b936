
namespace Sluice.Artifacts.Formats;

/// <summary>Pairs of hexadecimal digits.</summary>
internal static class HexText
{
    public static readonly ByteClass Digits = ByteClass.Of("0123456789abcdefABCDEF"u8);

    /// <summary>An odd digit at the end is dropped.</summary>
    public static ReadOnlySpan<byte> DecodeInPlace(Span<byte> digits)
    {
        var count = digits.Length / 2;
        for (var i = 0; i < count; i++)
            digits[i] = (byte)(Value(digits[2 * i]) << 4 | Value(digits[(2 * i) + 1]));
        return digits[..count];
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
