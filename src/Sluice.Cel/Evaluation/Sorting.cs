namespace Sluice.Cel;

/// <summary>Stable sorting by keys that have an order.</summary>
internal static class Sorting
{
    /// <param name="keys">One an element.</param>
    public static CelValue Sort(CelList list, CelValue[] keys)
    {
        foreach (var key in keys)
        {
            if (key.Kind != keys[0].Kind)
                return CelValue.Error("list elements must have the same type");
            if (key.Kind is not (CelKind.Int or CelKind.Uint or CelKind.Double or CelKind.Bool or CelKind.Duration or CelKind.Timestamp or CelKind.String or CelKind.Bytes))
                return CelValue.Error("list elements must be comparable");
        }

        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => Compare(keys[a], keys[b]) is not 0 and var result ? result : a.CompareTo(b));
        return CelValue.Of(CelList.Of([.. order.Select(i => list[i])]));
    }

    /// <summary>NaN first, so that the order is one.</summary>
    private static int Compare(CelValue left, CelValue right) => Ordering.Compare(left, right) is var order && order != Ordering.Unordered
        ? order
        : double.IsNaN(right.AsDouble).CompareTo(double.IsNaN(left.AsDouble));
}
