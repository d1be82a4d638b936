namespace Sluice.Sources;

/// <summary>How findings tell what in a text is not of the source.</summary>
internal static class AlienTexts
{
    public static string Told(AlienContent alien)
    {
        var parts = new List<string>();
        if (alien.Words.Count > 0)
            parts.Add($"it uses {string.Join(", ", alien.Words.Take(4))}");
        if (alien.Hosts.Count > 0)
            parts.Add($"it names the host {alien.Hosts[0]}{(alien.Hosts.Count > 1 ? $" and {alien.Hosts.Count - 1} more" : "")}");
        if (alien.LongestLiteral > 0)
            parts.Add($"it holds {alien.LongestLiteral} characters of encoded text");
        return parts.Count == 0 ? "" : "; " + string.Join(", ", parts);
    }

    public static IEnumerable<(string, object)> EvidenceOf(AlienContent alien)
    {
        if (alien.Words.Count > 0)
            yield return ("uses", alien.Words.ToList());
        if (alien.Hosts.Count > 0)
            yield return ("hosts", alien.Hosts.ToList());
        if (alien.LongestLiteral > 0)
            yield return ("encoded characters", (long)alien.LongestLiteral);
    }
}
