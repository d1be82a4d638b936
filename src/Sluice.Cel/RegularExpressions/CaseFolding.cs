using System.Text;

namespace Sluice.Cel;

/// <summary>Letters that are one to <c>(?i)</c>: Unicode's simple folding, as k, K and the Kelvin sign.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(FindOrbits);

    public static CodePointSet Close(CodePointSet set)
    {
        var ranges = new List<(int, int)>(set.Ranges);
        if (set.Ranges.All(range => range.Last < 128))
            AddAscii(set, ranges);
        else
            ranges.AddRange(Orbits.Value.Where(orbit => set.Contains(orbit.Key)).SelectMany(orbit => orbit.Value).Select(letter => (letter, letter)));
        return CodePointSet.Of(ranges);
    }

    private static void AddAscii(CodePointSet set, List<(int, int)> ranges)
    {
        foreach (var (first, last) in set.Ranges)
        {
            for (var letter = first; letter <= last; letter++)
            {
                if (!char.IsAsciiLetter((char)letter))
                    continue;
                ranges.Add((letter ^ 0x20, letter ^ 0x20));
                if ((letter | 0x20) == 'k')
                    ranges.Add((0x212a, 0x212a));
                if ((letter | 0x20) == 's')
                    ranges.Add((0x17f, 0x17f));
            }
        }
    }

    private static Dictionary<int, int[]> FindOrbits()
    {
        var groups = new Dictionary<int, List<int>>();
        for (var i = (int)'A'; i < 0x1f000; i++)
        {
            // Turkish i folds in Turkish only.
            if (!Rune.IsValid(i) || i is 0x130 or 0x131)
                continue;
            var key = Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(i))).Value;
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = []);
            group.Add(i);
        }

        return groups.Values.Where(group => group.Count > 1).SelectMany(group => group.Select(letter => (letter, group))).ToDictionary(pair => pair.letter, pair => pair.group.ToArray());
    }
}
