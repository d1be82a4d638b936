using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>How the search comes upon the matches of a rule.</summary>
public enum SearchLane
{
    /// <summary>By a fixed string in or before a stretch that <see cref="TokenRuns"/> finds: costs next to nothing.</summary>
    Token,

    /// <summary>By the name that such a stretch is assigned to.</summary>
    Assignment,

    /// <summary>By the <c>://</c> of an address that has a user and a password before its host.</summary>
    Address,

    /// <summary>By its rarest bytes, which a search of its own finds anywhere in the text.</summary>
    Literal,
}

/// <summary>
/// A rule with what the search needs of its pattern. The text of the rule is read when it is asked for, the program made when the rule
/// is tried for the first time. Thread safe.
/// </summary>
/// <param name="text">Gives the rule.</param>
internal sealed class CompiledRule(Func<SecretRule> text)
{
    /// <summary>More of a text than that would be searched for the start of a match.</summary>
    private const double RareEnough = 1e-4;

    public SecretRule Rule => field ??= text();

    public required string Pattern { get; init; }

    public required SearchLane Lane { get; init; }

    /// <summary>What to search for in and before stretches, in lower case; none in other lanes.</summary>
    public byte[][] Anchors { get; init; } = [];

    /// <summary>What the value is assigned to, as names are compared: in lower case, without separators.</summary>
    public byte[][] Names { get; init; } = [];

    /// <summary>What to search for in all bytes; none in other lanes.</summary>
    public Atom[] Atoms { get; init; } = [];

    /// <summary>How far behind the start of a match what is searched for can stand.</summary>
    public int MinOffset { get; init; }

    public int MaxOffset { get; init; }

    /// <summary>How many parts of the pattern end <see cref="FrontGap"/> bytes before what is searched for.</summary>
    public int FrontParts { get; init; }

    public int FrontGap { get; init; }

    public PatternProgram Program => field ??= PatternProgram.Of(PatternParser.Parse(Pattern));

    /// <summary>Leads back from what is searched for to the start of a match, where its distance varies.</summary>
    public PatternProgram Front => field ??= PatternProgram.Backwards(new Sequence([.. PatternShape.Flat(PatternParser.Parse(Pattern)).Take(FrontParts)]));

    /// <summary>How many bytes at the front all matches share: they may be shown.</summary>
    public int PublicBytes { get; init; }

    /// <summary>Of which one must stand near a match.</summary>
    public byte[][] Nearby => field ??= [.. Rule.Nearby.Select(Encoding.ASCII.GetBytes)];

    public SecretCheck? Check => field ??= Rule.Proof is { } name ? SecretChecks.Find(name) : null;

    /// <exception cref="PatternException">The pattern is wrong, or nothing in it is fixed enough to search for.</exception>
    public static CompiledRule Of(SecretRule rule)
    {
        var pattern = PatternParser.Parse(rule.Pattern);
        if (rule.Assigned.Count > 0)
            return Assigned(rule, pattern);
        if (PatternShape.IsAddressWithUser(pattern))
            return new CompiledRule(() => rule) { Pattern = rule.Pattern, Lane = SearchLane.Address };
        var publicBytes = PatternAtoms.PublicBytesOf(pattern);
        if (PatternShape.AnchorOf(pattern, LiteralIndex.ShortestLiteral) is { MaxOffset: <= PatternAtoms.MaxDistance } anchor
            && PatternShape.ReachesRun(anchor, SecretScanner.LookBehindBytes, TokenRuns.Characters, TokenRuns.Shortest))
        {
            var anchors = Array.ConvertAll([.. anchor.Literals], Encoding.ASCII.GetBytes);
            return new CompiledRule(() => rule) { Pattern = rule.Pattern, Lane = SearchLane.Token, Anchors = anchors, MinOffset = anchor.MinOffset, MaxOffset = anchor.MaxOffset, FrontParts = anchor.Parts, PublicBytes = publicBytes };
        }

        if (PatternAtoms.Of(pattern) is not { Frequency: < RareEnough } atoms)
            throw new PatternException($"no part of the pattern within {PatternAtoms.MaxDistance} bytes of its start is fixed: it needs {LiteralIndex.ShortestLiteral} characters to search for, or names under 'assigned'", 1);
        return new CompiledRule(() => rule) { Pattern = rule.Pattern, Lane = SearchLane.Literal, Atoms = [.. atoms.Atoms], MinOffset = atoms.MinOffset, MaxOffset = atoms.MaxOffset, FrontParts = atoms.Parts, FrontGap = atoms.Skipped, PublicBytes = publicBytes };
    }

    private static CompiledRule Assigned(SecretRule rule, PatternNode pattern)
    {
        if (rule.Assigned.FirstOrDefault(name => Joined(name).Length < LiteralIndex.ShortestLiteral) is { } tooShort)
            throw new PatternException($"the name '{tooShort}' under 'assigned' is too short to mean anything; write at least {LiteralIndex.ShortestLiteral} letters", 1);
        if (PatternShape.LongestRunOf(pattern, TokenRuns.Characters) < TokenRuns.Shortest)
            throw new PatternException($"a value that is known by its name needs {TokenRuns.Shortest} letters or digits in one piece", 1);
        var names = rule.Assigned.Select(Joined).Distinct(StringComparer.Ordinal);
        return new CompiledRule(() => rule) { Pattern = rule.Pattern, Lane = SearchLane.Assignment, Names = [.. names.Select(Encoding.ASCII.GetBytes)] };
    }

    private static string Joined(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
