namespace Sluice.Artifacts.Formats;

/// <summary>
/// Finds in marshalled Python what constants are assigned to: by a load and a store one behind the other, and by the tuple of names behind the values of a
/// dictionary or a call. Versions up to 3.13; the numbers of later instructions are not known here.
/// </summary>
internal ref struct PythonAssignments
{
    /// <summary>CPython itself stops at 2000.</summary>
    private const int MaxDepth = 1000;

    private readonly PythonVersion _version;
    private readonly ReadOnlySpan<byte> _marshalled;
    private readonly NamedConstants _found;
    private readonly List<Item> _references = [];

    /// <summary>Of versions that number the names that are there before.</summary>
    private readonly List<Item> _interned = [];
    private ByteCursor _cursor;

    private PythonAssignments(ReadOnlySpan<byte> marshalled, PythonVersion version, NamedConstants found)
    {
        _marshalled = marshalled;
        _version = version;
        _found = found;
        _cursor = new ByteCursor(marshalled);
    }

    /// <summary>A text, or a tuple; neither for anything else.</summary>
    private readonly record struct Item(int Start, int Length, Item[]? Parts);

    public static void Find(ReadOnlySpan<byte> marshalled, PythonVersion version, NamedConstants found)
    {
        if (!version.IsAtLeast(3, 14))
            new PythonAssignments(marshalled, version, found).Read(0);
    }

    private Item Read(int depth)
    {
        if (depth > MaxDepth)
            throw new ArtifactException("objects nested too deeply");
        var type = _cursor.Byte();
        var reference = -1;
        if ((type & 0x80) != 0)
        {
            reference = _references.Count;
            _references.Add(default);
        }

        var item = Read((char)(type & 0x7f), depth);
        if (reference >= 0)
            _references[reference] = item;
        return item;
    }

    private Item Read(char type, int depth)
    {
        switch (type)
        {
            case 'i':
                _cursor.Take(4);
                return default;
            case 'I' or 'g':
                _cursor.Take(8);
                return default;
            case 'y':
                _cursor.Take(16);
                return default;
            case 'l':
                _cursor.Take(Math.Abs((long)_cursor.Int32()) * 2);
                return default;
            case 'f':
                _cursor.Take(_cursor.Byte());
                return default;
            case 'x':
                _cursor.Take(_cursor.Byte());
                _cursor.Take(_cursor.Byte());
                return default;
            case 's' or 'u' or 'a' or 'A' or 't':
                var text = Text(_cursor.UInt32());
                if (type == 't')
                    _interned.Add(text);
                return text;
            case 'z' or 'Z':
                return Text(_cursor.Byte());
            case 'r':
                return _cursor.UInt32() is var known && known < _references.Count ? _references[(int)known] : default;
            case 'R':
                return _cursor.UInt32() is var name && name < _interned.Count ? _interned[(int)name] : default;
            case ')':
                return Tuple(_cursor.Byte(), depth);
            case '(' or '[' or '<' or '>':
                return Tuple(_cursor.UInt32(), depth);
            case '{':
                while (_cursor.Remaining > 0 && !IsEnd())
                    Read(depth + 1);
                return default;
            case ':':
                return Tuple(3, depth) with { Parts = null };
            case 'c':
                ReadCode(depth);
                return default;
            default:
                return default;
        }
    }

    /// <summary>Takes the mark behind the last pair of a dictionary.</summary>
    private bool IsEnd()
    {
        if ((_marshalled[_cursor.Position] & 0x7f) != '0')
            return false;
        _cursor.Position++;
        return true;
    }

    private Item Text(long length)
    {
        var start = _cursor.Position;
        _cursor.Take(length);
        return new Item(start, (int)length, null);
    }

    private Item Tuple(long count, int depth)
    {
        // Each takes a byte at least: what claims more costs nothing.
        if (count > _cursor.Remaining)
            throw new EndOfStreamException($"{count} objects claimed, {_cursor.Remaining} bytes there");
        var parts = new Item[count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Read(depth + 1);
        return new Item(0, 0, parts);
    }

    /// <summary>As <see cref="PythonMarshal"/> knows them: instructions, constants, names and local names come first among the objects.</summary>
    private void ReadCode(int depth)
    {
        _cursor.Take(4 * (_version.IsAtLeast(3, 11) ? 5 : _version.IsAtLeast(3, 8) ? 6 : _version.IsAtLeast(3, 0) ? 5 : 4));
        var (code, constants, names, locals) = (Read(depth + 1), Read(depth + 1), Read(depth + 1), Read(depth + 1));
        for (var rest = 4; rest > 0; rest--)
            Read(depth + 1);
        _cursor.Take(4);
        for (var rest = _version.IsAtLeast(3, 11) ? 2 : 1; rest > 0; rest--)
            Read(depth + 1);
        if (constants.Parts is { } values && names.Parts is { } ofModule && locals.Parts is { } ofFunction)
            Follow(_marshalled.Slice(code.Start, code.Length), values, ofModule, ofFunction);
    }

    /// <summary>A byte and its argument each; two bytes of argument, where there is one, before 3.6.</summary>
    private readonly void Follow(ReadOnlySpan<byte> code, Item[] constants, Item[] names, Item[] locals)
    {
        var isOfWords = _version.IsAtLeast(3, 6);
        var isRenumbered = _version.IsAtLeast(3, 13);
        var (extended, loaded) = (0, new List<Item>());
        for (var at = 0; at + 1 < code.Length;)
        {
            var instruction = code[at];
            var argument = isOfWords ? code[at + 1] : at + 2 < code.Length ? code[at + 1] | code[at + 2] << 8 : 0;
            at += isOfWords ? 2 : instruction >= FirstWithArgument ? 3 : 1;
            argument |= extended;
            extended = 0;
            switch (isRenumbered ? MeaningOfNew(instruction) : MeaningOf(instruction))
            {
                case Meaning.Extend:
                    extended = argument << (isOfWords ? 8 : 16);
                    break;
                case Meaning.Load:
                    Load(argument >= 0 && argument < constants.Length ? constants[argument] : default, loaded);
                    break;
                case Meaning.StoreName:
                    Store(names, argument, loaded);
                    break;
                case Meaning.StoreLocal:
                    Store(locals, argument, loaded);
                    break;
                default:
                    loaded.Clear();
                    break;
            }
        }
    }

    /// <summary>A tuple of as many names as there are values before it names them.</summary>
    private readonly void Load(Item constant, List<Item> loaded)
    {
        if (constant.Parts is { Length: > 0 } names && names.Length <= loaded.Count)
        {
            for (var i = 0; i < names.Length; i++)
                Add(names[i], loaded[loaded.Count - names.Length + i]);
        }

        loaded.Add(constant);
    }

    private readonly void Store(Item[] names, int number, List<Item> loaded)
    {
        if (number >= 0 && number < names.Length && loaded.Count > 0)
            Add(names[number], loaded[^1]);
        loaded.Clear();
    }

    private readonly void Add(Item name, Item value) => _found.Add(_marshalled.Slice(name.Start, name.Length), _marshalled.Slice(value.Start, value.Length));

    private const byte FirstWithArgument = 90;

    private enum Meaning
    {
        Other,
        Extend,
        Load,
        StoreName,
        StoreLocal,
    }

    /// <summary>Lib/opcode.py. <c>KW_NAMES</c> of 3.11 and 3.12 loads the names of a call as constants are loaded.</summary>
    private readonly Meaning MeaningOf(byte instruction) => instruction switch
    {
        100 => Meaning.Load,
        172 when _version.IsAtLeast(3, 11) => Meaning.Load,
        90 or 97 => Meaning.StoreName,
        125 => Meaning.StoreLocal,
        144 when _version.IsAtLeast(3, 0) => Meaning.Extend,
        145 when !_version.IsAtLeast(3, 0) => Meaning.Extend,
        _ => Meaning.Other,
    };

    /// <summary>Include/opcode_ids.h of 3.13, where they are numbered in the order of their names.</summary>
    private static Meaning MeaningOfNew(byte instruction) => instruction switch
    {
        83 => Meaning.Load,
        113 or 114 => Meaning.StoreName,
        110 => Meaning.StoreLocal,
        71 => Meaning.Extend,
        _ => Meaning.Other,
    };
}
