using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Import;

/// <summary>What an imported expression comes to: a pattern, and the names that its value is assigned to.</summary>
/// <param name="Names">Empty where the pattern stands for itself.</param>
internal sealed record ImportedShape(PatternNode Pattern, IReadOnlyList<string> Names)
{
    private const int MaxWords = 64;

    /// <summary>What is short or looks like nothing in particular, and has the name beside it, is no proof.</summary>
    public bool IsGuess { get; init; }

    private static readonly ByteSet Operators = ByteSet.Of("=:>|?,"u8);
    private static readonly ByteSet AroundValue = ByteSet.Of("'\"`= \t\r\n"u8);

    /// <summary>One of each alternative: they may be of different kinds.</summary>
    public static IEnumerable<ImportedShape> Of(PatternNode node)
    {
        var parts = Parts(node).ToList();
        if (parts is [Alternatives either] && either.Choices.Any(choice => AssignmentOf(Trimmed(Parts(choice))) is not null))
            return either.Choices.SelectMany(Of);
        var trimmed = Trimmed(parts);
        return [AssignmentOf(trimmed) ?? Plain(trimmed)];
    }

    /// <summary>The names as part of the pattern: for values that are too short to be known by their name.</summary>
    public static ImportedShape Whole(PatternNode node) => Plain(Trimmed(Parts(node)));

    /// <summary>Where the whole is one of several: each for itself, with its names. Some may hold what others lack.</summary>
    public IEnumerable<ImportedShape> Choices() => Only(Pattern) is Alternatives either ? either.Choices.Select(choice => this with { Pattern = choice }) : [];

    private static PatternNode Only(PatternNode node) => node switch
    {
        SecretPart secret => Only(secret.Part),
        Sequence { Parts: [var one] } => Only(one),
        _ => node,
    };

    /// <summary>A group of words that are written out is no secret.</summary>
    private static ImportedShape Plain(List<PatternNode> parts)
    {
        parts = parts.ConvertAll(part => part is SecretPart { Part: var inner } && Words(inner) is not null ? inner : part);
        var isOne = parts is [SecretPart];
        return new ImportedShape(OneSecret(new Sequence(isOne ? [((SecretPart)parts[0]).Part] : parts)), []);
    }

    /// <summary><c>(name)filler(operator)filler(value)</c>: then the value and its names, else null.</summary>
    private static ImportedShape? AssignmentOf(List<PatternNode> parts)
    {
        var at = parts.FindIndex(part => Words(part) is { } words && words.All(word => word.Length > 0 && word.All(c => Operators.Contains((byte)c))) && words.Contains("="));
        if (at < 1 || !parts.Skip(at).Any(part => part is SecretPart))
            return null;
        var before = parts[..at];
        var value = parts[(at + 1)..];
        value.RemoveAll(part => part is Repeated { Min: 0, Part: OneOf one } && one.Set.IsSubsetOf(AroundValue));
        var first = before.FindIndex(part => !IsFiller(part));
        var last = before.FindLastIndex(part => !IsFiller(part));
        if (first < 0 || before[first..last].Exists(IsFiller) || Words(new Sequence(before[first..(last + 1)])) is not { } names || !names.All(IsName))
            return null;
        return Plain(value) with { Names = [.. names.Select(AsName).Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>Anything may stand there; a separator that may be there or not is a part of the name.</summary>
    private static bool IsFiller(PatternNode part) => part is Repeated { Min: 0 } repeated && (repeated.Max > 1 || Words(repeated) is null);

    private static bool IsName(string name) => name.Length > 2 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ');

    private static string AsName(string name) => string.Concat(name.ToLowerInvariant().Select(c => c is '-' or '.' or ' ' ? '_' : c));

    private static IEnumerable<PatternNode> Parts(PatternNode node) => node is Sequence sequence ? sequence.Parts.SelectMany(Parts) : [node];

    /// <summary>
    /// Without what asks for the edge of a word or line, or for what may stand beside one: our matches end where the word ends.
    /// </summary>
    private static List<PatternNode> Trimmed(IEnumerable<PatternNode> all)
    {
        var parts = all.ToList();
        while (parts.Count > 0 && IsEdge(parts[0], atStart: true))
            parts.RemoveAt(0);
        while (parts.Count > 0 && IsEdge(parts[^1], atStart: false))
            parts.RemoveAt(parts.Count - 1);
        if (parts.Count > 0)
            parts[0] = Inner(parts[0]);
        if (parts.Count > 1)
            parts[^1] = Inner(parts[^1]);
        return parts;
    }

    private static PatternNode Inner(PatternNode part) => part switch
    {
        SecretPart secret => new SecretPart(new Sequence(Trimmed(Parts(secret.Part)))),
        Alternatives either => new Alternatives([.. either.Choices.Select(choice => new Sequence(Trimmed(Parts(choice))))]),
        _ => part,
    };

    private static bool IsEdge(PatternNode part, bool atStart) =>
        part is Edge || (part is Alternatives either && either.Choices.Any(choice => Parts(choice).All(inner => inner is Edge)) && either.Choices.All(choice => IsBeside(choice, atStart)));

    /// <summary>What it takes is no part of a word on the side that touches the match.</summary>
    private static bool IsBeside(PatternNode choice, bool atStart)
    {
        var parts = Parts(choice).ToList();
        return parts.Count == 0 || (atStart ? parts[^1] : parts[0]) is Edge || ((atStart ? parts[^1] : parts[0]) is OneOf one && one.Set.Without(ByteSet.Alphanumeric) == one.Set);
    }

    /// <summary>In a sequence, the first group that captures is the secret; of alternatives, each has one.</summary>
    private static PatternNode OneSecret(PatternNode node) => OneSecret(node, false).Node;

    private static (PatternNode Node, bool HasSecret) OneSecret(PatternNode node, bool isTaken)
    {
        switch (node)
        {
            case SecretPart secret:
                return isTaken ? (secret.Part, true) : (secret, true);
            case Repeated repeated:
                var (part, inside) = OneSecret(repeated.Part, isTaken: true);
                return (repeated with { Part = part }, inside && isTaken);
            case Alternatives either:
                var choices = either.Choices.Select(choice => OneSecret(choice, isTaken)).ToList();
                return (new Alternatives([.. choices.Select(choice => choice.Node)]), isTaken || choices.Exists(choice => choice.HasSecret));
            case Sequence sequence:
                var parts = new List<PatternNode>();
                foreach (var child in sequence.Parts)
                {
                    var (one, has) = OneSecret(child, isTaken);
                    parts.Add(one);
                    isTaken |= has;
                }

                return (new Sequence(parts), isTaken);
            default:
                return (node, isTaken);
        }
    }

    /// <summary>All texts that it matches, where they are few.</summary>
    private static List<string>? Words(PatternNode node)
    {
        switch (node)
        {
            case OneOf one:
                return one.Set.Count <= 4 ? [.. one.Set.Members().Select(b => char.ToLowerInvariant((char)b).ToString()).Distinct()] : null;
            case SecretPart secret:
                return Words(secret.Part);
            case Alternatives either:
                var all = either.Choices.Select(Words).ToList();
                return all.Exists(words => words is null) ? null : AsFew(all.SelectMany(words => words!));
            case Repeated { Max: <= 3 } repeated when Words(repeated.Part) is { } words:
                return AsFew(Enumerable.Range(repeated.Min, repeated.Max - repeated.Min + 1).SelectMany(times => words.Select(word => string.Concat(Enumerable.Repeat(word, times)))));
            case Sequence sequence:
                List<string>? joined = [""];
                foreach (var part in sequence.Parts)
                    joined = joined is not null && Words(part) is { } next ? AsFew(joined.SelectMany(front => next.Select(back => front + back))) : null;
                return joined;
            default:
                return null;
        }
    }

    private static List<string>? AsFew(IEnumerable<string> words) => words.Distinct(StringComparer.Ordinal).Take(MaxWords + 1).ToList() is { Count: <= MaxWords } few ? few : null;
}
