using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// Searches bytes for every kind of secret at once. Thread safe. One pass finds the stretches that may be secrets; what stands in and
/// before a stretch says which rules to try there; a rule's pattern, conditions and check decide.
/// </summary>
public sealed class SecretScanner
{
    /// <summary>How far before a stretch a fixed string is looked for.</summary>
    public const int LookBehindBytes = 96;

    /// <summary>How far before a value a name is looked for.</summary>
    public const int NameBytes = 56;

    /// <summary>How far around a match the words of a rule's <c>nearby</c> may stand.</summary>
    public const int NearbyBytes = 256;

    /// <summary>Steps of pattern programs that a byte of text may cost on average: hostile text would cost thousands, honest text costs less than one.</summary>
    private const int StepsPerByte = 24;
    private const int FreeSteps = 1 << 20;

    /// <summary>Of a user and a password in an address.</summary>
    private const int MaxUserBytes = 400;
    private const int MaxSchemeBytes = 32;

    private static readonly ByteSet AddressEnds = ByteSet.Of(" \t\r\n\"'`<>@|^"u8);

    private readonly CompiledRule[] _rules;
    private readonly LiteralIndex _tokens;
    private readonly LiteralIndex _names;

    /// <summary>The fixed bytes of the rules that stretches do not lead to, and the number of the rule of each.</summary>
    private readonly Atom[] _atoms;
    private readonly int[] _owners;
    private readonly LiteralSearch _search;
    private readonly CompiledRule[] _addresses;
    private readonly HashSet<CompiledRule> _added;

    internal SecretScanner(RuleSet set)
    {
        _rules = [.. set.Rules];
        _added = [.. set.Added];
        _tokens = IndexOf(rule => rule.Anchors);
        _names = IndexOf(rule => rule.Names);
        _addresses = Array.FindAll(_rules, rule => rule.Lane == SearchLane.Address);
        (_atoms, _owners) = Owned(rule => rule.Atoms);
        _search = new LiteralSearch(_atoms, set.AtomBuckets);
    }

    /// <summary>The kinds that come with the program.</summary>
    public static SecretScanner BuiltIn => field ??= new SecretScanner(RulePack.BuiltIn);

    /// <summary>Those that a project adds to the kinds of the program; they are the last of <see cref="Rules"/>.</summary>
    public IReadOnlyList<SecretRule> Added => [.. _added.Select(rule => rule.Rule)];

    public IReadOnlyList<SecretRule> Rules => [.. _rules.Select(rule => rule.Rule)];

    /// <summary>In the order of the text; matches do not overlap.</summary>
    /// <exception cref="InvalidDataException">The text is made to slow the search down, and was given up.</exception>
    public List<SecretMatch> Scan(ReadOnlySpan<byte> text) => Scan(text, null);

    /// <param name="stretches">Gets the stretches that were come upon: where each begins and ends.</param>
    internal List<SecretMatch> Scan(ReadOnlySpan<byte> text, List<(int Start, int End)>? stretches)
    {
        var search = new Search(text);
        var seen = 0;
        var runs = new TokenRuns(text);
        while (runs.MoveNext())
        {
            TryAnchors(ref search, Math.Max(seen, runs.Start - LookBehindBytes), runs.End);
            seen = runs.End;
            TryAssignments(ref search, runs.Start);
            stretches?.Add((runs.Start, runs.End));
        }

        for (var at = 0; (at = _search.Find(text, at, out _)) >= 0; at++)
            TryAtoms(ref search, at);
        TryAddresses(ref search);
        return search.Ordered(_added);
    }

    /// <summary>The value at a place, by the name it is assigned to, whatever it consists of; null when no rule knows it.</summary>
    public SecretMatch? MatchAssigned(ReadOnlySpan<byte> text, int valueStart)
    {
        var search = new Search(text);
        TryAssignment(ref search, valueStart);
        return search.Ordered(_added).FirstOrDefault();
    }

    /// <summary>The rules whose own examples do not come out as they say.</summary>
    public IEnumerable<(SecretRule Rule, string Failure)> FailedExamples()
    {
        foreach (var rule in _rules)
        {
            foreach (var failure in RuleExamples.Failures(rule))
                yield return (rule.Rule, failure);
        }
    }

    private LiteralIndex IndexOf(Func<CompiledRule, byte[][]> literalsOf)
    {
        var (literals, owners) = Owned(literalsOf);
        return new LiteralIndex(literals, owners);
    }

    /// <summary>What to search for of all rules, and the number of the rule of each.</summary>
    private (T[] Items, int[] Owners) Owned<T>(Func<CompiledRule, T[]> itemsOf)
    {
        var items = new List<T>();
        var owners = new List<int>();
        for (var i = 0; i < _rules.Length; i++)
        {
            foreach (var item in itemsOf(_rules[i]))
            {
                items.Add(item);
                owners.Add(i);
            }
        }

        return ([.. items], [.. owners]);
    }

    private void TryAtoms(ref Search search, int at)
    {
        var bytes = Atom.Read(search.Text[at..]);
        for (var i = 0; i < _atoms.Length; i++)
        {
            if (_atoms[i].Matches(bytes))
                TryAround(ref search, _rules[_owners[i]], at);
        }
    }

    private void TryAnchors(ref Search search, int from, int end)
    {
        for (var at = from; at < end; at++)
        {
            for (var literal = _tokens.Find(search.Text, ref at, end); literal >= 0; literal = _tokens.Next(search.Text, at, literal))
                TryAround(ref search, _rules[_tokens.OwnerOf(literal)], at);
        }
    }

    /// <summary>Texts are full of addresses, but few name a user.</summary>
    private void TryAddresses(ref Search search)
    {
        var text = search.Text;
        var end = 0;
        for (var at = 0; text[at..].IndexOf("://"u8) is >= 0 and var found; at += found + 3)
        {
            var colon = at + found;
            // What ended the address before may end this one too: no byte is looked at twice.
            for (end = Math.Max(end, colon + 3); end < text.Length && !AddressEnds.Contains(text[end]); end++)
            {
            }

            if (end == text.Length || end - colon - 3 >= MaxUserBytes || text[end] != '@')
                continue;
            var start = colon;
            while (start > 0 && colon - start < MaxSchemeBytes && PatternShape.SchemeBytes.Contains(text[start - 1]))
                start--;
            foreach (var rule in _addresses)
            {
                for (var from = start; from <= colon; from++)
                {
                    if (SecretText.StartsWord(text, from) && search.Try(rule, from))
                        break;
                }
            }
        }
    }

    /// <summary>The pattern may begin at several places before its fixed part; the first that matches up to it counts: one that ends before is another secret.</summary>
    private static void TryAround(ref Search search, CompiledRule rule, int anchor)
    {
        for (var start = Math.Max(0, anchor - rule.MaxOffset); start <= anchor - rule.MinOffset; start++)
        {
            if (SecretText.StartsWord(search.Text, start) && search.Try(rule, start, anchor))
                return;
        }
    }

    private void TryAssignments(ref Search search, int runStart)
    {
        var value = Assignment.ValueStartOf(search.Text, runStart);
        TryAssignment(ref search, value);
        // The value may begin with something that is no token: a number and a colon, say.
        if (Assignment.WordStartOf(search.Text, value) is var word && word < value)
            TryAssignment(ref search, word);
    }

    private void TryAssignment(ref Search search, int valueStart)
    {
        if (!Assignment.MayBegin(search.Text, valueStart) || Assignment.Of(search.Text, valueStart) is not { } assignment)
            return;
        Span<byte> joined = stackalloc byte[NameBytes];
        Span<int> places = stackalloc int[NameBytes];
        var length = assignment.JoinNames(search.Text, joined, places);
        joined = joined[..length];
        for (var at = 0; at < joined.Length; at++)
        {
            for (var literal = _names.Find(joined, ref at, joined.Length); literal >= 0; literal = _names.Next(joined, at, literal))
            {
                if (assignment.IsLedToFrom(search.Text, places[at], places[at + _names.LengthOf(literal) - 1] + 1))
                    search.Try(_rules[_names.OwnerOf(literal)], assignment.ValueStart);
            }
        }
    }

    /// <summary>The state of one search: what was found and what it cost.</summary>
    private ref struct Search(ReadOnlySpan<byte> text)
    {
        private readonly List<Found> _found = [];
        private long _steps;

        public ReadOnlySpan<byte> Text { get; } = text;

        /// <summary>True when the rule's pattern matches there and beyond a place, whatever else the rule asks for.</summary>
        public bool Try(CompiledRule rule, int start, int beyond = 0)
        {
            var match = rule.Match(Text, start, ref _steps);
            if (_steps > FreeSteps + ((long)StepsPerByte * Text.Length))
                throw new InvalidDataException("the text holds so many beginnings of secrets that the search was given up");
            if (match is not { } found)
                return false;
            if (SecretJudge.Of(rule, Text, found) is { } secret)
                _found.Add(new Found(rule, secret));
            return found.End > beyond;
        }

        /// <summary>Where several kinds claim the same bytes, the surest stays.</summary>
        /// <param name="added">Weaker ones among them give way to any other kind: no rule of a project hides what the program knows.</param>
        public readonly List<SecretMatch> Ordered(HashSet<CompiledRule> added)
        {
            if (added.Count > 0)
                GiveWay(added);
            var ordered = new List<SecretMatch>(_found.Count);
            if (_found.Count == 0)
                return ordered;
            _found.Sort();
            var taken = new TakenBytes(_found.Min(found => found.Match.Offset), _found.Max(found => found.Match.Offset + found.Match.Length));
            foreach (var found in _found)
            {
                if (taken.TryTake(found.Match.Offset, found.Match.Length))
                    ordered.Add(found.Match);
            }

            ordered.Sort((a, b) => a.Offset.CompareTo(b.Offset));
            return ordered;
        }

        private readonly void GiveWay(HashSet<CompiledRule> added)
        {
            var (own, others) = (_found.FindAll(found => added.Contains(found.Rule)), _found.FindAll(found => !added.Contains(found.Rule)));
            foreach (var found in own)
            {
                if (others.Exists(other => found.Overlaps(other) && found.IsWeakerThan(other)))
                    _found.Remove(found);
            }
        }
    }

    /// <summary>In order of what it is worth: what is proven first, what names itself before what is named, the longer before the shorter.</summary>
    private sealed record Found(CompiledRule Rule, SecretMatch Match) : IComparable<Found>
    {
        public bool Overlaps(Found other) => Match.Overlaps(other.Match.Offset, other.Match.Offset + other.Match.Length);

        public bool IsWeakerThan(Found other) =>
            Match.Rule.Descriptor.Severity < other.Match.Rule.Descriptor.Severity || Match.Rule.Confidence < other.Match.Rule.Confidence || Match.Proof < other.Match.Proof;

        public int CompareTo(Found? other)
        {
            var byProof = other!.Match.Proof.CompareTo(Match.Proof);
            var byLane = byProof != 0 ? byProof : (Rule.Lane == SearchLane.Assignment).CompareTo(other.Rule.Lane == SearchLane.Assignment);
            var byConfidence = byLane != 0 ? byLane : other.Rule.Rule.Confidence.CompareTo(Rule.Rule.Confidence);
            var byLength = byConfidence != 0 ? byConfidence : other.Match.Length.CompareTo(Match.Length);
            return byLength != 0 ? byLength : string.CompareOrdinal(Rule.Rule.Id, other.Rule.Rule.Id);
        }
    }
}
