using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>String literals of JavaScript (ECMA-262, section 12.9.4).</summary>
internal static class JavaScriptText
{
    /// <summary>Unescapes the literal whose opening quote is at <paramref name="at"/>; false when it does not end.</summary>
    /// <param name="at">Moved behind the closing quote.</param>
    /// <param name="buffer">Grows with the text.</param>
    public static bool TryReadLiteral(ReadOnlySpan<byte> text, ref int at, ref byte[] buffer, out int length)
    {
        var quote = text[at];
        var position = at + 1;
        length = 0;
        while (true)
        {
            var hop = position >= text.Length ? -1 : text[position..].IndexOfAny(quote, (byte)'\\');
            if (hop < 0)
                return false;
            if (buffer.Length - length < hop + 4)
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + hop + 4));
            text.Slice(position, hop).CopyTo(buffer.AsSpan(length));
            length += hop;
            position += hop + 1;
            if (text[position - 1] == quote)
                break;
            if (position >= text.Length)
                return false;
            length += Unescape(text, ref position, buffer.AsSpan(length));
        }

        at = position;
        return true;
    }

    /// <param name="at">Just after the backslash.</param>
    private static int Unescape(ReadOnlySpan<byte> text, ref int at, Span<byte> output)
    {
        var b = text[at++];
        switch (b)
        {
            case (byte)'\n':
                return 0;
            case (byte)'\r':
                at += at < text.Length && text[at] == '\n' ? 1 : 0;
                return 0;
            case (byte)'x':
                return Write(ReadUnit(text, ref at, 2), output);
            case (byte)'u':
                return Write(ReadCodePoint(text, ref at), output);
        }

        output[0] = b switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'v' => (byte)'\v',
            (byte)'0' => 0,
            _ => b,
        };
        return 1;
    }

    private static int Write(int value, Span<byte> output) =>
        (Rune.TryCreate(value, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(output);

    private static int ReadCodePoint(ReadOnlySpan<byte> text, ref int at)
    {
        if (at < text.Length && text[at] == '{')
        {
            var end = text[at..Math.Min(at + 12, text.Length)].IndexOf((byte)'}');
            if (end < 2)
                return -1;
            var start = at + 1;
            at += end + 1;
            return ReadUnit(text[..(at - 1)], ref start, end - 1);
        }

        var unit = ReadUnit(text, ref at, 4);
        if (unit is < 0xd800 or >= 0xdc00 || !text[at..].StartsWith("\\u"u8))
            return unit;
        var next = at + 2;
        var low = ReadUnit(text, ref next, 4);
        if (low is < 0xdc00 or > 0xdfff)
            return unit;
        at = next;
        return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

    /// <summary>-1, and nothing taken, when the digits are not there.</summary>
    private static int ReadUnit(ReadOnlySpan<byte> text, ref int at, int digits)
    {
        if (at + digits > text.Length)
            return -1;
        var value = 0;
        foreach (var b in text.Slice(at, digits))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return -1;
            value = (value << 4) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        at += digits;
        return value;
    }
}
