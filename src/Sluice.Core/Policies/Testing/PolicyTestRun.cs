using Sluice.Cel;
using Sluice.Policies.Facts;

namespace Sluice.Policies.Testing;

/// <summary>Asks a policy what it makes of a case, and compares.</summary>
public static class PolicyTestRun
{
    /// <param name="screened">The artifact of the case; null when it has none.</param>
    /// <param name="now">The time that policies see where neither the case nor the artifact says one.</param>
    /// <param name="coverage">Learns what was seen; null for nobody.</param>
    /// <returns>What is not as expected, a line each; empty when all of it is.</returns>
    public static IReadOnlyList<string> DifferencesOf(Policy policy, PolicyTestCase test, PolicyInput? screened, DateTimeOffset now, PolicyCoverage? coverage = null)
    {
        var facts = new InlineSource(test.Facts, screened is null ? null : new ReleaseSource(screened), now);
        var outcomes = new PolicySet([policy]).Outcomes(facts, coverage is null ? null : coverage.See);
        var isIncomplete = (screened is not null && PolicySet.IsIncomplete(screened)) || HasFault(facts);
        var differences = new List<string>();
        var decision = PolicySet.DecisionOf(outcomes, isIncomplete);
        if (test.Decision is { } expected && expected != decision)
            differences.Add($"decision: expected {WordOf(expected)}, got {WordOf(decision)}");
        if (test.Rules is { } rules)
            Compare(rules, outcomes, differences);
        foreach (var (rule, text) in test.Messages)
            Compare(rule, text, outcomes, differences);
        if (differences.Count > 0)
            differences.AddRange(outcomes.Select(outcome => $"{outcome.Rule.Document.Id} ({WordOf(outcome)}): {PolicyReasons.MessageOf(outcome)}").Distinct());
        return differences;
    }

    /// <summary>What was not screened is a finding, too, until somebody accepts it.</summary>
    private static bool HasFault(FactSource facts)
    {
        var findings = facts.Get("findings").AsList;
        return Enumerable.Range(0, findings.Count).Select(i => findings[i].AsObject).Any(finding => Field(finding, "family").AsString == "fault" && Field(finding, "waived").IsFalse);
    }

    private static CelValue Field(CelObject finding, string name) => finding.GetField(finding.Type.IndexOf(name));

    private static void Compare(IReadOnlyList<string> rules, List<PolicyOutcome> outcomes, List<string> differences)
    {
        var fired = outcomes.Select(outcome => outcome.Rule.Document.Id).Distinct().ToList();
        if (rules.Except(fired).ToList() is { Count: > 0 } missing)
            differences.Add($"rules: {string.Join(", ", missing)} did not fire");
        if (fired.Except(rules).ToList() is { Count: > 0 } more)
            differences.Add($"rules: {string.Join(", ", more)} fired and {(more.Count == 1 ? "is" : "are")} not expected");
    }

    private static void Compare(string rule, string text, List<PolicyOutcome> outcomes, List<string> differences)
    {
        var told = outcomes.Where(outcome => outcome.Rule.Document.Id == rule).Select(PolicyReasons.MessageOf).ToList();
        if (told.Count == 0)
            differences.Add($"message of {rule}: expected '{text}', and the rule did not fire");
        else if (!told.Contains(text))
            differences.Add($"message of {rule}: expected '{text}', got '{told[0]}'{(told.Count > 1 ? $" and {told.Count - 1} more" : "")}");
    }

    private static string WordOf(PolicyOutcome outcome) =>
        outcome.Action.ToString().ToLowerInvariant() + (outcome.IsError ? ", an error" : "") + (outcome.IsSilent ? ", audited" : "");

    private static string WordOf(Decision decision) => decision.ToString().ToLowerInvariant();
}
