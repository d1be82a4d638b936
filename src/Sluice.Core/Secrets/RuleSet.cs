using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>Compiled rules with what is known of all of them together. Immutable.</summary>
/// <param name="AtomBuckets">The bucket of the search for each atom of each rule, in their order.</param>
internal sealed record RuleSet(IReadOnlyList<CompiledRule> Rules, byte[] AtomBuckets)
{
    /// <summary>The last of them, which do not come with the program.</summary>
    public IReadOnlyList<CompiledRule> Added { get; private init; } = [];

    public static RuleSet Of(IReadOnlyList<CompiledRule> rules) =>
        new(rules, Patterns.AtomBuckets.Of([.. rules.SelectMany(rule => rule.Atoms)], LiteralSearch.Buckets));

    /// <summary>One search for all. The atoms that are there stay in their buckets.</summary>
    public RuleSet With(IReadOnlyList<CompiledRule> added)
    {
        var atoms = Rules.SelectMany(rule => rule.Atoms).ToList();
        var buckets = Patterns.AtomBuckets.With(atoms, AtomBuckets, [.. added.SelectMany(rule => rule.Atoms)], LiteralSearch.Buckets);
        return new RuleSet([.. Rules, .. added], buckets) { Added = [.. Added, .. added] };
    }
}
