using System.Globalization;
using System.Text;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Import;

/// <summary>An edge of a word, a line or the text, which matches no byte.</summary>
internal sealed record Edge : PatternNode;

/// <summary>A part of a foreign configuration cannot be expressed; the message says which.</summary>
internal sealed class ImportException(string message) : Exception(message);

/// <summary>
/// Reads the regular expressions of Go (https://github.com/google/re2/wiki/Syntax) into the tree of our patterns. Groups that capture
/// become the secret; what repeats without end gets a bound.
/// </summary>
internal sealed class RegexReader
{
    /// <summary>The bound of what repeats without end: of one character, of any character, of a group.</summary>
    public const int CharacterBound = 512;
    private const int AnyBound = 256;

    /// <summary>Of so many characters and more: the body of a key, which may be of any length.</summary>
    private const int LongBody = 32;
    private const int GroupBound = 16;

    private const int MaxDepth = 64;

    private static readonly ByteSet Digits = ByteSet.Range((byte)'0', (byte)'9');
    private static readonly ByteSet Spaces = ByteSet.Of(" \t\r\n"u8);

    private readonly string _text;
    private readonly int _secretGroup;
    private int _at;
    private int _depth;
    private int _groups;
    private bool _inSecret;
    private bool _ignoresCase;
    private bool _dotIsAll;

    private RegexReader(string text, int secretGroup) => (_text, _secretGroup) = (text, secretGroup);

    /// <summary>Whether something was cut at a bound.</summary>
    public bool IsBounded { get; private set; }

    /// <param name="secretGroup">The group that is the secret; 0 for the first that takes part in a match.</param>
    /// <exception cref="ImportException">It is outside of what patterns can say.</exception>
    public static (PatternNode Node, bool IsBounded) Read(string text, int secretGroup)
    {
        var reader = new RegexReader(text, secretGroup);
        var node = reader.Choices();
        if (reader._at < text.Length)
            throw new ImportException("')' closes nothing");
        return (node, reader.IsBounded);
    }

    private PatternNode Choices()
    {
        if (++_depth > MaxDepth)
            throw new ImportException("groups are nested too deeply");
        var choices = new List<PatternNode> { Parts() };
        while (Take("|"))
            choices.Add(Parts());
        _depth--;
        return choices.Count == 1 ? choices[0] : new Alternatives(choices);
    }

    private PatternNode Parts()
    {
        var parts = new List<PatternNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            if (One() is { } part)
                parts.Add(Times(part));
        }

        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private PatternNode Times(PatternNode part)
    {
        while (_at < _text.Length && Count(part) is var (min, max))
        {
            // Whether few or many are taken first does not matter to a match that must be the longest.
            Take("?");
            part = part is Edge || max == 0 ? new Sequence([]) : new Repeated(part, min, max);
        }

        return part;
    }

    private (int Min, int Max)? Count(PatternNode part)
    {
        if (Take("?"))
            return (0, 1);
        if (Take("*"))
            return (0, BoundOf(part, 0));
        if (Take("+"))
            return (1, BoundOf(part, 1));
        var end = _text[_at] == '{' ? _text.IndexOf('}', _at) : -1;
        if (end < 0)
            return null;
        var numbers = _text[(_at + 1)..end].Split(',');
        if (numbers.Length > 2 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min))
            return null;
        if (numbers.Length == 1 || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var max))
            max = numbers.Length == 1 ? min : numbers[1].Length > 0 ? -1 : part is OneOf && min >= LongBody ? Bounded(PatternParser.MaxRepetition) : BoundOf(part, min);
        if (max < min)
            return null;
        _at = end + 1;
        return max <= PatternParser.MaxRepetition ? (min, max) : throw new ImportException($"it repeats something more than {PatternParser.MaxRepetition} times");
    }

    private int Bounded(int most)
    {
        IsBounded = true;
        return most;
    }

    private int BoundOf(PatternNode part, int min)
    {
        IsBounded = true;
        return part switch
        {
            OneOf { Set.Count: > 200 } => Math.Max(AnyBound, min),
            OneOf => Math.Max(CharacterBound, Math.Min(PatternParser.MaxRepetition, min * 4)),
            _ => Math.Max(GroupBound, min),
        };
    }

    /// <summary>Null for what sets a flag only.</summary>
    private PatternNode? One()
    {
        var c = _text[_at++];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                return new OneOf(Folded(Class()));
            case '.':
                return new OneOf(_dotIsAll ? default(ByteSet).Complement() : ByteSet.Of((byte)'\n').Complement());
            case '^' or '$':
                return new Edge();
            case '\\':
                return Escaped();
            case '*' or '+' or '?':
                throw new ImportException($"there is nothing that '{c}' could repeat");
            default:
                return Literal(char.IsHighSurrogate(c) && _at < _text.Length ? $"{c}{_text[_at++]}" : c.ToString());
        }
    }

    private OneOf Literal(string character)
    {
        var bytes = Encoding.UTF8.GetBytes(character);
        if (bytes.Length > 1)
            throw new ImportException("it has characters that are not ASCII");
        return new OneOf(Folded(ByteSet.Of(bytes[0])));
    }

    private PatternNode? Group()
    {
        var (ignoresCase, dotIsAll, inSecret) = (_ignoresCase, _dotIsAll, _inSecret);
        var captures = true;
        if (Take("?P<") || (_text.AsSpan(_at).StartsWith("?<") && !_text.AsSpan(_at).StartsWith("?<=") && !_text.AsSpan(_at).StartsWith("?<!") && Take("?<")))
        {
            _at = _text.IndexOf('>', _at) is >= 0 and var end ? end + 1 : throw new ImportException("the name of a group is not closed");
        }
        else if (Take("?"))
        {
            captures = false;
            if (!Flags())
                return null;
        }

        var isSecret = captures && ++_groups is var number && (_secretGroup == 0 ? !_inSecret : number == _secretGroup);
        _inSecret |= isSecret;
        var inner = Choices();
        (_ignoresCase, _dotIsAll, _inSecret) = (ignoresCase, dotIsAll, inSecret);
        if (!Take(")"))
            throw new ImportException("a group is not closed");
        return isSecret ? new SecretPart(inner) : inner;
    }

    /// <summary><c>i-s:</c> before what they hold for, or <c>i)</c> for the rest of the group: then false.</summary>
    private bool Flags()
    {
        var isOn = true;
        while (_at < _text.Length)
        {
            switch (_text[_at++])
            {
                case '-':
                    isOn = false;
                    break;
                case 'i':
                    _ignoresCase = isOn;
                    break;
                case 's':
                    _dotIsAll = isOn;
                    break;
                case 'm' or 'U':
                    break;
                case ':':
                    return true;
                case ')':
                    return false;
                case '=' or '!' or '<':
                    throw new ImportException("it looks around, which takes no linear time");
                case var other:
                    throw new ImportException($"groups with '?{other}' cannot be expressed");
            }
        }

        throw new ImportException("a group is not closed");
    }

    private PatternNode Escaped()
    {
        if (_at < _text.Length && _text[_at] is 'b' or 'B' or 'A' or 'z' or 'Z')
        {
            _at++;
            return new Edge();
        }

        if (!Take("Q"))
            return new OneOf(Folded(EscapedSet()));
        var end = _text.IndexOf("\\E", _at, StringComparison.Ordinal);
        var quoted = end < 0 ? _text[_at..] : _text[_at..end];
        _at = end < 0 ? _text.Length : end + 2;
        return new Sequence([.. quoted.Select(c => Literal(c.ToString()))]);
    }

    private ByteSet EscapedSet()
    {
        if (_at == _text.Length)
            throw new ImportException("nothing follows the '\\'");
        var c = _text[_at++];
        return c switch
        {
            'd' => Digits,
            'D' => Digits.Complement(),
            'w' => SecretText.WordBytes,
            'W' => SecretText.WordBytes.Complement(),
            's' => Spaces,
            'S' => Spaces.Complement(),
            'n' => ByteSet.Of((byte)'\n'),
            'r' => ByteSet.Of((byte)'\r'),
            't' => ByteSet.Of((byte)'\t'),
            'f' => ByteSet.Of((byte)'\f'),
            'v' => ByteSet.Of((byte)'\v'),
            'x' => ByteSet.Of(Hexadecimal()),
            >= '1' and <= '9' => throw new ImportException("it refers back to a group"),
            'p' or 'P' => throw new ImportException("it has classes of Unicode"),
            _ when char.IsAsciiLetter(c) => throw new ImportException($"'\\{c}' cannot be expressed"),
            < (char)128 => ByteSet.Of((byte)c),
            _ => throw new ImportException("it has characters that are not ASCII"),
        };
    }

    private byte Hexadecimal()
    {
        var inBraces = Take("{");
        var end = inBraces ? _text.IndexOf('}', _at) : Math.Min(_text.Length, _at + 2);
        if (end < 0)
            throw new ImportException("a number is not closed");
        var digits = _text[_at..end];
        _at = inBraces ? end + 1 : end;
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b) && b < 128 ? b : throw new ImportException("it has characters that are not ASCII");
    }

    private ByteSet Class()
    {
        var isNegated = Take("^");
        var set = default(ByteSet);
        for (var start = _at; _at < _text.Length && (_text[_at] != ']' || _at == start);)
        {
            var from = Member();
            if (from.Count == 1 && _at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                var to = Member();
                if (to.Count != 1)
                    throw new ImportException("a range of a class has no end");
                set = set.Union(ByteSet.Range(from.Members().First(), to.Members().First()));
            }
            else
            {
                set = set.Union(from);
            }
        }

        if (!Take("]"))
            throw new ImportException("a class is not closed");
        // Without regard to case before it is turned round: what is left out is left out in both cases.
        return isNegated ? Folded(set).Complement() : set;
    }

    private ByteSet Member()
    {
        foreach (var (name, set) in Named)
        {
            if (Take($"[:{name}:]"))
                return set;
        }

        var c = _text[_at++];
        return c == '\\' ? EscapedSet() : c < 128 ? ByteSet.Of((byte)c) : throw new ImportException("it has characters that are not ASCII");
    }

    private static readonly (string Name, ByteSet Set)[] Named =
    [
        ("alnum", ByteSet.Alphanumeric), ("digit", Digits), ("space", Spaces), ("word", SecretText.WordBytes),
        ("alpha", ByteSet.Alphanumeric.Without(Digits)), ("lower", ByteSet.Range((byte)'a', (byte)'z')), ("upper", ByteSet.Range((byte)'A', (byte)'Z')),
        ("xdigit", ByteSet.Of("0123456789ABCDEFabcdef"u8)), ("punct", ByteSet.Range((byte)'!', (byte)'~').Without(ByteSet.Alphanumeric)), ("blank", ByteSet.Of(" \t"u8)),
    ];

    private ByteSet Folded(ByteSet set) => _ignoresCase ? set.IgnoringCase() : set;

    private bool Take(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            return false;
        _at += word.Length;
        return true;
    }
}
