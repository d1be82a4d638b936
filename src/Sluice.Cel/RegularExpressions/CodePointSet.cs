using System.Globalization;

namespace Sluice.Cel;

/// <summary>A set of code points as ranges, in order and apart from each other.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10ffff;

    private static readonly Dictionary<string, CodePointSet> ByCategory = new(StringComparer.Ordinal);

    private CodePointSet(List<(int First, int Last)> ranges) => Ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    public static CodePointSet Any { get; } = new([(0, Last)]);

    public static CodePointSet NotLineFeed { get; } = Of((0, 9), (11, Last));

    public static CodePointSet Digits { get; } = Of(('0', '9'));

    public static CodePointSet Spaces { get; } = Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));

    public static CodePointSet Words { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }

        return new CodePointSet(merged);
    }

    public CodePointSet Union(CodePointSet other) => Of([.. Ranges, .. other.Ranges]);

    public CodePointSet Complement()
    {
        var rest = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
                rest.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last)
            rest.Add((next, Last));
        return new CodePointSet(rest);
    }

    public bool Contains(int codePoint) => Ranges.Any(range => codePoint >= range.First && codePoint <= range.Last);

    /// <summary>A general category of Unicode: L, Lu, Nd, Any.</summary>
    /// <returns>Null where there is none of the name.</returns>
    public static CodePointSet? Category(string name)
    {
        if (name == "Any")
            return Any;
        lock (ByCategory)
        {
            if (!ByCategory.TryGetValue(name, out var set) && Categories(name) is { Count: > 0 } categories)
                ByCategory.Add(name, set = Collect(categories));
            return set;
        }
    }

    private static HashSet<UnicodeCategory> Categories(string name)
    {
        const string Names = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn";
        var all = Names.Split(' ');
        var found = new HashSet<UnicodeCategory>();
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] == name || (name.Length == 1 && all[i][0] == name[0] && all[i] != "Cn"))
                found.Add((UnicodeCategory)i);
        }

        return found;
    }

    private static CodePointSet Collect(HashSet<UnicodeCategory> categories)
    {
        var ranges = new List<(int First, int Last)>();
        for (var i = 0; i <= Last; i++)
        {
            if (!categories.Contains(CharUnicodeInfo.GetUnicodeCategory(i)))
                continue;
            if (ranges.Count > 0 && ranges[^1].Last == i - 1)
                ranges[^1] = (ranges[^1].First, i);
            else
                ranges.Add((i, i));
        }

        return new CodePointSet(ranges);
    }
}
