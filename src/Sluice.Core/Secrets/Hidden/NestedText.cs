using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Hidden;

/// <summary>
/// JSON in JSON, a file in a string literal: quotes and line ends are written with backslashes. A search sees values in it, but no pattern that has quotes or
/// line ends of its own.
/// </summary>
internal static class NestedText
{
    private const int MaxBefore = 512;
    private const int MaxBehind = 8 << 10;

    private static readonly ByteSet Escaped = ByteSet.Of("\"'nrt/\\"u8);

    /// <summary>An escaped quote or line end stands beside the stretch, or a colon behind the quote.</summary>
    public static bool IsBeside(ReadOnlySpan<byte> text, int start, int end)
    {
        while (end < text.Length && text[end] == '=')
            end++;
        return (end + 1 < text.Length && text[end] == '\\' && text[end + 1] is (byte)'"' or (byte)'n' or (byte)'\\')
            || (start > 1 && text[start - 1] == '"' && text[start - 2] == '\\')
            || (start > 0 && text[start - 1] == '\\' && text[start] == 'n');
    }

    /// <summary>The string around, as far as it may matter; null when there is nothing to unescape in it.</summary>
    /// <param name="floor">Nothing before it.</param>
    public static HiddenText? Around(ReadOnlySpan<byte> text, int floor, int start, int end)
    {
        var first = start;
        for (var least = Math.Max(floor, start - MaxBefore); first > least && !IsEnd(text, first - 1); first--)
        {
        }

        var last = end;
        for (var most = Math.Min(text.Length, end + MaxBehind); last < most && !IsEnd(text, last); last++)
        {
        }

        // No escape is cut in two.
        while (last > end && text[last - 1] == '\\')
            last--;
        while (first < start && text[first - 1 < 0 ? 0 : first - 1] == '\\')
            first++;
        return text[first..last].Contains((byte)'\\') ? new HiddenText(first, last, HiddenForm.Nested) : null;
    }

    /// <summary>One level of escapes less. Those by number have their own turn.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> part)
    {
        var output = new byte[part.Length];
        var length = 0;
        for (var at = 0; at < part.Length; at++)
        {
            if (part[at] != '\\' || at + 1 == part.Length || !Escaped.Contains(part[at + 1]))
            {
                output[length++] = part[at];
                continue;
            }

            at++;
            output[length++] = part[at] switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', var b => b };
        }

        return output[..length];
    }

    /// <summary>A line end, or a double quote that no backslash stands before.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int at) => text[at] == '\n' || (text[at] == '"' && (at == 0 || text[at - 1] != '\\'));
}
