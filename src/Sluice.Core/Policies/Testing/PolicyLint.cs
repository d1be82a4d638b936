using Sluice.Cel;
using Sluice.Configuration;

namespace Sluice.Policies.Testing;

/// <summary>What a part of a rule costs once: with <c>each</c>, the other parts cost as much for every item.</summary>
public sealed record PolicyCost(string Rule, string Part, CelCostEstimate Estimate);

/// <summary>Finds rules that compile and do not say what their author thinks.</summary>
public static class PolicyLint
{
    public static IEnumerable<PolicyCost> CostsOf(Policy policy)
    {
        foreach (var rule in policy.Rules)
        {
            foreach (var (part, program) in new[] { ("each", rule.Each), ("when", rule.When), ("check", rule.Check), ("message", rule.Message) })
            {
                if (program is not null)
                    yield return new PolicyCost(rule.Document.Id, part, program.EstimateCost());
            }
        }
    }

    /// <summary>In the order of the file.</summary>
    public static IReadOnlyList<Diagnostic> WarningsOf(Policy policy, DateTimeOffset now)
    {
        var warnings = new List<Diagnostic>();
        var seen = new Dictionary<(string?, string?, string), string>();
        foreach (var rule in policy.Rules)
        {
            var document = rule.Document;
            if (document.Until is { } until && until < DateOnly.FromDateTime(now.UtcDateTime))
                Add("until", $"the rule was over on {until:yyyy-MM-dd}", "take it out, or give it another day");
            if (ConstantOf(rule.When) is { } when)
                Add("when", when ? "this is always true" : "this is never true: the rule is never asked", when ? "take 'when' out" : null);
            // Some rules forbid whatever 'each' or 'when' selects.
            if (ConstantOf(rule.Check) is { } check && (check || (rule.Each is null && rule.When is null)))
                Add("check", check ? "this is always true: the rule never fires" : "this is never true: the rule always fires", null);
            if (!seen.TryAdd((rule.Each?.Source, rule.When?.Source, rule.Check.Source), document.Id))
                Add("check", $"this is what '{seen[(rule.Each?.Source, rule.When?.Source, rule.Check.Source)]}' asks already", "one of the two is enough");
            else if (ShadowOf(rule, policy.Rules) is { } shadow)
                Add("when", $"'{shadow.Document.Id}' asks this without a condition and is as strict: this rule never changes a decision", $"take it out, or give '{shadow.Document.Id}' a condition, too");

            void Add(string key, string message, string? hint)
            {
                var node = document.Node[key] ?? document.Node;
                warnings.Add(new Diagnostic(policy.Document.File, node.Line, node.Column, $"rule '{document.Id}': {message}", hint));
            }
        }

        return warnings;
    }

    /// <summary>A rule that fires whenever this one does, today and later, and is as strict; null for none.</summary>
    private static PolicyRule? ShadowOf(PolicyRule rule, IReadOnlyList<PolicyRule> rules) =>
        rule.When is null ? null : rules.FirstOrDefault(other =>
            other.When is null && other.Each?.Source == rule.Each?.Source && other.Check.Source == rule.Check.Source
            && other.Document is { Mode: PolicyMode.Enforce, Until: null, EffectiveOn: null } && other.Document.Action >= rule.Document.Action && other.Document.OnError >= rule.Document.OnError);

    /// <summary>What the expression gives whatever the facts are; null where that depends on them.</summary>
    private static bool? ConstantOf(CelProgram? program) => program?.Evaluate().Value switch
    {
        { IsTrue: true } => true,
        { IsFalse: true } => false,
        _ => null,
    };
}
