using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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

    /// <summary>Of a user and a password in an address.</summary>
    private const int MaxUserBytes = 400;
    private const int MaxSchemeBytes = 32;

    private static readonly ByteSet AddressEnds = ByteSet.Of(" \t\r\n\"'`<>@|^"u8);

    private static readonly Lazy<SecretScanner> Shipped = new(() => new SecretScanner(RulePack.BuiltIn));

    private readonly CompiledRule[] _rules;
    private readonly LiteralIndex _tokens;
    private readonly LiteralIndex _names;

    /// <summary>In either case.</summary>
    private readonly ByteSet _nameBytes;

    /// <summary>The fixed bytes of the rules that stretches do not lead to, and the number of the rule of each.</summary>
    private readonly Atom[] _atoms;
    private readonly int[] _owners;
    private readonly LiteralSearch _search;
    private readonly int[][] _atomsByFirst;
    private readonly int[] _addresses;
    private readonly HashSet<CompiledRule> _added;
    private readonly Claims _claims;
    private readonly ConcurrentQueue<RuleMatchers> _idle = [];

    internal SecretScanner(RuleSet set)
    {
        _rules = [.. set.Rules];
        _added = [.. set.Added];
        _tokens = IndexOf(rule => rule.Anchors);
        _names = IndexOf(rule => rule.Names);
        _nameBytes = NameBytesOf(_rules);
        _addresses = NumbersOf(SearchLane.Address);
        (_atoms, _owners) = Owned(rule => rule.Atoms);
        _atomsByFirst = ByFirst(_atoms.Length, (atom, b) => _atoms[atom].MayBeginWith(b));
        _search = new LiteralSearch([RuleSet.Address, .. _atoms], set.AtomBuckets);
        _claims = new Claims(_added);
    }

    /// <summary>The kinds that come with the program.</summary>
    public static SecretScanner BuiltIn => Shipped.Value;

    /// <summary>Of the addresses, by number in their list. Their patterns are read when the first text names a user.</summary>
    private int[][] AddressesByFirst => field ??= AddressesOf(Array.ConvertAll(_addresses, rule => PatternShape.FirstOf(PatternParser.Parse(_rules[rule].Pattern))));

    /// <summary>What stands in every address of a kind behind its user; empty for kinds of which nothing is known.</summary>
    private byte[][] AddressTails => field ??= Array.ConvertAll(_addresses, rule => PatternShape.LiteralBehindUser(PatternParser.Parse(_rules[rule].Pattern)));

    /// <summary>Those that a project adds to the kinds of the program; they are the last of <see cref="Rules"/>.</summary>
    public IReadOnlyList<SecretRule> Added => [.. _added.Select(rule => rule.Rule)];

    public IReadOnlyList<SecretRule> Rules => [.. _rules.Select(rule => rule.Rule)];

    /// <summary>In the order of the text; matches do not overlap.</summary>
    /// <exception cref="InvalidDataException">The text is made to slow the search down, and was given up.</exception>
    public List<SecretMatch> Scan(ReadOnlySpan<byte> text) => Scan(text, null);

    /// <param name="stretches">Gets the stretches that were come upon: where each begins and ends.</param>
    internal List<SecretMatch> Scan(ReadOnlySpan<byte> text, List<(int Start, int End)>? stretches) => Scan(text, stretches, out _);

    /// <param name="steps">Of the pattern programs: what hostile text would drive up.</param>
    internal List<SecretMatch> Scan(ReadOnlySpan<byte> text, List<(int Start, int End)>? stretches, out long steps)
    {
        var matchers = Rent();
        var search = new SecretSearch(text, _rules, matchers);
        var seen = 0;
        var runs = new TokenRuns(text);
        while (runs.MoveNext())
        {
            search.Stretch = (runs.Start, runs.End);
            TryAnchors(ref search, Math.Max(seen, runs.Start - LookBehindBytes), runs.End);
            seen = runs.End;
            TryAssignments(ref search, runs.Start);
            stretches?.Add((runs.Start, runs.End));
        }

        search.Stretch = default;
        var addressEnd = 0;
        for (var at = 0; (at = _search.Find(text, at, out _)) >= 0; at++)
        {
            TryAtoms(ref search, at);
            if (RuleSet.Address.Matches(Atom.Read(text[at..])))
                TryAddress(ref search, at, ref addressEnd);
        }

        _idle.Enqueue(matchers);
        steps = search.Steps;
        return Described(text, search.Claims);
    }

    /// <summary>The value at a place, by the name that it is assigned to in whatever way and whatever it consists of; null when no rule knows it.</summary>
    internal SecretMatch? MatchAssigned(ReadOnlySpan<byte> text, int nameStart, int nameEnd, int valueStart)
    {
        var matchers = Rent();
        var search = new SecretSearch(text, _rules, matchers);
        TryName(ref search, nameStart, nameEnd, valueStart);
        TryAssignment(ref search, valueStart);
        _idle.Enqueue(matchers);
        return Described(text, search.Claims).FirstOrDefault();
    }

    /// <summary>A search that is given up keeps its own.</summary>
    private RuleMatchers Rent()
    {
        if (!_idle.TryDequeue(out var matchers))
            return new RuleMatchers(_rules);
        matchers.Clear();
        return matchers;
    }

    private List<SecretMatch> Described(ReadOnlySpan<byte> text, List<Claim> claims)
    {
        var matches = new List<SecretMatch>(claims.Count);
        if (claims.Count == 0)
            return matches;
        foreach (var claim in _claims.Settled(claims))
            matches.Add(SecretJudge.Describe(claim.Rule, text, claim.Judged, matches.Count > 0 ? matches[^1] : null));
        return matches;
    }

    /// <summary>Whether a rule is one that a project adds and tells of less severe matters than another.</summary>
    internal bool IsWeakAddition(SecretRule rule, SecretRule other) =>
        _added.Count > 0 && rule.Descriptor.Severity < other.Descriptor.Severity && _added.Any(added => added.Rule.Id == rule.Id);

    /// <summary>The rules whose own examples do not come out as they say.</summary>
    public IEnumerable<(SecretRule Rule, string Failure)> FailedExamples()
    {
        foreach (var rule in _rules)
        {
            foreach (var failure in RuleExamples.Failures(rule))
                yield return (rule.Rule, failure);
        }
    }

    private int[] NumbersOf(SearchLane lane)
    {
        var numbers = new List<int>();
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            if (_rules[rule].Lane == lane)
                numbers.Add(rule);
        }

        return [.. numbers];
    }

    private static ByteSet NameBytesOf(CompiledRule[] rules)
    {
        var bytes = ByteSet.Alphanumeric;
        foreach (var rule in rules)
        {
            foreach (var name in rule.Names)
            {
                foreach (var b in name)
                    bytes = bytes.Contains(b) ? bytes : bytes.With(b);
            }
        }

        return bytes;
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

    private static int[][] AddressesOf(ByteSet[] firsts) => ByFirst(firsts.Length, (address, b) => firsts[address].Contains(b));

    /// <summary>For each byte, the numbers of those that may begin with it.</summary>
    private static int[][] ByFirst(int count, Func<int, byte, bool> mayBeginWith)
    {
        var lists = new int[256][];
        var numbers = new int[count];
        for (var b = 0; b < lists.Length; b++)
        {
            var length = 0;
            for (var number = 0; number < count; number++)
            {
                if (mayBeginWith(number, (byte)b))
                    numbers[length++] = number;
            }

            lists[b] = numbers[..length];
        }

        return lists;
    }

    private void TryAtoms(ref SecretSearch search, int at)
    {
        var bytes = Atom.Read(search.Text[at..]);
        foreach (var atom in _atomsByFirst[(byte)bytes])
        {
            if (_atoms[atom].Matches(bytes))
                search.TryAround(_owners[atom], at);
        }
    }

    private void TryAnchors(ref SecretSearch search, int from, int end)
    {
        for (var at = from; at < end; at++)
        {
            for (var literal = _tokens.Find(search.Text, ref at, end); literal >= 0; literal = _tokens.Next(search.Text, at, literal))
                search.TryAround(_tokens.OwnerOf(literal), at);
        }
    }

    /// <summary>Texts are full of addresses, but few name a user.</summary>
    /// <param name="end">Of the address before: what ended it may end this one too, so that no byte is looked at twice.</param>
    private void TryAddress(ref SecretSearch search, int colon, ref int end)
    {
        var text = search.Text;
        for (end = Math.Max(end, colon + 3); end < text.Length && !AddressEnds.Contains(text[end]); end++)
        {
        }

        if (end == text.Length || end - colon - 3 >= MaxUserBytes || text[end] != '@')
            return;
        var start = colon;
        while (start > 0 && colon - start < MaxSchemeBytes && PatternShape.SchemeBytes.Contains(text[start - 1]))
            start--;
        for (var from = start; from <= colon; from++)
        {
            if (!SecretText.StartsWord(text, from))
                continue;
            foreach (var address in AddressesByFirst[text[from]])
            {
                if (search.MayStand(AddressTails[address], _addresses[address], from, end))
                    search.Try(_addresses[address], from);
            }
        }
    }

    private void TryAssignments(ref SecretSearch search, int runStart)
    {
        // Several stretches may be parts of one value.
        var value = Assignment.ValueStartOf(search.Text, runStart);
        if (value != search.Value)
            TryAssignment(ref search, value);
        // The value may begin with something that is no token: a number and a colon, say.
        if (Assignment.WordStartOf(search.Text, value) is var word && word < value && word != search.Word)
            TryAssignment(ref search, word);
        (search.Value, search.Word) = (value, word);
    }

    /// <summary>Rules of which a name is in the name that is known to be the value's.</summary>
    private void TryName(ref SecretSearch search, int nameStart, int nameEnd, int valueStart)
    {
        Span<byte> joined = stackalloc byte[NameBytes];
        Span<int> places = stackalloc int[NameBytes];
        joined = joined[..Assignment.JoinNames(search.Text, nameStart, nameEnd, joined, places)];
        for (var at = 0; at < joined.Length; at++)
        {
            for (var literal = _names.Find(joined, ref at, joined.Length); literal >= 0; literal = _names.Next(joined, at, literal))
                search.Try(_names.OwnerOf(literal), valueStart, places[at]);
        }
    }

    [SkipLocalsInit]
    private void TryAssignment(ref SecretSearch search, int valueStart)
    {
        if (!Assignment.MayBegin(search.Text, valueStart) || Assignment.Of(search.Text, valueStart) is not { } assignment || !assignment.MayHaveName(search.Text))
            return;
        Span<byte> joined = stackalloc byte[NameBytes];
        Span<int> places = stackalloc int[NameBytes];
        var (start, leastEnd) = assignment.Names(search.Text, _nameBytes);
        joined = joined[..Assignment.JoinNames(search.Text, start, valueStart, joined, places)];
        for (var at = 0; at < joined.Length; at++)
        {
            for (var literal = _names.Find(joined, ref at, joined.Length); literal >= 0; literal = _names.Next(joined, at, literal))
            {
                var end = places[at + _names.LengthOf(literal) - 1] + 1;
                if (end >= leastEnd && assignment.IsLedToFrom(search.Text, places[at], end))
                    search.Try(_names.OwnerOf(literal), valueStart, places[at]);
            }
        }
    }
}
