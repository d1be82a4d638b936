namespace Sluice.Secrets.Patterns;

/// <summary>
/// Tells places from which a pattern cannot match, for text that is full of its beginnings: there each walk would go over the same bytes, up to the
/// longest match. The counts of the pattern are left out, so that walks from different places come to the same state at the same place; from
/// there on they go the same way, and the second need not go it. Not thread safe.
/// </summary>
internal sealed class LooseWalk
{
    private readonly PatternAutomaton _automaton;
    private readonly ByteSet _forbiddenBehind;
    private readonly int _longest;
    private readonly int _mask;

    /// <summary>The way that was gone furthest, by place: which state it was in before each byte.</summary>
    private readonly int[] _way;
    private readonly int[] _own;
    private int _from;
    private int _to = -1;

    public LooseWalk(PatternNode pattern)
    {
        _automaton = new PatternAutomaton(PatternProgram.Loose(pattern));
        _forbiddenBehind = PatternShape.ForbiddenBehind(pattern);
        _longest = PatternShape.LengthOf(pattern).Max;
        _way = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_longest + 2)];
        _own = new int[_way.Length];
        _mask = _way.Length - 1;
    }

    /// <summary>Bytes looked at since it was made.</summary>
    public long Steps { get; private set; }

    /// <summary>For another text.</summary>
    public void Clear() => _to = -1;

    /// <summary>False only where the pattern does not match. Places may be asked about in any order, but it pays for ascending ones.</summary>
    public bool MayMatch(ReadOnlySpan<byte> text, int start)
    {
        var resets = _automaton.Resets;
        var mayMatch = Walk(text, start, (int)Math.Min(text.Length, (long)start + _longest));
        if (resets == _automaton.Resets)
            return mayMatch;
        // The numbers of states mean others since.
        Clear();
        return true;
    }

    private bool Walk(ReadOnlySpan<byte> text, int start, int limit)
    {
        var (state, at) = (PatternAutomaton.Start, start);
        for (; !IsOnWay(state, at); state = Next(state, text[at++]))
        {
            _own[at & _mask] = state;
            if (state != PatternAutomaton.Dead && !Ends(text, state, at) && at < limit)
                continue;
            if (at > _to)
                (_from, _to) = (Take(start, at + 1), at);
            return Ends(text, state, at);
        }

        // What lies beyond the end of the way that is known is new.
        _from = Take(start, at);
        for (state = _way[_to & _mask]; state != PatternAutomaton.Dead && !Ends(text, state, _to) && _to < limit; _way[++_to & _mask] = state)
            state = Next(state, text[_to]);
        return Ends(text, state, _to) && _to <= limit;
    }

    private int Next(int state, byte b)
    {
        Steps++;
        return _automaton.NextOf(state, b);
    }

    private bool Ends(ReadOnlySpan<byte> text, int state, int at) => _automaton.Accepts(state) && (at == text.Length || !_forbiddenBehind.Contains(text[at]));

    private bool IsOnWay(int state, int at) => at >= _from && at <= _to && _way[at & _mask] == state;

    /// <summary>The own way becomes the one that is known, up to a place.</summary>
    private int Take(int start, int end)
    {
        for (var at = start; at < end; at++)
            _way[at & _mask] = _own[at & _mask];
        return start;
    }
}
