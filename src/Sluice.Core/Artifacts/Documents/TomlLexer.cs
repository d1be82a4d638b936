using System.Globalization;
using System.Text;

namespace Sluice.Artifacts.Documents;

/// <summary>The characters of TOML 1.0: white space, comments, keys and scalar values.</summary>
internal sealed class TomlLexer(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public char Current => _at < text.Length ? text[_at] : '\0';

    public (int Line, int Column) Place => (_line, _at - _lineStart + 1);

    /// <summary>Past white space, line ends and comments; false at the end.</summary>
    public bool SkipToToken()
    {
        while (true)
        {
            SkipSpaces();
            if (_at == text.Length)
                return false;
            if (Current == '#')
                SkipComment();
            else if (!TryTakeLineEnd())
                return true;
        }
    }

    public void SkipSpaces()
    {
        while (Current is ' ' or '\t')
            _at++;
    }

    public bool TryTake(char expected)
    {
        SkipSpaces();
        return TryTakeNow(expected);
    }

    /// <summary>Without white space before it.</summary>
    public bool TryTakeNow(char expected)
    {
        if (Current != expected || _at == text.Length)
            return false;
        _at++;
        return true;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected))
            throw Wrong($"'{expected}' expected");
    }

    public void ExpectNow(char expected)
    {
        if (!TryTakeNow(expected))
            throw Wrong($"'{expected}' expected");
    }

    public void ExpectLineEnd()
    {
        SkipSpaces();
        if (Current == '#')
            SkipComment();
        if (_at < text.Length && !TryTakeLineEnd())
            throw Wrong("a line end expected");
    }

    public string Key()
    {
        if (Current is '"' or '\'')
            return text.AsSpan(_at).StartsWith("\"\"\"") || text.AsSpan(_at).StartsWith("'''") ? throw Wrong("a key is one line") : Quoted();
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
            _at++;
        return _at > start ? text[start.._at] : throw Wrong("a key expected");
    }

    /// <summary>A text, a number, a boolean or a time.</summary>
    public object Scalar()
    {
        if (Current is '"' or '\'')
            return Quoted();
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-' or '+' or '.' or ':')
            _at++;
        // A date and its time may stand apart by one space.
        if (_at - start == 10 && Current == ' ' && _at + 3 < text.Length && char.IsAsciiDigit(text[_at + 1]) && text[_at + 3] == ':')
        {
            _at++;
            while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '+' or '.' or ':')
                _at++;
        }

        var word = text[start.._at];
        return word switch
        {
            "true" => true,
            "false" => false,
            "inf" or "+inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" or "+nan" or "-nan" => double.NaN,
            _ => Number(word) ?? Time(word) ?? throw Wrong("a value expected"),
        };
    }

    public DocumentException Wrong(string what) => new("not valid TOML: " + what, Place.Line, Place.Column);

    private static object? Number(string word)
    {
        if (word.Length == 0 || word.StartsWith('_') || word.EndsWith('_') || word.Contains("__", StringComparison.Ordinal))
            return null;
        var digits = word.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > 2 && digits[0] == '0' && digits[1] is 'x' or 'o' or 'b')
            return Radix(digits.AsSpan(2), digits[1] switch { 'x' => 16, 'o' => 8, _ => 2 });
        var unsigned = digits.TrimStart('+', '-');
        if (digits.Length - unsigned.Length > 1 || unsigned.Length == 0 || !char.IsAsciiDigit(unsigned[0]) || !char.IsAsciiDigit(unsigned[^1]) || (unsigned.Length > 1 && unsigned[0] == '0' && char.IsAsciiDigit(unsigned[1])))
            return null;
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        var isFloat = unsigned.AsSpan().ContainsAny(".eE") && !unsigned.Contains(".e", StringComparison.OrdinalIgnoreCase);
        return isFloat && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static long? Radix(ReadOnlySpan<char> digits, int radix)
    {
        ulong value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (ulong)(long.MaxValue / radix))
                return null;
            value = (value * (ulong)radix) + (ulong)digit;
        }

        return value <= long.MaxValue ? (long)value : null;
    }

    /// <summary>With an offset a point in time; a local date, time or both stays as it is written.</summary>
    private static object? Time(string word)
    {
        if (Shape(word) == "0000-00-00" && DateOnly.TryParse(word, CultureInfo.InvariantCulture, out _))
            return word;
        var date = word.Length > 11 && word[10] is 'T' or 't' or ' ' ? word[..10] : null;
        var clock = date is null ? word : word[11..];
        var zone = date is null ? -1 : clock.AsSpan().IndexOfAny("Zz+-");
        var (time, offset) = zone < 0 ? (clock, "") : (clock[..zone], clock[zone..]);
        var dot = time.IndexOf('.');
        var hasFraction = dot == 8 && time.Length > 9 && time.AsSpan(9).IndexOfAnyExceptInRange('0', '9') < 0;
        var isTime = Shape(dot < 0 ? time : time[..dot]) == "00:00:00" && (dot < 0 || hasFraction) && Shape(offset) is "" or "Z" or "z" or "+00:00" or "-00:00";
        if (!isTime || (date is not null && Shape(date) != "0000-00-00"))
            return null;
        // More digits than the clock has are cut off, as the specification allows.
        var text = $"{date ?? "2000-01-01"}T{(time.Length > 16 ? time[..16] : time)}{offset.ToUpperInvariant()}";
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var point))
            return null;
        return zone < 0 ? word : point;
    }

    /// <summary>With 0 for every digit.</summary>
    private static string Shape(string word) => string.Create(word.Length, word, (into, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            into[i] = char.IsAsciiDigit(from[i]) ? '0' : from[i];
    });

    private string Quoted()
    {
        var quote = Current;
        var isLong = text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''");
        _at += isLong ? 3 : 1;
        // A line end right behind the quotes is not part of the text.
        if (isLong)
            TryTakeLineEnd();
        var into = new StringBuilder();
        while (!IsEnd(quote, isLong))
        {
            if (_at == text.Length)
                throw Wrong("a text without its end");
            if (Current == '\\' && quote == '"')
                Escape(into, isLong);
            else
                Character(into, isLong);
        }

        _at += isLong ? 3 : 1;
        // Up to two quotes may stand before the closing ones.
        for (var i = 0; isLong && i < 2 && Current == quote; i++)
            into.Append(text[_at++]);
        return into.ToString();
    }

    private bool IsEnd(char quote, bool isLong) => Current == quote && (!isLong || text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''"));

    private void Character(StringBuilder into, bool isLong)
    {
        var start = _at;
        if (isLong && TryTakeLineEnd())
        {
            into.Append(text, start, _at - start);
            return;
        }

        if (char.IsControl(Current) && Current != '\t')
            throw Wrong("a control character in a text");
        into.Append(text[_at++]);
    }

    private void Escape(StringBuilder into, bool isLong)
    {
        _at++;
        var mark = Current;
        _at++;
        switch (mark)
        {
            case 'u' or 'U':
                into.Append(CodePoint(mark == 'u' ? 4 : 8));
                break;
            case ' ' or '\t' or '\r' or '\n' when isLong:
                _at--;
                SkipToNextLine();
                break;
            default:
                into.Append(mark switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', '"' => '"', '\\' => '\\', _ => throw Wrong("an escape that there is not") });
                break;
        }
    }

    /// <summary>A backslash at the end of a line: the text goes on with what is not white space.</summary>
    private void SkipToNextLine()
    {
        SkipSpaces();
        if (!TryTakeLineEnd())
            throw Wrong("an escape that there is not");
        do
            SkipSpaces();
        while (TryTakeLineEnd());
    }

    private string CodePoint(int digits)
    {
        if (_at + digits > text.Length || !uint.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            throw Wrong("a code point is no such");
        _at += digits;
        return new Rune(code).ToString();
    }

    private void SkipComment()
    {
        for (; _at < text.Length && Current is not ('\n' or '\r'); _at++)
        {
            if (char.IsControl(Current) && Current != '\t')
                throw Wrong("a control character in a comment");
        }
    }

    private bool TryTakeLineEnd()
    {
        var length = Current == '\n' ? 1 : Current == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 0;
        if (length == 0)
            return false;
        _at += length;
        _line++;
        _lineStart = _at;
        return true;
    }
}
