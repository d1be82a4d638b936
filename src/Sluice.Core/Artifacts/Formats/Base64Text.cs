using System.Buffers;
using System.Buffers.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Base64 (RFC 4648, both alphabets) as it stands in text: broken into lines, put together from string literals, with characters
/// written as escapes.
/// </summary>
internal static class Base64Text
{
    public static readonly ByteClass Alphabet = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    /// <summary>1 for the bytes of <see cref="Alphabet"/>: one look-up, for loops that ask for single bytes.</summary>
    private static ReadOnlySpan<byte> Members =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    ];

    /// <summary>Of a string, a tag, a list, a group of RTF.</summary>
    private static readonly ByteClass LineEnds = ByteClass.Of("\r\n=}\"'`\\<)"u8);

    /// <summary>White space between two pieces: an indent, not a page.</summary>
    private const int MaxGapBytes = 128;

    private const int MinListedPiece = 32;

    public static bool IsInAlphabet(byte value) => value < Members.Length && Members[value] != 0;

    /// <summary>Collects the characters of one base64 text from the start of <paramref name="text"/>.</summary>
    /// <param name="buffer">Grows with what is collected.</param>
    /// <param name="maxLength">Collects no more than about this many characters.</param>
    /// <param name="length">Characters collected, padding left out.</param>
    /// <returns>Bytes of <paramref name="text"/> that were used.</returns>
    public static int Collect(ReadOnlySpan<byte> text, ref byte[] buffer, int maxLength, out int length)
    {
        length = 0;
        var at = 0;
        var isList = false;
        while (true)
        {
            var run = Alphabet.FirstOutside(text[at..]);
            if (run < 0)
                run = text.Length - at;
            // One literal after the run, and padding that decoding adds.
            if (buffer.Length - length < run + 8)
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + run + 8));
            text.Slice(at, run).CopyTo(buffer.AsSpan(length));
            at += run;
            length += run;
            if (length >= maxLength)
                return at;
            var gap = Gap(text[at..], ref isList, out var literal);
            if (gap == 0)
                return at;
            at += gap;
            if (literal != 0)
                buffer[length++] = literal;
        }
    }

    /// <summary>Decodes in place; what is left of a last group that is too short is dropped.</summary>
    /// <param name="buffer">Has room for two more characters behind <paramref name="length"/>.</param>
    public static ReadOnlySpan<byte> Decode(Span<byte> buffer, int length)
    {
        buffer[..length].Replace((byte)'-', (byte)'+');
        buffer[..length].Replace((byte)'_', (byte)'/');
        if (length % 4 == 1)
            length--;
        while (length % 4 != 0)
            buffer[length++] = (byte)'=';
        return Base64.DecodeFromUtf8InPlace(buffer[..length], out var written) == OperationStatus.Done ? buffer[..written] : default;
    }

    /// <summary>The length of what may stand between two pieces, 0 when the text ends here.</summary>
    private static int Gap(ReadOnlySpan<byte> text, ref bool isList, out byte literal)
    {
        literal = 0;
        if (text.IsEmpty)
            return 0;
        return text[0] switch
        {
            (byte)'\\' => EscapeGap(text, out literal),
            (byte)'%' => text.Length > 2 && IsLiteral(text[1..3], out literal) ? 3 : 0,
            (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' => LineGap(text),
            (byte)'"' or (byte)'\'' or (byte)'`' => LiteralGap(text, ref isList),
            _ => 0,
        };
    }

    private static int EscapeGap(ReadOnlySpan<byte> text, out byte literal)
    {
        literal = 0;
        if (text.Length < 2)
            return 0;
        switch (text[1])
        {
            case (byte)'/':
                literal = (byte)'/';
                return 2;
            case (byte)'u' when text.Length > 5 && text[2] == '0' && text[3] == '0':
                return IsLiteral(text[4..6], out literal) ? 6 : 0;
            case (byte)'\n':
                return 2;
            default:
                return LineGap(text);
        }
    }

    private static bool IsLiteral(ReadOnlySpan<byte> hex, out byte literal)
    {
        literal = 0;
        if (!char.IsAsciiHexDigit((char)hex[0]) || !char.IsAsciiHexDigit((char)hex[1]))
            return false;
        var value = (byte)((char.IsAsciiDigit((char)hex[0]) ? hex[0] - '0' : (hex[0] | 0x20) - 'a' + 10) << 4
            | (char.IsAsciiDigit((char)hex[1]) ? hex[1] - '0' : (hex[1] | 0x20) - 'a' + 10));
        if (!Alphabet.Contains(value))
            return false;
        literal = value;
        return true;
    }

    /// <summary>A line end, written or escaped, when the next line is base64 to its end.</summary>
    private static int LineGap(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var hasLineEnd = false;
        while (at < text.Length && at < MaxGapBytes)
        {
            var isEscape = text[at] == '\\' && at + 1 < text.Length && (text[at + 1] is (byte)'n' or (byte)'r' or (byte)'t');
            if (!isEscape && text[at] is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
                break;
            hasLineEnd |= isEscape || text[at] is (byte)'\r' or (byte)'\n';
            at += isEscape ? 2 : 1;
        }

        // Two dashes begin the boundary of a message: in base64 for addresses they would hardly begin a line.
        return hasLineEnd && !text[at..].StartsWith("--"u8) && IsFullLine(text[at..]) ? at : 0;
    }

    private static bool IsFullLine(ReadOnlySpan<byte> text)
    {
        var run = Alphabet.FirstOutside(text);
        return run < 0 ? !text.IsEmpty : run > 0 && LineEnds.Contains(text[run]);
    }

    /// <summary>The end of one string literal and the start of the next, with a plus, a comma or a line end in between.</summary>
    private static int LiteralGap(ReadOnlySpan<byte> text, ref bool isList)
    {
        var quote = text[0];
        var joined = false;
        var hasComma = false;
        for (var at = 1; at < text.Length && at < MaxGapBytes; at++)
        {
            if (text[at] == quote)
            {
                // Behind the first comma may stand another argument: a word, shorter than a piece.
                var isPiece = joined && IsFullLine(text[(at + 1)..]) && (!hasComma || isList || IsLong(text[(at + 1)..]));
                isList |= isPiece && hasComma;
                return isPiece ? at + 1 : 0;
            }

            hasComma |= text[at] == ',';
            if (text[at] is (byte)'+' or (byte)',' or (byte)'\n')
                joined = true;
            else if (text[at] is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                return 0;
        }

        return 0;
    }

    private static bool IsLong(ReadOnlySpan<byte> text) => text.Length >= MinListedPiece && Alphabet.FirstOutside(text[..MinListedPiece]) < 0;
}
