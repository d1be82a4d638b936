namespace Sluice.Profiles;

/// <summary>Whether a size or a number is out of what past releases had: held against the median of the last of them, and against the largest step that the project ever made.</summary>
/// <param name="Ratio">To the median of the last releases.</param>
/// <param name="Limit">From which on it is out of the ordinary.</param>
internal sealed record Growth(long Value, long Median, double Ratio, double Limit)
{
    private const int Recent = 5;

    /// <summary>Smaller steps are ordinary whatever the project did before: almost double.</summary>
    private const double LeastLimit = 1.9;

    /// <summary>A step somewhat larger than the largest so far is not yet out of the ordinary.</summary>
    private const double Allowance = 1.25;

    public bool IsOutside => Ratio >= Limit;

    /// <param name="known">Oldest first; null for releases that had none.</param>
    /// <param name="least">So much more it must be in any case: doubling next to nothing is nothing.</param>
    /// <returns>Null where there is nothing to hold it against, or it does not grow by so much.</returns>
    public static Growth? Of(ReadOnlySpan<long?> known, long value, long least)
    {
        if (MedianOf(known) is not { } median || median <= 0 || value - median < least)
            return null;
        var limit = LeastLimit;
        for (var i = 1; i < known.Length; i++)
        {
            if (known[i] is { } step && MedianOf(known[..i]) is { } before and > 0)
                limit = Math.Max(limit, Allowance * step / before);
        }

        return new Growth(value, median, (double)value / median, limit);
    }

    private static long? MedianOf(ReadOnlySpan<long?> values)
    {
        var last = new List<long>(Recent);
        for (var i = values.Length - 1; i >= 0 && last.Count < Recent; i--)
        {
            if (values[i] is { } value)
                last.Add(value);
        }

        last.Sort();
        return last.Count == 0 ? null : last[last.Count / 2];
    }
}
