using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>Compiled rules with what is known of all of them together. Immutable.</summary>
/// <param name="AtomBuckets">The bucket of the search for each of <see cref="Atoms"/>.</param>
internal sealed record RuleSet(IReadOnlyList<CompiledRule> Rules, byte[] AtomBuckets)
{
    /// <summary>What every address has: the first atom of any set.</summary>
    public static readonly Atom Address = Atom.Of("://"u8);

    /// <summary>What to search for in all bytes: the front of addresses, then the atoms of each rule in their order.</summary>
    public Atom[] Atoms => AtomsOf(Rules);

    /// <summary>The last of them, which do not come with the program.</summary>
    public IReadOnlyList<CompiledRule> Added { get; private init; } = [];

    public static RuleSet Of(IReadOnlyList<CompiledRule> rules) =>
        new(rules, Patterns.AtomBuckets.Of(AtomsOf(rules), LiteralSearch.Buckets));

    /// <summary>One search for all. The atoms that are there stay in their buckets.</summary>
    public RuleSet With(IReadOnlyList<CompiledRule> added)
    {
        var buckets = Patterns.AtomBuckets.With(Atoms, AtomBuckets, [.. added.SelectMany(rule => rule.Atoms)], LiteralSearch.Buckets);
        return new RuleSet([.. Rules, .. added], buckets) { Added = [.. Added, .. added] };
    }

    private static Atom[] AtomsOf(IReadOnlyList<CompiledRule> rules) => [Address, .. rules.SelectMany(rule => rule.Atoms)];
}
