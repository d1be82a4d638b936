using static Sluice.Cel.CelOverload;

namespace Sluice.Cel;

/// <summary>Lists looked at as sets. https://github.com/google/cel-go/tree/master/ext#sets</summary>
internal static class SetsLibrary
{
    private static readonly CelType ListT = CelType.List(CelType.Parameter("T"));

    public static CelLibrary Create() => CelLibrary.BuiltIn("sets",
    [
        new("sets.contains", Binary("list_sets_contains_list", ListT, ListT, CelType.Bool, (set, part) => CelValue.Bool(Contains(set.AsList, part.AsList)), CelCallCost.Product)),
        new("sets.equivalent", Binary("list_sets_equivalent_list", ListT, ListT, CelType.Bool, (left, right) => CelValue.Bool(Contains(left.AsList, right.AsList) && Contains(right.AsList, left.AsList)), CelCallCost.Product)),
        new("sets.intersects", Binary("list_sets_intersects_list", ListT, ListT, CelType.Bool, (left, right) => CelValue.Bool(Intersects(left.AsList, right.AsList)), CelCallCost.Product)),
    ]);

    private static bool Contains(CelList set, CelList part)
    {
        for (var i = 0; i < part.Count; i++)
        {
            if (!Has(set, part[i]))
                return false;
        }

        return true;
    }

    private static bool Intersects(CelList left, CelList right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (Has(right, left[i]))
                return true;
        }

        return false;
    }

    private static bool Has(CelList list, CelValue value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (Equality.AreEqual(list[i], value))
                return true;
        }

        return false;
    }
}
