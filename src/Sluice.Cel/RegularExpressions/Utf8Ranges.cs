namespace Sluice.Cel;

/// <summary>Ranges of code points as sequences of ranges of octets.</summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7f, 0x7ff, 0xffff];

    public static List<(int First, int Last)[]> Of(IEnumerable<(int First, int Last)> ranges)
    {
        var sequences = new List<(int, int)[]>();
        foreach (var (first, last) in ranges)
        {
            // Surrogates have no octets.
            if (first < 0xd800)
                Split(sequences, first, Math.Min(last, 0xd7ff));
            if (last > 0xdfff)
                Split(sequences, Math.Max(first, 0xe000), last);
        }

        return sequences;
    }

    /// <summary>Until the octets behind the first that differs may each be any that can follow.</summary>
    private static void Split(List<(int, int)[]> sequences, int first, int last)
    {
        foreach (var border in LastOfLength)
        {
            if (first <= border && last > border)
            {
                Split(sequences, first, border);
                Split(sequences, border + 1, last);
                return;
            }
        }

        for (var i = 1; i < LengthOf(first); i++)
        {
            var mask = (1 << (6 * i)) - 1;
            if ((first & ~mask) == (last & ~mask))
                continue;
            if ((first & mask) != 0)
            {
                Split(sequences, first, first | mask);
                Split(sequences, (first | mask) + 1, last);
                return;
            }

            if ((last & mask) != mask)
            {
                Split(sequences, first, (last & ~mask) - 1);
                Split(sequences, last & ~mask, last);
                return;
            }
        }

        var (from, to) = (Octets(first), Octets(last));
        sequences.Add([.. from.Zip(to, (low, high) => (low, high))]);
    }

    private static int LengthOf(int codePoint) => codePoint <= 0x7f ? 1 : codePoint <= 0x7ff ? 2 : codePoint <= 0xffff ? 3 : 4;

    private static int[] Octets(int codePoint) => LengthOf(codePoint) switch
    {
        1 => [codePoint],
        2 => [0xc0 | (codePoint >> 6), 0x80 | (codePoint & 0x3f)],
        3 => [0xe0 | (codePoint >> 12), 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f)],
        _ => [0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f)],
    };
}
