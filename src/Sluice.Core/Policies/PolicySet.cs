using Sluice.Artifacts;
using Sluice.Cel;
using Sluice.Findings;
using Sluice.Policies.Facts;

namespace Sluice.Policies;

/// <summary>The policies that decide together: the strictest word counts, so adding one never lets more pass. Immutable.</summary>
public sealed class PolicySet(IReadOnlyList<Policy> policies)
{
    /// <summary>The engine itself, where it speaks in reasons: what was not screened is not for policies to accept.</summary>
    public const string Engine = "sluice";

    public IReadOnlyList<Policy> Policies { get; } = policies;

    public Verdict Decide(PolicyInput input)
    {
        var outcomes = Outcomes(input);
        var actions = new PolicyAction[input.Findings.Count];
        var positions = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < actions.Length; i++)
            positions[input.Findings[i]] = i;
        var worst = PolicyAction.Allow;
        foreach (var outcome in outcomes)
        {
            if (outcome.IsSilent)
                continue;
            worst = outcome.Action > worst ? outcome.Action : worst;
            if (outcome.Finding is { } finding && positions.TryGetValue(finding, out var position) && outcome.Action > actions[position])
                actions[position] = outcome.Action;
        }

        var isIncomplete = input.Faults.Count > 0 || input.Artifact.Unscreened.Count > 0;
        var decision = worst switch
        {
            PolicyAction.Deny => Decision.Deny,
            _ when isIncomplete => Decision.Indeterminate,
            PolicyAction.Hold => Decision.Hold,
            _ => Decision.Allow,
        };
        var reasons = PolicyReasons.Of(outcomes);
        if (input.Faults.Count is > 0 and var faults)
            reasons.Add(new Reason(Engine, "fault/incomplete", PolicyAction.Hold, faults == 1 ? "1 check failed to run" : $"{faults} checks failed to run"));
        return new Verdict(decision, reasons, actions);
    }

    /// <summary>What each rule has to say, in the order of the policies, their rules and the items.</summary>
    internal List<PolicyOutcome> Outcomes(PolicyInput input)
    {
        var meter = new CostMeter();
        var outcomes = new List<PolicyOutcome>();
        foreach (var policy in Policies.Where(policy => IsAbout(policy.Document.Match, input.Artifact)))
        {
            var run = new PolicyRun(policy, input, meter);
            foreach (var rule in policy.Rules)
                run.Ask(rule, outcomes);
        }

        return outcomes;
    }

    internal static bool IsAbout(PolicyMatch match, Artifact artifact) =>
        (match.Kinds.Count == 0 || match.Kinds.Contains(artifact.Kind))
        && (match.Names.Count == 0 || (artifact.Manifest?.Name is { } name && match.Names.Any(glob => glob.Matches(name))));
}

/// <summary>A rule that was not kept, or could not be decided.</summary>
/// <param name="Finding">The finding that it is about; null when it is about the release.</param>
internal sealed record PolicyOutcome(Policy Policy, PolicyRule Rule, PolicyAction Action, string? Message, Finding? Finding)
{
    public bool IsError { get; init; }

    /// <summary>Only shown in explanations: the rule is audited.</summary>
    public bool IsSilent { get; init; }
}

/// <summary>One policy over one release.</summary>
internal sealed class PolicyRun(Policy policy, PolicyInput input, CostMeter meter)
{
    private readonly PolicyActivation _activation = new(input, policy, meter);
    private readonly DateOnly _today = DateOnly.FromDateTime(input.Now.UtcDateTime);

    public void Ask(PolicyRule rule, List<PolicyOutcome> outcomes)
    {
        if (rule.Document.Until < _today)
            return;
        _activation.Item = default;
        if (rule.Each is null)
        {
            AskOnce(rule, null, outcomes);
            return;
        }

        var items = meter.Evaluate(rule.Each, _activation);
        if (items.Kind != CelKind.List)
        {
            outcomes.Add(Undecided(rule, items, "each", null));
            return;
        }

        for (var i = 0; i < items.AsList.Count; i++)
        {
            _activation.Item = items.AsList[i];
            AskOnce(rule, FactType<Finding>.From(_activation.Item), outcomes);
        }
    }

    private void AskOnce(PolicyRule rule, Finding? finding, List<PolicyOutcome> outcomes)
    {
        if (rule.When is { } when)
        {
            var concerns = meter.Evaluate(when, _activation);
            if (concerns.IsFalse)
                return;
            if (!concerns.IsTrue)
            {
                outcomes.Add(Undecided(rule, concerns, "when", finding));
                return;
            }
        }

        var kept = meter.Evaluate(rule.Check, _activation);
        if (kept.IsTrue)
            return;
        outcomes.Add(kept.IsFalse ? Outcome(rule, rule.Document.Action, MessageOf(rule), finding) : Undecided(rule, kept, "check", finding));
    }

    private string? MessageOf(PolicyRule rule)
    {
        if (rule.Message is not { } program)
            return null;
        var message = meter.Evaluate(program, _activation);
        return message.Kind == CelKind.String ? message.AsString : $"{rule.Document.Title} (its message cannot be told: {Text(message)})";
    }

    private PolicyOutcome Undecided(PolicyRule rule, CelValue value, string part, Finding? finding) =>
        Outcome(rule, rule.Document.OnError, $"'{part}' of the rule cannot be decided: {Text(value)}", finding) with { IsError = true };

    private static string Text(CelValue value) => value.IsError ? value.AsError.Message : $"it is of kind {value.Kind}";

    private PolicyOutcome Outcome(PolicyRule rule, PolicyAction action, string? message, Finding? finding)
    {
        var isTried = rule.Document.Mode == PolicyMode.Warn || rule.Document.EffectiveOn > _today;
        return new PolicyOutcome(policy, rule, isTried && action > PolicyAction.Warn ? PolicyAction.Warn : action, message, finding) { IsSilent = rule.Document.Mode == PolicyMode.Audit };
    }
}
