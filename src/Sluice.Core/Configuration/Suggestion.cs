namespace Sluice.Configuration;

/// <summary>Finds the word that somebody meant.</summary>
public static class Suggestion
{
    /// <summary>"did you mean 'x'?" for the nearest word within two edits, else the list of words.</summary>
    public static string For(string written, IReadOnlyCollection<string> words)
    {
        var nearest = words.Select(word => (Word: word, Distance: Distance(written, word))).OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(2, written.Length / 3)
            ? $"did you mean '{nearest.Word}'?"
            : $"known are {string.Join(", ", words.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Levenshtein distance, without regard to case.</summary>
    internal static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
