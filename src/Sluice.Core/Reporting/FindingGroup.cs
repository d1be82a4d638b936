using Sluice.Findings;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>Findings that say the same thing in several places: one rule, one action, one severity, one remedy.</summary>
internal sealed record FindingGroup(Descriptor Rule, PolicyAction Action, Severity Severity, string Fix, IReadOnlyList<ReportedFinding> Findings)
{
    private const int RemovalsNamed = 3;

    /// <summary>What to do about all of them, and what is left to do in the first places.</summary>
    public string Remedy
    {
        get
        {
            var removals = Findings.Select(reported => reported.Finding.Removal).OfType<string>().Distinct().ToList();
            var rest = removals.Count > RemovalsNamed ? $" And so on: {removals.Count - RemovalsNamed} more." : "";
            return string.Join(' ', removals.Take(RemovalsNamed).Prepend(Fix)) + rest;
        }
    }

    /// <summary>The strictest first, then the most severe, then in the order of the artifact.</summary>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<ReportedFinding> findings)
    {
        var groups = new List<FindingGroup>();
        var members = new Dictionary<string, List<ReportedFinding>>(StringComparer.Ordinal);
        foreach (var reported in findings)
        {
            var (finding, remedy) = (reported.Finding, reported.Finding.Remedy ?? reported.Finding.Rule.Fix);
            var key = $"{finding.Rule.Id} {(int)reported.Action} {(int)finding.Severity} {remedy}";
            if (!members.TryGetValue(key, out var group))
            {
                members.Add(key, group = []);
                groups.Add(new FindingGroup(finding.Rule, reported.Action, finding.Severity, remedy, group));
            }

            group.Add(reported);
        }

        return [.. groups.OrderBy(group => group, Comparer<FindingGroup>.Create(Compare))];
    }

    private static int Compare(FindingGroup a, FindingGroup b) => a.Action != b.Action ? b.Action - a.Action : b.Severity - a.Severity;

    /// <summary>"1906 sources, 512000 lines": the values of a finding in one line, lists cut after three.</summary>
    public static string EvidenceLine(Finding finding) =>
        string.Join(", ", finding.Evidence.Select(item => $"{item.Name}: {Text(item.Value)}"));

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "yes" : "no",
        IEnumerable<string> list => string.Join(", ", list.Take(3)) + (list.Count() > 3 ? $" and {list.Count() - 3} more" : ""),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
