using System.Text;

namespace Sluice.Secrets.Generic;

/// <summary>How much of a text reads as words.</summary>
/// <param name="WordShare">Share of the bytes that lie within known words of four letters or more; separators between them count with them.</param>
/// <param name="Fluency">How likely its letters follow each other in words: 0 as in random letters, 1 as in words.</param>
internal readonly record struct Wording(double WordShare, double Fluency);

/// <summary>
/// Some three thousand words that programs and their documentation are written in (<c>words.txt</c>), as a table of hashes, and the pairs of letters in
/// them. Made when the first value is judged; thread safe.
/// </summary>
internal static class WordModel
{
    private const int ShortestWord = 4;
    private const int LongestWord = 12;

    /// <summary>A power of two, several times the number of words.</summary>
    private const int TableSize = 1 << 14;

    /// <summary>What a longer value holds says no more.</summary>
    private const int MostBytes = 128;

    private const uint HashStart = 2166136261, HashFactor = 16777619;

    private static readonly uint[] Hashes = new uint[TableSize];

    /// <summary>For two letters the bits that the second one costs behind the first, in words.</summary>
    private static readonly float[] PairBits = new float[26 * 26];

    static WordModel()
    {
        using var stream = typeof(WordModel).Assembly.GetManifestResourceStream("Sluice.Secrets.words.txt")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        Span<int> pairs = stackalloc int[26 * 26];
        pairs.Fill(1);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetterLower((char)text[i]))
                continue;
            Enter(text.AsSpan(start, i - start), pairs);
            start = i + 1;
        }

        for (var first = 0; first < 26; first++)
        {
            var row = pairs.Slice(first * 26, 26);
            var sum = 0;
            foreach (var count in row)
                sum += count;
            for (var second = 0; second < 26; second++)
                PairBits[(first * 26) + second] = (float)Math.Log2((double)sum / row[second]);
        }
    }

    public static Wording Measure(ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, MostBytes)];
        Span<byte> lower = stackalloc byte[MostBytes];
        for (var i = 0; i < value.Length; i++)
            lower[i] = char.IsAsciiLetter((char)value[i]) ? (byte)(value[i] | 0x20) : (byte)0;
        lower = lower[..value.Length];
        return value.IsEmpty ? default : new Wording((double)Covered(lower) / value.Length, Fluency(lower));
    }

    private static void Enter(ReadOnlySpan<byte> word, Span<int> pairs)
    {
        if (word.IsEmpty)
            return;
        var hash = HashStart;
        foreach (var letter in word)
            hash = (hash ^ letter) * HashFactor;
        var slot = hash % TableSize;
        while (Hashes[slot] != 0)
            slot = (slot + 1) % TableSize;
        Hashes[slot] = hash;
        for (var i = 1; i < word.Length; i++)
            pairs[((word[i - 1] - 'a') * 26) + word[i] - 'a']++;
    }

    /// <summary>Bytes in words, the longest first from the left, with the single separators around them.</summary>
    private static int Covered(ReadOnlySpan<byte> lower)
    {
        var covered = 0;
        for (var at = 0; at < lower.Length;)
        {
            var length = LongestAt(lower[at..]);
            if (length == 0)
            {
                at++;
                continue;
            }

            covered += length;
            at += length;
            // The plural, and what stands between two words.
            if (at < lower.Length && (lower[at] == 's' || lower[at] == 0))
            {
                covered++;
                at++;
            }
        }

        return covered;
    }

    private static int LongestAt(ReadOnlySpan<byte> text)
    {
        var (hash, longest) = (HashStart, 0);
        for (var i = 0; i < LongestWord && i < text.Length && text[i] != 0; i++)
        {
            hash = (hash ^ text[i]) * HashFactor;
            if (i + 1 >= ShortestWord && Contains(hash))
                longest = i + 1;
        }

        return longest;
    }

    private static bool Contains(uint hash)
    {
        for (var slot = hash % TableSize; Hashes[slot] != 0; slot = (slot + 1) % TableSize)
        {
            if (Hashes[slot] == hash)
                return true;
        }

        return false;
    }

    private static double Fluency(ReadOnlySpan<byte> lower)
    {
        var (bits, pairs) = (0.0, 0);
        for (var i = 1; i < lower.Length; i++)
        {
            if (lower[i] == 0 || lower[i - 1] == 0)
                continue;
            bits += PairBits[((lower[i - 1] - 'a') * 26) + lower[i] - 'a'];
            pairs++;
        }

        // Letters of words cost some 3.5 bits each, random ones 6 and more.
        return pairs == 0 ? 0 : Math.Clamp((6.5 - (bits / pairs)) / 3, 0, 1);
    }
}
