using System.Runtime.InteropServices;

namespace Sluice.Sources;

/// <summary>Tokens that a compiled file and the source have in a row.</summary>
/// <param name="IsLinked">Between this row and the one before a few tokens differ, on either side.</param>
internal readonly record struct CodeRow(int Old, int New, int Length, bool IsLinked)
{
    public int OldEnd => Old + Length;

    public int NewEnd => New + Length;
}

/// <summary>
/// Finds the parts of a source that a compiled file consists of, in the order in which they stand there: six tokens in a row say where a part is, and it is followed both ways over the few tokens that compilers leave out or
/// put in. Linear: at each place so many ways on are tried, and no more.
/// </summary>
internal static class CodeAlignment
{
    /// <summary>Tokens that are skipped on both sides together, before the thread is lost.</summary>
    private const int MostSkipped = 24;

    /// <summary>Tokens that have to be the same where it is taken up again.</summary>
    private const int LeastSame = 3;

    public static List<CodeRow> Of(SourceCode source, List<CodeToken> output)
    {
        var (rows, found) = (new List<CodeRow>(), new List<CodeRow>());
        var tokens = CollectionsMarshal.AsSpan(output);
        for (var now = 0; now + SourceCode.Window <= tokens.Length;)
        {
            var old = source.Find(tokens[now..]);
            if (old < 0)
            {
                now++;
                continue;
            }

            found.Clear();
            Follow(source, tokens, (old - 1, source.StartOfFileAt(old) - 1), (now - 1, rows.Count == 0 ? -1 : rows[^1].NewEnd - 1), -1, found);
            found.Reverse();
            now = Follow(source, tokens, (old, source.EndOfFileAt(old)), (now, tokens.Length), 1, found);
            for (var i = 0; i < found.Count; i++)
                Add(source, tokens, found[i], isLinked: i > 0, rows);
        }

        return rows;
    }

    /// <param name="step">Forwards or backwards.</param>
    /// <returns>Where the thread is lost.</returns>
    private static int Follow(SourceCode source, ReadOnlySpan<CodeToken> tokens, (int At, int End) old, (int At, int End) now, int step, List<CodeRow> rows)
    {
        while (true)
        {
            var length = Same(source, tokens, old, now, step, int.MaxValue);
            if (length > 0)
                rows.Add(step > 0 ? new CodeRow(old.At, now.At, length, true) : new CodeRow(old.At - length + 1, now.At - length + 1, length, true));
            (old.At, now.At) = (old.At + (step * length), now.At + (step * length));
            if (old.At == old.End || now.At == now.End || NextRow(source, tokens, old, now, step) is not (var left, var put))
                return now.At;
            (old.At, now.At) = (old.At + (step * left), now.At + (step * put));
        }
    }

    private static (int Left, int Put)? NextRow(SourceCode source, ReadOnlySpan<CodeToken> tokens, (int At, int End) old, (int At, int End) now, int step)
    {
        var (lefts, puts) = (Math.Abs(old.End - old.At), Math.Abs(now.End - now.At));
        for (var skipped = 1; skipped <= MostSkipped; skipped++)
        {
            for (var put = Math.Max(0, skipped - lefts + 1); put <= skipped && put < puts; put++)
            {
                var left = skipped - put;
                var least = Math.Min(LeastSame, lefts - left);
                if (Same(source, tokens, (old.At + (step * left), old.End), (now.At + (step * put), now.End), step, least) == least)
                    return (left, put);
            }
        }

        return null;
    }

    private static int Same(SourceCode source, ReadOnlySpan<CodeToken> tokens, (int At, int End) old, (int At, int End) now, int step, int most)
    {
        var length = 0;
        for (; length < most && old.At != old.End && now.At != now.End && source.KeyAt(old.At) == tokens[now.At].Key; length++)
            (old.At, now.At) = (old.At + step, now.At + step);
        return length;
    }

    private static void Add(SourceCode source, ReadOnlySpan<CodeToken> tokens, CodeRow row, bool isLinked, List<CodeRow> rows)
    {
        if (!isLinked)
        {
            rows.Add(row with { IsLinked = false });
            return;
        }

        var (left, put) = (row.Old - rows[^1].OldEnd, row.New - rows[^1].NewEnd);
        if (left > 0 && put > 0 && left + put > 2)
            AddWithin(source, tokens, (rows[^1].OldEnd, left), (rows[^1].NewEnd, put), rows);
        if (row.Old == rows[^1].OldEnd && row.New == rows[^1].NewEnd)
            rows[^1] = rows[^1] with { Length = rows[^1].Length + row.Length };
        else
            rows.Add(row);
    }

    /// <summary>What is the same within the few tokens that differ: the longest common subsequence.</summary>
    private static void AddWithin(SourceCode source, ReadOnlySpan<CodeToken> tokens, (int At, int Count) old, (int At, int Count) now, List<CodeRow> rows)
    {
        const int Width = MostSkipped + 1;
        Span<byte> longest = stackalloc byte[Width * Width];
        longest.Clear();
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var k = now.Count - 1; k >= 0; k--)
                longest[(i * Width) + k] = source.KeyAt(old.At + i) == tokens[now.At + k].Key ? (byte)(longest[((i + 1) * Width) + k + 1] + 1) : Math.Max(longest[((i + 1) * Width) + k], longest[(i * Width) + k + 1]);
        }

        for (int i = 0, k = 0; i < old.Count && k < now.Count;)
        {
            if (source.KeyAt(old.At + i) == tokens[now.At + k].Key)
            {
                if (rows[^1].OldEnd == old.At + i && rows[^1].NewEnd == now.At + k)
                    rows[^1] = rows[^1] with { Length = rows[^1].Length + 1 };
                else
                    rows.Add(new CodeRow(old.At + i, now.At + k, 1, true));
                (i, k) = (i + 1, k + 1);
            }
            else if (longest[((i + 1) * Width) + k] >= longest[(i * Width) + k + 1])
                i++;
            else
                k++;
        }
    }
}
