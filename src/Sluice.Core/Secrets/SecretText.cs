using System.Numerics;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>What the search asks about bytes around a match and about the secret itself.</summary>
internal static class SecretText
{
    public static readonly ByteSet WordBytes = ByteSet.Alphanumeric.Union(ByteSet.Of("_"u8));

    /// <summary>Nobody writes a longer placeholder, and a random value of kilobytes holds any short word by chance.</summary>
    private const int LongestFilledIn = 100;

    /// <summary>What people write where a secret is to be filled in; in lower case.</summary>
    private static readonly LiteralIndex Placeholders = new(
        ["example", "placeholder", "changeme", "change-me", "change_me", "your-", "your_", "yourkey", "yourtoken", "yoursecret", "xxxx", "****", "....", "dummy", "redacted", "insert", "1234567890", "0123456789", "abcdefghij", "qwertyuiop", "deadbeef"]);

    /// <summary>By how much another byte of a value that was there so often before raises the sum over all of their count times its binary logarithm.</summary>
    private static readonly double[] Gains = GainsUpTo(128);

    /// <summary>No letter, digit or underscore before the place, so that a match is no part of a longer word. The letters of an escape are no part of one.</summary>
    public static bool StartsWord(ReadOnlySpan<byte> text, int at) =>
        at == 0 || !WordBytes.Contains(text[at - 1]) || !WordBytes.Contains(text[at]) || TextEscape.EndsAt(text, at);

    /// <summary>Filled in by a person and not by a generator: a word for it, an alphabet written out, or hardly any variety.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> secret)
    {
        var text = secret[..Math.Min(secret.Length, 512)];
        var (digits, letters) = (0UL, 0UL);
        var steps = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            digits |= (b & 64) == 0 ? 1UL << b : 0;
            letters |= (b & 64) != 0 ? 1UL << b : 0;
            steps += i > 0 && (uint)(b - text[i - 1]) <= 1 ? 1 : 0;
        }

        return BitOperations.PopCount(digits) + BitOperations.PopCount(letters) < Math.Min(6, text.Length / 3) || steps * 2 > text.Length
            || (text.Length <= LongestFilledIn && Placeholders.StandsIn(text));
    }

    /// <summary>Shannon entropy in bits a byte.</summary>
    public static double EntropyOf(ReadOnlySpan<byte> secret)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        var (sum, gains) = (0.0, Gains);
        foreach (var b in secret)
        {
            var count = counts[b]++;
            sum += (uint)count < (uint)gains.Length ? gains[count] : GainOf(count);
        }

        return secret.IsEmpty ? 0 : Math.Log2(secret.Length) - (sum / secret.Length);
    }

    private static double[] GainsUpTo(int count)
    {
        var gains = new double[count];
        for (var n = 0; n < count; n++)
            gains[n] = GainOf(n);
        return gains;
    }

    private static double GainOf(int count) => ((count + 1) * Math.Log2(count + 1)) - (count == 0 ? 0 : count * Math.Log2(count));

    /// <summary>The first place of a word, whatever its case; -1 when it is nowhere.</summary>
    public static int IndexOfIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var (small, capital) = ((byte)(word[0] | 0x20), char.IsAsciiLetter((char)word[0]) ? (byte)(word[0] & ~0x20) : word[0]);
        for (var at = 0; at + word.Length <= text.Length; at++)
        {
            var hop = text[at..^(word.Length - 1)].IndexOfAny(char.IsAsciiLetter((char)word[0]) ? small : word[0], capital);
            if (hop < 0)
                return -1;
            at += hop;
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(at, word.Length), word))
                return at;
        }

        return -1;
    }
}
