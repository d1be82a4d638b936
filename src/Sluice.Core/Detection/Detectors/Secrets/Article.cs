namespace Sluice.Detection.Detectors.Secrets;

/// <summary>"a" or "an", by how the first word of a name sounds.</summary>
internal static class Article
{
    private const string Vowels = "aeiouy";

    public static string Before(string name)
    {
        var end = name.AsSpan().IndexOfAny(' ', '-');
        var word = end < 0 ? name.AsSpan() : name.AsSpan(0, end);
        if (word.IsEmpty)
            return "a";
        var first = char.ToLowerInvariant(word[0]);
        if (first == 'o')
            return word.StartsWith("one", StringComparison.OrdinalIgnoreCase) ? "a" : "an";
        if (first == 'u')
            return word.StartsWith("up", StringComparison.OrdinalIgnoreCase) ? "an" : "a";
        return Vowels.Contains(first) ? first == 'y' ? "a" : "an" : IsSpelt(word) && "fhlmnrsx".Contains(first) ? "an" : "a";
    }

    /// <summary>Letter by letter: two consonants in capitals, or no vowel at all.</summary>
    private static bool IsSpelt(ReadOnlySpan<char> word)
    {
        var isUpper = word.Length > 1 && char.IsAsciiLetterUpper(word[0]) && char.IsAsciiLetterUpper(word[1]) && !Vowels.Contains(char.ToLowerInvariant(word[1]));
        if (isUpper)
            return true;
        foreach (var letter in word)
        {
            if (Vowels.Contains(char.ToLowerInvariant(letter)))
                return false;
        }

        return true;
    }
}
