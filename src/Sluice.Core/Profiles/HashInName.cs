using System.Buffers;

namespace Sluice.Profiles;

/// <summary>
/// Tells hashes of contents in names of files from words. Hexadecimal digits mix with letters as no word does; of base 32 and base 64 only so many characters are written as bundlers
/// do, and only where the parts that they fall into (capitals, what follows a capital, numbers behind either) are shorter than words and cannot be spoken: a name in camel case
/// is no hash, however long. What is taken for a hash is no longer told when it changes, and stands for one content, so that what is in doubt is a word.
/// </summary>
internal static class HashInName
{
    /// <summary>As rollup and its like write: so many of base 64, behind a hyphen or a dot and before the extension.</summary>
    private const int UsualLength = 8;

    private const int MostDigits = 64;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    /// <param name="isBeforeExtension">It stands where bundlers put it: behind a separator, and at the end of the name.</param>
    public static bool Is(string token, bool isBeforeExtension)
    {
        if (token.Length < 6)
            return false;
        var signs = new Signs(token);
        if (signs.IsHexadecimal && signs.Digits > 0 && signs.Digits < token.Length && token.Length <= MostDigits && (signs.Changes > 1 || token.Length >= 8))
            return true;
        if (token.Length is not (UsualLength or 10 or 16 or 20 or 22) || signs.Upper == 0 || signs.Digits + signs.Upper + signs.Lower != token.Length)
            return false;
        if (signs.Lower == 0)
            return signs.Digits == 0 ? signs.MostConsonants > 4 : signs.Changes > 1 && (signs.Numbers > 1 || signs.MostConsonants > 2);
        return signs.IsMixed || (isBeforeExtension && token.Length == UsualLength && signs.Digits > 0 && signs.Changes > 1 && signs.Parts > 2 && signs.LastLower < 3);
    }

    /// <summary>Where the hash of a name ends that begins there and has hyphens and underscores in it: it is of the usual length, and stands before the extension.</summary>
    public static int? EndsAt(string name, int at)
    {
        var end = at + UsualLength;
        if (at < 2 || end >= name.Length || name[end] != '.' || name[at - 1] is not ('-' or '.') || name.AsSpan(at, UsualLength).IndexOfAny('-', '_') < 0)
            return null;
        foreach (var c in name.AsSpan(at, UsualLength))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return null;
        }

        var signs = new Signs(name.AsSpan(at, UsualLength));
        return signs is { Upper: > 0, Lower: > 0, IsMixed: true } ? end : null;
    }

    /// <summary>What characters follow each other.</summary>
    private readonly ref struct Signs
    {
        public Signs(ReadOnlySpan<char> text)
        {
            IsHexadecimal = true;
            var (consonants, at) = (0, 0);
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                var isDigit = char.IsAsciiDigit(c);
                Digits += isDigit ? 1 : 0;
                Upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
                Lower += char.IsAsciiLetterLower(c) ? 1 : 0;
                LastLower = char.IsAsciiLetterLower(c) ? LastLower + 1 : 0;
                IsHexadecimal &= char.IsAsciiHexDigit(c);
                Changes += i > 0 && isDigit != char.IsAsciiDigit(text[i - 1]) ? 1 : 0;
                Numbers += isDigit && (i == 0 || !char.IsAsciiDigit(text[i - 1])) ? 1 : 0;
                consonants = char.IsAsciiLetter(c) && !Vowels.Contains(c) ? consonants + 1 : 0;
                MostConsonants = Math.Max(MostConsonants, consonants);
            }

            while (at < text.Length)
            {
                var end = EndOfPart(text, at);
                Parts += end > at ? 1 : 0;
                Unspoken += end > at && text[at..end].IndexOfAny(Vowels) < 0 ? 1 : 0;
                at = Math.Max(end, at + 1);
            }
        }

        public bool IsHexadecimal { get; }

        public int Digits { get; }

        public int Upper { get; }

        public int Lower { get; }

        /// <summary>Small letters at the end.</summary>
        public int LastLower { get; }

        /// <summary>From a number to something else, or back.</summary>
        public int Changes { get; }

        public int Numbers { get; }

        /// <summary>In a row: words are made to be spoken.</summary>
        public int MostConsonants { get; }

        public int Parts { get; }

        /// <summary>Parts without a vowel.</summary>
        public int Unspoken { get; }

        /// <summary>Parts of fewer than two and a half characters on average, half of which no one could speak.</summary>
        public bool IsMixed => Parts * 5 > (Digits + Upper + Lower) * 2 && Unspoken * 2 >= Parts;

        /// <summary><c>HTML</c> and <c>Parser2</c> of <c>HTMLParser2</c>; the same place where none begins.</summary>
        private static int EndOfPart(ReadOnlySpan<char> text, int at)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiLetterUpper(text[end]))
                end++;
            var isWord = end < text.Length && char.IsAsciiLetterLower(text[end]);
            if (isWord && end - at > 1)
                return end - 1;
            while (isWord && end < text.Length && char.IsAsciiLetterLower(text[end]))
                end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            return end;
        }
    }
}
