namespace Sluice.Artifacts.Formats;

/// <summary>What a constant is to the code object it is in.</summary>
internal enum PythonRole
{
    Ordinary,

    /// <summary>The path that the code was compiled from.</summary>
    Source,
}

/// <summary>A string or byte string of marshalled code.</summary>
internal readonly ref struct PythonConstant(ReadOnlySpan<byte> bytes, bool isText, PythonRole role)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public bool IsText { get; } = isText;

    public PythonRole Role { get; } = role;
}

/// <summary>
/// Goes through marshalled Python (Python/marshal.c, versions 2 to 5) and gives the strings and byte strings in it. Builds no objects:
/// what is still to be read is a stack of counts, so that neither nesting nor claimed sizes cost memory.
/// </summary>
internal ref struct PythonMarshal
{
    /// <summary>CPython itself stops at 2000 nested objects; each takes up to four items here.</summary>
    private const int MaxPending = 16_384;

    private readonly PythonVersion _version;
    private readonly Stack<Pending> _pending = [];
    private ByteCursor _cursor;

    public PythonMarshal(ReadOnlySpan<byte> marshalled, PythonVersion version)
    {
        _cursor = new ByteCursor(marshalled);
        _version = version;
        _pending.Push(new Pending(Step.Objects, 1));
    }

    private enum Step
    {
        Objects,

        /// <summary>The paths among the fields of a code object.</summary>
        SourceObject,
        Integers,

        /// <summary>Pairs up to a NULL.</summary>
        Dictionary,
    }

    private record struct Pending(Step Step, long Count);

    /// <summary>Bytes read: once there is no next constant, the length of the code.</summary>
    public readonly int Position => _cursor.Position;

    public bool TryNext(out PythonConstant constant)
    {
        constant = default;
        while (_pending.TryPop(out var pending))
        {
            if (pending.Step == Step.Integers)
            {
                _cursor.Take(pending.Count * 4);
                continue;
            }

            if (pending.Count > 1)
                Push(pending with { Count = pending.Count - 1 });
            if (ReadObject(pending, out constant))
                return true;
        }

        return false;
    }

    private void Push(Pending pending)
    {
        if (pending.Count == 0)
            return;
        if (_pending.Count >= MaxPending)
            throw new ArtifactException("objects nested too deeply");
        _pending.Push(pending);
    }

    private bool ReadObject(Pending pending, out PythonConstant constant)
    {
        constant = default;
        var type = (char)(_cursor.Byte() & 0x7f);
        if (pending.Step == Step.Dictionary && type != '0')
            _pending.Push(pending);
        var role = pending.Step == Step.SourceObject ? PythonRole.Source : PythonRole.Ordinary;
        switch (type)
        {
            case '0' or 'N' or 'F' or 'T' or 'S' or '.':
                return false;
            case 'i' or 'r' or 'R':
                _cursor.Take(4);
                return false;
            case 'I' or 'g':
                _cursor.Take(8);
                return false;
            case 'y':
                _cursor.Take(16);
                return false;
            case 'l':
                _cursor.Take(Math.Abs((long)_cursor.Int32()) * 2);
                return false;
            case 'f':
                _cursor.Take(_cursor.Byte());
                return false;
            case 'x':
                _cursor.Take(_cursor.Byte());
                _cursor.Take(_cursor.Byte());
                return false;
            case 's':
                constant = new PythonConstant(_cursor.Take(_cursor.UInt32()), false, role);
                return true;
            case 't' or 'u' or 'a' or 'A':
                constant = new PythonConstant(_cursor.Take(_cursor.UInt32()), true, role);
                return true;
            case 'z' or 'Z':
                constant = new PythonConstant(_cursor.Take(_cursor.Byte()), true, role);
                return true;
            default:
                PushParts(type);
                return false;
        }
    }

    private void PushParts(char type)
    {
        switch (type)
        {
            case ')':
                Push(new Pending(Step.Objects, _cursor.Byte()));
                break;
            case '(' or '[' or '<' or '>':
                Push(new Pending(Step.Objects, _cursor.UInt32()));
                break;
            case '{':
                Push(new Pending(Step.Dictionary, 1));
                break;
            case ':':
                Push(new Pending(Step.Objects, 3));
                break;
            case 'c':
                PushCode();
                break;
            default:
                throw new ArtifactException($"unknown type 0x{(int)type:x2} at {_cursor.Position - 1}");
        }
    }

    /// <summary>The fields of a code object, the last one first. 3.0 and 3.8 added an integer each, 3.11 rearranged the names.</summary>
    private void PushCode()
    {
        if (_version.IsAtLeast(3, 11))
        {
            Push(new Pending(Step.Objects, 2));
            Push(new Pending(Step.Integers, 1));
            Push(new Pending(Step.Objects, 2));
            Push(new Pending(Step.SourceObject, 1));
            Push(new Pending(Step.Objects, 5));
            Push(new Pending(Step.Integers, 5));
            return;
        }

        Push(new Pending(Step.Objects, 1));
        Push(new Pending(Step.Integers, 1));
        Push(new Pending(Step.Objects, 1));
        Push(new Pending(Step.SourceObject, 1));
        Push(new Pending(Step.Objects, 6));
        Push(new Pending(Step.Integers, _version.IsAtLeast(3, 8) ? 6 : _version.IsAtLeast(3, 0) ? 5 : 4));
    }
}
