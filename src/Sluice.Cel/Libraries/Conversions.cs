using System.Globalization;
using System.Text;
using static Sluice.Cel.CelOverload;

namespace Sluice.Cel;

/// <summary>int(), uint(), double(), string() and so on. What does not fit is an error.</summary>
internal static class Conversions
{
    /// <summary>Longer texts are no numbers that anyone writes, and take time.</summary>
    public const int LongestNumber = 1000;

    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    public static CelFunction[] Functions { get; } =
    [
        new("bool", Same("bool_to_bool", CelType.Bool), Unary("string_to_bool", CelType.String, CelType.Bool, ToBool)),
        new("bytes", Same("bytes_to_bytes", CelType.Bytes), Unary("string_to_bytes", CelType.String, CelType.Bytes, text => CelValue.Bytes(Encoding.UTF8.GetBytes(text.AsString)), CelCallCost.FirstTenth)),
        new("double",
            Same("double_to_double", CelType.Double),
            Unary("int64_to_double", CelType.Int, CelType.Double, value => CelValue.Double(value.AsInt)),
            Unary("string_to_double", CelType.String, CelType.Double, ToDouble),
            Unary("uint64_to_double", CelType.Uint, CelType.Double, value => CelValue.Double(value.AsUint))),
        new("duration",
            Same("duration_to_duration", CelType.Duration),
            Unary("int64_to_duration", CelType.Int, CelType.Duration, value => Times.OfNanoseconds((Int128)value.AsInt * Times.NanosecondsPerSecond)),
            Unary("string_to_duration", CelType.String, CelType.Duration, text => TimeParser.Duration(text.AsString))),
        new("int",
            Same("int64_to_int64", CelType.Int),
            Unary("double_to_int64", CelType.Double, CelType.Int, DoubleToInt),
            Unary("duration_to_int64", CelType.Duration, CelType.Int, value => CelValue.Int(value.AsDuration)),
            Unary("string_to_int64", CelType.String, CelType.Int, ToInt),
            Unary("timestamp_to_int64", CelType.Timestamp, CelType.Int, value => CelValue.Int(Times.UnixSeconds(value))),
            Unary("uint64_to_int64", CelType.Uint, CelType.Int, value => value.AsUint <= long.MaxValue ? CelValue.Int((long)value.AsUint) : OutOfRange("int"))),
        new("string",
            Same("string_to_string", CelType.String),
            Unary("bool_to_string", CelType.Bool, CelType.String, value => CelValue.String(value.AsBool ? "true" : "false")),
            Unary("bytes_to_string", CelType.Bytes, CelType.String, BytesToString, CelCallCost.FirstTenth),
            Unary("double_to_string", CelType.Double, CelType.String, value => CelValue.String(Doubles.ToText(value.AsDouble))),
            Unary("duration_to_string", CelType.Duration, CelType.String, value => CelValue.String(Times.ToText(value.AsDuration))),
            Unary("int64_to_string", CelType.Int, CelType.String, value => CelValue.String(value.AsInt.ToString(CultureInfo.InvariantCulture))),
            Unary("timestamp_to_string", CelType.Timestamp, CelType.String, value => CelValue.String(Times.ToText(value))),
            Unary("uint64_to_string", CelType.Uint, CelType.String, value => CelValue.String(value.AsUint.ToString(CultureInfo.InvariantCulture)))),
        new("timestamp",
            Same("timestamp_to_timestamp", CelType.Timestamp),
            Unary("int64_to_timestamp", CelType.Int, CelType.Timestamp, value => Times.OfUnixSeconds(value.AsInt)),
            Unary("string_to_timestamp", CelType.String, CelType.Timestamp, text => TimeParser.Timestamp(text.AsString))),
        new("uint",
            Same("uint64_to_uint64", CelType.Uint),
            Unary("double_to_uint64", CelType.Double, CelType.Uint, DoubleToUint),
            Unary("int64_to_uint64", CelType.Int, CelType.Uint, value => value.AsInt >= 0 ? CelValue.Uint((ulong)value.AsInt) : OutOfRange("uint")),
            Unary("string_to_uint64", CelType.String, CelType.Uint, ToUint)),
    ];

    private static CelOverload Same(string id, CelType type) => Unary(id, type, type, value => value);

    private static CelValue OutOfRange(string type) => CelValue.Error($"range error: the value does not fit into {type}");

    private static CelValue NoConversion(CelValue text, string type) => CelValue.Error($"type conversion error: {text} is no {type}");

    private static CelValue ToBool(CelValue text) => text.AsString switch
    {
        "true" or "TRUE" or "True" or "t" or "T" or "1" => CelValue.True,
        "false" or "FALSE" or "False" or "f" or "F" or "0" => CelValue.False,
        _ => NoConversion(text, "bool"),
    };

    private static CelValue ToDouble(CelValue text) => Doubles.TryParse(text.AsString, out var value) ? CelValue.Double(value) : NoConversion(text, "double");

    private static CelValue ToInt(CelValue text) =>
        IsDecimal(text.AsString, maySign: true) && long.TryParse(text.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? CelValue.Int(value) : NoConversion(text, "int");

    private static CelValue ToUint(CelValue text) =>
        IsDecimal(text.AsString, maySign: false) && ulong.TryParse(text.AsString, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? CelValue.Uint(value) : NoConversion(text, "uint");

    /// <summary>.NET also takes trailing zero characters.</summary>
    private static bool IsDecimal(string text, bool maySign)
    {
        if (text.Length > LongestNumber)
            return false;
        var digits = maySign && text is ['+' or '-', ..] ? text.AsSpan(1) : text;
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Cuts the fraction off. The limits themselves are out, as a double cannot tell them from their neighbours.</summary>
    private static CelValue DoubleToInt(CelValue value)
    {
        var number = value.AsDouble;
        return number is > -TwoTo63 and < TwoTo63 ? CelValue.Int((long)number) : OutOfRange("int");
    }

    private static CelValue DoubleToUint(CelValue value)
    {
        var number = value.AsDouble;
        return number is >= 0 and < TwoTo64 ? CelValue.Uint((ulong)number) : OutOfRange("uint");
    }

    private static CelValue BytesToString(CelValue value) => CodePoints.FromUtf8(value.AsBytes.Span) is { } text ? CelValue.String(text) : CelValue.Error("invalid UTF-8 in bytes, cannot convert to string");
}
