namespace Sluice.Secrets.Patterns;

/// <summary>
/// Finds the match of a program that begins at one place: by its automaton, then the secret in it by automata of what stands around it, and only
/// where these fit in several ways by a simulation of all alternatives at once. Not thread safe: it keeps its lists and states between runs.
/// </summary>
internal sealed class PatternMatcher(PatternProgram program)
{
    private readonly PatternAutomaton _automaton = new(program);
    private readonly SecretBounds? _bounds = program.Around is { } around ? new SecretBounds(around) : null;
    private Threads _current = new(program.Length);
    private Threads _next = new(program.Length);
    private readonly Thread[] _pending = new Thread[program.Length + 1];

    private int _askedText = -1;
    private int _askedStart;
    private PatternMatch? _answer;

    private long _simulated;

    /// <summary>Bytes looked at and instructions followed since the matcher was made: what hostile input would drive up.</summary>
    public long Steps { get; private set; }

    /// <summary>As without a number, of a text that has one: several rules may ask one after the other about the same place.</summary>
    /// <param name="number">Of the text.</param>
    public PatternMatch? Match(ReadOnlySpan<byte> text, int start, int number)
    {
        if (_askedText == number && _askedStart == start)
            return _answer;
        (_askedText, _askedStart) = (number, start);
        return _answer = Match(text, start);
    }

    /// <summary>
    /// The longest match that begins at the place and is followed by no byte that would make it part of something longer; null when
    /// there is none.
    /// </summary>
    public PatternMatch? Match(ReadOnlySpan<byte> text, int start)
    {
        var before = _automaton.Steps;
        var end = _automaton.EndOf(text, start);
        Steps += _automaton.Steps - before;
        if (end < 0)
            return null;
        return program.HasSecretPart ? WithSecret(text, start, end) : new PatternMatch(start, end, start, end);
    }

    private PatternMatch? WithSecret(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = (_bounds?.Steps ?? 0) + _simulated;
        var match = _bounds?.Find(text, start, end) ?? Simulate(text[..end], start);
        Steps += (_bounds?.Steps ?? 0) + _simulated - before;
        return match;
    }

    /// <summary>The match that ends with the text, with its parts.</summary>
    private PatternMatch? Simulate(ReadOnlySpan<byte> text, int start)
    {
        _current.Clear();
        Follow(_current, start, new Thread(0, -1, -1));
        for (var at = start; _current.Count > 0; at++)
        {
            if (at == text.Length)
                return _current.AcceptedAt >= 0 ? MatchOf(_current, start, at) : null;
            _next.Clear();
            var b = text[at];
            for (var i = 0; i < _current.Count; i++)
            {
                var thread = _current.Items[i];
                var instruction = program[thread.Instruction];
                if (instruction.Operation == Operation.Byte && program.SetOf(instruction).Contains(b))
                    Follow(_next, at + 1, thread with { Instruction = thread.Instruction + 1 });
            }

            _simulated += _current.Count;
            (_current, _next) = (_next, _current);
        }

        return null;
    }

    private static PatternMatch MatchOf(Threads threads, int start, int end) =>
        threads.Items[threads.AcceptedAt] is { SecretEnd: >= 0 } thread
            ? new PatternMatch(start, end, thread.SecretStart, thread.SecretEnd)
            : new PatternMatch(start, end, start, end);

    /// <summary>Adds every instruction that is reached without consuming a byte; the first way to reach one wins.</summary>
    private void Follow(Threads threads, int at, Thread from)
    {
        var count = 0;
        _pending[count++] = from;
        while (count > 0)
        {
            var thread = _pending[--count];
            while (!threads.IsKnown(thread.Instruction))
            {
                var instruction = program[thread.Instruction];
                threads.Add(thread, instruction.Operation == Operation.Accept);
                if (instruction.Operation is Operation.Byte or Operation.Accept)
                    break;
                if (instruction.Operation == Operation.Split)
                    _pending[count++] = thread with { Instruction = instruction.Argument };
                thread = instruction.Operation switch
                {
                    Operation.Jump => thread with { Instruction = instruction.Argument },
                    Operation.SecretStart => new Thread(thread.Instruction + 1, at, -1),
                    Operation.SecretEnd => new Thread(thread.Instruction + 1, thread.SecretStart, at),
                    _ => thread with { Instruction = thread.Instruction + 1 },
                };
            }
        }
    }

    /// <summary>One way through the program: where it stands and what it saw as the secret.</summary>
    private readonly record struct Thread(int Instruction, int SecretStart, int SecretEnd);

    /// <summary>Threads at different instructions, in the order in which they came.</summary>
    private sealed class Threads(int capacity)
    {
        private readonly int[] _knownIn = new int[capacity];
        private int _generation;

        public Thread[] Items { get; } = new Thread[capacity];

        public int Count { get; private set; }

        /// <summary>The thread that stands at the end of the program; -1 when none does.</summary>
        public int AcceptedAt { get; private set; } = -1;

        public void Clear()
        {
            (Count, AcceptedAt) = (0, -1);
            _generation++;
        }

        public bool IsKnown(int instruction) => _knownIn[instruction] == _generation;

        public void Add(Thread thread, bool isEnd)
        {
            _knownIn[thread.Instruction] = _generation;
            if (isEnd)
                AcceptedAt = Count;
            Items[Count++] = thread;
        }
    }
}

/// <summary>Where a pattern matched, and which part of that is the secret.</summary>
internal readonly record struct PatternMatch(int Start, int End, int SecretStart, int SecretEnd);
