using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Detection;

/// <summary>The same secret in many places is one finding: whoever revokes it is done with all of them.</summary>
internal static class MergedFindings
{
    /// <summary>Places that the evidence names; it always says how many there are.</summary>
    private const int PlacesNamed = 200;

    /// <summary>In the order of the place that is told first: the one that weighs most, and of equals the first.</summary>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<Finding> findings)
    {
        if (!findings.Any(finding => finding.Value is not null))
            return findings;
        var merged = new List<Finding>(findings.Count);
        var groups = findings.Where(finding => finding.Value is not null).ToLookup(KeyOf);
        var firsts = groups.ToDictionary(group => group.Key, group => group.Aggregate(Weightier));
        foreach (var finding in findings)
        {
            if (finding.Value is null)
                merged.Add(finding);
            else if (ReferenceEquals(firsts[KeyOf(finding)], finding))
                merged.Add(Merge(finding, groups[KeyOf(finding)]));
        }

        return merged;
    }

    /// <summary>What is waived in one place counts in another.</summary>
    private static string KeyOf(Finding finding) => $"{finding.Rule.Id} {finding.Value!.Digest} {finding.Waiver is not null}";

    private static Finding Weightier(Finding a, Finding b)
    {
        var difference = b.Severity - a.Severity;
        difference = difference != 0 ? difference : b.Confidence - a.Confidence;
        difference = difference != 0 ? difference : EaseOf(a) - EaseOf(b);
        return difference > 0 ? b : a;
    }

    /// <summary>What is still on a branch comes before what only history has.</summary>
    private static int EaseOf(Finding finding) => (int)(GitHistory.Of(finding.Entry)?.State ?? GitState.Tip);

    /// <summary>Versions of a file differ in the line, and are one place.</summary>
    private static Place PlaceOf(Finding finding) => new(finding.Entry, GitHistory.Of(finding.Entry) is null ? finding.Line : null);

    private static Finding Merge(Finding first, IEnumerable<Finding> all)
    {
        var others = all.Where(finding => !ReferenceEquals(finding, first)).ToList();
        if (others.Count == 0)
            return first;
        var here = PlaceOf(first).ToString();
        var places = others.ConvertAll(PlaceOf).DistinctBy(place => place.ToString()).Where(place => place.ToString() != here).ToList();
        var evidence = HistoryEvidence.Widen(first, others).ToList();
        evidence.Add(("places", places.Count + 1));
        if (places.Count > 0)
            evidence.Add(("alsoAt", places.Take(PlacesNamed).Select(place => place.ToString()).ToList()));
        return first with
        {
            Message = places.Count == 0 ? first.Message : $"{first.Message}, and in {places.Count} more {(places.Count == 1 ? "place" : "places")}",
            AlsoAt = places,
            Evidence = evidence,
        };
    }
}
