using System.Globalization;

namespace Sluice.Cel;

/// <summary>Escapes and classes of characters. \d, \s, \w and the POSIX classes are those of ASCII.</summary>
internal sealed partial class Re2Parser
{
    private Re2Node Escape()
    {
        if (_at + 1 == pattern.Length)
            throw new FormatException("trailing \\ at end of expression");
        var place = pattern[_at + 1] switch
        {
            'A' => "\\A",
            'z' => "\\z",
            'b' => "\\b",
            'B' => "\\B",
            _ => null,
        };
        if (place is null)
            return EscapedClass() is { } set ? Set(set) : Literal(EscapedCodePoint());
        _at += 2;
        return new PlaceNode(place);
    }

    /// <summary>\d, \pL and their kind.</summary>
    private CodePointSet? EscapedClass()
    {
        if (_at + 1 >= pattern.Length)
            return null;
        var letter = pattern[_at + 1];
        if (letter is 'p' or 'P')
            return Property(letter == 'P');
        CodePointSet? set = char.ToLowerInvariant(letter) switch
        {
            'd' => CodePointSet.Digits,
            's' => CodePointSet.Spaces,
            'w' => CodePointSet.Words,
            _ => null,
        };
        if (set is null)
            return null;
        _at += 2;
        return char.IsAsciiLetterUpper(letter) ? set.Complement() : set;
    }

    private CodePointSet Property(bool isNegated)
    {
        _at += 2;
        if (IsAtEnd)
            throw new FormatException("invalid character class range: \\p");
        var name = pattern[_at..(_at + 1)];
        if (name != "{")
        {
            _at++;
        }
        else
        {
            var end = pattern.IndexOf('}', _at);
            name = end < 0 ? throw new FormatException("invalid character class range: \\p{") : pattern[(_at + 1)..end];
            _at = end + 1;
        }

        if (name.StartsWith('^'))
            (name, isNegated) = (name[1..], !isNegated);
        var set = CodePointSet.Category(name) ?? throw new FormatException($"invalid character class range: there is no category '{name}'; scripts are not supported, write ranges");
        return isNegated ? set.Complement() : set;
    }

    private int EscapedCodePoint()
    {
        var start = _at++;
        var letter = pattern[_at++];
        switch (letter)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return Hexadecimal(start);
            case '0' or (>= '1' and <= '7') when letter == '0' || (!IsAtEnd && pattern[_at] is >= '0' and <= '7'):
                var value = letter - '0';
                for (var i = 0; i < 2 && !IsAtEnd && pattern[_at] is >= '0' and <= '7'; i++)
                    value = value * 8 + pattern[_at++] - '0';
                return value;
            default:
                if (letter < 128 && !char.IsAsciiLetterOrDigit(letter))
                    return letter;
                throw new FormatException($"invalid escape sequence: {pattern[start.._at]}");
        }
    }

    private int Hexadecimal(int start)
    {
        var digits = "";
        if (TakeIf("{"))
        {
            var end = pattern.IndexOf('}', _at);
            digits = end < 0 ? "" : pattern[_at..end];
            _at = Math.Max(_at, end + 1);
        }
        else if (_at + 2 <= pattern.Length)
        {
            digits = pattern[_at..(_at + 2)];
            _at += 2;
        }

        return digits.Length is > 0 and <= 8 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= CodePointSet.Last
            ? value
            : throw new FormatException($"invalid escape sequence: {pattern[start.._at]}");
    }

    private CodePointSet Class()
    {
        var start = _at++;
        var isNegated = TakeIf("^");
        var ranges = new List<(int, int)>();
        for (var isFirst = true; isFirst || !Follows("]"); isFirst = false)
        {
            if (IsAtEnd)
                throw new FormatException($"missing closing ]: {pattern[start..]}");
            if (Posix() is { } named)
                ranges.AddRange(named.Ranges);
            else if (Follows("\\") && EscapedClass() is { } escaped)
                ranges.AddRange(escaped.Ranges);
            else
                ranges.Add(ClassRange(start));
        }

        _at++;
        var set = CodePointSet.Of(ranges);
        if (_ignoresCase)
            set = CaseFolding.Close(set);
        return isNegated ? set.Complement() : set;
    }

    private (int, int) ClassRange(int start)
    {
        var from = _at;
        var first = ClassCodePoint(start);
        if (!Follows("-") || _at + 1 >= pattern.Length || pattern[_at + 1] == ']')
            return (first, first);
        _at++;
        var last = ClassCodePoint(start);
        return last >= first ? (first, last) : throw new FormatException($"invalid character class range: {pattern[from.._at]}");
    }

    private int ClassCodePoint(int start)
    {
        if (IsAtEnd || (Follows("\\") && _at + 1 == pattern.Length))
            throw new FormatException($"missing closing ]: {pattern[start..]}");
        return Follows("\\") ? EscapedCodePoint() : TakeCodePoint();
    }

    /// <summary><c>[:alpha:]</c> inside a class.</summary>
    private CodePointSet? Posix()
    {
        if (!Follows("[:"))
            return null;
        var end = pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var name = pattern[(_at + 2)..end];
        var set = PosixSet(name.TrimStart('^')) ?? throw new FormatException($"invalid character class range: [:{name}:]");
        _at = end + 2;
        return name.StartsWith('^') ? set.Complement() : set;
    }

    private static CodePointSet? PosixSet(string name) => name switch
    {
        "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
        "ascii" => CodePointSet.Of((0, 127)),
        "blank" => CodePointSet.Of(('\t', '\t'), (' ', ' ')),
        "cntrl" => CodePointSet.Of((0, 31), (127, 127)),
        "digit" => CodePointSet.Digits,
        "graph" => CodePointSet.Of(('!', '~')),
        "lower" => CodePointSet.Of(('a', 'z')),
        "print" => CodePointSet.Of((' ', '~')),
        "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        "space" => CodePointSet.Of(('\t', '\r'), (' ', ' ')),
        "upper" => CodePointSet.Of(('A', 'Z')),
        "word" => CodePointSet.Words,
        "xdigit" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        _ => null,
    };
}
