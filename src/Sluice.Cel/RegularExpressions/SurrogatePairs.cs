namespace Sluice.Cel;

/// <summary>Ranges of code points beyond the first plane as pairs of surrogates.</summary>
internal static class SurrogatePairs
{
    /// <returns>Ranges of first halves, each with the ranges of its second halves.</returns>
    public static List<((int First, int Last) High, List<(int First, int Last)> Lows)> Of(List<(int First, int Last)> ranges)
    {
        var byHigh = new SortedDictionary<int, List<(int First, int Last)>>();
        foreach (var (first, last) in ranges)
        {
            for (var high = HighOf(first); high <= HighOf(last); high++)
            {
                var lows = (high == HighOf(first) ? LowOf(first) : 0xdc00, high == HighOf(last) ? LowOf(last) : 0xdfff);
                if (!byHigh.TryGetValue(high, out var list))
                    byHigh.Add(high, list = []);
                list.Add(lows);
            }
        }

        var pairs = new List<((int First, int Last) High, List<(int First, int Last)> Lows)>();
        foreach (var (high, lows) in byHigh)
        {
            if (pairs.Count > 0 && pairs[^1].High.Last == high - 1 && pairs[^1].Lows.SequenceEqual(lows))
                pairs[^1] = ((pairs[^1].High.First, high), lows);
            else
                pairs.Add(((high, high), lows));
        }

        return pairs;
    }

    private static int HighOf(int codePoint) => 0xd800 + ((codePoint - 0x10000) >> 10);

    private static int LowOf(int codePoint) => 0xdc00 + (codePoint & 0x3ff);
}
