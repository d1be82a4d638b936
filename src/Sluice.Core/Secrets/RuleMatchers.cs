using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>The automata of the rules of a scanner and where the last secret of each ended, for one search at a time. Automata are made when they are needed.</summary>
internal sealed class RuleMatchers(CompiledRule[] rules)
{
    /// <summary>Honest text does not come to that.</summary>
    private const int MuchForNothing = 1 << 14;

    /// <summary>Steps after which words that have to stand near are looked for first.</summary>
    private const int MuchInVain = 1 << 10;

    /// <summary>For each byte of the text so far: while all rules together cost no more, a rule may go over every byte once more.</summary>
    private const int FewSteps = 8;

    private readonly PatternMatcher?[] _matchers = new PatternMatcher?[rules.Length];

    /// <summary>Many rules have the same pattern, and tell the values apart by their names.</summary>
    private readonly Dictionary<string, PatternMatcher> _byPattern = new(StringComparer.Ordinal);
    private readonly PatternAutomaton?[] _fronts = new PatternAutomaton?[rules.Length];
    private readonly LooseWalk?[] _loose = new LooseWalk?[rules.Length];

    /// <summary>Steps that led to no match in the text, over bytes that the rule went over before.</summary>
    private readonly int[] _wasted = new int[rules.Length];

    /// <summary>Up to where walks came that led to no match.</summary>
    private readonly int[] _walked = new int[rules.Length];
    private readonly List<int> _tried = [];

    /// <summary>Of which one has to stand near a match, for rules that have cost something for nothing.</summary>
    private readonly byte[][]?[] _words = new byte[][]?[rules.Length];

    /// <summary>Steps of each rule that led to nothing, in all texts so far.</summary>
    private readonly int[] _vain = new int[rules.Length];

    /// <summary>Where each rule was tried last: the number of the text, and the place.</summary>
    private readonly long[] _last = new long[rules.Length];
    private readonly int[] _starts = new int[rules.Length];
    private readonly int[] _ends = new int[rules.Length];

    public SecretAnswers Answers { get; } = new();

    /// <summary>The number of the text.</summary>
    public int Text { get; private set; } = 1;

    /// <summary>Words to look for before a walk; null where that would not pay, or where there are none.</summary>
    public byte[][]? WordsOf(int rule) => _words[rule];

    /// <summary>Whether it is where the rule was tried last.</summary>
    public bool IsTriedAgain(int rule, int start)
    {
        var place = (long)Text << 32 | (uint)start;
        if (_last[rule] == place)
            return true;
        _last[rule] = place;
        return false;
    }

    public PatternMatcher Of(int rule) => _matchers[rule] ??= Shared(rules[rule]);

    /// <summary>Reads backwards from what is searched for.</summary>
    public PatternAutomaton FrontOf(int rule) => _fronts[rule] ??= new PatternAutomaton(rules[rule].Front);

    /// <summary>Whether a match may begin at the place. Asked where a rule has cost much for nothing already; adds what the answer costs.</summary>
    public bool MayMatch(int rule, ReadOnlySpan<byte> text, int place, ref long steps)
    {
        if (_wasted[rule] < MuchForNothing || (_wasted[rule] < place && steps / FewSteps < place))
            return true;
        var loose = _loose[rule] ??= new LooseWalk(PatternParser.Parse(rules[rule].Pattern));
        var before = loose.Steps;
        var mayMatch = loose.MayMatch(text, place);
        steps += loose.Steps - before;
        return mayMatch;
    }

    /// <summary>A walk from a place led to nothing. As long as each goes over other bytes than those before, they cost no more than one over all.</summary>
    public void Waste(int rule, int place, long steps)
    {
        if (_walked[rule] == 0)
            _tried.Add(rule);
        var again = Math.Min(steps, _walked[rule] - place);
        if (again > 0)
            _wasted[rule] = (int)Math.Min(int.MaxValue, _wasted[rule] + again);
        _walked[rule] = (int)Math.Max(_walked[rule], Math.Min(place + steps, int.MaxValue));
    }

    /// <summary>A walk led to nothing that counts. The text of a rule is not read for a few steps.</summary>
    public void TookInVain(int rule, long steps)
    {
        if (_vain[rule] >= MuchInVain)
            return;
        _vain[rule] = (int)Math.Min(MuchInVain, _vain[rule] + steps);
        if (_vain[rule] == MuchInVain && rules[rule].Nearby is { Length: > 0 } words)
            _words[rule] = words;
    }

    /// <summary>Forgets what was found, for another text.</summary>
    public void Clear()
    {
        Text++;
        Array.Clear(_ends);
        Answers.Clear();
        foreach (var rule in _tried)
        {
            (_wasted[rule], _walked[rule]) = (0, 0);
            _loose[rule]?.Clear();
        }

        _tried.Clear();
    }

    private PatternMatcher Shared(CompiledRule rule)
    {
        if (!_byPattern.TryGetValue(rule.Pattern, out var matcher))
            _byPattern.Add(rule.Pattern, matcher = new PatternMatcher(rule.Program));
        return matcher;
    }

    public void Found(int rule, int start, int end) => (_starts[rule], _ends[rule]) = (start, end);

    /// <summary>The end of the last secret of the rule when the place lies within it, behind its start; else 0.</summary>
    public int EndAround(int rule, int place) => place > _starts[rule] && place < _ends[rule] ? _ends[rule] : 0;
}
