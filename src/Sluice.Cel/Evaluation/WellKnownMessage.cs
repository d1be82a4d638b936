namespace Sluice.Cel;

/// <summary>The messages of google.protobuf that are plain values of the language: wrappers, JSON, times.</summary>
internal sealed class WellKnownMessage
{
    private static readonly Dictionary<string, WellKnownMessage> All = new WellKnownMessage[]
    {
        Wrapper("BoolValue", CelType.Bool, CelValue.False),
        Wrapper("BytesValue", CelType.Bytes, CelValue.Bytes(ReadOnlyMemory<byte>.Empty)),
        Wrapper("DoubleValue", CelType.Double, CelValue.Double(0)),
        Wrapper("FloatValue", CelType.Double, CelValue.Double(0), value => CelValue.Double((float)value.AsDouble)),
        Wrapper("Int32Value", CelType.Int, CelValue.Int(0), value => value.AsInt is >= int.MinValue and <= int.MaxValue ? value : CelValue.Error("range error: the number does not fit into 32 bits")),
        Wrapper("Int64Value", CelType.Int, CelValue.Int(0)),
        Wrapper("StringValue", CelType.String, CelValue.String("")),
        Wrapper("UInt32Value", CelType.Uint, CelValue.Uint(0), value => value.AsUint <= uint.MaxValue ? value : CelValue.Error("range error: the number does not fit into 32 bits")),
        Wrapper("UInt64Value", CelType.Uint, CelValue.Uint(0)),
        new("ListValue", CelType.List(CelType.Dyn), fields => JsonList(fields.GetValueOrDefault("values", CelValue.Of(CelList.Empty))), ("values", CelType.List(CelType.Dyn))),
        new("Struct", CelType.Map(CelType.String, CelType.Dyn), fields => JsonMap(fields.GetValueOrDefault("fields", CelValue.Of(CelMap.Empty))), ("fields", CelType.Map(CelType.String, CelType.Dyn))),
        new("Value", CelType.Dyn, JsonValue, ("null_value", CelType.Int), ("number_value", CelType.Double), ("string_value", CelType.String), ("bool_value", CelType.Bool), ("struct_value", CelType.Map(CelType.String, CelType.Dyn)), ("list_value", CelType.List(CelType.Dyn))),
        new("Timestamp", CelType.Timestamp, Timestamp, ("seconds", CelType.Int), ("nanos", CelType.Int)),
        new("Duration", CelType.Duration, Duration, ("seconds", CelType.Int), ("nanos", CelType.Int)),
        new("Any", CelType.Dyn, _ => CelValue.Error("conversion error: there are no messages that google.protobuf.Any could hold"), ("type_url", CelType.String), ("value", CelType.Bytes)),
    }.ToDictionary(message => message.Name, StringComparer.Ordinal);

    private readonly (string Name, CelType Type)[] _fields;

    private WellKnownMessage(string name, CelType type, Func<Dictionary<string, CelValue>, CelValue> build, params (string, CelType)[] fields)
    {
        (Name, Type, Build, _fields) = ("google.protobuf." + name, type, build, fields);
    }

    public string Name { get; }

    /// <summary>Of the value that the message becomes.</summary>
    public CelType Type { get; }

    /// <summary>From the fields that are given, or an error.</summary>
    public Func<Dictionary<string, CelValue>, CelValue> Build { get; }

    public IEnumerable<string> FieldNames => _fields.Select(known => known.Name);

    public CelType? FieldType(string field) => _fields.FirstOrDefault(known => known.Name == field).Type;

    public static WellKnownMessage? Find(string container, string name)
    {
        foreach (var candidate in NamePath.Candidates(container, name))
        {
            if (All.TryGetValue(candidate, out var message))
                return message;
        }

        return null;
    }

    private static WellKnownMessage Wrapper(string name, CelType type, CelValue zero, Func<CelValue, CelValue>? convert = null) => new(name, CelType.Wrapper(type), fields =>
    {
        if (!fields.TryGetValue("value", out var value))
            return zero;
        return type.Admits(value) ? convert?.Invoke(value) ?? value : CelValue.Error($"field 'value' is {type}, not {value.Type.RuntimeName}");
    }, ("value", type));

    private static CelValue JsonList(CelValue value) => value.Kind == CelKind.List ? value : CelValue.Error("'values' is a list");

    private static CelValue JsonMap(CelValue value)
    {
        if (value.Kind != CelKind.Map)
            return CelValue.Error("'fields' is a map");
        var map = value.AsMap;
        for (var i = 0; i < map.Count; i++)
        {
            if (map.KeyAt(i).Kind != CelKind.String)
                return CelValue.Error("bad key type: the keys of google.protobuf.Struct are strings");
        }

        return value;
    }

    private static CelValue JsonValue(Dictionary<string, CelValue> fields)
    {
        if (fields.Count > 1)
            return CelValue.Error("google.protobuf.Value has one value");
        foreach (var (name, value) in fields)
            return name == "null_value" ? CelValue.Null : name == "struct_value" ? JsonMap(value) : value;
        return CelValue.Null;
    }

    private static CelValue Timestamp(Dictionary<string, CelValue> fields)
    {
        var seconds = fields.GetValueOrDefault("seconds", CelValue.Int(0)).AsInt;
        var nanoseconds = fields.GetValueOrDefault("nanos", CelValue.Int(0)).AsInt;
        var whole = Times.OfUnixSeconds(seconds);
        return whole.IsError ? whole : Times.Add(whole, nanoseconds);
    }

    private static CelValue Duration(Dictionary<string, CelValue> fields)
    {
        var seconds = fields.GetValueOrDefault("seconds", CelValue.Int(0)).AsInt;
        var nanoseconds = fields.GetValueOrDefault("nanos", CelValue.Int(0)).AsInt;
        return Times.OfNanoseconds((Int128)seconds * Times.NanosecondsPerSecond + nanoseconds);
    }
}
