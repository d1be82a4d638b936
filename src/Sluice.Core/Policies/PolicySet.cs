using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Findings;
using Sluice.Policies.Facts;
using Sluice.Policies.Files;

namespace Sluice.Policies;

/// <summary>The policies that decide together: the strictest word counts, so adding one never lets more pass. Immutable.</summary>
public sealed class PolicySet(IReadOnlyList<Policy> policies)
{
    /// <summary>The engine itself, where it speaks in reasons: what was not screened is not for policies to accept.</summary>
    public const string Engine = "sluice";

    public IReadOnlyList<Policy> Policies { get; } = policies;

    /// <summary>What rules about files find, by the ids of findings.</summary>
    public IReadOnlyList<Descriptor> FindingRules => field ??= [.. Policies.SelectMany(policy => policy.FindingRules)];

    /// <summary>What findings cannot be told apart by, a line each.</summary>
    public IEnumerable<string> Conflicts =>
        from rule in Policies.SelectMany(policy => policy.FindingRules.Select(rule => (policy, rule)))
        where !rule.rule.Id.EndsWith("/" + Files.FindingRules.Unreadable, StringComparison.Ordinal)
        group rule.policy by rule.rule.Id into policies
        where policies.Count() > 1
        select $"the policies {string.Join(" and ", policies.Select(policy => $"'{policy.Document.File}'"))} both have a rule about files that findings name '{policies.Key}'; rename one of them";

    public Verdict Decide(PolicyInput input)
    {
        var outcomes = Outcomes(input.Facts);
        var actions = new PolicyAction[input.Findings.Count];
        var positions = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < actions.Length; i++)
            positions[input.Findings[i]] = i;
        foreach (var outcome in outcomes)
        {
            if (!outcome.IsSilent && outcome.Finding is { } finding && positions.TryGetValue(finding, out var position) && outcome.Action > actions[position])
                actions[position] = outcome.Action;
        }

        var decision = DecisionOf(outcomes, IsIncomplete(input));
        var reasons = PolicyReasons.Of(outcomes);
        if (input.Faults.Count is > 0 and var faults)
            reasons.Add(new Reason(Engine, "fault/incomplete", PolicyAction.Hold, faults == 1 ? "1 check failed to run" : $"{faults} checks failed to run"));
        return new Verdict(decision, reasons, actions);
    }

    internal static bool IsIncomplete(PolicyInput input) => input.Faults.Count > 0 || input.Artifact.Unscreened.Count > 0;

    internal static Decision DecisionOf(IReadOnlyList<PolicyOutcome> outcomes, bool isIncomplete)
    {
        var worst = PolicyAction.Allow;
        foreach (var outcome in outcomes)
        {
            if (!outcome.IsSilent && outcome.Action > worst)
                worst = outcome.Action;
        }

        return worst switch
        {
            PolicyAction.Deny => Decision.Deny,
            _ when isIncomplete => Decision.Indeterminate,
            PolicyAction.Hold => Decision.Hold,
            _ => Decision.Allow,
        };
    }

    /// <summary>What each rule has to say, in the order of the policies, their rules and the items.</summary>
    /// <param name="watch">Told each value on the way, in order; null for nobody.</param>
    internal List<PolicyOutcome> Outcomes(FactSource facts, Action<RuleStep>? watch = null)
    {
        var meter = new CostMeter();
        var outcomes = new List<PolicyOutcome>();
        foreach (var policy in Policies.Where(policy => IsAbout(policy.Document.Match, facts)))
        {
            if (policy.IsOfFiles)
            {
                FilePolicyActions.AddOutcomes(policy, facts, outcomes);
                continue;
            }

            var run = new PolicyRun(policy, facts, meter, watch);
            foreach (var rule in policy.Rules)
                run.Ask(rule, outcomes);
        }

        return outcomes;
    }

    internal static bool IsAbout(PolicyMatch match, FactSource facts) =>
        (match.Kinds.Count == 0 || match.Kinds.Contains(facts.Kind))
        && (match.Names.Count == 0 || (facts.Name is { Length: > 0 } name && match.Names.Any(glob => glob.Matches(name))));
}

/// <summary>A rule that was not kept, or could not be decided.</summary>
/// <param name="Finding">The finding that it is about; null when it is about the release.</param>
internal sealed record PolicyOutcome(Policy Policy, PolicyRule Rule, PolicyAction Action, string? Message, Finding? Finding)
{
    public bool IsError { get; init; }

    /// <summary>Only shown in explanations: the rule is audited.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What it was asked about; null without <c>each</c>.</summary>
    public CelValue Item { get; init; }

    /// <summary>Where the item stands, for items of a list as it stands in a document.</summary>
    public DocumentNode? Element { get; init; }
}

/// <summary>An expression of a rule, and what it gave for an item.</summary>
/// <param name="Part">The key of the rule: <c>each</c>, <c>when</c>, <c>check</c>, <c>message</c>.</param>
/// <param name="Activation">As it was for the evaluation; it changes with the next step.</param>
internal readonly record struct RuleStep(Policy Policy, PolicyRule Rule, string Part, CelProgram Program, PolicyActivation Activation, CelValue Value);

/// <summary>One policy over one release.</summary>
internal sealed class PolicyRun(Policy policy, FactSource facts, CostMeter meter, Action<RuleStep>? watch)
{
    private readonly PolicyActivation _activation = new(facts, policy, meter);
    private readonly DateOnly _today = DateOnly.FromDateTime(facts.Now.UtcDateTime);
    private DocumentNode? _element;

    /// <summary>Outcomes of one rule that are kept; behind them only stricter ones.</summary>
    public int Most { get; init; } = int.MaxValue;

    public void Ask(PolicyRule rule, List<PolicyOutcome> outcomes)
    {
        if (rule.Document.Until < _today)
            return;
        (_activation.Item, _element) = (default, null);
        if (rule.Each is null)
        {
            AskOnce(rule, null, outcomes);
            return;
        }

        if (rule.AsksWhenFirst && !Concerns(rule, null, outcomes))
            return;
        var items = Value(rule, "each", rule.Each);
        if (items.Kind != CelKind.List)
        {
            outcomes.Add(Undecided(rule, items, "each", null));
            return;
        }

        var (written, kept, strictest) = (DocumentFacts.NodeOf(items)?.Items, 0, PolicyAction.Allow);
        for (var i = 0; i < items.AsList.Count; i++)
        {
            (_activation.Item, _element) = (items.AsList[i], written?[i]);
            var before = outcomes.Count;
            AskOnce(rule, FactType<Finding>.From(_activation.Item), outcomes);
            if (outcomes.Count == before)
                continue;
            if (kept++ >= Most && outcomes[^1].Action <= strictest)
                outcomes.RemoveAt(before);
            else
                strictest = (PolicyAction)Math.Max((int)strictest, (int)outcomes[^1].Action);
        }
    }

    private void AskOnce(PolicyRule rule, Finding? finding, List<PolicyOutcome> outcomes)
    {
        if (!rule.AsksWhenFirst && !Concerns(rule, finding, outcomes))
            return;
        var kept = Value(rule, "check", rule.Check);
        if (kept.IsTrue)
            return;
        outcomes.Add(kept.IsFalse ? Outcome(rule, rule.Document.Action, MessageOf(rule), finding) : Undecided(rule, kept, "check", finding));
    }

    /// <summary>Whether the rule is about it; what cannot be decided is an outcome.</summary>
    private bool Concerns(PolicyRule rule, Finding? finding, List<PolicyOutcome> outcomes)
    {
        if (rule.When is not { } when)
            return true;
        var concerns = Value(rule, "when", when);
        if (!concerns.IsTrue && !concerns.IsFalse)
            outcomes.Add(Undecided(rule, concerns, "when", finding));
        return concerns.IsTrue;
    }

    private CelValue Value(PolicyRule rule, string part, CelProgram program)
    {
        var value = meter.Evaluate(program, _activation);
        watch?.Invoke(new RuleStep(policy, rule, part, program, _activation, value));
        return value;
    }

    private string? MessageOf(PolicyRule rule)
    {
        if (rule.Message is not { } program)
            return null;
        var message = Value(rule, "message", program);
        return message.Kind == CelKind.String ? message.AsString : $"{rule.Document.Title} (its message cannot be told: {Text(message)})";
    }

    private PolicyOutcome Undecided(PolicyRule rule, CelValue value, string part, Finding? finding) =>
        Outcome(rule, rule.Document.OnError, $"'{part}' of the rule cannot be decided: {Text(value)}", finding) with { IsError = true };

    private static string Text(CelValue value) => value.IsError ? value.AsError.Message : $"it is of kind {value.Kind}";

    private PolicyOutcome Outcome(PolicyRule rule, PolicyAction action, string? message, Finding? finding)
    {
        var isTried = rule.IsTried(_today) && action > PolicyAction.Warn;
        return new PolicyOutcome(policy, rule, isTried ? PolicyAction.Warn : action, message, finding) { IsSilent = rule.Document.Mode == PolicyMode.Audit, Item = _activation.Item, Element = _element };
    }
}
