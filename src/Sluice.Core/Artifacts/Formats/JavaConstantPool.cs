namespace Sluice.Artifacts.Formats;

/// <summary>The constants of a Java class by their numbers (Java Virtual Machine Specification, section 4.4).</summary>
internal sealed class JavaConstantPool
{
    private const byte Text = 1, Long = 5, Double = 6, Literal = 8, Field = 9, NameAndType = 12;

    private readonly byte[] _kinds;

    /// <summary>Of a text its start and length, of others the numbers of the one or two constants that they consist of.</summary>
    private readonly (int First, int Second)[] _parts;

    private JavaConstantPool(int count) => (_kinds, _parts) = (new byte[count], new (int, int)[count]);

    /// <summary>The numbers of the string literals, in the order of the class.</summary>
    public List<int> Literals { get; } = [];

    /// <param name="cursor">At the count of constants; moved behind them.</param>
    public static JavaConstantPool Read(ref ByteCursor cursor)
    {
        var pool = new JavaConstantPool(cursor.UInt16BigEndian());
        for (var number = 1; number < pool._kinds.Length; number++)
        {
            var kind = pool._kinds[number] = cursor.Byte();
            pool._parts[number] = PartsOf(kind, ref cursor);
            if (kind == Literal)
                pool.Literals.Add(number);
            // Long and double take two places, for historical reasons (section 4.4.5).
            number += kind is Long or Double ? 1 : 0;
        }

        return pool;
    }

    private static (int First, int Second) PartsOf(byte kind, ref ByteCursor cursor)
    {
        switch (kind)
        {
            case Text:
                var length = cursor.UInt16BigEndian();
                var start = cursor.Position;
                cursor.Take(length);
                return (start, length);
            case Literal or 7 or 16 or 19 or 20:
                return (cursor.UInt16BigEndian(), 0);
            case Field or NameAndType or 10 or 11 or 17 or 18:
                return (cursor.UInt16BigEndian(), cursor.UInt16BigEndian());
            case 15:
                cursor.Take(3);
                return default;
            case 3 or 4:
                cursor.Take(4);
                return default;
            case Long or Double:
                cursor.Take(8);
                return default;
            default:
                throw new ArtifactException($"unknown constant {kind}");
        }
    }

    /// <summary>Where a text stands in the file; null for what is none.</summary>
    public (int Start, int Length)? TextOf(int number) => Is(number, Text) ? _parts[number] : null;

    /// <summary>Where the text of a string literal stands; null for what is none.</summary>
    public (int Start, int Length)? LiteralOf(int number) => Is(number, Literal) ? TextOf(_parts[number].First) : null;

    /// <summary>Where the name of a field stands that code refers to; null for what is none.</summary>
    public (int Start, int Length)? FieldName(int number) =>
        Is(number, Field) && Is(_parts[number].Second, NameAndType) ? TextOf(_parts[_parts[number].Second].First) : null;

    private bool Is(int number, byte kind) => number > 0 && number < _kinds.Length && _kinds[number] == kind;
}
