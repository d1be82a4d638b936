using System.Text;
using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>Functions of strings, version 4; positions count code points. https://github.com/google/cel-go/tree/master/ext#strings</summary>
internal static class StringsLibrary
{
    public static CelLibrary Create() => CelLibrary.BuiltIn("strings",
    [
        new("charAt", Binary("string_char_at_int", CelType.String, Int, CelType.String, (text, index) => CharAt(text.AsString, index.AsInt), CelCallCost.FirstTenth).AsMember()),
        new("indexOf",
            Binary("string_index_of_string", CelType.String, CelType.String, Int, (text, part) => IndexOf(text.AsString, part.AsString, 0), CelCallCost.Search).AsMember(),
            Many("string_index_of_string_int", [CelType.String, CelType.String, Int], Int, arguments => IndexOf(arguments[0].AsString, arguments[1].AsString, arguments[2].AsInt), CelCallCost.Search).AsMember()),
        new("lastIndexOf",
            Binary("string_last_index_of_string", CelType.String, CelType.String, Int, (text, part) => LastIndexOf(text.AsString, part.AsString, null), CelCallCost.Search).AsMember(),
            Many("string_last_index_of_string_int", [CelType.String, CelType.String, Int], Int, arguments => LastIndexOf(arguments[0].AsString, arguments[1].AsString, arguments[2].AsInt), CelCallCost.Search).AsMember()),
        new("join",
            Unary("list_join", List(CelType.String), CelType.String, list => Join(list.AsList, ""), CelCallCost.Everything).AsMember(),
            Binary("list_join_string", List(CelType.String), CelType.String, CelType.String, (list, separator) => Join(list.AsList, separator.AsString), CelCallCost.Join).AsMember()),
        new("split",
            Binary("string_split_string", CelType.String, CelType.String, List(CelType.String), (text, separator) => Split(text.AsString, separator.AsString, -1), CelCallCost.First).AsMember(),
            Many("string_split_string_int", [CelType.String, CelType.String, Int], List(CelType.String), arguments => Split(arguments[0].AsString, arguments[1].AsString, arguments[2].AsInt), CelCallCost.First).AsMember()),
        new("replace",
            Many("string_replace_string_string", [CelType.String, CelType.String, CelType.String], CelType.String, arguments => Replace(arguments, -1), CelCallCost.Replace).AsMember(),
            Many("string_replace_string_string_int", [CelType.String, CelType.String, CelType.String, Int], CelType.String, arguments => Replace(arguments, arguments[3].AsInt), CelCallCost.Replace).AsMember()),
        new("substring",
            Binary("string_substring_int", CelType.String, Int, CelType.String, (text, start) => Substring(text.AsString, start.AsInt, null), CelCallCost.FirstTenth).AsMember(),
            Many("string_substring_int_int", [CelType.String, Int, Int], CelType.String, arguments => Substring(arguments[0].AsString, arguments[1].AsInt, arguments[2].AsInt), CelCallCost.FirstTenth).AsMember()),
        Mapped("lowerAscii", "string_lower_ascii", text => string.Create(text.Length, text, (to, from) => Ascii(from, to, isUpper: false))),
        Mapped("upperAscii", "string_upper_ascii", text => string.Create(text.Length, text, (to, from) => Ascii(from, to, isUpper: true))),
        Mapped("trim", "string_trim", Trim),
        Mapped("reverse", "string_reverse", Reverse),
        new("strings.quote", Unary("strings_quote", CelType.String, CelType.String, text => CelValue.String(Quoting.Quote(text.AsString)), CelCallCost.FirstTenth)),
        new("format", Binary("string_format", CelType.String, List(Dyn), CelType.String, (text, values) => Formatting.Format(text.AsString, values.AsList), CelCallCost.Everything).AsMember()),
    ]);

    private static CelFunction Mapped(string name, string id, Func<string, string> map) =>
        new(name, Unary(id, CelType.String, CelType.String, text => CelValue.String(map(text.AsString)), CelCallCost.FirstTenth).AsMember());

    private static CelValue OutOfRange(long index) => CelValue.Error($"index out of range: {index}");

    private static CelValue CharAt(string text, long index)
    {
        var offset = CodePoints.OffsetOf(text, index);
        if (offset < 0)
            return OutOfRange(index);
        return CelValue.String(offset == text.Length ? "" : text.Substring(offset, CodePoints.LengthAt(text, offset)));
    }

    private static CelValue IndexOf(string text, string part, long start)
    {
        var offset = CodePoints.OffsetOf(text, start);
        if (offset < 0)
            return OutOfRange(start);
        var found = text.IndexOf(part, offset, StringComparison.Ordinal);
        return CelValue.Int(found < 0 ? -1 : CodePoints.NumberOf(text, found));
    }

    private static CelValue LastIndexOf(string text, string part, long? start)
    {
        var offset = start is { } number ? CodePoints.OffsetOf(text, number) : text.Length;
        if (offset < 0)
            return OutOfRange(start!.Value);
        // The match may begin there and go on behind it.
        var end = Math.Min(text.Length, offset + part.Length);
        var found = text.AsSpan(0, end).LastIndexOf(part);
        return CelValue.Int(found < 0 ? -1 : CodePoints.NumberOf(text, found));
    }

    private static CelValue Join(CelList list, string separator)
    {
        var joined = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Reference is not string text)
                return CelValue.Error($"no such overload: join of a list with {list[i].Type.RuntimeName}");
            joined.Append(i == 0 ? "" : separator).Append(text);
            if (joined.Length > Formatting.LongestResult)
                return CelValue.Error("the string would be too long");
        }

        return CelValue.String(joined.ToString());
    }

    private static CelValue Split(string text, string separator, long limit)
    {
        var items = new List<CelValue>();
        if (limit == 0)
            return CelValue.Of(CelList.Empty);
        var at = 0;
        while (limit < 0 || items.Count < limit - 1)
        {
            var next = separator.Length > 0 ? text.IndexOf(separator, at, StringComparison.Ordinal) : at < text.Length ? at + CodePoints.LengthAt(text, at) : -1;
            if (next < 0 || (separator.Length == 0 && next >= text.Length))
                break;
            items.Add(CelValue.String(text[at..next]));
            at = next + separator.Length;
        }

        if (separator.Length > 0 || text.Length > 0)
            items.Add(CelValue.String(text[at..]));
        return CelValue.Of(CelList.Of([.. items]));
    }

    private static CelValue Replace(CelValue[] arguments, long limit)
    {
        var (text, from, to) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsString);
        if (limit == 0)
            return arguments[0];
        var replaced = new StringBuilder();
        var at = 0;
        for (long count = 0; limit < 0 || count < limit; count++)
        {
            var next = from.Length > 0 ? text.IndexOf(from, at, StringComparison.Ordinal) : NextGap(text, at, count);
            if (next < 0)
                break;
            replaced.Append(text, at, next - at).Append(to);
            at = next + from.Length;
            if (replaced.Length > Formatting.LongestResult)
                return CelValue.Error("the string would be too long");
        }

        return CelValue.String(replaced.Append(text, at, text.Length - at).ToString());
    }

    /// <summary>The empty string is found before every character and at the end.</summary>
    private static int NextGap(string text, int at, long count)
    {
        if (count == 0)
            return 0;
        return at < text.Length ? at + CodePoints.LengthAt(text, at) : -1;
    }

    private static CelValue Substring(string text, long start, long? end)
    {
        var from = CodePoints.OffsetOf(text, start);
        if (from < 0)
            return OutOfRange(start);
        var to = end is { } number ? CodePoints.OffsetOf(text, number) : text.Length;
        if (to < 0)
            return OutOfRange(end!.Value);
        return to < from ? CelValue.Error($"invalid substring range. start: {start}, end: {end}") : CelValue.String(text[from..to]);
    }

    private static void Ascii(string from, Span<char> to, bool isUpper)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsAscii(from[i]) ? isUpper ? char.ToUpperInvariant(from[i]) : char.ToLowerInvariant(from[i]) : from[i];
    }

    /// <summary>White space of Unicode, of which some kinds are none to .NET or the other way round.</summary>
    private static string Trim(string text) => text.AsSpan().Trim(" \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000").ToString();

    private static string Reverse(string text)
    {
        var reversed = new char[text.Length];
        var at = text.Length;
        for (var i = 0; i < text.Length;)
        {
            var length = CodePoints.LengthAt(text, i);
            at -= length;
            text.CopyTo(i, reversed, at, length);
            i += length;
        }

        return new string(reversed);
    }
}
