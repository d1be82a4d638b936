using System.Globalization;
using System.Text;

namespace Sluice.Cel;

/// <summary>String and bytes literals: single and triple quotes, raw ones, escapes.</summary>
internal sealed class StringReader(string source, Diagnostics diagnostics)
{
    private readonly StringBuilder _text = new();
    private readonly List<byte> _octets = [];
    private bool _isBytes;
    private bool _isBad;

    public Token Read(ref int at)
    {
        var start = at;
        var isRaw = false;
        for (; source[at] is not ('"' or '\''); at++)
        {
            _isBytes |= source[at] is 'b' or 'B';
            isRaw |= source[at] is 'r' or 'R';
        }

        var quote = source[at];
        var isTriple = at + 2 < source.Length && source[at + 1] == quote && source[at + 2] == quote;
        at += isTriple ? 3 : 1;
        if (!Body(ref at, quote, isTriple, isRaw))
        {
            diagnostics.Add($"the string has no end; {(isTriple ? new string(quote, 3) : quote)} is missing", start, at - start);
            _isBad = true;
        }

        if (_isBad)
            return new Token(TokenKind.Invalid, start, at, "");
        return _isBytes ? new Token(TokenKind.Bytes, start, at, "", _octets.ToArray()) : new Token(TokenKind.String, start, at, _text.ToString());
    }

    private bool Body(ref int at, char quote, bool isTriple, bool isRaw)
    {
        while (at < source.Length)
        {
            var letter = source[at];
            if (letter == quote && (!isTriple || source.AsSpan(at).StartsWith(new string(quote, 3))))
            {
                at += isTriple ? 3 : 1;
                return true;
            }

            if (!isTriple && letter is ('\n' or '\r'))
                return false;
            if (letter == '\\' && !isRaw)
                Escape(ref at);
            else
                Literal(ref at);
        }

        return false;
    }

    private void Literal(ref int at)
    {
        var length = CodePoints.LengthAt(source, at);
        if (length == 1 && char.IsSurrogate(source[at]))
            Bad("half a surrogate pair is no character", at, 1);
        else if (_isBytes)
            _octets.AddRange(Encoding.UTF8.GetBytes(source, at, length));
        else
            _text.Append(source, at, length);
        at += length;
    }

    private void Escape(ref int at)
    {
        var start = at++;
        var letter = at < source.Length ? source[at] : '\0';
        at++;
        switch (letter)
        {
            case 'a': Put('\a'); break;
            case 'b': Put('\b'); break;
            case 'f': Put('\f'); break;
            case 'n': Put('\n'); break;
            case 'r': Put('\r'); break;
            case 't': Put('\t'); break;
            case 'v': Put('\v'); break;
            case '\\' or '\'' or '"' or '`' or '?': Put(letter); break;
            case 'x' or 'X': Number(start, ref at, 2, 16); break;
            case 'u': CodePoint(start, ref at, 4); break;
            case 'U': CodePoint(start, ref at, 8); break;
            case >= '0' and <= '3':
                at--;
                Number(start, ref at, 3, 8);
                break;
            default:
                at = Math.Min(at, source.Length);
                Bad("unknown escape; the backslash itself is written '\\\\', and r'…' takes everything as it is", start, at - start);
                break;
        }
    }

    /// <summary>In a string the code point of that number, in bytes the octet.</summary>
    private void Number(int start, ref int at, int digits, int radix)
    {
        if (!Digits(start, ref at, digits, radix, out var value))
            return;
        if (_isBytes)
            _octets.Add((byte)value);
        else
            _text.Append((char)value);
    }

    private void CodePoint(int start, ref int at, int digits)
    {
        if (!Digits(start, ref at, digits, 16, out var value))
            return;
        if (_isBytes)
            Bad("bytes have no \\u; write \\x and two hexadecimal digits an octet", start, at - start);
        else if (Rune.IsValid(value))
            _text.Append(new Rune(value).ToString());
        else if (value is >= 0xd800 and <= 0xdbff && LowSurrogate(ref at) is { } low)
            _text.Append((char)value).Append(low);
        else
            Bad("there is no such code point", start, at - start);
    }

    /// <summary>Characters beyond the first plane may be written as a surrogate pair.</summary>
    private char? LowSurrogate(ref int at)
    {
        if (at + 6 > source.Length || source[at] != '\\' || source[at + 1] != 'u' ||
            !ushort.TryParse(source.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low) || !char.IsLowSurrogate((char)low))
            return null;
        at += 6;
        return (char)low;
    }

    private bool Digits(int start, ref int at, int count, int radix, out uint value)
    {
        value = 0;
        for (var i = 0; i < count; i++, at++)
        {
            var digit = at < source.Length && char.IsAsciiHexDigit(source[at]) ? Convert.ToInt32(source[at].ToString(), 16) : int.MaxValue;
            if (digit >= radix)
            {
                Bad($"the escape needs {count} {(radix == 8 ? "octal" : "hexadecimal")} digits", start, at - start);
                return false;
            }

            value = value * (uint)radix + (uint)digit;
        }

        return true;
    }

    private void Put(char letter)
    {
        if (_isBytes)
            _octets.Add((byte)letter);
        else
            _text.Append(letter);
    }

    private void Bad(string message, int position, int length)
    {
        _isBad = true;
        diagnostics.Add(message, position, length);
    }
}
