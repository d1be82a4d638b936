using Sluice.Artifacts;

namespace Sluice.Secrets.Patterns;

/// <summary>What is known of all matches of a pattern without matching.</summary>
internal static class PatternShape
{
    /// <summary>Random values of that many characters, of which one in 64 breaks a stretch: one of a hundred has none that is long enough.</summary>
    private const int RarelyBroken = 40;

    /// <summary>Hardly one of ten thousand: where the bytes can be searched for instead, that is better.</summary>
    private const int NeverBroken = 64;

    /// <summary>Counted one by one even where only the rough shape matters.</summary>
    private const int FewTimes = 8;

    private const int MaxLiterals = 160;
    private const int LongestLiteral = 12;
    private const int RareFront = 3;

    /// <summary>As long, a literal is rare whatever stands behind it.</summary>
    private const int RareLiteral = 4;

    /// <summary>So many members and a class is not worth writing out.</summary>
    private const int WideClass = 6;

    /// <summary>Of a long random value, so many bytes follow each other without one of a few others among them.</summary>
    private const int SurelyInOnePiece = 16;

    /// <summary>Of a class whose members are written out: a digit of base 32 still is.</summary>
    private const int MaxMembers = 32;

    /// <summary>RFC 3986, section 3.1, and the underscore of database drivers.</summary>
    public static readonly ByteSet SchemeBytes = ByteSet.Alphanumeric.Union(ByteSet.Of("+-._"u8));

    public static (int Min, int Max) LengthOf(PatternNode node)
    {
        switch (node)
        {
            case OneOf:
                return (1, 1);
            case SecretPart secret:
                return LengthOf(secret.Part);
            case Sequence sequence:
                var sum = (Min: 0, Max: 0);
                foreach (var part in sequence.Parts)
                    sum = LengthOf(part) is var (min, max) ? (sum.Min + min, sum.Max + max) : default;
                return sum;
            case Alternatives either:
                var bounds = LengthOf(either.Choices[0]);
                foreach (var choice in either.Choices)
                    bounds = LengthOf(choice) is var (min, max) ? (Math.Min(bounds.Min, min), Math.Max(bounds.Max, max)) : default;
                return bounds;
            case Repeated repeated:
                return LengthOf(repeated.Part) is var (least, most) ? (least * repeated.Min, most * repeated.Max) : default;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    /// <summary>The bytes that a match may end with.</summary>
    public static ByteSet LastOf(PatternNode node)
    {
        switch (node)
        {
            case OneOf one:
                return one.Set;
            case SecretPart secret:
                return LastOf(secret.Part);
            case Repeated repeated:
                return LastOf(repeated.Part);
            case Alternatives either:
                var all = default(ByteSet);
                foreach (var choice in either.Choices)
                    all = all.Union(LastOf(choice));
                return all;
            case Sequence sequence:
                var last = default(ByteSet);
                for (var i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    last = last.Union(LastOf(sequence.Parts[i]));
                    if (LengthOf(sequence.Parts[i]).Min > 0)
                        break;
                }

                return last;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    /// <summary>Bytes that would make a match a part of something longer. What ends with a quote, say, may be followed by anything.</summary>
    public static ByteSet ForbiddenBehind(PatternNode node) =>
        LastOf(node) is var last && last.Without(SecretText.WordBytes) == last ? default : last.Union(ByteSet.Alphanumeric);

    /// <summary>The bytes that a match may begin with.</summary>
    public static ByteSet FirstOf(PatternNode node) => LastOf(Reversed(node));

    /// <summary>
    /// The fixed part to search for: the longest, the front of the pattern before others of its length. Null when no part is fixed enough.
    /// </summary>
    public static PatternAnchor? AnchorOf(PatternNode node, int shortest)
    {
        var parts = Flat(node).ToList();
        var (min, max, bestWorth) = (0, 0, 0);
        PatternAnchor? best = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var literals = LiteralsAt(parts, i);
            var worth = literals.Count == 0 ? 0 : literals.Min(Worth);
            if (literals.All(literal => literal.Length >= shortest) && worth > bestWorth)
                (best, bestWorth) = (new PatternAnchor(Trimmed(literals), min, max, i, new Sequence(parts[..i]), new Sequence(parts[i..])), worth);
            // A front that is rare is as good as any: it needs no search for the start.
            if (i == 0 && bestWorth >= RareFront)
                break;
            var (shortestPart, longestPart) = LengthOf(parts[i]);
            (min, max) = (min + shortestPart, max + longestPart);
        }

        return best;
    }

    /// <summary>
    /// As far as it pays: a class written out behind what is rare already gives many strings to look up, and hardly fewer places.
    /// </summary>
    private static List<string> Trimmed(List<string> literals)
    {
        for (var length = RareLiteral; length < LongestLiteral; length++)
        {
            var (shorter, longer) = (Cut(literals, length), Cut(literals, length + 1));
            if (longer.Count >= shorter.Count * WideClass)
                return shorter;
        }

        return literals;
    }

    private static List<string> Cut(List<string> literals, int length) =>
        [.. literals.Select(literal => literal[..Math.Min(literal.Length, length)]).Distinct(StringComparer.Ordinal)];

    /// <summary>Every text is full of addresses: what they all begin with says nothing.</summary>
    private static int Worth(string literal)
    {
        var at = literal.IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? literal.Length : literal.Length - at - 2;
    }

    /// <summary>A scheme of letters, <c>://</c>, and an <c>@</c> behind it.</summary>
    public static bool IsAddressWithUser(PatternNode node)
    {
        var parts = Flat(node).ToList();
        var colon = parts.FindIndex(part => IsByte(part, ':'));
        return colon >= 0 && colon + 3 < parts.Count && IsByte(parts[colon + 1], '/') && IsByte(parts[colon + 2], '/') && parts.FindIndex(colon, part => IsByte(part, '@')) > 0
            && parts.Take(colon).All(part => RunsOf(part, SchemeBytes, NeverBroken).IsAll);
    }

    /// <summary>The longest string that every address of a kind has behind its user; empty when there is none worth a search.</summary>
    public static byte[] LiteralBehindUser(PatternNode node)
    {
        List<byte> best = [], literal = [];
        foreach (var part in Flat(node).SkipWhile(part => !IsByte(part, '/')).SkipWhile(part => !IsByte(part, '@')))
        {
            if (part is OneOf { Set.Count: 1 } one)
                literal.Add(one.Set.Members().First());
            else
                literal = [];
            if (literal.Count > best.Count)
                best = [.. literal];
        }

        return best.Count >= LiteralIndex.ShortestLiteral ? [.. best] : [];
    }

    /// <summary>One value of a hundred at most. Padding stands at the end and breaks nothing.</summary>
    private static bool IsRarelyBroken(int length, ByteSet others, int unbroken) => others.Without(ByteSet.Of((byte)'=')).Count switch
    {
        0 => length >= 20,
        1 => length >= unbroken,
        <= 3 => length >= 120,
        _ => false,
    };

    /// <summary>Runs of letters alone are found only when their cases are mixed.</summary>
    private static bool HasDigit(ByteSet set) => set.Contains((byte)'5') || (set.Contains((byte)'k') && set.Contains((byte)'K'));

    private static bool IsByte(PatternNode node, char c) => node is OneOf one && one.Set == ByteSet.Of((byte)c);

    /// <summary>The parts that follow each other, taken out of what only groups them.</summary>
    public static IEnumerable<PatternNode> Flat(PatternNode node) => node switch
    {
        Sequence sequence => sequence.Parts.SelectMany(Flat),
        SecretPart secret => Flat(secret.Part),
        Repeated { Part: OneOf } repeated when repeated.Min == repeated.Max && repeated.Max <= LongestLiteral => Enumerable.Repeat(repeated.Part, repeated.Max),
        _ => [node],
    };

    /// <summary>Neighbours that are one byte each made one: for an automaton each is a state of its own, again and again in what repeats.</summary>
    public static IReadOnlyList<PatternNode> Joined(IReadOnlyList<PatternNode> choices)
    {
        var joined = new List<PatternNode>(choices.Count);
        foreach (var choice in choices)
        {
            if (choice is OneOf one && joined is [.., OneOf before])
                joined[^1] = new OneOf(before.Set.Union(one.Set));
            else
                joined.Add(choice);
        }

        return joined;
    }

    /// <summary>Null when there is no secret that every match has, or more than one.</summary>
    public static AroundSecret? AroundSecret(PatternNode node)
    {
        var parts = node is Sequence sequence ? sequence.Parts.ToList() : [node];
        var at = parts.FindIndex(part => part is SecretPart);
        return at < 0 || parts.Count(part => part is SecretPart) > 1 ? null : new AroundSecret(new Sequence(parts[..at]), ((SecretPart)parts[at]).Part, new Sequence(parts[(at + 1)..]));
    }

    /// <summary>Matches what the pattern matches, written from its end; without the part that is the secret.</summary>
    public static PatternNode Reversed(PatternNode node) => node switch
    {
        SecretPart secret => Reversed(secret.Part),
        Sequence sequence => new Sequence([.. sequence.Parts.Reverse().Select(Reversed)]),
        Alternatives either => new Alternatives([.. either.Choices.Select(Reversed)]),
        Repeated repeated => repeated with { Part = Reversed(repeated.Part) },
        _ => node,
    };

    /// <summary>Where a count goes further than a few, without the count.</summary>
    public static PatternNode Loosened(PatternNode node) => node switch
    {
        SecretPart secret => Loosened(secret.Part),
        Sequence sequence => new Sequence([.. sequence.Parts.Select(Loosened)]),
        Alternatives either => new Alternatives([.. either.Choices.Select(Loosened)]),
        Repeated repeated => new Repeated(Loosened(repeated.Part), Math.Min(repeated.Min, FewTimes), repeated.Max > FewTimes ? Repeated.WithoutEnd : repeated.Max),
        _ => node,
    };

    /// <summary>What can stand from one part on, as far as it is fixed.</summary>
    private static List<string> LiteralsAt(List<PatternNode> parts, int from)
    {
        var literals = new List<string> { "" };
        for (var i = from; i < parts.Count && literals.Min(literal => literal.Length) < LongestLiteral; i++)
        {
            var (next, isWhole) = Expanded(parts[i]);
            if (next.Count == 0 || (long)next.Count * literals.Count > MaxLiterals)
                break;
            literals = [.. literals.SelectMany(head => next.Select(tail => head + tail)).Distinct(StringComparer.Ordinal)];
            if (!isWhole)
                break;
        }

        return literals.Count == 1 && literals[0].Length == 0 ? [] : literals;
    }

    /// <summary>The beginnings of a part's matches in lower case; whole when nothing of it follows them.</summary>
    private static (IReadOnlyList<string> Heads, bool IsWhole) Expanded(PatternNode node)
    {
        switch (node)
        {
            case OneOf one:
                var bytes = one.Set.Members().Select(LiteralIndex.Lower).Distinct().ToList();
                return bytes.Count <= MaxMembers ? ([.. bytes.Select(b => ((char)b).ToString())], true) : ([], true);
            case SecretPart secret:
                return Expanded(secret.Part);
            case Sequence sequence:
                var flat = Flat(sequence).ToList();
                return (LiteralsAt(flat, 0), flat.All(part => Expanded(part) is { Heads.Count: > 0, IsWhole: true }));
            case Alternatives either:
                var choices = either.Choices.Select(choice => LengthOf(choice).Max == 0 ? ([""], true) : Expanded(choice)).ToList();
                return choices.Any(choice => choice.Item1.Count == 0) ? ([], true) : ([.. choices.SelectMany(choice => choice.Item1).Distinct(StringComparer.Ordinal)], choices.All(choice => choice.Item2));
            case Repeated { Min: 0, Max: 1 } optional:
                var (heads, isWhole) = Expanded(optional.Part);
                return heads.Count == 0 ? ([], true) : (["", .. heads], isWhole);
            case Repeated { Min: > 0 } repeated:
                var (first, _) = Expanded(repeated.Part);
                return (first, false);
            default:
                return ([], true);
        }
    }

    /// <summary>
    /// Every match has a run of the set's bytes, so long at least, that the anchor stands in or that begins within some distance behind
    /// the anchor's start.
    /// </summary>
    public static bool ReachesRun(PatternAnchor anchor, int distance, ByteSet set, int length)
    {
        if (RunsOf(anchor.Before, set, NeverBroken).End >= length && set.Contains((byte)anchor.Literals[0][0]))
            return true;
        var parts = Flat(anchor.Rest).ToList();
        for (var count = 1; count <= parts.Count; count++)
        {
            var (isAll, _, _, best) = RunsOf(new Sequence(parts[..count]), set, NeverBroken);
            if (best >= length)
                return isAll || LengthOf(new Sequence(parts[..(count - 1)])).Max <= distance;
        }

        return false;
    }

    /// <summary>How many bytes of a set every match begins with, at least.</summary>
    public static int FrontOf(PatternNode node, ByteSet set) => FrontAndRest(node, set).Front;

    /// <summary>Whether all bytes of every match are of the set, and how many at its front are, at least.</summary>
    private static (bool IsAll, int Front) FrontAndRest(PatternNode node, ByteSet set)
    {
        switch (node)
        {
            case OneOf single:
                return single.Set.IsSubsetOf(set) ? (true, 1) : (false, 0);
            case SecretPart secret:
                return FrontAndRest(secret.Part, set);
            case Alternatives either:
                var every = (IsAll: true, Front: int.MaxValue);
                foreach (var choice in either.Choices)
                    every = FrontAndRest(choice, set) is var one ? (every.IsAll && one.IsAll, Math.Min(every.Front, one.Front)) : default;
                return every;
            case Repeated repeated:
                var (isAll, front) = FrontAndRest(repeated.Part, set);
                return isAll ? (true, front * repeated.Min) : (false, repeated.Min > 0 ? front : 0);
            case Sequence sequence:
                var all = (IsAll: true, Front: 0);
                for (var i = 0; all.IsAll && i < sequence.Parts.Count; i++)
                    all = FrontAndRest(sequence.Parts[i], set) is var part ? (part.IsAll, all.Front + part.Front) : default;
                return all;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    /// <summary>How many bytes of a set every match has in one piece, at least.</summary>
    public static int LongestRunOf(PatternNode node, ByteSet set) => RunsOf(node, set, RarelyBroken).Best;

    private static (bool IsAll, int Front, int End, int Best) RunsOf(PatternNode node, ByteSet set, int unbroken)
    {
        switch (node)
        {
            case OneOf one:
                return one.Set.IsSubsetOf(set) && (one.Set.Count <= 2 || HasDigit(one.Set)) ? (true, 1, 1, 1) : (false, 0, 0, 0);
            case Repeated { Part: OneOf one } repeated when one.Set.Without(set) is { Count: > 0 } others && IsRarelyBroken(repeated.Min, others, unbroken):
                return (false, 0, 0, SurelyInOnePiece);
            case SecretPart secret:
                return RunsOf(secret.Part, set, unbroken);
            case Alternatives either:
                var choices = either.Choices.Select(choice => RunsOf(choice, set, unbroken)).ToList();
                return (choices.All(choice => choice.IsAll), choices.Min(choice => choice.Front), choices.Min(choice => choice.End), choices.Min(choice => choice.Best));
            case Repeated repeated:
                var part = RunsOf(repeated.Part, set, unbroken);
                return Enumerable.Repeat(part, repeated.Min).Aggregate((true, 0, 0, 0), Joined) is var required && repeated.Max == repeated.Min
                    ? required
                    : part.IsAll ? required : Joined(required, (false, 0, 0, 0));
            case Sequence sequence:
                return sequence.Parts.Select(inner => RunsOf(inner, set, unbroken)).Aggregate((true, 0, 0, 0), Joined);
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private static (bool IsAll, int Front, int End, int Best) Joined((bool IsAll, int Front, int End, int Best) left, (bool IsAll, int Front, int End, int Best) right) =>
        (left.IsAll && right.IsAll, left.IsAll ? left.Front + right.Front : left.Front, right.IsAll ? left.End + right.End : right.End, Math.Max(Math.Max(left.Best, right.Best), left.End + right.Front));
}

/// <param name="Literals">In lower case; every match has one of them at the place.</param>
/// <param name="MinOffset">From the start of a match to the place, at least.</param>
/// <param name="Parts">How many parts of the pattern stand before the place.</param>
/// <param name="Before">They.</param>
/// <param name="Rest">The pattern from the place on.</param>
internal sealed record PatternAnchor(IReadOnlyList<string> Literals, int MinOffset, int MaxOffset, int Parts, PatternNode Before, PatternNode Rest);

/// <summary>The part that is the secret, and the pattern before and behind it.</summary>
internal sealed record AroundSecret(PatternNode Before, PatternNode Secret, PatternNode Behind);
