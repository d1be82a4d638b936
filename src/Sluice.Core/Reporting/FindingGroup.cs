using Sluice.Findings;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>Findings that say the same thing in several places: one rule, one action, one severity, one remedy.</summary>
internal sealed record FindingGroup(Descriptor Rule, PolicyAction Action, Severity Severity, string Remedy, IReadOnlyList<ReportedFinding> Findings)
{
    /// <summary>The strictest first, then the most severe, then in the order of the artifact.</summary>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<ReportedFinding> findings) =>
        [.. findings
            .GroupBy(reported => (reported.Finding.Rule.Id, reported.Action, reported.Finding.Severity, Remedy: reported.Finding.Remedy ?? reported.Finding.Rule.Fix))
            .Select(group => new FindingGroup(group.First().Finding.Rule, group.Key.Action, group.Key.Severity, group.Key.Remedy, [.. group]))
            .OrderByDescending(group => group.Action)
            .ThenByDescending(group => group.Severity)];

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
