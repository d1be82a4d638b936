using Sluice.Findings;

namespace Sluice.Policies;

/// <summary>
/// <c>builtin:default</c>. A finding of high or critical severity denies when the detector is at least fairly sure, and holds when it is
/// not; medium and low warn; info passes. Anything that was not screened makes an otherwise passing result indeterminate.
/// </summary>
public sealed class DefaultPolicy : Policy
{
    public override string Name => "builtin:default";

    public override Verdict Decide(PolicyInput input)
    {
        var actions = input.Findings.Select(ActionFor).ToList();
        var reasons = Reasons(input.Findings, actions).ToList();
        var worst = actions.Count == 0 ? PolicyAction.Allow : actions.Max();
        var decision = worst switch
        {
            PolicyAction.Deny => Decision.Deny,
            _ when IsIncomplete(input) => Decision.Indeterminate,
            PolicyAction.Hold => Decision.Hold,
            _ => Decision.Allow,
        };
        if (IsIncomplete(input))
            reasons.Add(new Reason(Name, "screened-completely", PolicyAction.Deny, IncompleteMessage(input)));
        return new Verdict(decision, reasons, actions);
    }

    private static bool IsIncomplete(PolicyInput input) => input.Faults.Count > 0 || input.Artifact.Unscreened.Count > 0;

    private static PolicyAction ActionFor(Finding finding) => finding.Severity switch
    {
        >= Severity.High => finding.Confidence >= Confidence.Medium ? PolicyAction.Deny : PolicyAction.Hold,
        >= Severity.Low => PolicyAction.Warn,
        _ => PolicyAction.Allow,
    };

    /// <summary>One reason for each rule that stops the release, the strictest first, in the words of its first finding.</summary>
    private IEnumerable<Reason> Reasons(IReadOnlyList<Finding> findings, List<PolicyAction> actions) =>
        findings.Zip(actions)
            .Where(pair => pair.Second >= PolicyAction.Hold)
            .GroupBy(pair => (pair.First.Rule.Id, pair.Second))
            .OrderByDescending(group => group.Key.Second)
            .ThenByDescending(group => group.Max(pair => pair.First.Severity))
            .Select(group => new Reason(Name, group.Key.Id, group.Key.Second, Message([.. group.Select(pair => pair.First)])));

    private static string Message(IReadOnlyList<Finding> findings)
    {
        var first = findings[0];
        var place = first.Entry.Container is null ? "the artifact" : first.Entry.Path.Value;
        return findings.Count == 1 ? $"{place} {first.Message}" : $"{place} {first.Message} (and {findings.Count - 1} more)";
    }

    private static string IncompleteMessage(PolicyInput input)
    {
        var parts = new List<string>();
        if (input.Artifact.Unscreened.Count is > 0 and var unscreened)
            parts.Add(unscreened == 1 ? "1 part could not be screened" : $"{unscreened} parts could not be screened");
        if (input.Faults.Count is > 0 and var faults)
            parts.Add(faults == 1 ? "1 check failed to run" : $"{faults} checks failed to run");
        return string.Join(", ", parts);
    }
}
