using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Hidden;

/// <summary>
/// What stands between two pieces of one value: the end of a literal, an operator and the start of the next literal; the end of a line that goes on in
/// the next.
/// </summary>
internal static class TextJoint
{
    private const int MaxGapBytes = 160;
    private const int MaxIndentBytes = 64;
    private const int MaxOperatorBytes = 3;

    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@."u8);
    private static readonly ByteSet Operators = ByteSet.Of("+.&|~_<>"u8);
    private static readonly byte[][] JoiningCalls = [[.. "concat!("u8], [.. "paste0("u8], [.. "CONCAT("u8], [.. "string.Concat("u8], [.. "String.Concat("u8]];
    private static readonly ByteSet Spaces = ByteSet.Of(" \t\r\n"u8);
    private static readonly ByteSet Prefixes = ByteSet.Of("bBfFLrRuU@$"u8);

    public static bool IsQuote(byte b) => b is (byte)'"' or (byte)'\'' or (byte)'`';

    /// <summary>Whether a joint may begin with the byte.</summary>
    public static bool MayBegin(byte b) => IsQuote(b) || b is (byte)'\\' or (byte)'=' or (byte)'^';

    /// <param name="next">Where the next piece begins.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, int at, out int next)
    {
        next = at;
        return text[at] switch
        {
            (byte)'\\' => TryLineEnd(text, at + 1, true, out next),
            // A line of a batch file that goes on.
            (byte)'=' or (byte)'^' => TryLineEnd(text, at + 1, false, out next),
            (byte)'"' or (byte)'\'' or (byte)'`' => TryLiteral(text, at, out next),
            _ => false,
        };
    }

    /// <summary>The joint that ends where the piece begins: its start, or -1.</summary>
    public static int Before(ReadOnlySpan<byte> text, int pieceStart)
    {
        if (pieceStart < 2)
            return -1;
        var from = text[pieceStart - 1] switch
        {
            (byte)'"' or (byte)'\'' or (byte)'`' => BeforeLiteral(text, pieceStart - 1),
            (byte)' ' or (byte)'\t' or (byte)'\n' => BeforeLine(text, pieceStart),
            _ => -1,
        };
        return from >= 0 && TryRead(text, from, out var next) && next == pieceStart ? from : -1;
    }

    private static bool TryLineEnd(ReadOnlySpan<byte> text, int at, bool isIndented, out int next)
    {
        next = at;
        if (next < text.Length && text[next] == '\r')
            next++;
        if (next >= text.Length || text[next] != '\n')
            return false;
        next++;
        for (var end = Math.Min(text.Length, next + MaxIndentBytes); isIndented && next < end && text[next] is (byte)' ' or (byte)'\t';)
            next++;
        return next < text.Length;
    }

    private static bool TryLiteral(ReadOnlySpan<byte> text, int at, out int next)
    {
        next = at + 1;
        var operators = 0;
        var gap = text[..Math.Min(text.Length, at + MaxGapBytes)];
        while (next < gap.Length)
        {
            var b = gap[next];
            // The backtick of PowerShell, at the end of a line that goes on.
            if (b == '`' && next + 1 < gap.Length && gap[next + 1] is (byte)'\n' or (byte)'\r')
            {
                next++;
                continue;
            }

            if (b == ',' && next == at + 1 && IsInJoiningCall(text, at))
            {
                next++;
                continue;
            }

            if (IsQuote(b))
                return ++next < text.Length;
            // One call ends before the next begins; a letter in front of the quote belongs to the literal.
            if (Spaces.Contains(b) || (b == ')' && next == at + 1 && CallLength(gap[(next + 1)..]) > 0) || (Prefixes.Contains(b) && next + 1 < gap.Length && IsQuote(gap[next + 1])))
                next++;
            else if (CallLength(gap[next..]) is > 0 and var call)
                next += call;
            else if (Operators.Contains(b) && ++operators <= MaxOperatorBytes)
                next++;
            else if (SkippedLength(gap[next..]) is > 0 and var skipped)
                next += skipped;
            else
                return AddedTo(gap, at) is >= 0 and var added && (next = added) < text.Length;
        }

        return false;
    }

    /// <summary>Arguments of a macro or function that puts them together, and elements of a list that is joined by nothing.</summary>
    private static bool IsInJoiningCall(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - MaxGapBytes)..at];
        foreach (var call in JoiningCalls)
        {
            if (before.LastIndexOf(call) is >= 0 and var opening && before[(opening + call.Length)..].IndexOf((byte)')') < 0)
                return true;
        }

        var behind = text[at..Math.Min(text.Length, at + MaxGapBytes)];
        return behind.IndexOf((byte)']') is > 0 and var end && behind[end..] is [_, (byte)'.', (byte)'j', (byte)'o', (byte)'i', (byte)'n', (byte)'(', (byte)'"' or (byte)'\'', (byte)'"' or (byte)'\'', ..];
    }

    /// <summary>A method that joins texts, with its parenthesis.</summary>
    private static int CallLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '.')
            return 0;
        return text.StartsWith(".concat("u8) || text.StartsWith(".append("u8) ? ".concat(".Length : text.StartsWith(".plus("u8) ? ".plus(".Length : 0;
    }

    /// <summary>A comment, or the backslash of a line that goes on.</summary>
    private static int SkippedLength(ReadOnlySpan<byte> text)
    {
        switch (text[0])
        {
            case (byte)'\\':
                return text.Length > 1 && text[1] is (byte)'\n' or (byte)'\r' ? 1 : 0;
            case (byte)'/' when text.StartsWith("/*"u8):
                return text.IndexOf("*/"u8) is > 0 and var end ? end + 2 : 0;
            case (byte)'#':
            case (byte)'/' when text.StartsWith("//"u8):
                return text.IndexOf((byte)'\n');
            default:
                return 0;
        }
    }

    /// <summary>Where the literal begins that the next statement adds to the same value: <c>"…"; name += "</c>. -1 for anything else.</summary>
    private static int AddedTo(ReadOnlySpan<byte> gap, int at)
    {
        var rest = gap[(at + 1)..].TrimStart(" \t\r\n;"u8);
        var name = NameBytes.FirstOutside(rest);
        if (name <= 0)
            return -1;
        rest = rest[name..].TrimStart(" \t"u8);
        if (!rest.StartsWith("+="u8) && !rest.StartsWith(".="u8))
            return -1;
        rest = rest[2..].TrimStart(" \t"u8);
        return rest.IsEmpty || !IsQuote(rest[0]) ? -1 : gap.Length - rest.Length + 1;
    }

    private static int BeforeLiteral(ReadOnlySpan<byte> text, int opening)
    {
        var from = Math.Max(0, opening - MaxGapBytes);
        var at = opening - 1;
        if (at > 0 && Prefixes.Contains(text[at]))
            at--;
        if (at > 0 && text[at] == '(' && text[from..at].LastIndexOf((byte)'.') is >= 0 and var dot && CallLength(text[(from + dot)..]) == at - from - dot + 1)
            at = from + dot - 1;
        for (; at >= from; at--)
        {
            if (IsQuote(text[at]))
                return at;
            if (text[at] == '/' && at > from && text[at - 1] == '*' && text[from..(at - 1)].LastIndexOf("/*"u8) is >= 0 and var comment)
                at = from + comment;
            else if (!Spaces.Contains(text[at]) && !Operators.Contains(text[at]) && text[at] is not ((byte)')' or (byte)'\\' or (byte)','))
                return BeforeStatement(text[from..opening], at - from) is >= 0 and var quote ? from + quote : -1;
        }

        return -1;
    }

    /// <summary>The last quote before a comment in the line, or before the statement, that stands in between; -1 when it is neither.</summary>
    /// <param name="at">The last byte of what is no joint.</param>
    private static int BeforeStatement(ReadOnlySpan<byte> gap, int at)
    {
        var isAddition = gap[at] == '=' && at > 0 && gap[at - 1] is (byte)'+' or (byte)'.';
        if (!isAddition && gap[at..].IndexOf((byte)'\n') < 0)
            return -1;
        for (var quote = at - 1; quote >= 0; quote--)
        {
            if (IsQuote(gap[quote]))
                return quote;
            if (!isAddition && gap[quote] == '\n')
                return -1;
        }

        return -1;
    }

    private static int BeforeLine(ReadOnlySpan<byte> text, int pieceStart)
    {
        var at = pieceStart - 1;
        for (var from = Math.Max(0, pieceStart - MaxIndentBytes); at > from && text[at] is (byte)' ' or (byte)'\t'; at--)
        {
        }

        if (at > 0 && text[at] == '\n')
            at -= text[at - 1] == '\r' ? 2 : 1;
        return at > 0 && text[at] is (byte)'\\' or (byte)'=' or (byte)'^' ? at : -1;
    }
}
