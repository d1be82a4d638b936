using System.Runtime.CompilerServices;

namespace Sluice.Cel;

/// <summary>The units of the reference: github.com/google/cel-go, interpreter/runtimecost.go.</summary>
internal static class Costs
{
    public const int List = 10;
    public const int Map = 30;
    public const int Message = 40;

    /// <summary>Compiling a regular expression that is not known before; the reference does not count it.</summary>
    public const int Pattern = 5000;

    /// <summary>Finding a time zone that is not known before.</summary>
    public const int TimeZone = 250;

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

    /// <summary>A tenth of the smaller size. What lists and maps hold inside is not counted by the reference; here it is when it is much.</summary>
    public static long OfEquality(CelValue left, CelValue right)
    {
        if (left.Reference is string first && right.Reference is string second)
            return Math.Min(first.Length, second.Length) is > 0 and <= 10 ? 1 : Tenth(SmallerSize(first, second));
        if (left.Reference is ScalarTag || right.Reference is ScalarTag)
            return left.Reference is ScalarTag && right.Reference is ScalarTag ? 1 : Tenth(Math.Min(1, SizeOf(left.Reference is ScalarTag ? right : left)));
        if (left.Kind is CelKind.List or CelKind.Map && right.Kind is CelKind.List or CelKind.Map)
            return OfNested(left, right);
        return Tenth(Math.Min(SizeOf(left), SizeOf(right)));
    }

    private const int FreeLeaves = 20;

    private static long OfNested(CelValue left, CelValue right)
    {
        var size = Math.Min(SizeOf(left), SizeOf(right));
        var leaves = Math.Min(DeepSize(left), DeepSize(right));
        return Tenth(size) + (leaves > size ? Math.Max(0, leaves - FreeLeaves) / 2 : 0);
    }

    /// <summary>Without looking through a string that is surely longer than the other.</summary>
    private static long SmallerSize(string first, string second)
    {
        if (first.Length <= second.Length / 2)
            return CodePoints.Count(first);
        return second.Length <= first.Length / 2 ? CodePoints.Count(second) : Math.Min(CodePoints.Count(first), CodePoints.Count(second));
    }

    public static long OfMembership(CelList list, CelValue value) =>
        value.Kind is CelKind.List or CelKind.Map ? Multiply(list.Count, Math.Max(1, Tenth(DeepSize(value)))) : list.Count;

    public static long OfCall(CelCallCost cost, ReadOnlySpan<CelValue> arguments) => cost switch
    {
        CelCallCost.FirstTenth => Tenth(SizeOf(arguments[0])),
        CelCallCost.AllTenth => Tenth(SumOf(arguments)),
        CelCallCost.Search => Multiply(Tenth(SizeOf(arguments[0])), Tenth(SizeOf(arguments[1]))),
        CelCallCost.Match => OfMatch(arguments),
        CelCallCost.First => 1 + SizeOf(arguments[0]),
        CelCallCost.Product => 1 + Multiply(SizeOf(arguments[0]), DeepSize(arguments[1])),
        CelCallCost.Square => 1 + Multiply(SizeOf(arguments[0]), DeepSize(arguments[0])),
        CelCallCost.Scan => 1 + (arguments[0].Reference is string text ? text.Length / ScanPerUnit : 0),
        CelCallCost.Sort => 1 + Multiply(SizeOf(arguments[0]), 64 - long.LeadingZeroCount(SizeOf(arguments[0]))),
        CelCallCost.Join => DeepSize(arguments[0]) + Tenth(Multiply(SizeOf(arguments[0]), SizeOf(arguments[1]))),
        CelCallCost.Replace => Tenth(SumOf(arguments)) + Tenth(Multiply(SizeOf(arguments[0]) / Math.Max(1, SizeOf(arguments[1])), SizeOf(arguments[2]))),
        CelCallCost.MatchReplace => OfMatch(arguments) + Tenth(Multiply(SizeOf(arguments[0]), SizeOf(arguments[2]))),
        CelCallCost.Number => arguments[0].Kind == CelKind.Int ? Math.Max(1, arguments[0].Bits) : 1,
        CelCallCost.Everything => SumOf(arguments) + DeepSize(arguments[0]) + (arguments.Length > 1 ? DeepSize(arguments[1]) : 0),
        _ => 1,
    };

    private const int ScanPerUnit = 1000;

    private static long OfMatch(ReadOnlySpan<CelValue> arguments) => OfMatch(arguments[0], Re2.Of(arguments[1].AsString));

    public static long OfMatch(CelValue text, Re2 regex) => Multiply(Tenth(SizeOf(text) + 1), regex.Weight);

    private static long SumOf(ReadOnlySpan<CelValue> arguments)
    {
        long sum = 0;
        foreach (var argument in arguments)
            sum += SizeOf(argument);
        return sum;
    }

    private const int MostDepth = 64;
    private const long MostCounted = 1 << 22;
    private const long TooMuch = 1L << 60;

    /// <summary>
    /// How much a value holds: its elements and theirs, long strings for more than one. A list may hold the same list a million times, so that the
    /// count is given up when it is large.
    /// </summary>
    private static long DeepSize(CelValue value)
    {
        long sum = 0;
        return Count(value, 0, ref sum) ? sum : TooMuch;
    }

    private static bool Count(CelValue value, int depth, ref long sum)
    {
        if (value.Reference is CelList list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (depth > MostDepth || !Count(list[i], depth + 1, ref sum))
                    return false;
            }
        }
        else if (value.Reference is CelMap map)
        {
            for (var i = 0; i < map.Count; i++)
            {
                if (depth > MostDepth || !Count(map.ValueAt(i), depth + 1, ref sum))
                    return false;
            }
        }
        else
        {
            sum += 1 + (value.Reference is string text ? text.Length / 100 : 0);
        }

        return sum < MostCounted;
    }

    private static long Multiply(long left, long right) => left == 0 || right == 0 ? 0 : left > TooMuch / right ? TooMuch : left * right;
}
