namespace Sluice.Artifacts;

/// <summary>Tells UTF-32 text without a byte order mark by the zeros between its characters.</summary>
internal static class WideTextShape
{
    private const int MinCharacters = 8;

    /// <param name="text">Its front.</param>
    /// <param name="isBigEndian">Which end of a character is first.</param>
    public static bool IsFourBytes(ReadOnlySpan<byte> text, out bool isBigEndian)
    {
        int little = 0, big = 0;
        for (var at = 0; at + 4 <= text.Length; at += 4)
        {
            var character = text.Slice(at, 4);
            little += IsPrintable(character[0]) && !character[1..].ContainsAnyExcept((byte)0) ? 1 : 0;
            big += IsPrintable(character[3]) && !character[..3].ContainsAnyExcept((byte)0) ? 1 : 0;
        }

        isBigEndian = big > little;
        return text.Length / 4 >= MinCharacters && Math.Max(little, big) > text.Length / 4 * 9 / 10;
    }

    private static bool IsPrintable(byte b) => b is (>= 0x20 and < 0x7f) or (byte)'\t' or (byte)'\n' or (byte)'\r';
}
