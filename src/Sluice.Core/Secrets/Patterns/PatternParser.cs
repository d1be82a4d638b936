using System.Globalization;

namespace Sluice.Secrets.Patterns;

/// <summary>
/// Reads patterns: the part of the RE2 syntax (https://github.com/google/re2/wiki/Syntax) that matches a bounded number of bytes and
/// needs no look around. Literals, escaped punctuation, classes, groups, <c>(?i:…)</c>, <c>(?&lt;secret&gt;…)</c>, <c>|</c>, <c>?</c>,
/// <c>{n}</c> and <c>{n,m}</c>.
/// </summary>
internal sealed class PatternParser
{
    public const int MaxRepetition = 4096;
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _at;
    private int _depth;
    private bool _ignoresCase;

    private PatternParser(string text) => _text = text;

    /// <exception cref="PatternException">Says what is outside of the language, and what to write.</exception>
    public static PatternNode Parse(string text)
    {
        var parser = new PatternParser(text);
        var node = parser.ParseAlternatives();
        return parser._at == text.Length ? node : throw parser.Wrong("')' closes nothing; write '\\)' for the character");
    }

    private PatternNode ParseAlternatives()
    {
        if (++_depth > MaxDepth)
            throw Wrong("groups are nested too deeply");
        var choices = new List<PatternNode> { ParseSequence() };
        while (Take('|'))
            choices.Add(ParseSequence());
        _depth--;
        return choices.Count == 1 ? choices[0] : new Alternatives(choices);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
            parts.Add(ParseRepetition(ParseAtom()));
        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private PatternNode ParseRepetition(PatternNode part)
    {
        if (Take('?'))
            return new Repeated(part, 0, 1);
        if (!Take('{'))
            return part;
        var min = ParseNumber();
        var max = Take(',') ? ParseNumber() : min;
        Expect('}', "a repetition is {n} or {n,m}");
        if (max < min || max == 0)
            throw Wrong($"'{{{min},{max}}}' repeats nothing");
        return new Repeated(part, min, max);
    }

    private int ParseNumber()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        if (!int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxRepetition)
            throw Wrong($"a repetition has numbers up to {MaxRepetition}; write {{n}} or {{n,m}}");
        return number;
    }

    private PatternNode ParseAtom()
    {
        var c = _text[_at++];
        return c switch
        {
            '(' => ParseGroup(),
            '[' => new OneOf(Folded(ParseClass())),
            '\\' => new OneOf(Folded(ByteSet.Of(Escaped()))),
            '*' or '+' => throw Wrong($"'{c}' repeats without end; write {{n,m}} with a bound, or '\\{c}' for the character"),
            '.' or '^' or '$' => throw Wrong($"'{c}' is not part of the language; write a class, or '\\{c}' for the character"),
            '?' or '{' => throw Wrong($"there is nothing to repeat; write '\\{c}' for the character"),
            _ => new OneOf(Folded(ByteSet.Of(Ascii(c)))),
        };
    }

    private PatternNode ParseGroup()
    {
        var outer = _ignoresCase;
        var isSecret = false;
        if (Take("?i:"))
            _ignoresCase = true;
        else if (Take("?<secret>"))
            isSecret = true;
        else if (!Take("?:") && _at < _text.Length && _text[_at] == '?')
            throw Wrong("groups are (?:…), (?i:…) and (?<secret>…); there is no look around and no back reference");
        var inner = ParseAlternatives();
        _ignoresCase = outer;
        Expect(')', "a group is not closed");
        return isSecret ? new SecretPart(inner) : inner;
    }

    private ByteSet ParseClass()
    {
        var isNegated = Take('^');
        var set = default(ByteSet);
        var start = _at;
        while (_at < _text.Length && (_text[_at] != ']' || _at == start))
        {
            var from = ClassByte();
            if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                var to = ClassByte();
                if (to < from)
                    throw Wrong($"the range '{(char)from}-{(char)to}' is empty");
                set = set.Union(ByteSet.Range(from, to));
            }
            else
            {
                set = set.With(from);
            }
        }

        Expect(']', "a class is not closed");
        return isNegated ? set.Complement() : set;
    }

    private byte ClassByte() => _text[_at++] is var c && c == '\\' ? Escaped() : Ascii(c);

    private byte Escaped()
    {
        if (_at == _text.Length)
            throw Wrong("nothing follows the '\\'");
        var c = _text[_at++];
        return c switch
        {
            'n' => (byte)'\n',
            'r' => (byte)'\r',
            't' => (byte)'\t',
            _ when char.IsAsciiLetterOrDigit(c) => throw Wrong($"'\\{c}' is not part of the language; write a class such as [0-9]"),
            _ => Ascii(c),
        };
    }

    private byte Ascii(char c) => c < 128 ? (byte)c : throw Wrong($"'{c}' is not ASCII");

    private ByteSet Folded(ByteSet set) => _ignoresCase ? set.IgnoringCase() : set;

    private bool Take(char c)
    {
        if (_at == _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private bool Take(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            return false;
        _at += word.Length;
        return true;
    }

    private void Expect(char c, string otherwise)
    {
        if (!Take(c))
            throw Wrong(otherwise);
    }

    private PatternException Wrong(string message) => new(message, Math.Max(1, _at));
}
