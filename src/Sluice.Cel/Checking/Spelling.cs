namespace Sluice.Cel;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class Spelling
{
    /// <returns><c>; did you mean 'x'?</c>, or nothing.</returns>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate, limit);
            if (distance < limit || (distance == limit && best is null))
                (best, limit) = (candidate, distance);
        }

        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>How many letters to add, leave out, change or swap; anything above the limit counts as one more.</summary>
    private static int Distance(string from, string to, int limit)
    {
        if (Math.Abs(from.Length - to.Length) > limit)
            return limit + 1;
        var (before, previous, current) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[to.Length];
    }
}
