using System.Globalization;

namespace Sluice.Cel;

/// <summary>Reads the syntax of RE2. https://github.com/google/re2/wiki/Syntax</summary>
internal sealed partial class Re2Parser(string pattern)
{
    private const int MostRepeats = 1000;
    private const int MostNested = 200;

    private int _at;
    private int _nesting;
    private bool _ignoresCase;
    private bool _isMultiline;
    private bool _dotIsAny;
    private bool _isUngreedy;

    /// <summary>The names of the groups, from the first on; null where a group has none.</summary>
    public List<string?> Groups { get; } = [];

    /// <exception cref="FormatException">The pattern is none of RE2; the message tells why.</exception>
    public Re2Node Parse()
    {
        var node = Alternation();
        return _at == pattern.Length ? node : throw new FormatException("unexpected )");
    }

    private bool IsAtEnd => _at == pattern.Length;

    private bool Follows(string text) => string.CompareOrdinal(pattern, _at, text, 0, text.Length) == 0;

    private bool TakeIf(string text)
    {
        if (!Follows(text))
            return false;
        _at += text.Length;
        return true;
    }

    private int TakeCodePoint()
    {
        var codePoint = char.IsHighSurrogate(pattern[_at]) && CodePoints.LengthAt(pattern, _at) == 2 ? char.ConvertToUtf32(pattern, _at) : pattern[_at];
        _at += codePoint > 0xffff ? 2 : 1;
        return codePoint;
    }

    private Re2Node Alternation()
    {
        if (++_nesting > MostNested)
            throw new FormatException("expression nests too deeply");
        var choices = new List<Re2Node> { Sequence() };
        while (TakeIf("|"))
            choices.Add(Sequence());
        _nesting--;
        return choices.Count == 1 ? choices[0] : new AlternationNode(choices);
    }

    private SequenceNode Sequence()
    {
        var parts = new List<Re2Node>();
        while (!IsAtEnd && pattern[_at] is not ('|' or ')'))
        {
            if (TakeIf("\\Q"))
                Quoted(parts);
            else if (Atom() is { } atom)
                parts.Add(Repeated(atom));
        }

        return new SequenceNode(parts);
    }

    private void Quoted(List<Re2Node> parts)
    {
        while (!IsAtEnd && !TakeIf("\\E"))
            parts.Add(Literal(TakeCodePoint()));
        if (parts.Count > 0 && !IsAtEnd)
            parts[^1] = Repeated(parts[^1]);
    }

    private SetNode Literal(int codePoint) => Set(CodePointSet.Of((codePoint, codePoint)));

    private SetNode Set(CodePointSet set) => new(_ignoresCase ? CaseFolding.Close(set) : set);

    /// <returns>Null where flags were set only.</returns>
    private Re2Node? Atom()
    {
        switch (pattern[_at])
        {
            case '(':
                return Group();
            case '[':
                return Set(Class());
            case '.':
                _at++;
                return new SetNode(_dotIsAny ? CodePointSet.Any : CodePointSet.NotLineFeed);
            case '^':
                _at++;
                return new PlaceNode(_isMultiline ? "(?m:^)" : "\\A");
            case '$':
                _at++;
                return new PlaceNode(_isMultiline ? "(?m:$)" : "\\z");
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw new FormatException($"missing argument to repetition operator: {pattern[_at]}");
            case '{' when Counts() is not null:
                throw new FormatException("missing argument to repetition operator: {");
            default:
                return Literal(TakeCodePoint());
        }
    }

    private Re2Node? Group()
    {
        _at++;
        var (ignoresCase, isMultiline, dotIsAny, isUngreedy) = (_ignoresCase, _isMultiline, _dotIsAny, _isUngreedy);
        var isCapture = true;
        if (TakeIf("?"))
        {
            isCapture = TakeIf("P<") || (Follows("<") && !Follows("<=") && !Follows("<!") && TakeIf("<"));
            if (isCapture)
                Groups.Add(GroupName());
            else if (Flags())
                return null;
        }
        else
        {
            Groups.Add(null);
        }

        var inner = Alternation();
        if (!TakeIf(")"))
            throw new FormatException("missing closing )");
        (_ignoresCase, _isMultiline, _dotIsAny, _isUngreedy) = (ignoresCase, isMultiline, dotIsAny, isUngreedy);
        return isCapture ? new CaptureNode(inner) : inner;
    }

    private string GroupName()
    {
        var end = pattern.IndexOf('>', _at);
        var name = end < 0 ? "" : pattern[_at..end];
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
            throw new FormatException("invalid named capture");
        if (Groups.Contains(name))
            throw new FormatException($"duplicate capture group name: {name}");
        _at = end + 1;
        return name;
    }

    /// <summary><c>i-sm)</c> for the rest of the group, <c>i-sm:</c> for one of its own.</summary>
    /// <returns>Whether it was the first.</returns>
    private bool Flags()
    {
        var value = true;
        var count = 0;
        while (!IsAtEnd)
        {
            switch (pattern[_at++])
            {
                case 'i': _ignoresCase = value; break;
                case 'm': _isMultiline = value; break;
                case 's': _dotIsAny = value; break;
                case 'U': _isUngreedy = value; break;
                case '-' when value:
                    value = false;
                    count = 0;
                    continue;
                case ')' when count > 0:
                    return true;
                case ':' when value || count > 0:
                    return false;
                default:
                    throw new FormatException("invalid or unsupported group: RE2 has no look-around, no back-references and the flags i, m, s, U");
            }

            count++;
        }

        throw new FormatException("missing closing )");
    }

    private Re2Node Repeated(Re2Node atom)
    {
        if (IsAtEnd)
            return atom;
        var start = _at;
        (int Least, int Most)? counts = pattern[_at] switch
        {
            '*' => (0, -1),
            '+' => (1, -1),
            '?' => (0, 1),
            '{' => Counts(),
            _ => null,
        };
        if (counts is not var (least, most))
            return atom;
        _at = pattern[start] == '{' ? pattern.IndexOf('}', start) + 1 : start + 1;
        var isLazy = TakeIf("?") != _isUngreedy;
        if (!IsAtEnd && (pattern[_at] is '*' or '+' or '?' || (pattern[_at] == '{' && Counts() is not null)))
            throw new FormatException($"invalid nested repetition operator: {pattern[start..(_at + 1)]}");
        if (least > MostRepeats || most > MostRepeats || (most >= 0 && most < least))
            throw new FormatException($"invalid repeat count: {pattern[start.._at]}; {MostRepeats} are allowed");
        var repeat = new RepeatNode(atom, least, most, isLazy);
        return RepeatsOf(repeat) <= MostRepeats ? repeat : throw new FormatException($"repetitions inside each other make more than {MostRepeats}");
    }

    /// <summary><c>{2}</c>, <c>{2,}</c>, <c>{2,3}</c>; anything else is text.</summary>
    private (int Least, int Most)? Counts()
    {
        var end = pattern.IndexOf('}', _at);
        if (end < 0)
            return null;
        var parts = pattern[(_at + 1)..end].Split(',');
        if (parts.Length > 2 || Number(parts[0]) is not { } least)
            return null;
        if (parts.Length == 1)
            return (least, least);
        return parts[1].Length == 0 ? (least, -1) : Number(parts[1]) is { } most ? (least, most) : null;
    }

    private static int? Number(string digits) =>
        digits.Length == 0 || digits.Any(letter => !char.IsAsciiDigit(letter)) ? null : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static long RepeatsOf(Re2Node node) => node switch
    {
        RepeatNode repeat => Math.Max(1, Math.Max(repeat.Least, repeat.Most)) * RepeatsOf(repeat.Inner),
        CaptureNode capture => RepeatsOf(capture.Inner),
        SequenceNode sequence => sequence.Parts.Select(RepeatsOf).DefaultIfEmpty(1).Max(),
        AlternationNode alternation => alternation.Choices.Max(RepeatsOf),
        _ => 1,
    };
}
