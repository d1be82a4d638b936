namespace Sluice.Cel;

/// <summary>The order of values that have one.</summary>
internal static class Ordering
{
    /// <summary>What a comparison with NaN gives: neither less nor equal nor greater.</summary>
    public const int Unordered = 2;

    /// <summary>What a comparison of values without a common order gives.</summary>
    public const int NoOrder = 3;

    /// <returns>-1, 0, 1, <see cref="Unordered"/> or <see cref="NoOrder"/>.</returns>
    public static int Compare(CelValue left, CelValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
            return Equality.IsNumber(kind) && Equality.IsNumber(right.Kind) ? CompareNumbers(left, right) : NoOrder;
        return kind switch
        {
            CelKind.Bool or CelKind.Int or CelKind.Duration => left.Bits.CompareTo(right.Bits),
            CelKind.Uint => ((ulong)left.Bits).CompareTo((ulong)right.Bits),
            CelKind.Double => CompareDoubles(left.AsDouble, right.AsDouble),
            CelKind.String => CodePoints.Compare(left.AsString, right.AsString),
            CelKind.Bytes => Math.Sign(left.AsBytes.Span.SequenceCompareTo(right.AsBytes.Span)),
            CelKind.Timestamp => left.Bits != right.Bits ? left.Bits.CompareTo(right.Bits) : left.SubTick.CompareTo(right.SubTick),
            _ => NoOrder,
        };
    }

    /// <summary>An integer beside a double is compared as a double, as the reference does it: from 2^53 on, neighbours are equal.</summary>
    public static int CompareNumbers(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Double, _) => CompareDoubles(left.AsDouble, ToDouble(right)),
        (_, CelKind.Double) => CompareDoubles(ToDouble(left), right.AsDouble),
        (CelKind.Int, CelKind.Uint) => left.Bits < 0 ? -1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        (CelKind.Uint, CelKind.Int) => right.Bits < 0 ? 1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        (CelKind.Uint, CelKind.Uint) => ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        _ => left.Bits.CompareTo(right.Bits),
    };

    public static int CompareDoubles(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;

    private static double ToDouble(CelValue number) => number.Kind switch
    {
        CelKind.Int => number.Bits,
        CelKind.Uint => (ulong)number.Bits,
        _ => number.AsDouble,
    };
}
