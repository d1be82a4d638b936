using System.Text;

namespace Sluice.Artifacts;

/// <summary>
/// Walks over JSON (RFC 8259) without building anything: values that are not wanted are jumped over at memory speed, and strings are
/// unescaped in one pass, which is what a map of 60 MB consists of. Lenient where it costs nothing; every method returns false, and
/// stays where it is or at the flaw, when the text is not what was asked for. Does not recurse.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private const int MaxNameBytes = 256;

    private static readonly ByteClass Structure = ByteClass.Of("\"[]{}"u8);
    private static readonly ByteClass ScalarEnds = ByteClass.Of(",]}: \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    public int Position { get; set; }

    /// <summary>The next byte that is not white space; 0 at the end.</summary>
    public byte Peek()
    {
        while (Position < _json.Length)
        {
            var b = _json[Position];
            if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                return b;
            Position++;
        }

        return 0;
    }

    public bool TryTake(byte expected)
    {
        if (Peek() != expected || expected == 0)
            return false;
        Position++;
        return true;
    }

    /// <summary>Moves on to the next element of an array or member of an object; false at its end, which is taken.</summary>
    /// <param name="isFirst">True before the first element; set to false.</param>
    /// <param name="isMalformed">True when neither a separator nor the end follows.</param>
    public bool TryNext(byte end, ref bool isFirst, out bool isMalformed)
    {
        isMalformed = false;
        if (TryTake(end))
            return false;
        if (!isFirst && !TryTake((byte)','))
        {
            isMalformed = true;
            return false;
        }

        isFirst = false;
        return true;
    }

    /// <summary>A member's name with its colon. Names are short: longer than 256 bytes reads as an empty name.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> name)
    {
        name = default;
        Peek();
        var start = Position + 1;
        if (!TrySkipString())
            return false;
        var raw = _json[start..(Position - 1)];
        if (raw.Length <= MaxNameBytes)
            name = raw.Contains((byte)'\\') ? Unescaped(raw, new byte[raw.Length]) : raw;
        return TryTake((byte)':');
    }

    public bool TrySkipString()
    {
        if (!TryTake((byte)'"'))
            return false;
        var at = Position;
        while (true)
        {
            var hop = at >= _json.Length ? -1 : _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (hop < 0)
                return false;
            at += hop + 1;
            if (_json[at - 1] == '"')
                break;
            at++;
        }

        Position = at;
        return true;
    }

    /// <summary>Reads a string without escapes as it stands; false, and nothing taken, when it has escapes or is none.</summary>
    public bool TryReadPlain(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (Peek() != '"')
            return false;
        var rest = _json[(Position + 1)..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || rest[end] != '"')
            return false;
        text = rest[..end];
        Position += end + 2;
        return true;
    }

    /// <summary>Unescapes a string into <paramref name="buffer"/>, which grows with the text and never by a claim.</summary>
    public bool TryReadString(ref byte[] buffer, out int length)
    {
        length = 0;
        if (!TryTake((byte)'"'))
            return false;
        var at = Position;
        while (true)
        {
            var hop = at >= _json.Length ? -1 : _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (hop < 0)
                return false;
            // 4 more bytes: the longest character that an escape can stand for.
            if (buffer.Length - length < hop + 4)
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + hop + 4));
            _json.Slice(at, hop).CopyTo(buffer.AsSpan(length));
            length += hop;
            at += hop + 1;
            if (_json[at - 1] == '"')
                break;
            if (!TryUnescape(_json, ref at, buffer.AsSpan(length), out var written))
                return false;
            length += written;
        }

        Position = at;
        return true;
    }

    /// <summary>Jumps over one value of any kind and depth.</summary>
    public bool TrySkipValue()
    {
        var first = Peek();
        if (first == '"')
            return TrySkipString();
        if (first is not ((byte)'{' or (byte)'['))
        {
            var end = ScalarEnds.FirstIn(_json[Position..]);
            if (end == 0 || Position >= _json.Length)
                return false;
            Position = end < 0 ? _json.Length : Position + end;
            return true;
        }

        var depth = 0;
        do
        {
            var hop = Structure.FirstIn(_json[Position..]);
            if (hop < 0)
                return false;
            Position += hop;
            var b = _json[Position];
            if (b == '"')
            {
                if (!TrySkipString())
                    return false;
                continue;
            }

            depth += b is (byte)'{' or (byte)'[' ? 1 : -1;
            Position++;
        }
        while (depth > 0);
        return true;
    }

    /// <param name="at">Just after the backslash; moved behind the escape.</param>
    private static bool TryUnescape(ReadOnlySpan<byte> text, ref int at, Span<byte> output, out int written)
    {
        written = 1;
        if (at >= text.Length)
            return false;
        switch (text[at++])
        {
            case (byte)'n':
                output[0] = (byte)'\n';
                return true;
            case (byte)'"':
                output[0] = (byte)'"';
                return true;
            case (byte)'\\':
                output[0] = (byte)'\\';
                return true;
            case (byte)'t':
                output[0] = (byte)'\t';
                return true;
            case (byte)'r':
                output[0] = (byte)'\r';
                return true;
            case (byte)'/':
                output[0] = (byte)'/';
                return true;
            case (byte)'b':
                output[0] = (byte)'\b';
                return true;
            case (byte)'f':
                output[0] = (byte)'\f';
                return true;
            case (byte)'u':
                return TryUnescapeUnit(text, ref at, output, out written);
            default:
                return false;
        }
    }

    /// <summary><c>\uXXXX</c>, with the second half of a surrogate pair when it follows; a lone half becomes U+FFFD.</summary>
    private static bool TryUnescapeUnit(ReadOnlySpan<byte> text, ref int at, Span<byte> output, out int written)
    {
        written = 0;
        if (!TryReadHex(text, at, out var unit))
            return false;
        at += 4;
        var rune = Rune.ReplacementChar;
        if (Rune.TryCreate((char)unit, out var single))
        {
            rune = single;
        }
        else if (text[at..].StartsWith("\\u"u8) && TryReadHex(text, at + 2, out var second) && Rune.TryCreate((char)unit, (char)second, out var pair))
        {
            rune = pair;
            at += 6;
        }

        written = rune.EncodeToUtf8(output);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (at + 4 > text.Length)
            return false;
        foreach (var b in text.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
            value = (value << 4) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        return true;
    }

    /// <summary>Never longer than what it was written as.</summary>
    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> raw, Span<byte> buffer)
    {
        var length = 0;
        for (var at = 0; at < raw.Length;)
        {
            if (raw[at] != '\\')
            {
                buffer[length++] = raw[at++];
                continue;
            }

            at++;
            if (!TryUnescape(raw, ref at, buffer[length..], out var written))
                return default;
            length += written;
        }

        return buffer[..length];
    }
}
