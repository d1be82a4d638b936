using System.Buffers;

namespace Sluice.Secrets;

/// <summary>What rules ask about bytes.</summary>
internal static class Bytes
{
    public static readonly SearchValues<byte> Base62 = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    public static readonly SearchValues<byte> Base64Url = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"u8);
    public static readonly SearchValues<byte> Base64 = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"u8);

    /// <summary>How many of the first bytes are of the set, at most <paramref name="limit"/>.</summary>
    public static int Run(ReadOnlySpan<byte> text, SearchValues<byte> set, int limit)
    {
        var window = text[..Math.Min(text.Length, limit)];
        var end = window.IndexOfAnyExcept(set);
        return end < 0 ? window.Length : end;
    }

    /// <summary>No letter, digit or underscore before the place: the match is no part of a longer word.</summary>
    public static bool StartsWord(ReadOnlySpan<byte> text, int at) => at == 0 || !(Base62.Contains(text[at - 1]) || text[at - 1] == '_');

    /// <summary>
    /// Random text over a large alphabet: many different characters, no long run of one, no alphabet written out. Placeholders
    /// and words fail.
    /// </summary>
    public static bool LooksRandom(ReadOnlySpan<byte> secret)
    {
        UInt128 seen = 0;
        var steps = 0;
        for (var i = 0; i < secret.Length; i++)
        {
            seen |= (UInt128)1 << (secret[i] & 0x7f);
            if (i > 0 && (secret[i] == secret[i - 1] || secret[i] == secret[i - 1] + 1))
                steps++;
        }

        var distinct = (int)UInt128.PopCount(seen);
        return distinct >= Math.Min(12, secret.Length * 2 / 5) && steps * 4 < secret.Length && secret.IndexOf("EXAMPLE"u8) < 0 && secret.IndexOf("example"u8) < 0;
    }
}
