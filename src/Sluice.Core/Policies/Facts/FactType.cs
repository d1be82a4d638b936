using Sluice.Cel;

namespace Sluice.Policies.Facts;

/// <summary>Shows a record of the host to expressions: a declared type with a getter a field. Nothing is copied; a field is made when it is asked for.</summary>
internal sealed class FactType<T>
    where T : class
{
    private readonly FactField<T>[] _fields;
    private readonly CelObjectType _type;

    public FactType(string name, params FactField<T>[] fields)
    {
        _fields = fields;
        _type = new CelObjectType(name, Array.ConvertAll(fields, field => new CelField(field.Name, field.Type)));
    }

    public CelType Type => _type.Type;

    public CelType ListType => field ??= CelType.List(Type);

    public CelType OptionalType => field ??= CelType.Optional(Type);

    public CelValue Of(T fact) => CelValue.Of(new FactObject(this, fact));

    public CelValue ListOf(IReadOnlyList<T> facts) => CelValue.Of(new FactList(this, facts));

    /// <summary>An empty optional for null: what is not known is not nothing.</summary>
    public CelValue OptionalOf(T? fact) => CelValue.Of(fact is null ? CelOptional.None : CelOptional.Of(Of(fact)));

    /// <summary>The record behind a value; null for a value of another type.</summary>
    public static T? From(CelValue value) => value.Kind == CelKind.Object && value.AsObject is FactObject { Fact: var fact } ? fact : null;

    private sealed class FactObject(FactType<T> type, T fact) : CelObject(type._type)
    {
        public T Fact => fact;

        public override CelValue GetField(int index) => type._fields[index].Get(fact);

        public override bool IsEqual(CelObject other) => other is FactObject { Fact: var record } && ReferenceEquals(record, fact);
    }

    /// <summary>Wraps each record once, however often an expression looks at it.</summary>
    private sealed class FactList(FactType<T> type, IReadOnlyList<T> facts) : CelList
    {
        private readonly CelValue[] _values = new CelValue[facts.Count];

        public override int Count => facts.Count;

        public override CelValue this[int index] => _values[index].Kind == CelKind.Null ? _values[index] = type.Of(facts[index]) : _values[index];
    }
}

/// <summary>A field of a fact: its name and type in expressions, and how to get it.</summary>
internal sealed record FactField<T>(string Name, CelType Type, Func<T, CelValue> Get);

/// <summary>Plain values of the host as values of expressions.</summary>
internal static class Fact
{
    public static readonly CelType Strings = CelType.List(CelType.String);
    public static readonly CelType OptionalString = CelType.Optional(CelType.String);
    public static readonly CelType OptionalTimestamp = CelType.Optional(CelType.Timestamp);
    public static readonly CelType OptionalInt = CelType.Optional(CelType.Int);

    public static CelValue Text(string? text) => CelValue.String(text ?? "");

    public static CelValue List(IEnumerable<string> texts) => CelValue.List([.. texts.Select(CelValue.String)]);

    public static CelValue Optional(string? text) => CelValue.Of(text is null ? CelOptional.None : CelOptional.Of(CelValue.String(text)));

    public static CelValue Optional(long? number) => CelValue.Of(number is { } value ? CelOptional.Of(CelValue.Int(value)) : CelOptional.None);

    public static CelValue Optional(DateTimeOffset? time) => CelValue.Of(time is { } value ? CelOptional.Of(CelValue.Timestamp(value)) : CelOptional.None);

    public static CelValue None => CelValue.Of(CelOptional.None);

    /// <summary>What evidence holds: texts, booleans, numbers and lists of texts.</summary>
    public static CelValue Plain(object value) => value switch
    {
        bool flag => CelValue.Bool(flag),
        int number => CelValue.Int(number),
        long number => CelValue.Int(number),
        IEnumerable<string> texts => List(texts),
        _ => CelValue.String(value.ToString() ?? ""),
    };
}
