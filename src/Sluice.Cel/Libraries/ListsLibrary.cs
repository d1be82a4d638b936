using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>Functions of lists, version 3. https://github.com/google/cel-go/tree/master/ext#lists</summary>
internal static class ListsLibrary
{
    private const int LongestRange = 1_000_000;

    private static readonly CelType T = Parameter("T");
    private static readonly CelType ListT = List(T);

    public static CelLibrary Create() => CelLibrary.BuiltIn("lists",
    [
        new("slice", Many("list_slice", [ListT, Int, Int], ListT, arguments => Slice(arguments[0].AsList, arguments[1].AsInt, arguments[2].AsInt), CelCallCost.First).AsMember()),
        new("flatten",
            Unary("list_flatten", List(ListT), ListT, list => Flatten(list.AsList, 1), CelCallCost.Everything).AsMember(),
            Binary("list_flatten_int", List(Dyn), Int, List(Dyn), (list, depth) => Flatten(list.AsList, depth.AsInt), CelCallCost.Everything).AsMember()),
        new("distinct", Unary("list_distinct", ListT, ListT, list => Distinct(list.AsList), CelCallCost.Square).AsMember()),
        new("reverse", Unary("list_reverse", ListT, ListT, list => Reverse(list.AsList), CelCallCost.First).AsMember()),
        new("lists.range", Unary("lists_range", Int, List(Int), count => Range(count.AsInt), CelCallCost.Number)),
        new("sort", [.. new[] { Int, Uint, CelType.Double, Bool, Duration, Timestamp, CelType.String, Bytes }.Select(type => Unary($"list_{type}_sort", List(type), List(type), list => Sort(list.AsList), CelCallCost.Sort).AsMember())]),
    ], macros:
    [
        new("sortBy", true, 2, call => call.VariableAt(0) is { } variable ? new SortByExpr(call.Target!, variable, call.Arguments[1], call.Start, call.End) : call.Invalid),
    ]);

    private static CelValue Slice(CelList list, long start, long end)
    {
        if (start < 0 || end < 0)
            return CelValue.Error($"cannot slice({start}, {end}), negative indexes not supported");
        if (start > end)
            return CelValue.Error($"cannot slice({start}, {end}), start index must be less than or equal to end index");
        if (end > list.Count)
            return CelValue.Error($"cannot slice({start}, {end}), list is length {list.Count}");
        var items = new CelValue[end - start];
        for (var i = 0; i < items.Length; i++)
            items[i] = list[(int)start + i];
        return CelValue.Of(CelList.Of(items));
    }

    private static CelValue Flatten(CelList list, long depth)
    {
        if (depth < 0)
            return CelValue.Error("level must be non-negative");
        var items = new List<CelValue>();
        Append(items, list, (int)Math.Min(depth, int.MaxValue));
        return CelValue.Of(CelList.Of([.. items]));
    }

    private static void Append(List<CelValue> items, CelList list, int depth)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (depth > 0 && list[i].Reference is CelList inner)
                Append(items, inner, depth - 1);
            else
                items.Add(list[i]);
        }
    }

    private static CelValue Distinct(CelList list)
    {
        var items = new List<CelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            if (!items.Contains(list[i]))
                items.Add(list[i]);
        }

        return CelValue.Of(CelList.Of([.. items]));
    }

    private static CelValue Reverse(CelList list)
    {
        var items = new CelValue[list.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = list[items.Length - 1 - i];
        return CelValue.Of(CelList.Of(items));
    }

    private static CelValue Range(long count)
    {
        if (count > LongestRange)
            return CelValue.Error($"lists.range gives at most {LongestRange} numbers");
        var items = new CelValue[Math.Max(0, count)];
        for (var i = 0; i < items.Length; i++)
            items[i] = CelValue.Int(i);
        return CelValue.Of(CelList.Of(items));
    }

    private static CelValue Sort(CelList list)
    {
        var keys = new CelValue[list.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = list[i];
        return Sorting.Sort(list, keys);
    }
}
