using System.Text.Unicode;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Tells JSON (RFC 8259) from what only begins like it, without an exception: a text of made-up tokens would cost one for each. Says yes to
/// nothing that the parser would refuse.
/// </summary>
internal ref struct JsonSyntax(ReadOnlySpan<byte> json)
{
    /// <summary>One bit a level; the parser goes one level further.</summary>
    private const int MaxDepth = 63;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>For each level, the lowest bit for the innermost: whether it is an object.</summary>
    private ulong _objects;
    private int _depth;

    public static bool IsObject(ReadOnlySpan<byte> json) =>
        json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && Utf8.IsValid(json) && new JsonSyntax(json).IsValid();

    private bool IsValid()
    {
        while (TryValue())
        {
            while (_depth > 0 && TryTake((_objects & 1) != 0 ? (byte)'}' : (byte)']'))
                Leave();
            if (_depth == 0)
                return Peek() == 0 && _at == _json.Length;
            if (!TryTake((byte)',') || ((_objects & 1) != 0 && !TryName()))
                return false;
        }

        return false;
    }

    /// <summary>Up to the end of a value, or of the first one in it that holds no other.</summary>
    private bool TryValue()
    {
        while (true)
        {
            var open = Peek();
            if (open is not ((byte)'{' or (byte)'['))
                return open == '"' ? TryString() : TryWord();
            var isObject = open == '{';
            _at++;
            if (TryTake(isObject ? (byte)'}' : (byte)']'))
                return true;
            if (_depth == MaxDepth)
                return false;
            (_objects, _depth) = (_objects << 1 | (isObject ? 1UL : 0), _depth + 1);
            if (isObject && !TryName())
                return false;
        }
    }

    private void Leave() => (_objects, _depth) = (_objects >> 1, _depth - 1);

    private byte Peek()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
        return _at < _json.Length ? _json[_at] : (byte)0;
    }

    private bool TryTake(byte expected)
    {
        if (Peek() != expected)
            return false;
        _at++;
        return true;
    }

    private bool TryName() => Peek() == '"' && TryString() && TryTake((byte)':');

    private bool TryString()
    {
        for (_at++; _at < _json.Length; _at++)
        {
            if (_json[_at] == '"')
            {
                _at++;
                return true;
            }

            if (_json[_at] < 0x20 || (_json[_at] == '\\' && !TryEscape()))
                return false;
        }

        return false;
    }

    /// <summary>The half of a character that takes two units stands alone in no text that can be read.</summary>
    private bool TryEscape()
    {
        _at++;
        if (_at == _json.Length || _json[_at] != 'u')
            return _at < _json.Length && "\"\\/bfnrt"u8.Contains(_json[_at]);
        if (!TryUnit(out var unit) || char.IsLowSurrogate(unit))
            return false;
        if (!char.IsHighSurrogate(unit))
            return true;
        _at += 2;
        return _at < _json.Length && _json[_at - 1] == '\\' && _json[_at] == 'u' && TryUnit(out var low) && char.IsLowSurrogate(low);
    }

    private bool TryUnit(out char unit)
    {
        unit = default;
        if (_json.Length - _at < 5 || !ushort.TryParse(_json.Slice(_at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number))
            return false;
        unit = (char)number;
        _at += 4;
        return true;
    }

    private bool TryWord()
    {
        var rest = _json[_at..];
        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            if (rest.Length >= word.Length && System.Text.Ascii.Equals(rest[..word.Length], word))
            {
                _at += word.Length;
                return true;
            }
        }

        return TryNumber();
    }

    private bool TryNumber()
    {
        if (_at < _json.Length && _json[_at] == '-')
            _at++;
        var first = _at;
        if (!TryDigits() || (_json[first] == '0' && _at > first + 1))
            return false;
        if (_at < _json.Length && _json[_at] == '.')
        {
            _at++;
            if (!TryDigits())
                return false;
        }

        if (_at == _json.Length || (_json[_at] | 0x20) != 'e')
            return true;
        _at++;
        if (_at < _json.Length && _json[_at] is (byte)'+' or (byte)'-')
            _at++;
        return TryDigits();
    }

    private bool TryDigits()
    {
        var first = _at;
        while (_at < _json.Length && char.IsAsciiDigit((char)_json[_at]))
            _at++;
        return _at > first;
    }
}
