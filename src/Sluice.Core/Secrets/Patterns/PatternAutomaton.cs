using System.Numerics;

namespace Sluice.Secrets.Patterns;

/// <summary>
/// A program as a deterministic automaton, of which only the states are built that a text leads to (the lazy construction of
/// https://swtch.com/~rsc/regexp/regexp1.html): one look-up for a byte. Says where a match ends, not what its parts are. Not thread safe.
/// </summary>
internal sealed class PatternAutomaton
{
    /// <summary>More states are forgotten and built anew: they take memory, and only text made for it leads to so many.</summary>
    private const int MaxStates = 4096;

    /// <summary>From which nothing matches.</summary>
    public const int Dead = 0;

    /// <summary>Before the first byte.</summary>
    public const int Start = 1;

    private const int Unknown = -1;

    /// <summary>What building a state costs, for each instruction in it, in looks at a byte.</summary>
    private const int StepsOfInstruction = 16;

    /// <summary>A bit each.</summary>
    private const int MostMasked = 64;

    private readonly PatternProgram _program;
    private readonly ByteClasses _classes;
    private readonly ulong[] _masks;

    /// <summary>A row of the table has so many places, in powers of two: more than there are kinds of bytes.</summary>
    private readonly int _shift;
    private readonly ByteSet _forbiddenBehind;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _states = [];
    private readonly int[] _knownIn;
    private readonly int[] _pending;
    private readonly char[] _reached;
    private int _generation;
    private int[] _next = [];
    private bool[] _accepts = [];

    public PatternAutomaton(PatternProgram program)
    {
        _program = program;
        _classes = ByteClasses.Of(program);
        _masks = MasksOf(program, _classes);
        _shift = BitOperations.Log2((uint)(2 * _classes.Count) - 1);
        _forbiddenBehind = program.ForbiddenBehind;
        _knownIn = new int[program.Length];
        _pending = new int[program.Length + 1];
        _reached = new char[program.Length];
        Reset();
    }

    /// <summary>Bytes looked at and states built since the automaton was made: what hostile input would drive up.</summary>
    public long Steps { get; private set; }

    /// <summary>How often all states were forgotten: their numbers mean others since.</summary>
    public int Resets { get; private set; }

    public bool Accepts(int state) => _accepts[state];

    /// <summary>The end of the longest match that begins at the place and is followed by no byte that would make it part of something longer; -1 when there is none.</summary>
    public int EndOf(ReadOnlySpan<byte> text, int start)
    {
        var (state, end, at) = (Start, -1, start);
        var (classes, next, accepts) = (_classes.Numbers, _next, _accepts);
        for (; at < text.Length; at++)
        {
            var b = text[at];
            if (accepts[state] && !_forbiddenBehind.Contains(b))
                end = at;
            var kind = classes[b];
            var to = next[(state << _shift) + kind];
            if (to == Unknown)
            {
                to = Build(state, kind, b);
                (next, accepts) = (_next, _accepts);
            }

            state = to;
            if (state == Dead)
                break;
        }

        if (at == text.Length && accepts[state])
            end = at;
        Steps += at - start + 1;
        return end;
    }

    /// <summary>For a program that reads backwards: the furthest place before another from which all that lies between matches and a word starts; -1 when there is none.</summary>
    public int StartOf(ReadOnlySpan<byte> text, int end)
    {
        var (state, start, at) = (Start, -1, end);
        var (classes, next, accepts) = (_classes.Numbers, _next, _accepts);
        while (true)
        {
            if (accepts[state] && SecretText.StartsWord(text, at))
                start = at;
            if (at == 0)
                break;
            var b = text[--at];
            var kind = classes[b];
            var to = next[(state << _shift) + kind];
            if (to == Unknown)
            {
                to = Build(state, kind, b);
                (next, accepts) = (_next, _accepts);
            }

            state = to;
            if (state == Dead)
                break;
        }

        Steps += end - at + 1;
        return start;
    }

    /// <summary>Whether all that lies between two places matches.</summary>
    public bool Matches(ReadOnlySpan<byte> text, int start, int end)
    {
        var (state, at) = (Start, start);
        for (; at < end && state != Dead; at++)
            state = NextOf(state, text[at]);
        Steps += at - start + 1;
        return _accepts[state];
    }

    /// <summary>The places up to which a match from the start goes, before another place; -1 when they are more than there is room for.</summary>
    public int EndsOf(ReadOnlySpan<byte> text, int start, int limit, Span<int> ends)
    {
        var (state, at, count) = (Start, start, 0);
        for (; state != Dead; at++)
        {
            if (_accepts[state] && count == ends.Length)
                return -1;
            if (_accepts[state])
                ends[count++] = at;
            if (at >= limit)
                break;
            state = NextOf(state, text[at]);
        }

        Steps += at - start + 1;
        return count;
    }

    /// <summary>For a program that reads backwards: the same from an end to its starts, behind another place.</summary>
    public int StartsOf(ReadOnlySpan<byte> text, int end, int limit, Span<int> starts)
    {
        var (state, at, count) = (Start, end, 0);
        for (; state != Dead; at--)
        {
            if (_accepts[state] && count == starts.Length)
                return -1;
            if (_accepts[state])
                starts[count++] = at;
            if (at <= limit)
                break;
            state = NextOf(state, text[at - 1]);
        }

        Steps += end - at + 1;
        return count;
    }

    /// <summary>For <see cref="LooseWalk"/>: one step. States that were given before may be forgotten; then the count of resets is another.</summary>
    public int NextOf(int state, byte b)
    {
        var kind = _classes.Numbers[b];
        var next = _next[(state << _shift) + kind];
        return next != Unknown ? next : Build(state, kind, b);
    }

    /// <summary>The state that a byte leads to. All states may be other ones afterwards, but for the one that is returned.</summary>
    private int Build(int state, int kind, byte b)
    {
        _generation++;
        var count = 0;
        foreach (var instruction in _states[state])
        {
            if (_program[instruction].Operation == Operation.Byte && _program.SetOf(_program[instruction]).Contains(b))
                count = Follow(instruction + 1, count);
        }

        Steps += (_states[state].Length + count) * StepsOfInstruction;
        var reached = Reached(count);
        if (_states.Count == MaxStates)
        {
            Reset();
            return NumberOf(reached);
        }

        var number = NumberOf(reached);
        _next[(state << _shift) + kind] = number;
        for (var kinds = _masks.Length > 0 ? KindsLike(kind, _states[state]) : 0; kinds != 0; kinds &= kinds - 1)
            _next[(state << _shift) + BitOperations.TrailingZeroCount(kinds)] = number;
        return number;
    }

    /// <summary>The kinds of bytes that no instruction of a state tells from one: they lead to the same state, which is built once for all.</summary>
    private ulong KindsLike(int kind, string state)
    {
        var kinds = ulong.MaxValue >> (MostMasked - _classes.Count);
        foreach (var instruction in state)
        {
            if (_program[instruction] is not { Operation: Operation.Byte, Argument: var set })
                continue;
            kinds &= (_masks[set] >> kind & 1) != 0 ? _masks[set] : ~_masks[set];
        }

        return kinds;
    }

    /// <summary>For each set, a bit for each kind of bytes in it; none where there are too many kinds.</summary>
    private static ulong[] MasksOf(PatternProgram program, ByteClasses classes)
    {
        if (classes.Count > MostMasked)
            return [];
        var masks = new ulong[program.Sets.Length];
        var known = 0UL;
        for (var b = 0; b < 256; b++)
        {
            var kind = 1UL << classes.Numbers[b];
            for (var set = 0; set < masks.Length && (known & kind) == 0; set++)
                masks[set] |= program.Sets[set].Contains((byte)b) ? kind : 0;
            known |= kind;
        }

        return masks;
    }

    /// <summary>The instructions that were reached, in their order.</summary>
    private string Reached(int count)
    {
        Array.Sort(_reached, 0, count);
        return new string(_reached, 0, count);
    }

    /// <summary>The number of the state with some instructions.</summary>
    private int NumberOf(string key)
    {
        if (_numbers.TryGetValue(key, out var number))
            return number;
        number = _states.Count;
        _numbers.Add(key, number);
        _states.Add(key);
        if ((number + 1) << _shift > _next.Length)
        {
            var length = _next.Length;
            Array.Resize(ref _next, Math.Max(8 << _shift, length * 2));
            Array.Fill(_next, Unknown, length, _next.Length - length);
            Array.Resize(ref _accepts, _next.Length >> _shift);
        }

        _accepts[number] = key.Length > 0 && _program[key[^1]].Operation == Operation.Accept;
        return number;
    }

    private void Reset()
    {
        Resets++;
        _numbers.Clear();
        _states.Clear();
        Array.Fill(_next, Unknown);
        _generation++;
        NumberOf("");
        NumberOf(Reached(Follow(0, 0)));
    }

    /// <summary>Adds every instruction that consumes a byte or accepts and is reached without consuming one.</summary>
    private int Follow(int from, int count)
    {
        var pending = 0;
        _pending[pending++] = from;
        while (pending > 0)
        {
            var instruction = _pending[--pending];
            while (_knownIn[instruction] != _generation)
            {
                _knownIn[instruction] = _generation;
                var (operation, argument) = _program[instruction];
                if (operation is Operation.Byte or Operation.Accept)
                {
                    _reached[count++] = (char)instruction;
                    break;
                }

                if (operation == Operation.Split)
                    _pending[pending++] = argument;
                instruction = operation == Operation.Jump ? argument : instruction + 1;
            }
        }

        return count;
    }
}
