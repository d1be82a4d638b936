namespace Sluice.Secrets.Patterns;

/// <summary>
/// A pattern as a list of instructions for a machine that follows all alternatives at once (Thompson's construction, in the form of
/// https://swtch.com/~rsc/regexp/regexp2.html): the time for a byte does not depend on the bytes before it.
/// </summary>
internal sealed class PatternProgram
{
    private Instruction[] _instructions = new Instruction[64];
    private ByteSet[] _sets = new ByteSet[8];
    private int _setCount;

    private PatternProgram()
    {
    }

    public int Length { get; private set; }

    /// <summary>Bytes that would make a match a part of something longer.</summary>
    public required ByteSet ForbiddenBehind { get; init; }

    public Instruction this[int at] => _instructions[at];

    /// <summary>The sets that bytes are held against, each once.</summary>
    public ReadOnlySpan<ByteSet> Sets => _sets.AsSpan(0, _setCount);

    /// <summary>A match has a part that is the secret: an automaton alone does not find it.</summary>
    public bool HasSecretPart { get; private set; }

    /// <summary>What stands around the one secret that every match has; null when there is none.</summary>
    public AroundSecret? Around { get; private init; }

    /// <summary>With so many characters of tokens every match begins, at least.</summary>
    public int LeastFront { get; private init; }

    /// <summary>So many bytes a match has at most.</summary>
    public int Longest { get; private init; }

    /// <summary>All matches are of one length.</summary>
    private bool IsFixed { get; init; }

    public ByteSet SetOf(Instruction instruction) => _sets[instruction.Argument];

    public static PatternProgram Of(PatternNode node)
    {
        var (shortest, longest) = PatternShape.LengthOf(node);
        var program = new PatternProgram
        {
            ForbiddenBehind = PatternShape.ForbiddenBehind(node),
            Around = PatternShape.AroundSecret(node),
            LeastFront = PatternShape.FrontOf(node, TokenRuns.Characters),
            Longest = longest,
            IsFixed = shortest == longest,
        };
        program.Add(node);
        program.Emit(Operation.Accept, 0);
        return program;
    }

    /// <summary>For what stands before a place, read from there to its start.</summary>
    public static PatternProgram Backwards(PatternNode node)
    {
        var program = new PatternProgram { ForbiddenBehind = default };
        program.Add(PatternShape.Reversed(node));
        program.Emit(Operation.Accept, 0);
        return program;
    }

    /// <summary>Matches all that the pattern matches and more, in few states: see <see cref="LooseWalk"/>.</summary>
    public static PatternProgram Loose(PatternNode node)
    {
        var program = new PatternProgram { ForbiddenBehind = default };
        program.Add(PatternShape.Loosened(node));
        program.Emit(Operation.Accept, 0);
        return program;
    }

    /// <summary>Whether a match of the one length there is would be cut off by the end of the text, or be a part of something longer.</summary>
    public bool IsTooLongFor(ReadOnlySpan<byte> text, int start) =>
        IsFixed && (text.Length - start < Longest || (text.Length - start > Longest && ForbiddenBehind.Contains(text[start + Longest])));

    private void Add(PatternNode node)
    {
        switch (node)
        {
            case OneOf one:
                Emit(Operation.Byte, SetIndex(one.Set));
                break;
            case SecretPart secret:
                HasSecretPart = true;
                Emit(Operation.SecretStart, 0);
                Add(secret.Part);
                Emit(Operation.SecretEnd, 0);
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Add(part);
                break;
            case Alternatives either:
                AddAlternatives(PatternShape.Joined(either.Choices));
                break;
            case Repeated repeated:
                AddRepeated(repeated);
                break;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private void AddAlternatives(IReadOnlyList<PatternNode> choices)
    {
        var ends = new List<int>();
        for (var i = 0; i < choices.Count - 1; i++)
        {
            var split = Emit(Operation.Split, 0);
            Add(choices[i]);
            ends.Add(Emit(Operation.Jump, 0));
            Point(split);
        }

        Add(choices[^1]);
        foreach (var end in ends)
            Point(end);
    }

    /// <summary>The optional rounds all leave to the same place, so that no chain of splits is followed at once.</summary>
    private void AddRepeated(Repeated repeated)
    {
        for (var i = 0; i < repeated.Min; i++)
            Add(repeated.Part);
        if (repeated.Max == Repeated.WithoutEnd)
        {
            var again = Emit(Operation.Split, 0);
            Add(repeated.Part);
            Emit(Operation.Jump, again);
            Point(again);
            return;
        }

        var exits = new List<int>();
        for (var i = repeated.Min; i < repeated.Max; i++)
        {
            exits.Add(Emit(Operation.Split, 0));
            Add(repeated.Part);
        }

        foreach (var exit in exits)
            Point(exit);
    }

    private int Emit(Operation operation, int argument)
    {
        if (Length == _instructions.Length)
            Array.Resize(ref _instructions, Length * 2);
        _instructions[Length] = new Instruction(operation, argument);
        return Length++;
    }

    private void Point(int instruction) => _instructions[instruction] = _instructions[instruction] with { Argument = Length };

    private int SetIndex(ByteSet set)
    {
        for (var i = 0; i < _setCount; i++)
        {
            if (_sets[i] == set)
                return i;
        }

        if (_setCount == _sets.Length)
            Array.Resize(ref _sets, _setCount * 2);
        _sets[_setCount] = set;
        return _setCount++;
    }
}

internal enum Operation : byte
{
    /// <summary>Consumes a byte of the set that the argument numbers.</summary>
    Byte,

    /// <summary>Goes on at the next instruction and at the one that the argument numbers.</summary>
    Split,

    /// <summary>Goes on at the instruction that the argument numbers.</summary>
    Jump,
    SecretStart,
    SecretEnd,
    Accept,
}

internal readonly record struct Instruction(Operation Operation, int Argument);
