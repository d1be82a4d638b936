using System.Globalization;
using System.Text;

namespace Sluice.Cel;

/// <summary>Values as people read them: as the expression that gives them, long ones cut.</summary>
internal static class ValueText
{
    private const int LongestString = 200;
    private const int MostItems = 10;
    private const int MostDepth = 4;

    public static string Of(CelValue value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CelValue value, int depth)
    {
        switch (value.Kind)
        {
            case CelKind.Null:
                text.Append("null");
                break;
            case CelKind.Bool:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case CelKind.Int:
                text.Append(CultureInfo.InvariantCulture, $"{value.Bits}");
                break;
            case CelKind.Uint:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsUint}u");
                break;
            case CelKind.Double:
                text.Append(Doubles.AsLiteral(value.AsDouble));
                break;
            case CelKind.String:
                text.Append(Quoting.Quote(Cut(value.AsString)));
                break;
            case CelKind.Bytes:
                text.Append("b'…' of ").Append(CultureInfo.InvariantCulture, $"{value.AsBytes.Length}");
                break;
            case CelKind.List:
                AppendList(text, value.AsList, depth);
                break;
            case CelKind.Map:
                AppendMap(text, value.AsMap, depth);
                break;
            case CelKind.Optional:
                AppendOptional(text, value.AsOptional, depth);
                break;
            case CelKind.Error:
                text.Append("error: ").Append(value.AsError.Message);
                break;
            default:
                AppendOther(text, value);
                break;
        }
    }

    private static void AppendOther(StringBuilder text, CelValue value) => text.Append(value.Kind switch
    {
        CelKind.Timestamp => $"timestamp(\"{Times.ToText(value)}\")",
        CelKind.Duration => $"duration(\"{Times.ToText(value.AsDuration)}\")",
        CelKind.Type => value.AsType.RuntimeName,
        CelKind.Object => value.AsObject.Type.Name + "{…}",
        _ => value.AsOpaque.ToString(),
    });

    private static void AppendList(StringBuilder text, CelList list, int depth)
    {
        text.Append('[');
        var shown = depth < MostDepth ? Math.Min(list.Count, MostItems) : 0;
        for (var i = 0; i < shown; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, list[i], depth + 1);
        }

        text.Append(shown < list.Count ? $"… {list.Count} in all]" : "]");
    }

    private static void AppendMap(StringBuilder text, CelMap map, int depth)
    {
        text.Append('{');
        var shown = depth < MostDepth ? Math.Min(map.Count, MostItems) : 0;
        for (var i = 0; i < shown; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, map.KeyAt(i), depth + 1);
            text.Append(": ");
            Append(text, map.ValueAt(i), depth + 1);
        }

        text.Append(shown < map.Count ? $"… {map.Count} in all}}" : "}");
    }

    private static void AppendOptional(StringBuilder text, CelOptional optional, int depth)
    {
        if (!optional.HasValue)
        {
            text.Append("optional.none()");
            return;
        }

        text.Append("optional.of(");
        Append(text, optional.Value, depth + 1);
        text.Append(')');
    }

    private static string Cut(string text)
    {
        if (text.Length <= LongestString)
            return text;
        var end = char.IsHighSurrogate(text[LongestString - 1]) ? LongestString - 1 : LongestString;
        return text[..end] + "…";
    }
}
