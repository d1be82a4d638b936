namespace Sluice.Secrets.Checks;

/// <summary>
/// The token format that GitHub and npm share: a prefix, 30 random characters, and six that are the CRC-32 of those in base 62. A match
/// by chance has odds of one in four thousand million.
/// </summary>
internal static class Base62Checksum
{
    public const int BodyLength = 36;
    private const int ChecksumLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static bool Holds(ReadOnlySpan<byte> body)
    {
        long stated = 0;
        foreach (var c in body[^ChecksumLength..])
            stated = (stated * 62) + Digit(c);
        return stated == Crc32(body[..^ChecksumLength]);
    }

    /// <summary>The characters with their checksum behind them.</summary>
    public static string Append(string characters)
    {
        var rest = Crc32(System.Text.Encoding.ASCII.GetBytes(characters));
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = digits.Length - 1; i >= 0; i--, rest /= 62)
            digits[i] = Alphabet[(int)(rest % 62)];
        return string.Concat(characters, digits);
    }

    private static int Digit(byte c) => c switch
    {
        <= (byte)'9' => c - '0',
        <= (byte)'Z' => c - 'A' + 10,
        _ => c - 'a' + 36,
    };

    /// <summary>The polynomial of zip and Ethernet. Thirty bytes do not need a table.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xedb88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
