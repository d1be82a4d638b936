using Sluice.Cel;
using Sluice.Policies.Files;

namespace Sluice.Policies.Testing;

/// <summary>Why an expression of a rule gave what it gave.</summary>
/// <param name="Part">The key of the rule: <c>each</c>, <c>when</c>, <c>check</c>.</param>
/// <param name="Item">What <c>it</c> was, in short; null outside of <c>each</c>.</param>
public sealed record RuleTrace(string Part, string? Item, CelTrace Trace);

/// <summary>What one rule made of a release.</summary>
/// <param name="Outcome">In a word or two: kept, not asked, deny, hold, warn, audited.</param>
/// <param name="Cause">In one line.</param>
/// <param name="Traces">Of the items that decided, or of all that were asked about; the first of them.</param>
public sealed record RuleExplanation(string Policy, string Rule, string Outcome, string Cause, IReadOnlyList<RuleTrace> Traces);

/// <summary>
/// Decides once more, and remembers how. Several times slower than deciding. Rules about files are asked while files are read: what they saw is known when the
/// screening was done with <see cref="Watching"/>. For one release.
/// </summary>
/// <param name="rule">The id of a rule that is told in full, whether or not it decided; null for none.</param>
public sealed class PolicyExplanation(string? rule = null)
{
    /// <summary>Of a rule that asks about thousands of items, the first tell enough.</summary>
    public const int MostTraces = 5;

    /// <summary>Characters that an item is told by.</summary>
    private const int LongestItem = 200;

    private readonly Dictionary<PolicyRule, Watched> _watched = new(ReferenceEqualityComparer.Instance);

    /// <summary>On one thread: the first that rules saw are the same in every run.</summary>
    public ScreenOptions Watching(ScreenOptions options) => options with { Jobs = 1, FileRun = new FileRun(options.Now ?? options.Clock.GetUtcNow()) { Watch = See } };

    /// <returns>Every rule, in the order of the policies.</returns>
    public IReadOnlyList<RuleExplanation> Of(PolicySet policies, PolicyInput input)
    {
        var facts = input.Facts;
        var byRule = policies.Outcomes(facts, See).ToLookup(outcome => outcome.Rule, ReferenceEqualityComparer.Instance);
        var explanations = new List<RuleExplanation>();
        foreach (var policy in policies.Policies)
        {
            var isAbout = PolicySet.IsAbout(policy.Document.Match, facts);
            foreach (var each in policy.UnreadableRule is { } unreadable && byRule.Contains(unreadable) ? policy.Rules.Append(unreadable) : policy.Rules)
                explanations.Add(Explain(policy, each, [.. byRule[each]], _watched.GetValueOrDefault(each), isAbout));
        }

        return explanations;
    }

    private void See(RuleStep step)
    {
        if (!_watched.TryGetValue(step.Rule, out var seen))
            _watched[step.Rule] = seen = new Watched(step.Rule.Document.Id == rule);
        seen.See(step);
    }

    private static RuleExplanation Explain(Policy policy, PolicyRule rule, IReadOnlyList<PolicyOutcome> outcomes, Watched? seen, bool isAbout)
    {
        var (outcome, cause) = outcomes.Count > 0 ? Fired(outcomes) : isAbout && policy.IsOfFiles && seen is null ? ("kept", "no file breaks it") : Silent(rule, seen, isAbout);
        return new RuleExplanation(policy.Name, rule.Document.Id, outcome, cause, seen?.Traces ?? []);
    }

    private static (string Outcome, string Cause) Fired(IReadOnlyList<PolicyOutcome> outcomes)
    {
        var worst = outcomes.MaxBy(outcome => outcome.Action)!;
        var message = PolicyReasons.MessageOf(worst);
        return (worst.IsSilent ? "audited" : worst.Action.ToString().ToLowerInvariant(), outcomes.Count == 1 ? message : $"{message} (and {outcomes.Count - 1} more)");
    }

    private static (string Outcome, string Cause) Silent(PolicyRule rule, Watched? seen, bool isAbout)
    {
        if (!isAbout)
            return ("not asked", "the policy is not about this artifact");
        if (seen is null)
            return ("not asked", $"the rule was over on {rule.Document.Until:yyyy-MM-dd}");
        if (seen.Checked == 0)
            return ("not asked", seen.Passed == 0 ? "'each' is empty" : rule.Each is null || rule.AsksWhenFirst ? "'when' is false" : $"'when' is false for {Items(seen.Passed)}");
        // Rules about files that are only audited leave no outcome.
        if (seen.Broken > 0)
            return ("audited", $"'check' is not true for {(seen.Broken == 1 ? "one item" : $"{seen.Broken} items")}");
        return ("kept", rule.Each is null ? "'check' is true" : $"'check' is true for {Items(seen.Checked)}");
    }

    private static string Items(int count) => count == 1 ? "the one item" : $"all {count} items";

    /// <summary>What one rule was seen to do.</summary>
    private sealed class Watched(bool isWanted)
    {
        public List<RuleTrace> Traces { get; } = [];

        public int Checked { get; private set; }

        public int Broken { get; private set; }

        /// <summary>Items that the rule is not about.</summary>
        public int Passed { get; private set; }

        public void See(RuleStep step)
        {
            var isDeciding = step.Part switch
            {
                "each" => step.Value.Kind != CelKind.List,
                "when" => !step.Value.IsTrue && !step.Value.IsFalse,
                "message" => false,
                _ => !step.Value.IsTrue,
            };
            Checked += step.Part == "check" ? 1 : 0;
            Broken += step.Part == "check" && !step.Value.IsTrue ? 1 : 0;
            Passed += step.Part == "when" && step.Value.IsFalse ? 1 : 0;
            if ((isWanted || isDeciding) && Traces.Count < MostTraces)
                Traces.Add(new RuleTrace(step.Part, step.Rule.Each is null || step.Part == "each" || (step.Part == "when" && step.Rule.AsksWhenFirst) ? null : TextOf(step.Activation.Item), step.Program.Trace(step.Activation)));
        }
    }

    /// <summary>An object by its first fields that say something: enough to know it by.</summary>
    private static string TextOf(CelValue item)
    {
        if (item.Kind != CelKind.Object)
            return item.ToString() is var text && text.Length > LongestItem ? text[..LongestItem] + "…" : text;
        var fields = item.AsObject.Type.Fields;
        var known = Enumerable.Range(0, fields.Count).Select(i => (fields[i].Name, Value: item.AsObject.GetField(i)))
            .Where(field => field.Value.Kind is CelKind.String or CelKind.Int or CelKind.Bool && field.Value.ToString() is not ("''" or "\"\"")).Take(6);
        return $"{item.AsObject.Type.Name} {string.Join(", ", known.Select(field => $"{field.Name} {field.Value}"))}";
    }
}
