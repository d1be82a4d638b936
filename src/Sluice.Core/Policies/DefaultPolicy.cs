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
        if (input.Faults.Count is > 0 and var faults)
            reasons.Add(new Reason(Name, "fault/incomplete", PolicyAction.Hold, faults == 1 ? "1 check failed to run" : $"{faults} checks failed to run"));
        return new Verdict(decision, reasons, actions);
    }

    private static bool IsIncomplete(PolicyInput input) => input.Faults.Count > 0 || input.Artifact.Unscreened.Count > 0;

    private static PolicyAction ActionFor(Finding finding) => finding.Severity switch
    {
        // Not screened is neither a pass nor proof of harm: the decision becomes indeterminate.
        _ when finding.Rule.Family == "fault" => PolicyAction.Hold,
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
}
