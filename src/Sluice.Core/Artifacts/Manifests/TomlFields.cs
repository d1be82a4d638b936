using System.Globalization;
using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>
/// The part of TOML 1.0 that manifests of crates and configurations use: tables, arrays of tables, dotted and quoted keys, strings, arrays and
/// inline tables. Every leaf is kept under its full dotted name; numbers, dates and booleans as they are written.
/// </summary>
internal sealed class TomlFields
{
    private const int MaxDepth = 32;

    private readonly Dictionary<string, List<string>> _leaves = new(StringComparer.Ordinal);
    /// <summary>The number of the last table of each array of tables; null where tables of one name are one.</summary>
    private readonly Dictionary<string, int>? _numbers;
    private readonly string _text;
    private int _at;

    private TomlFields(string text, bool isNumbered) => (_text, _numbers) = (text, isNumbered ? new(StringComparer.Ordinal) : null);

    /// <exception cref="ArtifactException">It is not TOML of that part.</exception>
    public static TomlFields Parse(ReadOnlySpan<byte> bytes)
    {
        var parsed = new TomlFields(Encoding.UTF8.GetString(bytes), isNumbered: false);
        parsed.Document();
        return parsed;
    }

    /// <summary>As <see cref="Parse"/>, but each table of an array is by itself: <c>rules[0].id</c>.</summary>
    /// <inheritdoc cref="Parse"/>
    public static TomlFields ParseNumbered(ReadOnlySpan<byte> bytes)
    {
        var parsed = new TomlFields(Encoding.UTF8.GetString(bytes), isNumbered: true);
        parsed.Document();
        return parsed;
    }

    /// <summary>The full names, each with its texts: one, or those of an array.</summary>
    public IReadOnlyDictionary<string, List<string>> Leaves => _leaves;

    public string? Text(string name) => _leaves.TryGetValue(name, out var texts) && texts is [{ Length: > 0 } text, ..] ? text : null;

    public IReadOnlyList<string>? Texts(string name) => _leaves.GetValueOrDefault(name);

    private void Document()
    {
        var table = "";
        if (_text.StartsWith('\ufeff'))
            _at = 1;
        while (SkipToToken())
        {
            if (_text[_at] == '[')
            {
                var brackets = _text.AsSpan(_at).StartsWith("[[") ? 2 : 1;
                _at += brackets;
                table = TableName(Key(), brackets == 2) + ".";
                Expect(']');
                if (brackets == 2)
                    Expect(']');
            }
            else
            {
                KeyValue(table, 0);
            }
        }
    }

    /// <summary>A table belongs to the last one of an array that its name goes through.</summary>
    private string TableName(string key, bool isOfArray)
    {
        if (_numbers is null)
            return key;
        var name = "";
        var parts = key.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            name += i == 0 ? parts[i] : "." + parts[i];
            if (isOfArray && i == parts.Length - 1)
                _numbers[name] = _numbers.TryGetValue(name, out var last) ? last + 1 : 0;
            if (_numbers.TryGetValue(name, out var number))
                name = string.Create(CultureInfo.InvariantCulture, $"{name}[{number}]");
        }

        return name;
    }

    private void KeyValue(string table, int depth)
    {
        var name = table + Key();
        Expect('=');
        Value(name, depth);
    }

    private void Value(string name, int depth)
    {
        if (depth > MaxDepth)
            throw Wrong($"nested deeper than {MaxDepth}");
        SkipToToken();
        switch (Current)
        {
            case '"' or '\'':
                Keep(name, QuotedText());
                break;
            case '[':
                Members(']', () => Value(name, depth + 1));
                _leaves.TryAdd(name, []);
                break;
            case '{':
                Members('}', () => KeyValue(name + ".", depth + 1));
                break;
            default:
                Keep(name, BareValue());
                break;
        }
    }

    private void Members(char end, Action member)
    {
        _at++;
        while (true)
        {
            SkipToToken();
            if (Current == end)
                break;
            member();
            SkipToToken();
            if (Current == ',')
                _at++;
            else if (Current != end)
                throw Wrong($"',' or '{end}' expected");
        }

        _at++;
    }

    private string Key()
    {
        var key = new StringBuilder();
        while (true)
        {
            SkipSpaces();
            key.Append(Current is '"' or '\'' ? QuotedText() : BareKey());
            SkipSpaces();
            if (Current != '.')
                return key.ToString();
            key.Append('.');
            _at++;
        }
    }

    private string BareKey()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
            _at++;
        return _at > start ? _text[start.._at] : throw Wrong("a key expected");
    }

    private string BareValue()
    {
        var start = _at;
        while (_at < _text.Length && Current is not (',' or ']' or '}' or '#' or '\n' or '\r'))
            _at++;
        return _at > start ? _text[start.._at].Trim() : throw Wrong("a value expected");
    }

    private string QuotedText()
    {
        var quote = Current;
        var isLong = _text.AsSpan(_at).StartsWith(new string(quote, 3));
        var end = new string(quote, isLong ? 3 : 1);
        _at += end.Length;
        if (isLong && Current is '\r')
            _at++;
        // A line end right behind the quotes is not part of the text.
        if (isLong && Current == '\n')
            _at++;
        var text = new StringBuilder();
        while (!_text.AsSpan(Math.Min(_at, _text.Length)).StartsWith(end))
        {
            if (_at >= _text.Length || (!isLong && Current == '\n'))
                throw Wrong("a text without its end");
            text.Append(quote == '"' && Current == '\\' ? Escape() : Current.ToString());
            _at++;
        }

        _at += end.Length;
        // Up to two quotes may stand before the closing ones.
        for (; isLong && Current == quote; _at++)
            text.Append(quote);
        return text.ToString();
    }

    /// <summary>TOML 1.0, "String". Leaves the place at the last character of the escape.</summary>
    private string Escape()
    {
        _at++;
        switch (Current)
        {
            case 'u' or 'U':
                var length = Current == 'u' ? 4 : 8;
                if (_at + length < _text.Length && uint.TryParse(_text.AsSpan(_at + 1, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code))
                {
                    _at += length;
                    return new Rune(code).ToString();
                }

                throw Wrong("a code point is no such");
            case '\r' or '\n':
                // The line goes on with what is not white space.
                while (_at + 1 < _text.Length && char.IsWhiteSpace(_text[_at + 1]))
                    _at++;
                return "";
            default:
                return Current switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'b' => "\b", 'f' => "\f", '"' => "\"", '\\' => "\\", _ => "?" };
        }
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void Expect(char c)
    {
        SkipSpaces();
        if (Current != c)
            throw Wrong($"'{c}' expected");
        _at++;
    }

    private void SkipSpaces()
    {
        while (Current is ' ' or '\t')
            _at++;
    }

    /// <summary>Past white space, line ends and comments; false at the end.</summary>
    private bool SkipToToken()
    {
        while (_at < _text.Length)
        {
            if (Current == '#')
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;
            else if (char.IsWhiteSpace(Current))
                _at++;
            else
                return true;
        }

        return false;
    }

    private void Keep(string name, string text)
    {
        if (!_leaves.TryGetValue(name, out var texts))
            _leaves[name] = texts = [];
        texts.Add(text);
    }

    private ArtifactException Wrong(string what) => new($"not valid TOML: line {_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1}: {what}");
}
