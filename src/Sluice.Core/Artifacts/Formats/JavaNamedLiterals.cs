namespace Sluice.Artifacts.Formats;

/// <summary>
/// The string literals of a Java class that are values of fields: constants, and what code loads and stores at once (Java Virtual Machine Specification,
/// sections 4.5 to 4.7.3).
/// </summary>
internal static class JavaNamedLiterals
{
    private const byte LoadConstant = 0x12, LoadWideConstant = 0x13, PutStatic = 0xb3, PutField = 0xb5;

    /// <param name="found">Gets where the name and where the value stand in the file.</param>
    /// <param name="cursor">Behind the constants.</param>
    public static void Find(ReadOnlySpan<byte> file, JavaConstantPool pool, ByteCursor cursor, List<((int Start, int Length) Name, (int Start, int Length) Value)> found)
    {
        cursor.Take(6);
        cursor.Take(2 * cursor.UInt16BigEndian());
        FindIn(file, pool, ref cursor, isOfFields: true, found);
        FindIn(file, pool, ref cursor, isOfFields: false, found);
    }

    /// <summary>Fields and methods are written alike: flags, name, type, attributes.</summary>
    private static void FindIn(ReadOnlySpan<byte> file, JavaConstantPool pool, ref ByteCursor cursor, bool isOfFields, List<((int, int), (int, int))> found)
    {
        for (var members = cursor.UInt16BigEndian(); members > 0; members--)
        {
            cursor.Take(2);
            var name = pool.TextOf(cursor.UInt16BigEndian());
            cursor.Take(2);
            for (var attributes = cursor.UInt16BigEndian(); attributes > 0; attributes--)
            {
                var kind = pool.TextOf(cursor.UInt16BigEndian()) is var (start, length) ? file.Slice(start, length) : default;
                var content = cursor.Take(cursor.UInt32BigEndian());
                if (isOfFields && kind.SequenceEqual("ConstantValue"u8) && content.Length == 2 && name is { } field && pool.LiteralOf(content[0] << 8 | content[1]) is { } constant)
                    found.Add((field, constant));
                else if (!isOfFields && kind.SequenceEqual("Code"u8) && content.Length > 8)
                    FindInCode(content[8..], pool, found);
            }
        }
    }

    /// <summary>By the bytes of the two instructions, wherever they stand: that both numbers are of the right kind by chance is rare, and harms little.</summary>
    private static void FindInCode(ReadOnlySpan<byte> code, JavaConstantPool pool, List<((int, int), (int, int))> found)
    {
        for (var at = 0; at + 5 <= code.Length && code[at..^4].IndexOfAny(LoadConstant, LoadWideConstant) is >= 0 and var hop; at++)
        {
            at += hop;
            var put = code[at] == LoadConstant ? at + 2 : at + 3;
            if (put + 3 > code.Length || code[put] is not (PutStatic or PutField))
                continue;
            var literal = pool.LiteralOf(code[at] == LoadConstant ? code[at + 1] : code[at + 1] << 8 | code[at + 2]);
            if (literal is { } value && pool.FieldName(code[put + 1] << 8 | code[put + 2]) is { } name)
                found.Add((name, value));
        }
    }
}
