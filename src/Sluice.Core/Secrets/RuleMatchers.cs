using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>The automata of the rules of a scanner and where the last secret of each ended, for one search at a time. Automata are made when they are needed.</summary>
internal sealed class RuleMatchers(CompiledRule[] rules)
{
    private readonly PatternMatcher?[] _matchers = new PatternMatcher?[rules.Length];
    private readonly PatternAutomaton?[] _fronts = new PatternAutomaton?[rules.Length];
    private readonly int[] _starts = new int[rules.Length];
    private readonly int[] _ends = new int[rules.Length];

    public PatternMatcher Of(int rule) => _matchers[rule] ??= new PatternMatcher(rules[rule].Program);

    /// <summary>Reads backwards from what is searched for.</summary>
    public PatternAutomaton FrontOf(int rule) => _fronts[rule] ??= new PatternAutomaton(rules[rule].Front);

    /// <summary>Forgets what was found, for another text.</summary>
    public void Clear() => Array.Clear(_ends);

    public void Found(int rule, int start, int end) => (_starts[rule], _ends[rule]) = (start, end);

    /// <summary>The end of the last secret of the rule when the place lies within it, behind its start; else 0.</summary>
    public int EndAround(int rule, int place) => place > _starts[rule] && place < _ends[rule] ? _ends[rule] : 0;
}
