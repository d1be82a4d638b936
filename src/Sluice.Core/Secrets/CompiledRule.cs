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

    /// <summary>By a fixed string anywhere in the text: costs a search of its own over all bytes.</summary>
    Literal,
}

/// <summary>A rule with what the search needs of its pattern. The program is made when the rule is tried for the first time. Thread safe.</summary>
internal sealed class CompiledRule
{
    private const int MaxAnchorOffset = 256;

    private PatternMatcher? _idle;
    private PatternProgram? _program;

    public required SecretRule Rule { get; init; }

    public required SearchLane Lane { get; init; }

    /// <summary>What to search for, in lower case; none where the names say enough.</summary>
    public required IReadOnlyList<string> Anchors { get; init; }

    /// <summary>What the value is assigned to, as names are compared: in lower case, without separators.</summary>
    public IReadOnlyList<string> Names => field ??= [.. Rule.Assigned.Select(Joined).Distinct(StringComparer.Ordinal)];

    /// <summary>How far behind the start of a match an anchor can stand.</summary>
    public required int MinOffset { get; init; }

    public required int MaxOffset { get; init; }

    public SecretCheck? Check => field ??= Rule.Proof is { } name ? SecretChecks.Find(name) : null;

    /// <exception cref="PatternException">The pattern is wrong, or nothing in it is fixed enough to search for.</exception>
    public static CompiledRule Of(SecretRule rule)
    {
        var pattern = PatternParser.Parse(rule.Pattern);
        if (rule.Assigned.Count > 0)
            return Assigned(rule, pattern);
        if (PatternShape.IsAddressWithUser(pattern))
            return new CompiledRule { Rule = rule, Lane = SearchLane.Address, Anchors = [], MinOffset = 0, MaxOffset = 0 };
        var anchor = PatternShape.AnchorOf(pattern, LiteralIndex.ShortestLiteral)
            ?? throw new PatternException($"no part of the pattern is fixed: it needs {LiteralIndex.ShortestLiteral} characters to search for, or names under 'assigned'", 1);
        if (anchor.MaxOffset > MaxAnchorOffset)
            throw new PatternException($"the first fixed part stands up to {anchor.MaxOffset} bytes behind the start; begin with it, or bound what comes before to {MaxAnchorOffset}", 1);
        var isToken = PatternShape.ReachesRun(anchor, SecretScanner.LookBehindBytes, TokenRuns.Characters, TokenRuns.Shortest);
        return new CompiledRule { Rule = rule, Lane = isToken ? SearchLane.Token : SearchLane.Literal, Anchors = anchor.Literals, MinOffset = anchor.MinOffset, MaxOffset = anchor.MaxOffset };
    }

    public PatternMatch? Match(ReadOnlySpan<byte> text, int start, ref long steps)
    {
        var matcher = Interlocked.Exchange(ref _idle, null) ?? new PatternMatcher(_program ??= PatternProgram.Of(PatternParser.Parse(Rule.Pattern)));
        var before = matcher.Steps;
        var match = matcher.Match(text, start);
        steps += matcher.Steps - before;
        _idle = matcher;
        return match;
    }

    private static CompiledRule Assigned(SecretRule rule, PatternNode pattern)
    {
        if (rule.Assigned.FirstOrDefault(name => Joined(name).Length < LiteralIndex.ShortestLiteral) is { } tooShort)
            throw new PatternException($"the name '{tooShort}' under 'assigned' is too short to mean anything; write at least {LiteralIndex.ShortestLiteral} letters", 1);
        if (PatternShape.LongestRunOf(pattern, TokenRuns.Characters) < TokenRuns.Shortest)
            throw new PatternException($"a value that is known by its name needs {TokenRuns.Shortest} letters or digits in one piece", 1);
        return new CompiledRule { Rule = rule, Lane = SearchLane.Assignment, Anchors = [], MinOffset = 0, MaxOffset = 0 };
    }

    private static string Joined(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
