using Sluice.Cel;
using Sluice.Policies.Facts;
using Sluice.Policies.Files;

namespace Sluice.Policies.Testing;

/// <summary>Asks a policy what it makes of a case, and compares.</summary>
public static class PolicyTestRun
{
    /// <summary>How the artifact of a case is screened for a policy about files.</summary>
    /// <param name="coverage">Learns what was seen; null for nobody.</param>
    public static ScreenOptions OptionsFor(Policy policy, ScreenOptions options, PolicyCoverage? coverage) =>
        options with { Policies = new PolicySet([policy]), FileRun = new FileRun(options.Now ?? options.Clock.GetUtcNow()) { Watch = coverage is null ? null : coverage.See } };

    /// <param name="screened">The artifact of the case; null when it has none.</param>
    /// <param name="now">The time that policies see where neither the case nor the artifact says one.</param>
    /// <param name="coverage">Learns what was seen; null for nobody.</param>
    /// <returns>What is not as expected, a line each; empty when all of it is.</returns>
    public static IReadOnlyList<string> DifferencesOf(Policy policy, PolicyTestCase test, PolicyInput? screened, DateTimeOffset now, PolicyCoverage? coverage = null)
    {
        if (test.Files.Count > 0)
            screened = InlineFiles.Screen(policy, test.Files, test.Facts, now, coverage is null ? null : coverage.See);
        var facts = new InlineSource(test.Facts, screened?.Facts, now);
        var outcomes = new PolicySet([policy]).Outcomes(facts, coverage is null ? null : coverage.See);
        var isIncomplete = (screened is not null && PolicySet.IsIncomplete(screened)) || HasFault(facts);
        var differences = new List<string>();
        var decision = PolicySet.DecisionOf(outcomes, isIncomplete);
        if (test.Decision is { } expected && expected != decision)
            differences.Add($"decision: expected {WordOf(expected)}, got {WordOf(decision)}");
        if (test.Rules is { } rules)
            Compare(rules, outcomes, differences);
        foreach (var (rule, text) in test.Messages)
            Compare("message", rule, text, outcomes, TextOf, differences);
        foreach (var (rule, place) in test.Places)
            Compare("place", rule, place, outcomes, PlaceOf, differences);
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

    private static void Compare(string what, string rule, string text, List<PolicyOutcome> outcomes, Func<PolicyOutcome, string> tell, List<string> differences)
    {
        var told = outcomes.Where(outcome => outcome.Rule.Document.Id == rule).Select(tell).ToList();
        if (told.Count == 0)
            differences.Add($"{what} of {rule}: expected '{text}', and the rule did not fire");
        else if (!told.Contains(text))
            differences.Add($"{what} of {rule}: expected '{text}', got '{told[0]}'{(told.Count > 1 ? $" and {told.Count - 1} more" : "")}");
    }

    /// <summary>Of a rule about files, without the place, which is held against a key of its own.</summary>
    private static string TextOf(PolicyOutcome outcome) => outcome is { Policy.IsOfFiles: true, Finding: { } finding } ? finding.Message : PolicyReasons.MessageOf(outcome);

    private static string PlaceOf(PolicyOutcome outcome) => outcome.Finding is { } finding ? new Findings.Place(finding.Entry, finding.Line).ToString() : "the artifact";

    private static string WordOf(PolicyOutcome outcome) =>
        outcome.Action.ToString().ToLowerInvariant() + (outcome.IsError ? ", an error" : "") + (outcome.IsSilent ? ", audited" : "");

    private static string WordOf(Decision decision) => decision.ToString().ToLowerInvariant();
}
