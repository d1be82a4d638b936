using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Policies;

/// <summary>Only Allow lets a release through, and Hold only with its approvals.</summary>
public enum Decision
{
    Allow,
    Hold,
    Indeterminate,
    Deny,
}

/// <summary>What policy makes of one finding. Ordered: later is stricter.</summary>
public enum PolicyAction
{
    Allow,
    Warn,
    Hold,
    Deny,
}

/// <summary>Why a decision fell: the policy, its rule, and what it says to people.</summary>
public sealed record Reason(string Policy, string Rule, PolicyAction Action, string Message);

/// <summary>A decision with its reasons, and the action for each finding in the order of the findings. Made only by a <see cref="Policy"/>.</summary>
public sealed class Verdict
{
    internal Verdict(Decision decision, IReadOnlyList<Reason> reasons, IReadOnlyList<PolicyAction> actions)
    {
        Decision = decision;
        Reasons = reasons;
        Actions = actions;
    }

    public Decision Decision { get; }

    public IReadOnlyList<Reason> Reasons { get; }

    public IReadOnlyList<PolicyAction> Actions { get; }
}

/// <summary>What a policy may look at.</summary>
public sealed record PolicyInput(Artifact Artifact, IReadOnlyList<Finding> Findings, IReadOnlyList<Fault> Faults);

/// <summary>Turns findings and facts into a decision. Adding findings or faults never improves it.</summary>
public abstract class Policy
{
    public abstract string Name { get; }

    public abstract Verdict Decide(PolicyInput input);
}
