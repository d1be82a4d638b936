namespace Sluice.Sources;

/// <summary>
/// Finds short parts of a bundle in the midst of what is of the source, minified or not: names of members, texts and numbers keep their order within a function whatever compilers do, so that one of them has
/// one of its neighbours from the source. Where several in a row have neither, somebody put them in, or they are of another program, which is longer.
/// </summary>
internal static class ForeignParts
{
    /// <summary>Of fewer that are of the source nothing can be said.</summary>
    private const int LeastKept = 20;

    /// <summary>Known ones on either side, or up to an end of the file: where other people's programs are, nothing can be said.</summary>
    private const int LeastAround = 6;

    /// <summary>Of one part: longer ones are other people's programs.</summary>
    private const int LongestPart = 60;
    private const int ShortestPart = 2;

    /// <summary>Two beside each other may be in the source by chance.</summary>
    private const int MostBetween = 2;

    /// <summary>Where they begin and end in the text.</summary>
    public static List<(int Start, int End)> Of(SourceCode source, List<CodeToken> tokens, ReadOnlySpan<byte> text)
    {
        var parts = new List<(int, int)>();
        var kept = KeptTokens.Of(tokens, text);
        var isForeign = ForeignIn(source, tokens, kept);
        if (isForeign.AsSpan().Count(false) < LeastKept)
            return parts;
        for (var i = 0; i < kept.Count; i++)
        {
            if (!isForeign[i])
                continue;
            var (first, last, count) = (i, i, 1);
            for (var next = i + 1; next < kept.Count && next - last <= MostBetween + 1; next++)
            {
                if (isForeign[next])
                    (last, count) = (next, count + 1);
            }

            i = last;
            if (count >= ShortestPart && last - first < LongestPart && IsAmongKnown(isForeign, first, last))
                parts.Add((StatementDifference.StatementStart(text, first == 0 ? 0 : tokens[kept[first - 1]].End, tokens[kept[first]].Start), tokens[kept[last]].End));
        }

        return parts;
    }

    private static bool IsAmongKnown(bool[] isForeign, int first, int last)
    {
        for (var i = 1; i <= LeastAround; i++)
        {
            if ((first - i >= 0 && isForeign[first - i]) || (last + i < isForeign.Length && isForeign[last + i]))
                return false;
        }

        return true;
    }

    private static bool[] ForeignIn(SourceCode source, List<CodeToken> tokens, List<int> kept)
    {
        var isForeign = new bool[kept.Count];
        var hasBefore = false;
        for (var i = 0; i < kept.Count; i++)
        {
            var hasBehind = i + 1 < kept.Count && source.HasPair(tokens[kept[i]].Key, tokens[kept[i + 1]].Key);
            isForeign[i] = !hasBefore && !hasBehind;
            hasBefore = hasBehind;
        }

        return isForeign;
    }
}
