namespace Sluice.Profiles;

/// <summary>Tags that are not to move: full versions, and those that have a hash in them. <c>latest</c>, <c>v4</c> and <c>3.20</c> move with each release.</summary>
internal static class FixedTag
{
    private const int FewestNumbers = 3;

    public static bool Is(string tag)
    {
        var text = tag[(tag.LastIndexOfAny(['@', '/']) + 1)..];
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]) && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is 'v' or 'V') && NumbersAt(text, at) >= FewestNumbers)
                return true;
        }

        return PathPattern.Of(text, null, null).Contains(PathPattern.Hash, StringComparison.Ordinal);
    }

    /// <summary>How many numbers follow each other, with dots or underscores between them.</summary>
    private static int NumbersAt(string text, int at)
    {
        var numbers = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            numbers++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at < text.Length && text[at] is '.' or '_')
                at++;
        }

        return numbers;
    }
}
