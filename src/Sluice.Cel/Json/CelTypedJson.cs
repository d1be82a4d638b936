using System.Globalization;
using System.Text.Json;

namespace Sluice.Cel;

/// <summary>
/// Values in JSON without loss: an object whose only key is the type, <c>{"int": "42"}</c>. 64-bit numbers and doubles are strings, bytes base64,
/// a map an array of pairs.
/// </summary>
public static class CelTypedJson
{
    private const int MostDepth = 200;

    /// <summary>A list may hold the same list a thousand times, and that the next.</summary>
    private const int MostValues = 1_000_000;

    /// <exception cref="FormatException">The value is too deep, or written out it would be too large.</exception>
    public static void Write(Utf8JsonWriter writer, CelValue value)
    {
        var rest = MostValues;
        Write(writer, value, 0, ref rest);
    }

    private static void Write(Utf8JsonWriter writer, CelValue value, int depth, ref int rest)
    {
        if (depth > MostDepth || --rest < 0)
            throw new FormatException("the value is too large to be written");
        writer.WriteStartObject();
        switch (value.Kind)
        {
            case CelKind.Null:
                writer.WriteNull("null");
                break;
            case CelKind.Bool:
                writer.WriteBoolean("bool", value.IsTrue);
                break;
            case CelKind.List:
                writer.WriteStartArray("list");
                for (var i = 0; i < value.AsList.Count; i++)
                    Write(writer, value.AsList[i], depth + 1, ref rest);
                writer.WriteEndArray();
                break;
            case CelKind.Map:
                WriteMap(writer, value.AsMap, depth, ref rest);
                break;
            case CelKind.Optional:
                writer.WritePropertyName("optional");
                if (value.AsOptional.HasValue)
                    Write(writer, value.AsOptional.Value, depth + 1, ref rest);
                else
                    writer.WriteNullValue();
                break;
            default:
                var (type, text) = Scalar(value);
                writer.WriteString(type, text);
                break;
        }

        writer.WriteEndObject();
    }

    private static (string Type, string Text) Scalar(CelValue value) => value.Kind switch
    {
        CelKind.Int => ("int", value.AsInt.ToString(CultureInfo.InvariantCulture)),
        CelKind.Uint => ("uint", value.AsUint.ToString(CultureInfo.InvariantCulture)),
        CelKind.Double => ("double", DoubleText(value.AsDouble)),
        CelKind.String => ("string", value.AsString),
        CelKind.Bytes => ("bytes", Convert.ToBase64String(value.AsBytes.Span)),
        CelKind.Type => ("type", value.AsType.RuntimeName),
        CelKind.Timestamp => ("timestamp", Times.ToText(value)),
        CelKind.Duration => ("duration", Times.ToText(value.AsDuration)),
        CelKind.Object => ("object", value.AsObject.Type.Name),
        CelKind.Opaque => (value.AsOpaque.Type.Name, value.AsOpaque.ToString() ?? ""),
        _ => throw new InvalidOperationException("an error is no value"),
    };

    private static string DoubleText(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : value == 0 ? double.IsNegative(value) ? "-0.0" : "0.0" : value.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteMap(Utf8JsonWriter writer, CelMap map, int depth, ref int rest)
    {
        writer.WriteStartArray("map");
        for (var i = 0; i < map.Count; i++)
        {
            writer.WriteStartArray();
            Write(writer, map.KeyAt(i), depth + 1, ref rest);
            Write(writer, map.ValueAt(i), depth + 1, ref rest);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <exception cref="FormatException">It is no typed value.</exception>
    public static CelValue Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("a typed value is an object with one key, such as {\"int\": \"1\"}");
        CelValue? value = null;
        foreach (var property in json.EnumerateObject())
            value = value is null ? Read(property.Name, property.Value) : throw new FormatException("a typed value has one key");
        return value ?? throw new FormatException("a typed value has one key");
    }

    private static CelValue Read(string type, JsonElement json) => type switch
    {
        "null" when json.ValueKind == JsonValueKind.Null => CelValue.Null,
        "bool" when json.ValueKind is JsonValueKind.True or JsonValueKind.False => CelValue.Bool(json.GetBoolean()),
        "list" when json.ValueKind == JsonValueKind.Array => CelValue.Of(CelList.Of([.. json.EnumerateArray().Select(Read)])),
        "map" when json.ValueKind == JsonValueKind.Array => ReadMap(json),
        "optional" => json.ValueKind == JsonValueKind.Null ? CelValue.Of(CelOptional.None) : CelValue.Of(CelOptional.Of(Read(json))),
        _ when json.ValueKind == JsonValueKind.String => ReadText(type, json.GetString()!),
        _ => throw new FormatException($"'{type}' is no type of a typed value, or its value has the wrong form"),
    };

    private static CelValue ReadMap(JsonElement json)
    {
        var map = new MapBuilder();
        foreach (var pair in json.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw new FormatException("a map is an array of pairs [key, value]");
            if (map.Add(Read(pair[0]), Read(pair[1])) is { } problem)
                throw new FormatException(problem);
        }

        return CelValue.Of(map.ToMap());
    }

    private static CelValue ReadText(string type, string text)
    {
        var value = type switch
        {
            "int" => CelValue.Int(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            "uint" => CelValue.Uint(ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)),
            "double" => Doubles.TryParse(text, out var number) ? CelValue.Double(number) : throw new FormatException($"'{text}' is no double"),
            "string" => CelValue.String(text),
            "bytes" => CelValue.Bytes(Convert.FromBase64String(text)),
            "type" => CelValue.Of(CelTypeParser.Parse(text)),
            "timestamp" => TimeParser.Timestamp(text),
            "duration" => TimeParser.Duration(text),
            _ => throw new FormatException($"'{type}' is no type of a typed value"),
        };
        return value.IsError ? throw new FormatException(value.AsError.Message) : value;
    }
}
