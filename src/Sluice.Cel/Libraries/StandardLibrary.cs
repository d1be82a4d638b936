using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>
/// The operators and functions of the language. Operators are declared for the checker; the planner has nodes for them.
/// https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
/// </summary>
internal static class StandardLibrary
{
    private static readonly CelType A = Parameter("A");
    private static readonly CelType B = Parameter("B");
    private static readonly CelType ListA = List(A);
    private static readonly CelType MapAB = Map(A, B);

    public static IReadOnlyList<CelType> Types { get; } = [Bool, Bytes, CelType.Double, Duration, Int, List(Dyn), Map(Dyn, Dyn), CelType.Null, CelType.String, Timestamp, CelType.Type, Uint];

    public static IReadOnlyList<CelFunction> Functions { get; } = CelLibrary.BuiltIn("standard",
    [
        new("_?_:_", Declared("conditional", [Bool, A, A], A)),
        new("_&&_", Declared("logical_and", [Bool, Bool], Bool)),
        new("_||_", Declared("logical_or", [Bool, Bool], Bool)),
        new("!_", Declared("logical_not", [Bool], Bool)),
        new("-_", Declared("negate_double", [CelType.Double], CelType.Double), Declared("negate_int64", [Int], Int)),
        new("_==_", Declared("equals", [A, A], Bool)),
        new("_!=_", Declared("not_equals", [A, A], Bool)),
        Addition(), Subtraction(),
        Arithmetic("_*_", "multiply"), Arithmetic("_/_", "divide"),
        new("_%_", Declared("modulo_int64", [Int, Int], Int), Declared("modulo_uint64", [Uint, Uint], Uint)),
        Order("_<_", "less"), Order("_<=_", "less_equals"), Order("_>_", "greater"), Order("_>=_", "greater_equals"),
        new("_[_]", Declared("index_list", [ListA, Int], A), Declared("index_map", [MapAB, A], B)),
        new("@in", Declared("in_list", [A, ListA], Bool), Declared("in_map", [A, MapAB], Bool)),
        Size(),
        new("type", Unary("type", A, TypeOf(A), value => CelValue.Of(value.Type))),
        new("dyn", Unary("to_dyn", A, Dyn, value => value)),
        .. Conversions.Functions,
        .. TimeFunctions.All,
        TextTest("contains", (text, part) => text.Contains(part, StringComparison.Ordinal), CelCallCost.Search),
        TextTest("startsWith", (text, part) => text.StartsWith(part, StringComparison.Ordinal), CelCallCost.FirstTenth),
        TextTest("endsWith", (text, part) => text.EndsWith(part, StringComparison.Ordinal), CelCallCost.FirstTenth),
        new("matches",
            Binary("matches", CelType.String, CelType.String, Bool, RegexLibrary.Matches, CelCallCost.Match),
            Binary("matches_string", CelType.String, CelType.String, Bool, RegexLibrary.Matches, CelCallCost.Match).AsMember()),
    ]).Functions;

    public static IReadOnlyDictionary<string, CelValue> Constants { get; } = new Dictionary<string, CelValue>(StringComparer.Ordinal) { ["google.protobuf.NullValue.NULL_VALUE"] = CelValue.Int(0) };

    private static CelFunction Addition() => new("_+_",
        Declared("add_bytes", [Bytes, Bytes], Bytes),
        Declared("add_double", [CelType.Double, CelType.Double], CelType.Double),
        Declared("add_duration_duration", [Duration, Duration], Duration),
        Declared("add_duration_timestamp", [Duration, Timestamp], Timestamp),
        Declared("add_timestamp_duration", [Timestamp, Duration], Timestamp),
        Declared("add_int64", [Int, Int], Int),
        Declared("add_list", [ListA, ListA], ListA),
        Declared("add_string", [CelType.String, CelType.String], CelType.String),
        Declared("add_uint64", [Uint, Uint], Uint));

    private static CelFunction Subtraction() => new("_-_",
        Declared("subtract_double", [CelType.Double, CelType.Double], CelType.Double),
        Declared("subtract_duration_duration", [Duration, Duration], Duration),
        Declared("subtract_int64", [Int, Int], Int),
        Declared("subtract_timestamp_duration", [Timestamp, Duration], Timestamp),
        Declared("subtract_timestamp_timestamp", [Timestamp, Timestamp], Duration),
        Declared("subtract_uint64", [Uint, Uint], Uint));

    private static CelFunction Arithmetic(string name, string id) => new(name,
        Declared(id + "_double", [CelType.Double, CelType.Double], CelType.Double),
        Declared(id + "_int64", [Int, Int], Int),
        Declared(id + "_uint64", [Uint, Uint], Uint));

    /// <summary>Numbers of different types have an order among each other.</summary>
    private static CelFunction Order(string name, string id)
    {
        var overloads = new List<CelOverload>();
        foreach (var type in (CelType[])[Bool, CelType.String, Bytes, Timestamp, Duration])
            overloads.Add(Declared($"{id}_{type}", [type, type], Bool));
        CelType[] numbers = [Int, Uint, CelType.Double];
        foreach (var left in numbers)
        {
            foreach (var right in numbers)
                overloads.Add(Declared($"{id}_{left}_{right}", [left, right], Bool));
        }

        return new CelFunction(name, overloads);
    }

    private static CelFunction Size()
    {
        CelOverload[] overloads =
        [
            Unary("size_bytes", Bytes, Int, value => CelValue.Int(value.AsBytes.Length)),
            Unary("size_list", ListA, Int, value => CelValue.Int(value.AsList.Count)),
            Unary("size_map", MapAB, Int, value => CelValue.Int(value.AsMap.Count)),
            Unary("size_string", CelType.String, Int, value => CelValue.Int(CodePoints.Count(value.AsString)), CelCallCost.Scan),
        ];
        return new CelFunction("size", [.. overloads, .. overloads.Select(overload => overload.AsMember())]);
    }

    private static CelFunction TextTest(string name, Func<string, string, bool> test, CelCallCost cost) =>
        new(name, Binary(name + "_string", CelType.String, CelType.String, Bool, (text, part) => CelValue.Bool(test(text.AsString, part.AsString)), cost).AsMember());
}
