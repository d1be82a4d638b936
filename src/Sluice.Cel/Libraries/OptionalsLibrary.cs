using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>Values that may be absent. https://github.com/google/cel-spec/wiki/proposal-246</summary>
internal static class OptionalsLibrary
{
    private static readonly CelType T = Parameter("V");
    private static readonly CelType K = Parameter("K");
    private static readonly CelType OptionalT = Optional(T);

    public static CelLibrary Create() => CelLibrary.BuiltIn("optionals",
    [
        new("optional.none", Many("optional_none", [], OptionalT, _ => CelOptional.NoneValue)),
        new("optional.of", Unary("optional_of", T, OptionalT, value => CelValue.Of(CelOptional.Of(value)))),
        new("optional.ofNonZeroValue", Unary("optional_ofNonZeroValue", T, OptionalT, value => IsZero(value) ? CelOptional.NoneValue : CelValue.Of(CelOptional.Of(value)))),
        new("optional.unwrap", Unary("optional_unwrap", List(OptionalT), List(T), Unwrap, CelCallCost.First)),
        new("unwrapOpt", Unary("optional_unwrapOpt", List(OptionalT), List(T), Unwrap, CelCallCost.First).AsMember()),
        new("hasValue", Unary("optional_hasValue", OptionalT, Bool, value => CelValue.Bool(value.AsOptional.HasValue)).AsMember()),
        new("value", Unary("optional_value", OptionalT, T, Value).AsMember()),
        new("or", Declared("optional_or_optional", [OptionalT, OptionalT], OptionalT, isMember: true)),
        new("orValue", Declared("optional_orValue_value", [OptionalT, T], T, isMember: true)),
        new("_[_]", Declared("optional_list_index_int", [Optional(List(T)), Int], OptionalT), Declared("optional_map_index_value", [Optional(Map(K, T)), K], OptionalT)),
        new("_[?_]",
            Declared("list_optindex_optional_int", [List(T), Int], OptionalT),
            Declared("optional_list_optindex_optional_int", [Optional(List(T)), Int], OptionalT),
            Declared("map_optindex_optional_value", [Map(K, T), K], OptionalT),
            Declared("optional_map_optindex_optional_value", [Optional(Map(K, T)), K], OptionalT)),
        new("first", Unary("list_first", List(T), OptionalT, list => At(list.AsList, 0)).AsMember()),
        new("last", Unary("list_last", List(T), OptionalT, list => At(list.AsList, list.AsList.Count - 1)).AsMember()),
    ],
    [AnyOptional],
    [
        new("optMap", true, 2, call => MapMacro(call, isFlat: false)),
        new("optFlatMap", true, 2, call => MapMacro(call, isFlat: true)),
    ]);

    private static Expr MapMacro(MacroCall call, bool isFlat) => call.VariableAt(0) is { } variable
        ? new OptionalMapExpr(call.Target!, variable, call.Arguments[1], isFlat, call.Start, call.End)
        : call.Invalid;

    private static CelValue Value(CelValue value) => value.AsOptional.HasValue ? value.AsOptional.Value : CelValue.Error("optional.none() dereference");

    private static CelValue At(CelList list, int index) => list.Count == 0 ? CelOptional.NoneValue : CelValue.Of(CelOptional.Of(list[index]));

    private static CelValue Unwrap(CelValue value)
    {
        var list = value.AsList;
        var items = new CelValue[list.Count];
        var count = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind != CelKind.Optional)
                return CelValue.Error("no such overload: every element of the list is an optional");
            if (list[i].AsOptional.HasValue)
                items[count++] = list[i].AsOptional.Value;
        }

        return CelValue.Of(CelList.Of(items, count));
    }

    private static bool IsZero(CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => value.Bits == 0,
        CelKind.Double => value.AsDouble == 0,
        CelKind.String => value.AsString.Length == 0,
        CelKind.Bytes => value.AsBytes.Length == 0,
        CelKind.List => value.AsList.Count == 0,
        CelKind.Map => value.AsMap.Count == 0,
        CelKind.Timestamp => Times.UnixSeconds(value) == 0 && Times.Nanoseconds(value) == 0,
        CelKind.Optional => !value.AsOptional.HasValue,
        _ => false,
    };
}
