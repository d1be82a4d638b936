using Sluice.Artifacts;
using Sluice.Secrets.Hidden;

namespace Sluice.Profiles;

/// <summary>Reads the texts in quotes that a call is given, as one command.</summary>
internal static class LiteralText
{
    /// <summary>Blanks and brackets before a first argument.</summary>
    private const int LongestGap = 40;

    /// <summary>Into what stands before a text in quotes: blanks, brackets of lists, types of them.</summary>
    private static ReadOnlySpan<byte> Opening => " \t\r\n(["u8;

    /// <summary>Letters before a quote that change nothing: Python's and C#'s.</summary>
    private static ReadOnlySpan<byte> Prefixes => "bBrRuUf$@"u8;

    public static bool IsQuote(byte b) => b is (byte)'"' or (byte)'\'' or (byte)'`';

    /// <summary>Where the first argument's text begins, behind its quote; -1 when it is none.</summary>
    /// <param name="at">Behind the name of a function.</param>
    public static int ArgumentAt(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + LongestGap)];
        var length = rest.Length;
        rest = rest.TrimStart(" \t)"u8);
        if (rest.StartsWith("?."u8))
            rest = rest[2..];
        if (rest is not [(byte)'(', ..])
            return -1;
        rest = rest.TrimStart(Opening);
        if (rest.Length > 1 && Prefixes.Contains(rest[0]) && IsQuote(rest[1]))
            rest = rest[1..];
        return rest.Length > 0 && IsQuote(rest[0]) ? at + length - rest.Length + 1 : -1;
    }

    /// <summary>A command: the text, what is added to it, and the further texts of a list, with blanks between them.</summary>
    /// <param name="at">Behind the opening quote.</param>
    /// <returns>How much of the command was written.</returns>
    public static int CommandAt(ReadOnlySpan<byte> text, int at, Span<byte> command)
    {
        var length = 0;
        while (true)
        {
            at = Copy(text, at, command, ref length);
            if (at < 0 || length == command.Length)
                return length;
            var rest = text[at..Math.Min(text.Length, at + LongestGap)];
            var size = rest.Length;
            rest = rest.TrimStart(" \t\r\n"u8);
            var isNext = rest is [(byte)',', ..];
            if (!isNext && rest is not [(byte)'+', ..])
                return length;
            rest = rest[1..].TrimStart(Opening);
            if (rest.IsEmpty || !IsQuote(rest[0]))
                return length;
            if (isNext)
                command[length++] = (byte)' ';
            at += size - rest.Length + 1;
        }
    }

    /// <summary>Up to the quote that ends the text; a value within it stands for nothing that is known.</summary>
    /// <returns>Behind the quote; -1 where none was found.</returns>
    private static int Copy(ReadOnlySpan<byte> text, int at, Span<byte> command, ref int length)
    {
        for (var quote = text[at - 1]; at < text.Length && length < command.Length; at++)
        {
            if (text[at] == quote)
                return at + 1;
            if (text[at] == '\n' && quote != '`')
                return -1;
            if (text[at] != '\\')
                command[length++] = text[at];
            else if (EscapedByte.TryRead(text[at..], out var value, out var size))
                (command[length++], at) = (value, at + size - 1);
            else if (++at < text.Length)
                command[length++] = text[at] == 'n' ? (byte)'\n' : text[at];
        }

        return -1;
    }
}
