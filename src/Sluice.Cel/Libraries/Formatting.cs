using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Cel;

/// <summary><c>"%s of %.2f".format([…])</c>. https://github.com/google/cel-spec/blob/master/doc/extensions/strings.md</summary>
internal static class Formatting
{
    /// <summary>In UTF-16 units.</summary>
    public const int LongestResult = 16 << 20;

    private const int MostPrecision = 1000;
    private const int MostDepth = 64;

    public static CelValue Format(string format, CelList values)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            if (++i == format.Length)
                return CelValue.Error("unexpected end of string");
            if (format[i] == '%')
            {
                text.Append('%');
                continue;
            }

            if (!TakePrecision(format, ref i, out var precision))
                return CelValue.Error("could not parse formatting clause: error while parsing precision");
            if (next >= values.Count)
                return CelValue.Error($"index {next} out of range");
            if (Append(text, format[i], precision, values[next++]) is { } problem)
                return CelValue.Error(problem);
            if (text.Length > LongestResult)
                return CelValue.Error("the string would be too long");
        }

        return CelValue.String(text.ToString());
    }

    private static bool TakePrecision(string format, ref int at, out int? precision)
    {
        precision = null;
        if (format[at] != '.')
            return true;
        var digits = format.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || digits > 4)
            return false;
        precision = int.Parse(format.AsSpan(at + 1, digits), CultureInfo.InvariantCulture);
        at += digits + 1;
        return precision <= MostPrecision;
    }

    /// <returns>What is wrong, or null.</returns>
    private static string? Append(StringBuilder text, char clause, int? precision, CelValue value) => clause switch
    {
        's' => Text(text, value, 0),
        'd' => Decimal(text, value),
        'f' => Fixed(text, value, precision ?? 6),
        'e' => Scientific(text, value, precision ?? 6),
        'b' => Binary(text, value),
        'x' or 'X' => Hexadecimal(text, value, clause == 'X'),
        'o' => Octal(text, value),
        _ => $"could not parse formatting clause: unrecognized formatting clause \"{clause}\"",
    };

    private static string NotGiven(string allowed, CelValue value) => $"error during formatting: {allowed}, was given {value.Type.RuntimeName}";

    private static string? Text(StringBuilder text, CelValue value, int depth)
    {
        if (depth > MostDepth)
            return "error during formatting: lists and maps are too deep";
        switch (value.Kind)
        {
            case CelKind.List:
                return Items(text, value.AsList, depth);
            case CelKind.Map:
                return Entries(text, value.AsMap, depth);
            case CelKind.Bytes:
                text.Append(Encoding.UTF8.GetString(value.AsBytes.Span));
                return null;
        }

        var shown = value.Kind switch
        {
            CelKind.Null => "null",
            CelKind.Bool => value.IsTrue ? "true" : "false",
            CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
            CelKind.Uint => value.AsUint.ToString(CultureInfo.InvariantCulture),
            CelKind.Double => Special(value.AsDouble) ?? Doubles.ToPlainText(value.AsDouble),
            CelKind.String => value.AsString,
            CelKind.Timestamp => Times.ToText(value),
            CelKind.Duration => Times.ToText(value.AsDuration),
            CelKind.Type => value.AsType.RuntimeName,
            _ => null,
        };
        text.Append(shown);
        return shown is null ? NotGiven("string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps", value) : null;
    }

    private static string? Items(StringBuilder text, CelList list, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            if (Text(text, list[i], depth + 1) is { } problem)
                return problem;
            if (text.Length > LongestResult)
                return "the string would be too long";
        }

        text.Append(']');
        return null;
    }

    /// <summary>In the order of the keys as they are written.</summary>
    private static string? Entries(StringBuilder text, CelMap map, int depth)
    {
        var entries = new List<(string Key, string Value)>();
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = (new StringBuilder(), new StringBuilder());
            if ((Text(key, map.KeyAt(i), depth + 1) ?? Text(value, map.ValueAt(i), depth + 1)) is { } problem)
                return problem;
            entries.Add((key.ToString(), value.ToString()));
        }

        entries.Sort((left, right) => CodePoints.Compare(left.Key, right.Key));
        text.Append('{').AppendJoin(", ", entries.Select(entry => entry.Key + ": " + entry.Value)).Append('}');
        return null;
    }

    private static string? Special(double value) => double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : null;

    private static string? Decimal(StringBuilder text, CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Int or CelKind.Uint:
                return Text(text, value, 0);
            case CelKind.Double:
                return Text(text, value, 0);
            default:
                return NotGiven("decimal clause can only be used on integers", value);
        }
    }

    private static string? Fixed(StringBuilder text, CelValue value, int precision)
    {
        if (NumberOf(value) is not { } number)
            return NotGiven("fixed-point clause can only be used on doubles", value);
        text.Append(Special(number) ?? Rounded(number, precision));
        return null;
    }

    private static string? Scientific(StringBuilder text, CelValue value, int precision)
    {
        if (NumberOf(value) is not { } number)
            return NotGiven("scientific clause can only be used on doubles", value);
        if (Special(number) is { } special)
        {
            text.Append(special);
            return null;
        }

        var shown = number.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // .NET writes three digits of the exponent, the reference two where two are enough.
        var mark = shown.IndexOf('e', StringComparison.Ordinal);
        text.Append(shown, 0, mark + 2).Append(shown.AsSpan(mark + 2).TrimStart('0').ToString().PadLeft(2, '0'));
        return null;
    }

    private static double? NumberOf(CelValue value) => value.Kind switch
    {
        CelKind.Double => value.AsDouble,
        CelKind.Int => value.AsInt,
        CelKind.Uint => value.AsUint,
        _ => null,
    };

    /// <summary>Of the exact value of the double, half to even.</summary>
    private static string Rounded(double number, int precision)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (BigInteger)(bits & 0xfffffffffffffL) + (exponent == 0 ? 0 : BigInteger.One << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var scaled = mantissa * BigInteger.Pow(10, precision);
        if (exponent >= 0)
            scaled <<= exponent;
        else
            scaled = DivideHalfToEven(scaled, BigInteger.One << -exponent);
        var digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        var sign = bits < 0 ? "-" : "";
        return precision == 0 ? sign + digits : $"{sign}{digits[..^precision]}.{digits[^precision..]}";
    }

    private static BigInteger DivideHalfToEven(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var rest);
        var order = (rest * 2).CompareTo(divisor);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static string? Binary(StringBuilder text, CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Bool:
                text.Append(value.IsTrue ? '1' : '0');
                return null;
            case CelKind.Int or CelKind.Uint:
                text.Append(Sign(value)).Append(Magnitude(value).ToString("b", CultureInfo.InvariantCulture));
                return null;
            default:
                return NotGiven("only integers and bools can be formatted as binary", value);
        }
    }

    private static string? Octal(StringBuilder text, CelValue value)
    {
        if (value.Kind is not (CelKind.Int or CelKind.Uint))
            return NotGiven("octal clause can only be used on integers", value);
        var digits = new StringBuilder();
        var rest = Magnitude(value);
        do
        {
            digits.Insert(0, (char)('0' + (int)(rest & 7)));
            rest >>= 3;
        }
        while (rest > 0);
        text.Append(Sign(value)).Append(digits);
        return null;
    }

    private static string? Hexadecimal(StringBuilder text, CelValue value, bool isUpper)
    {
        var digits = value.Kind switch
        {
            CelKind.Int or CelKind.Uint => Sign(value) + Magnitude(value).ToString("x", CultureInfo.InvariantCulture),
            CelKind.String => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value.AsString)),
            CelKind.Bytes => Convert.ToHexStringLower(value.AsBytes.Span),
            _ => null,
        };
        text.Append(isUpper ? digits?.ToUpperInvariant() : digits);
        return digits is null ? NotGiven("only integers, byte buffers, and strings can be formatted as hex", value) : null;
    }

    private static string Sign(CelValue value) => value.Kind == CelKind.Int && value.AsInt < 0 ? "-" : "";

    private static ulong Magnitude(CelValue value) => value.Kind == CelKind.Int && value.AsInt < 0 ? (ulong)-(value.AsInt + 1) + 1 : (ulong)value.Bits;
}
