
namespace Sluice.Artifacts.Formats;

/// <summary>Base32 (RFC 4648, section 6), in upper or in lower case.</summary>
internal static class Base32Text
{
    private static readonly ByteClass Upper = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8);
    private static readonly ByteClass Lower = ByteClass.Of("abcdefghijklmnopqrstuvwxyz234567"u8);

    public static bool Fits(ReadOnlySpan<byte> characters) => Upper.FirstOutside(characters) < 0 || Lower.FirstOutside(characters) < 0;

    /// <summary>Bits that do not fill a byte at the end are dropped.</summary>
    public static ReadOnlySpan<byte> DecodeInPlace(Span<byte> characters)
    {
        uint bits = 0;
        int count = 0, written = 0;
        foreach (var character in characters)
        {
            bits = (bits << 5) | (uint)(character < 'A' ? character - '2' + 26 : (character | 0x20) - 'a');
            count += 5;
            if (count < 8)
                continue;
            count -= 8;
            characters[written++] = (byte)(bits >> count);
        }

        return characters[..written];
    }
}
