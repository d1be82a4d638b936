namespace Sluice.Sources;

/// <summary>How findings tell what in a text is not of the source.</summary>
internal static class AlienTexts
{
    private const int MostTold = 4;
    private const int MostListed = 10;

    private static readonly (AlienMarks Mark, string Word, string Told)[] Said =
    [
        (AlienMarks.Process, "programs", "starts programs"), (AlienMarks.Evaluation, "evaluation", "evaluates text"), (AlienMarks.Network, "network", "talks to others"), (AlienMarks.Decoding, "decoding", "restores bytes"),
        (AlienMarks.Deletion, "deletion", "deletes files"), (AlienMarks.Concealment, "concealment", "hides what it loads or calls"),
    ];

    public static string Told(AlienContent alien)
    {
        var parts = new List<string>();
        foreach (var (mark, _, told) in Said)
        {
            if ((alien.Marks & mark) != 0 && !(mark == AlienMarks.Process && alien.Programs.Count > 0))
                parts.Add($"it {told}");
        }

        if (alien.Programs.Count > 0)
            parts.Insert(0, $"it starts {string.Join(", ", alien.Programs.Take(MostTold))}");
        if (alien.Hosts.Count > 0)
            parts.Add($"it names the host {FirstHost(alien)}{(alien.Hosts.Count > 1 ? $" and {alien.Hosts.Count - 1} more" : "")}");
        if (alien.Places.Count > 0)
            parts.Add($"it knows {string.Join(", ", alien.Places.Take(MostTold))}");
        if (alien.LongestLiteral > 0)
            parts.Add($"it holds {alien.LongestLiteral} characters of encoded text");
        return parts.Count == 0 ? "" : "; " + string.Join(", ", parts);
    }

    public static IEnumerable<(string, object)> EvidenceOf(AlienContent alien)
    {
        if (alien.Marks != AlienMarks.None)
            yield return ("uses", Array.FindAll(Said, said => (alien.Marks & said.Mark) != 0).Select(said => said.Word).ToList());
        if (alien.Programs.Count > 0)
            yield return ("programs", alien.Programs.Take(MostListed).ToList());
        if (alien.Hosts.Count > 0)
            yield return ("hosts", alien.Hosts.Take(MostListed).ToList());
        if (alien.Places.Count > 0)
            yield return ("places", alien.Places.Take(MostListed).ToList());
        if (alien.LongestLiteral > 0)
            yield return ("encoded characters", (long)alien.LongestLiteral);
    }

    /// <summary>One that is called tells more than one that is only named.</summary>
    private static string FirstHost(AlienContent alien) => alien.CalledHosts.FirstOrDefault() ?? alien.Hosts.First();
}
