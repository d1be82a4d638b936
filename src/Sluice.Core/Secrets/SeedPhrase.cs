using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Secrets;

/// <summary>
/// Seed phrases of wallets (BIP 39): twelve words or more out of a list of 2,048, of which the last bits are a checksum over the others. In English.
/// </summary>
internal static class SeedPhrase
{
    public const int MinBytes = 12 * 4;
    public const int MaxBytes = 24 * 9;

    private const int MinWords = 12;
    private const int MaxWords = 24;
    private const int BitsOfWord = 11;

    /// <summary>One bit of checksum for so many words.</summary>
    private const int WordsOfSumBit = 3;

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    private static Dictionary<string, int> Numbers => field ??= ReadNumbers();

    /// <summary>A phrase of a few words over and over is what documentation and tools for development use.</summary>
    /// <param name="words">How many it has; 0 when it is none.</param>
    public static bool IsOne(ReadOnlySpan<byte> text, out int words)
    {
        words = 0;
        if (text.Length is < MinBytes or > MaxBytes || text[0] is < (byte)'a' or > (byte)'z' || text.ContainsAnyExceptInRange((byte)'\t', (byte)'z'))
            return false;
        var parts = Encoding.ASCII.GetString(text).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < MinWords or > MaxWords || parts.Length % WordsOfSumBit != 0 || parts.Distinct(StringComparer.Ordinal).Count() <= parts.Length / 2 || !AddsUp(parts))
            return false;
        words = parts.Length;
        return true;
    }

    private static bool AddsUp(string[] words)
    {
        var bits = new byte[(words.Length * BitsOfWord + 7) / 8];
        for (var word = 0; word < words.Length; word++)
        {
            if (!Numbers.TryGetValue(words[word], out var number))
                return false;
            for (var bit = 0; bit < BitsOfWord; bit++)
            {
                var place = (word * BitsOfWord) + bit;
                bits[place / 8] |= (byte)((number >> (BitsOfWord - 1 - bit) & 1) << (7 - (place % 8)));
            }
        }

        var sumBits = words.Length / WordsOfSumBit;
        var entropy = ((words.Length * BitsOfWord) - sumBits) / 8;
        return (SHA256.HashData(bits.AsSpan(0, entropy))[0] ^ bits[entropy]) >> (8 - sumBits) == 0;
    }

    private static Dictionary<string, int> ReadNumbers()
    {
        using var list = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Secrets.bip39-english.txt")!);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        while (list.ReadLine() is { } word)
            numbers.Add(word, numbers.Count);
        return numbers;
    }
}
