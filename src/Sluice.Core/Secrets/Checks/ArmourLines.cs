using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// The base 64 of a key that stands in something else line by line: in comments, in the lines of a difference or of a quoted message, under line numbers, with the marks of a page
/// or of a document behind each line. Ends at the next five dashes.
/// </summary>
internal static class ArmourLines
{
    /// <summary>What stands before each line is shorter.</summary>
    private const int LongestFront = 40;

    /// <summary>Armour is 64 or 76 wide; only the last line is shorter.</summary>
    private const int ShortestLine = 30;

    /// <summary>Before the first line: headers, and the empty line behind them.</summary>
    private const int MostHeaders = 6;

    /// <param name="start">Of the line that begins the key.</param>
    /// <param name="headerEnd">Its end.</param>
    /// <param name="most">Bytes that are looked at.</param>
    /// <returns>Nothing where what follows is in no such lines; behind what of the text they end.</returns>
    public static (byte[] Body, int End, bool HasCipher) BodyOf(ReadOnlySpan<byte> text, int start, int headerEnd, int most)
    {
        var front = FrontOf(text[Math.Max(0, start - LongestFront)..start]);
        var rest = text[headerEnd..Math.Min(text.Length, headerEnd + most)];
        // Without what stands before the line that ends it.
        if (rest.IndexOf("-----"u8) is >= 0 and var close)
            rest = rest[..(rest[..close].LastIndexOf((byte)'\n') + 1)];
        var body = new List<byte>();
        var (at, headers, isLast, hasCipher) = (NextLine(rest, 0), 0, false, false);
        while (at < rest.Length && !isLast)
        {
            var end = NextLine(rest, at);
            var line = rest[at..end];
            line = line.StartsWith(front) ? line[front.Length..] : line;
            var run = LongestRun(line);
            hasCipher |= body.Count == 0 && line.IndexOf("ENCRYPTED"u8) >= 0;
            isLast = run.Length < ShortestLine && body.Count > 0;
            if (run.Length >= ShortestLine || (isLast && !IsSum(line)))
                body.AddRange(run);
            else if (body.Count == 0 && ++headers > MostHeaders)
                break;
            at = end;
        }

        return ([.. body], headerEnd + at, hasCipher);
    }

    private static ReadOnlySpan<byte> FrontOf(ReadOnlySpan<byte> before) => before[(before.LastIndexOf((byte)'\n') + 1)..];

    private static int NextLine(ReadOnlySpan<byte> text, int at) => text[at..].IndexOf((byte)'\n') is >= 0 and var length ? at + length + 1 : text.Length;

    /// <summary>"ASCII Armor Checksum" of OpenPGP.</summary>
    private static bool IsSum(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8).StartsWith("="u8);

    private static ReadOnlySpan<byte> LongestRun(ReadOnlySpan<byte> line)
    {
        var best = line[..0];
        var start = 0;
        for (var at = 0; at <= line.Length; at++)
        {
            if (at < line.Length && ByteSet.Base64.Contains(line[at]))
                continue;
            if (at - start > best.Length)
                best = line[start..at];
            start = at + 1;
        }

        return best;
    }
}
