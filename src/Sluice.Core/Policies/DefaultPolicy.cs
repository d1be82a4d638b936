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
        var actions = new List<PolicyAction>(input.Findings.Count);
        var worst = PolicyAction.Allow;
        foreach (var finding in input.Findings)
        {
            var action = ActionFor(finding);
            actions.Add(action);
            worst = action > worst ? action : worst;
        }

        var reasons = Reasons(input.Findings, actions);
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
        _ when finding.Waiver is not null => PolicyAction.Allow,
        // Not screened is neither a pass nor proof of harm: the decision becomes indeterminate.
        _ when finding.Rule.Family == "fault" => PolicyAction.Hold,
        >= Severity.High => finding.Confidence >= Confidence.Medium ? PolicyAction.Deny : PolicyAction.Hold,
        >= Severity.Low => PolicyAction.Warn,
        _ => PolicyAction.Allow,
    };

    /// <summary>One reason for each rule that stops the release, the strictest first, in the words of its first finding.</summary>
    private List<Reason> Reasons(IReadOnlyList<Finding> findings, List<PolicyAction> actions)
    {
        var groups = new List<Stopped>();
        for (var i = 0; i < findings.Count; i++)
        {
            var (finding, action) = (findings[i], actions[i]);
            if (action < PolicyAction.Hold)
                continue;
            var group = groups.Find(group => group.Action == action && group.Findings[0].Rule.Id == finding.Rule.Id);
            if (group is null)
                groups.Add(group = new Stopped(action, groups.Count));
            group.Findings.Add(finding);
            group.Worst = finding.Severity > group.Worst ? finding.Severity : group.Worst;
        }

        groups.Sort(Stopped.Compare);
        return groups.ConvertAll(group => new Reason(Name, group.Findings[0].Rule.Id, group.Action, Message(group.Findings)));
    }

    private static string Message(List<Finding> findings)
    {
        var first = findings[0];
        var place = first.Entry.Container is null ? "the artifact" : first.Entry.Path.Value;
        return findings.Count == 1 ? $"{place} {first.Message}" : $"{place} {first.Message} (and {findings.Count - 1} more)";
    }

    /// <summary>The findings of one rule with one action.</summary>
    private sealed class Stopped(PolicyAction action, int order)
    {
        public PolicyAction Action { get; } = action;

        public List<Finding> Findings { get; } = [];

        public Severity Worst { get; set; }

        public static int Compare(Stopped a, Stopped b)
        {
            var difference = b.Action - a.Action;
            difference = difference != 0 ? difference : b.Worst - a.Worst;
            return difference != 0 ? difference : a.Order - b.Order;
        }

        private int Order { get; } = order;
    }
}
