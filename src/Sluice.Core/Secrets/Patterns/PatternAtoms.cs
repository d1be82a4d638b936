using Sluice.Artifacts;

namespace Sluice.Secrets.Patterns;

/// <summary>
/// The rarest few bytes that every match of a pattern has at a known distance from its start: what a search over all bytes looks for.
/// </summary>
/// <param name="Atoms">Every match has one of them.</param>
/// <param name="MinOffset">From the start of a match to the place, at least.</param>
/// <param name="Parts">How many parts of the pattern stand before the place, or before the bytes in front of it.</param>
/// <param name="Skipped">Bytes between those parts and the place.</param>
/// <param name="Frequency">Of a byte of text, how many begin one of them: an estimate.</param>
internal sealed record PatternAtoms(IReadOnlyList<Atom> Atoms, int MinOffset, int MaxOffset, int Parts, int Skipped, double Frequency)
{
    /// <summary>How far behind the start they may stand.</summary>
    public const int MaxDistance = 256;

    private const int MaxHeads = 64;

    /// <summary>A class with so few members is written out.</summary>
    private const int MaxChoices = 4;
    private const int LongestHead = 16;

    /// <summary>Sets that are larger say too little about a byte to be shown as the public part of a secret.</summary>
    private const int MaxPublicChoices = 8;

    /// <summary>Parts of words that source text is full of: their letters do not meet by chance.</summary>
    private static readonly string[] Commonplaces = [":/", "tp:", "tps", "com/", ".com", "om/", "http", "user", "pass", "auth", "priv", "riva", "ivat", "vate", "publ", "name", "make"];
    private const double Commonness = 300;

    /// <summary>Null when nothing of the pattern is fixed, or only what stands too far behind its start.</summary>
    public static PatternAtoms? Of(PatternNode pattern)
    {
        var parts = PatternShape.Flat(pattern).ToList();
        PatternAtoms? best = null;
        var (min, max) = (0, 0);
        for (var i = 0; i < parts.Count && max <= MaxDistance; i++)
        {
            var (heads, _) = HeadsOf(parts, i);
            for (var skipped = 0; heads.All(head => head.Length > skipped); skipped++)
            {
                if (FrequencyOf(heads, skipped) is var frequency && frequency < (best?.Frequency ?? 1) && max + skipped <= MaxDistance)
                    best = new PatternAtoms([.. heads.Select(head => AtomOf(head.AsSpan(skipped))).Distinct()], min + skipped, max + skipped, i, skipped, frequency);
            }

            var (shortest, longest) = PatternShape.LengthOf(parts[i]);
            (min, max) = (min + shortest, max + longest);
        }

        return best;
    }

    /// <summary>How many bytes at the front are the same in all matches, or nearly.</summary>
    public static int PublicBytesOf(PatternNode pattern) =>
        HeadsOf([.. PatternShape.Flat(pattern)], 0).Heads.Min(head => head.TakeWhile(set => set.Count <= MaxPublicChoices).Count());

    /// <summary>What matches begin with from a part on, as sets of bytes; whole when the rest of the pattern follows right behind.</summary>
    private static (List<ByteSet[]> Heads, bool IsWhole) HeadsOf(List<PatternNode> parts, int from)
    {
        var heads = new List<ByteSet[]> { Array.Empty<ByteSet>() };
        for (var i = from; i < parts.Count && heads.Exists(head => head.Length < LongestHead); i++)
        {
            var (next, isWhole) = HeadsOf(parts[i]);
            if (next.Count * heads.Count > MaxHeads)
                return (heads, false);
            heads = [.. heads.SelectMany(head => next.Select(tail => (ByteSet[])[.. head, .. tail]))];
            if (!isWhole)
                return (heads, false);
        }

        return (heads, true);
    }

    private static (List<ByteSet[]> Heads, bool IsWhole) HeadsOf(PatternNode node)
    {
        switch (node)
        {
            case OneOf one:
                return one.Set.Count <= MaxChoices && !IsComparable(one.Set) ? ([.. one.Set.Members().Select(b => (ByteSet[])[ByteSet.Of(b)])], true) : ([[one.Set]], true);
            case SecretPart secret:
                return HeadsOf(secret.Part);
            case Sequence sequence:
                return HeadsOf([.. PatternShape.Flat(sequence)], 0);
            case Alternatives either:
                var choices = either.Choices.Select(HeadsOf).ToList();
                return ([.. choices.SelectMany(choice => choice.Heads)], choices.TrueForAll(choice => choice.IsWhole));
            case Repeated { Min: 0, Max: 1 } optional:
                var (heads, isWhole) = HeadsOf(optional.Part);
                return ([[], .. heads], isWhole);
            case Repeated { Min: > 0 } repeated:
                var (required, isFixed) = HeadsOf([.. Enumerable.Repeat(repeated.Part, Math.Min(repeated.Min, LongestHead))], 0);
                return (required, isFixed && repeated.Min == repeated.Max && repeated.Max <= LongestHead);
            default:
                return ([[]], false);
        }
    }

    private static double FrequencyOf(List<ByteSet[]> heads, int skipped) => heads.Sum(head => FrequencyOf([.. head.Skip(skipped).Take(Atom.Bytes)]));

    private static double FrequencyOf(ByteSet[] sets) =>
        sets.Aggregate(IsCommonplace(sets) ? Commonness : 1.0, (product, set) => product * FrequencyOf(set));

    private static bool IsCommonplace(ByteSet[] sets) =>
        Commonplaces.Any(word => Enumerable.Range(0, Math.Max(0, sets.Length - word.Length + 1)).Any(at => word.Select((c, i) => sets[at + i].Contains((byte)c)).All(fits => fits)));

    private static double FrequencyOf(ByteSet set) => IsComparable(set) ? set.Members().Sum(ByteFrequency.Of) : 1;

    /// <summary>One byte, or a letter in both cases.</summary>
    private static bool IsComparable(ByteSet set) => set.Count == 1 || (set.Count == 2 && set.Members().First() is var capital && char.IsAsciiLetterUpper((char)capital) && set.Contains((byte)(capital | 0x20)));

    private static Atom AtomOf(ReadOnlySpan<ByteSet> head)
    {
        var atom = default(Atom);
        for (var i = 0; i < Math.Min(head.Length, Atom.Bytes); i++)
        {
            if (!IsComparable(head[i]))
                continue;
            var b = head[i].Members().First();
            atom = head[i].Count == 1 ? atom.WithExact(i, b) : atom.WithEitherCase(i, b);
        }

        return atom;
    }
}
