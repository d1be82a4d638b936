using System.Numerics;
using System.Runtime.Intrinsics;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>What the search asks about bytes around a match and about the secret itself.</summary>
internal static class SecretText
{
    public static readonly ByteSet WordBytes = ByteSet.Alphanumeric.Union(ByteSet.Of("_"u8));

    /// <summary>By which a small letter differs from its capital.</summary>
    private const byte CaseBit = 0x20;

    /// <summary>Nobody writes a longer placeholder, and a random value of kilobytes holds any short word by chance.</summary>
    private const int LongestFilledIn = 100;

    /// <summary>What people write where a secret is to be filled in; in lower case.</summary>
    private static readonly LiteralIndex Placeholders = new(
        ["example", "placeholder", "changeme", "change-me", "change_me", "your-", "your_", "yourkey", "yourtoken", "yoursecret", "xxxx", "****", "....", "dummy", "redacted", "insert", "1234567890", "0123456789", "abcdefghij", "qwertyuiop", "deadbeef"]);

    /// <summary>Sums of logarithms are whole numbers of so small a part: whole numbers are added faster.</summary>
    private const double Part = 1L << 32;

    /// <summary>By how much another byte of a value that was there so often before raises the sum over all of their count times its binary logarithm.</summary>
    private static readonly long[] Gains = GainsUpTo(128);

    /// <summary>No letter, digit or underscore before the place, so that a match is no part of a longer word. The letters of an escape are no part of one.</summary>
    public static bool StartsWord(ReadOnlySpan<byte> text, int at) =>
        at == 0 || !WordBytes.Contains(text[at - 1]) || !WordBytes.Contains(text[at]) || TextEscape.EndsAt(text, at);

    /// <summary>Filled in by a person and not by a generator: a word for it, an alphabet written out, or hardly any variety.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> secret)
    {
        var text = secret[..Math.Min(secret.Length, 512)];
        return HasFewKinds(text) || StepsIn(text) * 2 > text.Length || (text.Length <= LongestFilledIn && Placeholders.StandsIn(text));
    }

    /// <summary>Fewer different bytes than six, or than a third of all.</summary>
    private static bool HasFewKinds(ReadOnlySpan<byte> text)
    {
        var missing = Math.Min(6, text.Length / 3);
        var (digits, letters) = (0UL, 0UL);
        for (var at = 0; missing > 0 && at < text.Length; at++)
        {
            ref var seen = ref (text[at] & 64) == 0 ? ref digits : ref letters;
            missing -= (seen >> text[at] & 1) == 0 ? 1 : 0;
            seen |= 1UL << text[at];
        }

        return missing > 0;
    }

    /// <summary>How many bytes are the one before, or the next after it.</summary>
    private static int StepsIn(ReadOnlySpan<byte> text)
    {
        var (steps, at) = (0, 1);
        for (; at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            var rise = Vector128.LoadUnsafe(in text[at]) - Vector128.LoadUnsafe(in text[at - 1]);
            steps += BitOperations.PopCount(Vector128.LessThanOrEqual(rise, Vector128<byte>.One).ExtractMostSignificantBits());
        }

        for (; at < text.Length; at++)
            steps += (byte)(text[at] - text[at - 1]) <= 1 ? 1 : 0;
        return steps;
    }

    /// <summary>Shannon entropy in bits a byte.</summary>
    public static double EntropyOf(ReadOnlySpan<byte> secret)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        var (sum, gains) = (0L, Gains);
        foreach (var b in secret)
        {
            var count = counts[b]++;
            sum += (uint)count < (uint)gains.Length ? gains[count] : GainOf(count);
        }

        return secret.IsEmpty ? 0 : Math.Log2(secret.Length) - (sum / Part / secret.Length);
    }

    private static long[] GainsUpTo(int count)
    {
        var gains = new long[count];
        for (var n = 0; n < count; n++)
            gains[n] = GainOf(n);
        return gains;
    }

    /// <summary>Rounded so that the gains of a byte add up to what is rounded once.</summary>
    private static long GainOf(int count) => SumOf(count + 1) - SumOf(count);

    private static long SumOf(int count) => count == 0 ? 0 : (long)Math.Round(count * Math.Log2(count) * Part);

    /// <summary>The first place of a word, whatever its case; -1 when it is nowhere. Looks at places where its first and its last byte may stand.</summary>
    public static int IndexOfIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var (first, last) = (word[0], word[^1]);
        var (firstCase, lastCase) = (char.IsAsciiLetter((char)first) ? CaseBit : (byte)0, char.IsAsciiLetter((char)last) ? CaseBit : (byte)0);
        var at = 0;
        for (var end = text.Length - word.Length + 1; at + Vector128<byte>.Count <= end; at += Vector128<byte>.Count)
        {
            var firsts = Vector128.Equals(Vector128.LoadUnsafe(in text[at]) | Vector128.Create(firstCase), Vector128.Create((byte)(first | firstCase)));
            var lasts = Vector128.Equals(Vector128.LoadUnsafe(in text[at + word.Length - 1]) | Vector128.Create(lastCase), Vector128.Create((byte)(last | lastCase)));
            for (var hits = (firsts & lasts).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(hits);
                if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(place, word.Length), word))
                    return place;
            }
        }

        for (; at + word.Length <= text.Length; at++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(at, word.Length), word))
                return at;
        }

        return -1;
    }
}
