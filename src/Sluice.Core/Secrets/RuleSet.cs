using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>Compiled rules with what is known of all of them together. Immutable.</summary>
/// <param name="AtomBuckets">The bucket of the search for each atom of each rule, in their order.</param>
internal sealed record RuleSet(IReadOnlyList<CompiledRule> Rules, byte[] AtomBuckets)
{
    public static RuleSet Of(IReadOnlyList<CompiledRule> rules) =>
        new(rules, Patterns.AtomBuckets.Of([.. rules.SelectMany(rule => rule.Atoms)], LiteralSearch.Buckets));
}
