using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Journals;
using Sluice.Policies.Facts;

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
public sealed record Reason(string Policy, string Rule, PolicyAction Action, string Message)
{
    /// <summary>It says what findings say already; else nothing but the reason tells of it.</summary>
    public bool IsOfFindings { get; init; }

    /// <summary>What the rule is about; null for the engine's own reasons.</summary>
    public string? Title { get; init; }

    /// <summary>What to do, where the policy says it.</summary>
    public string? Remedy { get; init; }
}

/// <summary>A decision with its reasons, and the action for each finding in the order of the findings. Made only by a <see cref="PolicySet"/>.</summary>
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
public sealed record PolicyInput(Artifact Artifact, IReadOnlyList<Finding> Findings, IReadOnlyList<Fault> Faults)
{
    /// <summary>The time that policies see; it does not move during a decision.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The recorded exceptions, used or not.</summary>
    public IReadOnlyList<RecordedWaiver> Waivers { get; init; } = [];

    /// <summary>Screenings of the past, without those of this very release.</summary>
    public ReleaseHistory History { get; init; } = ReleaseHistory.None;

    /// <summary>What a report tells of the release, where nothing but the report is left; null where the release itself was opened.</summary>
    internal RecordedSource? Recorded { get; init; }

    internal FactSource Facts => Recorded ?? (FactSource)new ReleaseSource(this);
}
