using System.Runtime.CompilerServices;

namespace Sluice.Cel;

/// <summary>The units of the reference: github.com/google/cel-go, interpreter/runtimecost.go.</summary>
internal static class Costs
{
    public const int List = 10;
    public const int Map = 30;
    public const int Message = 40;

    /// <summary>How long a value is: code points, octets, elements, entries; 1 for what has no length.</summary>
    public static long SizeOf(CelValue value)
    {
        if (value.Reference is string text)
            return CodePoints.Count(text);
        return value.Kind switch
        {
            CelKind.Bytes => value.AsBytes.Length,
            CelKind.List => value.AsList.Count,
            CelKind.Map => value.AsMap.Count,
            _ => 1,
        };
    }

    /// <summary>What walking over that many characters costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Tenth(long size) => (size + 9) / 10;

    public static long OfEquality(CelValue left, CelValue right)
    {
        // Scalars are one long.
        if (left.Reference is ScalarTag)
            return right.Reference is ScalarTag ? 1 : Tenth(Math.Min(1, SizeOf(right)));
        return Tenth(Math.Min(SizeOf(left), SizeOf(right)));
    }

    public static long OfCall(CelCallCost cost, ReadOnlySpan<CelValue> arguments) => cost switch
    {
        CelCallCost.FirstTenth => Tenth(SizeOf(arguments[0])),
        CelCallCost.SecondTenth => Tenth(SizeOf(arguments[1])),
        CelCallCost.AllTenth => Tenth(SumOf(arguments)),
        CelCallCost.Search => Multiply(Tenth(SizeOf(arguments[0])), Tenth(SizeOf(arguments[1]))),
        CelCallCost.Match => Multiply(Tenth(SizeOf(arguments[0]) + 1), (SizeOf(arguments[1]) + 3) / 4),
        CelCallCost.First => 1 + SizeOf(arguments[0]),
        CelCallCost.Product => 1 + Multiply(SizeOf(arguments[0]), arguments.Length > 1 ? SizeOf(arguments[1]) : 1),
        CelCallCost.Square => 1 + Multiply(SizeOf(arguments[0]), SizeOf(arguments[0])),
        CelCallCost.Number => arguments[0].Kind == CelKind.Int ? Math.Max(1, arguments[0].Bits) : 1,
        CelCallCost.Everything => SumOf(arguments) + Deep(arguments),
        _ => 1,
    };

    private static long SumOf(ReadOnlySpan<CelValue> arguments)
    {
        long sum = 0;
        foreach (var argument in arguments)
            sum += SizeOf(argument);
        return sum;
    }

    private static long Deep(ReadOnlySpan<CelValue> arguments)
    {
        long sum = 0;
        foreach (var argument in arguments)
            sum += DeepSize(argument, 0);
        return sum;
    }

    private const int MostDepth = 64;
    private const long MostSize = 1L << 32;

    /// <summary>Stops counting when the value is huge; a list may hold the same list a million times.</summary>
    private static long DeepSize(CelValue value, int depth)
    {
        if (depth > MostDepth)
            return MostSize;
        long sum = 1;
        if (value.Reference is CelList list)
        {
            for (var i = 0; i < list.Count && sum < MostSize; i++)
                sum += DeepSize(list[i], depth + 1);
        }
        else if (value.Reference is CelMap map)
        {
            for (var i = 0; i < map.Count && sum < MostSize; i++)
                sum += 1 + DeepSize(map.ValueAt(i), depth + 1);
        }
        else if (value.Reference is string text)
        {
            sum += text.Length / 10;
        }

        return sum;
    }

    private static long Multiply(long left, long right) => left == 0 || right == 0 ? 0 : left > long.MaxValue / right ? long.MaxValue / 2 : left * right;
}
