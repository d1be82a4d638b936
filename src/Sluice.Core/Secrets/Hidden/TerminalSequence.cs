using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Hidden;

/// <summary>
/// What tells a terminal to change its colour, move or link, and is not shown (ECMA-48, section 5.4; OSC 8): as bytes, or as the escape character is
/// written in sources, JSON and logs. Colours also without it, as programs leave them that strip what cannot be printed.
/// </summary>
internal static class TerminalSequence
{
    private const byte Escape = 0x1b, Bell = 7;
    private const int MaxParameterBytes = 32;
    private const int MaxCommandBytes = 2048;
    private const int MaxBackslashes = 8;

    private static readonly byte[][] Spellings =
    [
        [Escape], [.. "\\e"u8], [.. "\\E"u8], [.. "`e"u8], [.. "^["u8], [.. "\\033"u8], [.. "\\33"u8], [.. "\\x1b"u8], [.. "\\x1B"u8], [.. "\\u001b"u8], [.. "\\u001B"u8], [.. "\\u{1b}"u8], [.. "\\u{1B}"u8],
        [.. "\\U0000001b"u8], [.. "\\U0000001B"u8], [.. "%1b"u8], [.. "%1B"u8], [.. "&#27;"u8], [.. "&#x1b;"u8], [.. "&#x1B;"u8],
    ];

    private static readonly byte[][] Bells = [[Bell], [.. "\\a"u8], [.. "^G"u8], [.. "\\007"u8], [.. "\\x07"u8], [.. "\\u0007"u8], [.. "\\u{7}"u8], [.. "%07"u8], [.. "&#7;"u8]];

    /// <summary>What a spelling ends with: asked first.</summary>
    private static readonly ByteSet LastBytes = ByteSet.Of([.. Spellings.Select(spelling => spelling[^1])]);
    private static readonly ByteSet ParameterBytes = ByteSet.Of("0123456789;:?<=>!\"$ "u8);

    private static readonly ByteClass ColourBytes = ByteClass.Of("0123456789;"u8);

    /// <param name="at">Of the bracket or parenthesis behind the escape character.</param>
    /// <param name="start">Where the escape character begins.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        start = StartOfEscape(text, at);
        end = at;
        return text[at] switch
        {
            (byte)'[' => TryControl(text, at + 1, start < at, out end),
            (byte)']' => start < at && TryCommand(text, at + 1, out end),
            (byte)'(' => start < at && (end = at + 2) <= text.Length,
            _ => false,
        };
    }

    /// <summary>The place itself where there is none before it.</summary>
    private static int StartOfEscape(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || !LastBytes.Contains(text[at - 1]))
            return at;
        foreach (var spelling in Spellings)
        {
            if (!text[..at].EndsWith(spelling))
                continue;
            var start = at - spelling.Length;
            // A text in a text doubles its backslashes.
            for (var least = start - MaxBackslashes; spelling[0] == '\\' && start > Math.Max(0, least) && text[start - 1] == '\\'; start--)
            {
            }

            return start;
        }

        return at;
    }

    private static bool TryControl(ReadOnlySpan<byte> text, int at, bool isEscaped, out int end)
    {
        end = at;
        for (var most = Math.Min(text.Length, at + MaxParameterBytes); end < most && ParameterBytes.Contains(text[end]); end++)
        {
        }

        if (end == text.Length)
            return false;
        var final = text[end++];
        if (isEscaped)
            return final is >= 0x40 and < 0x7f;
        // Without its escape character: a colour in front of a word, which no list or index looks like.
        return final == 'm' && end - at is > 1 and <= 16 && end < text.Length && char.IsAsciiLetterOrDigit((char)text[end]) && ColourBytes.FirstOutside(text[at..(end - 1)]) < 0;
    }

    /// <summary>A link or a title, in one line, up to a bell or the escape that ends it.</summary>
    private static bool TryCommand(ReadOnlySpan<byte> text, int at, out int end)
    {
        var rest = text[at..Math.Min(text.Length, at + MaxCommandBytes)];
        for (var i = 0; i < rest.Length && rest[i] != '\n'; i++)
        {
            if (LengthOf(Bells, rest[i..]) is > 0 and var bell)
            {
                end = at + i + bell;
                return true;
            }

            if (LengthOf(Spellings, rest[i..]) is not (> 0 and var escape) || i + escape >= rest.Length || rest[i + escape] != '\\')
                continue;
            end = at + i + escape + 1;
            // In a string the backslash is doubled.
            while (rest[i] != Escape && end < text.Length && text[end] == '\\')
                end++;
            return true;
        }

        end = at;
        return false;
    }

    private static int LengthOf(byte[][] spellings, ReadOnlySpan<byte> text)
    {
        if (text[0] is not (Escape or Bell or (byte)'\\' or (byte)'`' or (byte)'^' or (byte)'%' or (byte)'&'))
            return 0;
        foreach (var spelling in spellings)
        {
            if (text.StartsWith(spelling))
                return spelling.Length;
        }

        return 0;
    }
}
