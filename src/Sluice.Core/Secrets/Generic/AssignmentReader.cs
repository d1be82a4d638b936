using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Reads what stands behind a name, in any language or format: operator, quotes, value. Looks at a bounded number of bytes, so that a
/// text full of names stays linear. Knows no language; what it takes for a value is held against its shape afterwards.
/// </summary>
internal ref struct AssignmentReader(ReadOnlySpan<byte> text, Syntax syntax)
{
    public const int ShortestValue = 6;
    public const int LongestValue = 300;

    private const int MaxBlanks = 32;
    private const int MaxTypeBytes = 40;
    private const int LookBack = 160;

    private static readonly ByteClass BareEnds = ByteClass.Of(" \t\r\n\"'`;,<>&|)}]\\"u8);
    private static readonly ByteClass StringEnds = ByteClass.Of("\r\n\"'`;&<>\\ "u8);
    private static readonly ByteClass BraceEnds = ByteClass.Of("}\r\n"u8);
    private static readonly ByteClass ElementEnds = ByteClass.Of("<\r\n"u8);
    private static readonly ByteClass DataEnds = ByteClass.Of("]\r\n"u8);
    private static readonly ByteClass BlockHeader = ByteClass.Of(" \t\r+-123456789"u8);
    private static readonly ByteSet Opening = ByteSet.Of("=:,(>|?+.\"'`\\] \t\r\n[<{"u8);
    private static readonly ByteSet TypeBytes = SecretText.WordBytes.Union(ByteSet.Of("&<>[]|?*. '"u8));
    private static readonly ByteSet BeforeString = ByteSet.Of(" \t=(,:[{+>@$bfrN\\"u8);
    private static readonly ByteSet Quotes = ByteSet.Of("\"'`"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Syntax _syntax = syntax;
    private int _at;
    private bool _hasQuotedName;

    /// <summary>Nearly every name is followed by something else: asked first.</summary>
    public static bool MayFollow(ReadOnlySpan<byte> text, int nameEnd) => nameEnd < text.Length && Opening.Contains(text[nameEnd]);

    /// <summary>Null when no value is assigned to the name.</summary>
    public AssignedValue? Read(int nameStart, int nameEnd)
    {
        _at = nameEnd;
        _hasQuotedName = SkipQuoteOfName();
        if (ReadLink(nameStart) is not { } link)
            return null;
        SkipBlanks();
        if (link is Link.Assignment && SkipType())
            SkipBlanks();
        if (link is Link.Assignment)
            Skip(ValueLead.LineEnd(_text[_at..], _syntax));
        if (link is not Link.Element)
            SkipPrefix();
        return ReadValue(nameStart, link);
    }

    private readonly byte Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : (byte)0;

    /// <summary>The quote that ends a name and the bracket of an index: <c>"name"</c>, <c>['name']</c>, <c>\"name\"</c>.</summary>
    private bool SkipQuoteOfName()
    {
        var start = _at;
        SkipBackslashes();
        if (!Quotes.Contains(Peek()))
        {
            _at = start;
            if (Peek() == '[' && Peek(1) is (byte)']' or >= (byte)'0' and <= (byte)'9')
                SkipTo((byte)']', 8);
            return false;
        }

        _at++;
        if (Peek() is (byte)']' or (byte)')')
            _at++;
        return true;
    }

    private bool Skip(int length)
    {
        _at += length;
        return length > 0;
    }

    private void SkipTo(byte end, int most)
    {
        var found = _text[_at..Math.Min(_text.Length, _at + most)].IndexOf(end);
        _at += found < 0 ? 0 : found + 1;
    }

    private void SkipBackslashes()
    {
        for (var most = _at + 8; _at < most && Peek() == '\\'; _at++)
        {
        }
    }

    private void SkipBlanks()
    {
        for (var most = _at + MaxBlanks; _at < most && Peek() is (byte)' ' or (byte)'\t'; _at++)
        {
        }
    }

    private Link? ReadLink(int nameStart)
    {
        var start = _at;
        SkipBlanks();
        var hadBlanks = _at > start;
        switch (Peek())
        {
            case (byte)'=':
                _at++;
                return AfterEquals();
            case (byte)':':
                _at++;
                if (Peek() == ':' && Peek(1) != '=')
                    return null;
                _at += Peek() == '=' ? 1 : Peek() == ':' ? 2 : 0;
                return Link.Assignment;
            case (byte)'?' or (byte)'+' or (byte)'.' when Peek(1) == '=':
                _at += 2;
                return Link.Assignment;
            case (byte)'|' when Peek(1) == '|':
            case (byte)'?' when Peek(1) is (byte)'?' or (byte)':':
                _at += Peek(2) == '=' ? 3 : 2;
                return Link.Fallback;
            case (byte)'(' when !_hasQuotedName:
                _at++;
                return Link.Call;
            case (byte)',' when _hasQuotedName && nameStart > 0 && _text[nameStart - 1] == ' ':
                return null;
            case (byte)',' when _hasQuotedName:
                _at++;
                SkipBlanks();
                return SkipValueWord() || (nameStart > 1 && _text[nameStart - 1] == '-' && Skip(ValueLead.Default(_text[_at..]))) ? Link.Assignment : Link.Comma;
            // A pair: {name, "value"}.
            case (byte)',' when _syntax == Syntax.Code && nameStart > 0 && _text[nameStart - 1] == '{':
                _at++;
                SkipBlanks();
                return Link.Comma;
            case (byte)'<' when Peek(1) == '-' && _syntax == Syntax.Code:
                _at += 2;
                return Link.Assignment;
            case (byte)'<':
                return Skip(ValueLead.KeyElement(_text[_at..])) ? Link.Element : null;
            case (byte)'{' when _syntax == Syntax.Settings && _hasQuotedName:
                return Skip(ValueLead.DefaultOfVariable(_text[_at..])) ? Link.Assignment : null;
            case (byte)'{' when _syntax == Syntax.Code:
                return Skip(ValueLead.Braces(_text[_at..])) ? Link.Assignment : null;
            case (byte)'>' when !hadBlanks && (_hasQuotedName || (nameStart > 0 && _text[nameStart - 1] is (byte)'<' or (byte)':' && !IsArgumentOfType(nameStart))):
                _at++;
                return Link.Element;
            case (byte)'\n' or (byte)'\r' when _syntax == Syntax.Settings || _hasQuotedName:
                return SkipValueWord() ? Link.Assignment : null;
            default:
                return hadBlanks ? AfterBlank(nameStart) : null;
        }
    }

    /// <summary>In <c>List&lt;Secret> a</c>, and where a file is included.</summary>
    private readonly bool IsArgumentOfType(int nameStart) => nameStart > 1 && ByteClass.Names.Contains(_text[nameStart - 2]);

    private Link? AfterEquals()
    {
        switch (Peek())
        {
            case (byte)'=':
                _at += Peek(1) == '=' ? 2 : 1;
                return Link.Comparison;
            case (byte)'~':
                return null;
            case (byte)'>':
                _at++;
                return Link.Assignment;
            default:
                return Link.Assignment;
        }
    }

    private Link? AfterBlank(int nameStart)
    {
        if (nameStart > 0 && _text[nameStart - 1] == '<')
            return Skip(ValueLead.Attributes(_text[_at..])) ? Link.Element : null;
        if (SkipValueWord())
            return Link.Assignment;
        if (_syntax is Syntax.Prose or Syntax.Unknown && StartsWord("is"u8) && Peek(2) is (byte)' ' or (byte)':')
        {
            _at += Peek(2) == ':' ? 3 : 2;
            return Link.Assignment;
        }

        if (IsFlag(nameStart))
            return Link.Flag;
        // SQL: IDENTIFIED BY '…', SET PASSWORD FOR user = '…'
        if (StartsWord("BY "u8) || StartsWord("by "u8))
            _at += 3;
        else if (StartsWord("FOR "u8))
            SkipTo((byte)'=', MaxTypeBytes);
        SkipBlanks();
        if ((StartsWord("string"u8) || StartsWord("As "u8)) && SkipType())
            return Link.Assignment;
        return (Quotes.Contains(Peek()) && (_syntax != Syntax.Prose || Peek() == '`')) || (_syntax is not Syntax.Code and not Syntax.Prose && BeginsStatement(nameStart)) ? Link.Blank : null;
    }

    private readonly bool IsFlag(int nameStart) => nameStart > 0 && _text[nameStart - 1] == '-' && !_hasQuotedName;

    private readonly bool StartsWord(ReadOnlySpan<byte> word) => _text[_at..].StartsWith(word);

    /// <summary>The name is the first of its line, or the second behind a word of the shell or of Docker.</summary>
    private readonly bool BeginsStatement(int nameStart)
    {
        var line = _text[Math.Max(0, nameStart - LookBack)..nameStart];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..].Trim(" \t"u8);
        return line.IsEmpty || line.SequenceEqual("ENV"u8) || line.SequenceEqual("ARG"u8) || line.SequenceEqual("set"u8) || line.SequenceEqual("setx"u8) || line.SequenceEqual("export"u8);
    }

    /// <summary><c>"value": </c> or <c>value=</c> behind a name that is itself a value.</summary>
    private bool SkipValueWord()
    {
        var at = _at;
        for (var most = at + MaxBlanks; at < _text.Length && at < most && _text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'-'; at++)
        {
        }

        if (at == _text.Length || (_text[at] | 0x20) != 'v' || !(_hasQuotedName || _syntax is Syntax.Settings) || at + 6 > _text.Length || !System.Text.Ascii.EqualsIgnoreCase(_text.Slice(at, 5), "value"u8))
            return false;
        at += 5;
        if (at < _text.Length && _text[at] is (byte)'"' or (byte)'\'' or (byte)'\\')
            at += _text[at] == '\\' ? 2 : 1;
        while (at < _text.Length && _text[at] == ' ')
            at++;

        if (at >= _text.Length || !(_text[at] is (byte)'=' or (byte)':' || (_text[at - 1] == ' ' && Quotes.Contains(_text[at]))))
            return false;
        _at = at + (Quotes.Contains(_text[at]) ? 0 : 1);
        SkipBlanks();
        return true;
    }

    /// <summary>A type between the colon and the value: <c>: string = "value"</c>.</summary>
    private bool SkipType()
    {
        if (_syntax != Syntax.Code || !TypeBytes.Contains(Peek()) || Quotes.Contains(Peek()))
            return false;
        var rest = _text[_at..Math.Min(_text.Length, _at + MaxTypeBytes)];
        var equals = rest.IndexOf((byte)'=');
        if (equals <= 0 || rest[equals..].StartsWith("=="u8) || rest[equals..].StartsWith("=>"u8))
            return false;
        foreach (var b in rest[..equals])
        {
            if (!TypeBytes.Contains(b))
                return false;
        }

        _at += equals + 1;
        return true;
    }

    /// <summary>Letters before a string (<c>b"…"</c>, <c>@"…"</c>), and what turns a string into bytes.</summary>
    private void SkipPrefix()
    {
        foreach (var wrapper in (ReadOnlySpan<string>)["[]byte(", "Buffer.from(", "SecretStr(", "Some(", "String(", "String::from(", "new String(", "SecretString(", "ConvertTo-SecureString ", "(ConvertTo-SecureString "])
        {
            if (_text.Length - _at > wrapper.Length && System.Text.Ascii.Equals(_text.Slice(_at, wrapper.Length), wrapper) && Quotes.Contains(Peek(wrapper.Length)))
                _at += wrapper.Length;
        }

        if (Peek() is (byte)'b' or (byte)'r' or (byte)'u' or (byte)'f' or (byte)'L' or (byte)'@' or (byte)'$' or (byte)'N' && Quotes.Contains(Peek(1)))
            _at++;
        else if (StartsWord("raw\""u8))
            _at += "raw".Length;
        // The user stands before the password: auth=("user", "password").
        else if (_syntax == Syntax.Code && Peek() == '(' && Quotes.Contains(Peek(1)))
            _at += ValueLead.FirstOfPair(_text[_at..]);
    }

    private AssignedValue? ReadValue(int nameStart, Link link)
    {
        if (link == Link.Element)
        {
            Skip(ValueLead.Indent(_text[_at..]));
            var isData = Skip(ValueLead.CharacterData(_text[_at..]));
            return Bounded(_at, isData ? DataEnds : ElementEnds, link, false);
        }

        if (Skip(ValueLead.QuoteOfPage(_text[_at..])))
            return Bounded(_at, StringEnds, link, true);
        var slashes = _at;
        SkipBackslashes();
        slashes = _at - slashes;
        if (Quotes.Contains(Peek()))
            return ReadQuoted(link, slashes);
        if (_syntax == Syntax.Code && StartsWord("[["u8))
            return Bounded(_at + 2, DataEnds, link, false);
        if (_syntax == Syntax.Code && (StartsWord("q{"u8) || StartsWord("qq{"u8)))
            return Bounded(_at + (Peek(1) == '{' ? 2 : 3), BraceEnds, link, false);
        if (link is Link.Call or Link.Comma or Link.Fallback or Link.Comparison || slashes > 0)
            return null;
        _at += ValueLead.Scheme(_text[_at..]);
        if (IsInQuery(nameStart) || IsInString(nameStart))
            return IsWrittenAsSetting(nameStart) ? Bounded(_at, StringEnds, link, true) : null;
        if (_syntax is Syntax.Code)
            return null;
        return link is Link.Assignment && _syntax is Syntax.Settings && !_hasQuotedName ? ReadLine(link) : Bounded(_at, BareEnds, link, false);
    }

    private AssignedValue? ReadQuoted(Link link, int slashes)
    {
        var quote = Peek();
        var isTriple = Peek(1) == quote && Peek(2) == quote;
        var start = _at + (isTriple ? 3 : 1);
        var end = start;
        for (var most = Math.Min(_text.Length, start + LongestValue + 1); end < most; end++)
        {
            var b = _text[end];
            if (b == quote || b is (byte)'\n' or (byte)'\r')
                break;
            if (b != '\\')
                continue;
            // In a string in a string the quote is escaped; else what is escaped is no end.
            if (slashes > 0)
                break;
            end++;
        }

        if (end >= _text.Length || end - start > LongestValue || (_text[end] != quote && !(slashes > 0 && _text[end] == '\\')))
            return null;
        return Of(start + ValueLead.Scheme(_text[start..end]), end, link, quote, false);
    }

    /// <summary>Up to the end of the line or a comment.</summary>
    private AssignedValue? ReadLine(Link link)
    {
        SkipBlockHeader();
        Skip(ValueLead.HereDocument(_text[_at..]));
        var rest = _text[_at..Math.Min(_text.Length, _at + LongestValue + 1)];
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0 && rest.Length > LongestValue)
            return null;
        rest = rest[..(end < 0 ? rest.Length : end)];
        if (rest.IndexOf(" #"u8) is >= 0 and var comment)
            rest = rest[..comment];
        rest = rest.TrimEnd(" \t"u8);
        // Flow mappings and lists of settings end with a comma or a bracket.
        rest = rest.EndsWith(","u8) || rest.EndsWith(";"u8) ? rest[..^1] : rest;
        return Of(_at, _at + rest.Length, link, 0, false);
    }

    /// <summary>To the line of a YAML block that has one; a longer block is a text, not a value.</summary>
    private void SkipBlockHeader()
    {
        var rest = _text[_at..Math.Min(_text.Length, _at + LookBack + LongestValue)];
        if (rest is not [(byte)'|' or (byte)'>', ..])
            return;
        var header = BlockHeader.FirstOutside(rest[1..]) + 1;
        if (header == 0 || rest[header] != '\n')
            return;
        var block = rest[(header + 1)..];
        var indent = block.IndexOfAnyExcept((byte)' ');
        var end = indent > 0 ? block[indent..].IndexOf((byte)'\n') : -1;
        var behind = end < 0 ? default : block[(indent + end + 1)..];
        var nextIndent = behind.IndexOfAnyExcept((byte)' ');
        if (indent > 0 && (end >= 0 || _at + rest.Length == _text.Length) && (nextIndent < indent || behind[nextIndent] is (byte)'\n' or (byte)'\r'))
            _at += header + 1 + indent;
    }

    private readonly AssignedValue? Bounded(int start, ByteClass ends, Link link, bool isInString)
    {
        var rest = _text[Math.Min(start, _text.Length)..Math.Min(_text.Length, start + LongestValue + 1)];
        var length = ends.FirstIn(rest);
        if (length < 0 && rest.Length > LongestValue)
            return null;
        return Of(start, start + (length < 0 ? rest.Length : length), link, 0, isInString);
    }

    private static AssignedValue? Of(int start, int end, Link link, byte quote, bool isInString) =>
        end - start is >= ShortestValue and <= LongestValue ? new AssignedValue(start, end, link, quote, isInString) : null;

    /// <summary>A semicolon separates the settings of a connection, and in code the statements.</summary>
    private readonly bool IsInQuery(int nameStart) => nameStart > 0 && (_text[nameStart - 1] is (byte)'?' or (byte)'&' || (_text[nameStart - 1] == ';' && _syntax != Syntax.Code));

    /// <summary>In a string a setting has no blank around its equals sign, and a header one behind its colon; code in a string has it the other way round.</summary>
    private readonly bool IsWrittenAsSetting(int nameStart)
    {
        var before = _text[nameStart.._at];
        var name = before.IndexOfAny((byte)'=', (byte)':', (byte)' ');
        return name > 0 && before[..name].IndexOf((byte)'.') < 0 && (before[^1] == '=' || before[name..].StartsWith(": "u8) || before[name] == ' ');
    }

    /// <summary>The last quote before it in its line opens a string: nothing that ends a value stands before it.</summary>
    private readonly bool IsInString(int nameStart)
    {
        var line = _text[Math.Max(0, nameStart - LookBack)..nameStart];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        var quote = line.LastIndexOfAny((byte)'"', (byte)'\'', (byte)'`');
        // The quotes of the name itself are closed behind it.
        if (_hasQuotedName && (quote + 1 == line.Length || _text[_at - 1] == ' '))
            return false;
        return quote >= 0 && (quote == 0 || BeforeString.Contains(line[quote - 1])) && (quote + 1 == line.Length || line[quote + 1] is not ((byte)',' or (byte)':' or (byte)')' or (byte)']' or (byte)'}'));
    }
}
