using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    Word,

    /// <summary>A word behind a dot: compilers and minifiers keep these.</summary>
    Member,
    Number,
    Text,
    Operator,
}

/// <summary>A piece of a program by which compilers change nothing but what stands around it.</summary>
/// <param name="Key">Equal for equal tokens: texts by what they say, numbers by their value, names without the number that bundlers put behind them.</param>
internal readonly record struct CodeToken(ulong Key, TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}

/// <summary>
/// Reads JavaScript and TypeScript as names, numbers, texts and the operators that decide something. Comments, brackets and commas are left out: compilers put them where they like. Linear.
/// </summary>
internal ref struct CodeTokens
{
    private const int LongestExpression = 4096;
    private const int LongestEscaped = 1 << 16;
    private const int Deepest = 4096;

    private static readonly byte[][] Operators =
    [
        "==="u8.ToArray(), "!=="u8.ToArray(), "=="u8.ToArray(), "!="u8.ToArray(), "<="u8.ToArray(), ">="u8.ToArray(), "&&"u8.ToArray(), "||"u8.ToArray(),
        "<"u8.ToArray(), ">"u8.ToArray(), "!"u8.ToArray(), "+"u8.ToArray(), "-"u8.ToArray(), "*"u8.ToArray(), "/"u8.ToArray(), "%"u8.ToArray(),
    ];

    /// <summary>Behind these words an operand follows: a slash begins a regular expression.</summary>
    private static readonly string[] BeforeOperand = ["return", "typeof", "case", "in", "do", "else", "void", "delete", "throw", "new", "instanceof", "default", "of", "yield", "await"];

    private readonly ReadOnlySpan<byte> _text;
    private readonly List<CodeToken> _tokens;

    /// <summary>Of each value within a template that is open: the braces that are open in it.</summary>
    private readonly List<int> _values;

    /// <summary>The sign before the next one, blanks and comments aside.</summary>
    private byte _last;

    private CodeTokens(ReadOnlySpan<byte> text, List<CodeToken> tokens)
    {
        _text = text;
        _tokens = tokens;
        _values = [];
    }

    public static List<CodeToken> Read(ReadOnlySpan<byte> text)
    {
        var tokens = new List<CodeToken>(text.Length / 8);
        new CodeTokens(text, tokens).ReadAll();
        return tokens;
    }

    private void ReadAll()
    {
        for (var at = 0; at < _text.Length;)
        {
            var c = _text[at];
            if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
                continue;
            }

            if (c == '/' && at + 1 < _text.Length && _text[at + 1] is (byte)'/' or (byte)'*')
            {
                at = EndOfComment(at);
                continue;
            }

            at = ReadOne(at, c);
            _last = _text[at - 1];
        }
    }

    private int ReadOne(int at, byte c)
    {
        switch (c)
        {
            case (byte)'"' or (byte)'\'':
                return AddText(at);
            case (byte)'`':
                return AddTemplate(at);
            case (byte)'{' when _values.Count > 0:
                _values[^1]++;
                return at + 1;
            case (byte)'}' when _values.Count > 0:
                if (_values[^1]-- > 0)
                    return at + 1;
                _values.RemoveAt(_values.Count - 1);
                return AddTemplate(at);
            case (byte)'/' when AwaitsOperand() && EndOfExpression(at) is > 0 and var end:
                _tokens.Add(new CodeToken(Key(_text[at..end], 4), TokenKind.Text, at, end - at));
                return end;
        }

        if (char.IsAsciiDigit((char)c) || (c == '.' && at + 1 < _text.Length && char.IsAsciiDigit((char)_text[at + 1]) && !IsWord(_last)))
            return AddNumber(at);
        return IsWord(c) ? AddWord(at) : at + AddOperator(at);
    }

    private readonly int EndOfComment(int at)
    {
        var isLine = _text[at + 1] == '/';
        var end = isLine ? _text[at..].IndexOf((byte)'\n') : _text[(at + 2)..].IndexOf("*/"u8);
        return end < 0 ? _text.Length : isLine ? at + end : at + end + 4;
    }

    private readonly bool AwaitsOperand()
    {
        if (!IsWord(_last))
            return _last is 0 or (byte)'(' or (byte)',' or (byte)'=' or (byte)':' or (byte)'[' or (byte)'!' or (byte)'&' or (byte)'|' or (byte)'?' or (byte)'{' or (byte)';' or (byte)'+' or (byte)'>';
        return _tokens.Count > 0 && _tokens[^1] is { Kind: TokenKind.Word } word && Array.IndexOf(BeforeOperand, Encoding.Latin1.GetString(word.In(_text))) >= 0;
    }

    /// <summary>-1 where no expression ends in the line.</summary>
    private readonly int EndOfExpression(int at)
    {
        var isInClass = false;
        for (var i = at + 1; i < Math.Min(_text.Length, at + LongestExpression); i++)
        {
            switch (_text[i])
            {
                case (byte)'\n':
                    return -1;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'[':
                    isInClass = true;
                    break;
                case (byte)']':
                    isInClass = false;
                    break;
                case (byte)'/' when !isInClass:
                    return i + 1;
            }
        }

        return -1;
    }

    private readonly int AddText(int at)
    {
        var end = at + 1;
        while (end < _text.Length && _text[end] != _text[at] && _text[end] != '\n')
            end += _text[end] == '\\' ? 2 : 1;
        end = Math.Min(end, _text.Length);
        Add(TokenKind.Text, at, Math.Min(end + 1, _text.Length), _text[(at + 1)..end]);
        return Math.Min(end + 1, _text.Length);
    }

    /// <summary>From a back quote or the end of a value on: up to the next value, or the end.</summary>
    private readonly int AddTemplate(int at)
    {
        var end = at + 1;
        while (end < _text.Length && _text[end] != '`' && !_text[end..].StartsWith("${"u8))
            end += _text[end] == '\\' ? 2 : 1;
        end = Math.Min(end, _text.Length);
        if (end > at + 1)
            Add(TokenKind.Text, at, Math.Min(end + 1, _text.Length), _text[(at + 1)..end]);
        if (end + 1 >= _text.Length || _text[end] == '`' || _values.Count >= Deepest)
            return Math.Min(end + 1, _text.Length);
        _values.Add(0);
        return end + 2;
    }

    private readonly int AddNumber(int at)
    {
        var end = at;
        while (end < _text.Length && (IsWord(_text[end]) || _text[end] == '.' || (_text[end] is (byte)'-' or (byte)'+' && _text[end - 1] is (byte)'e' or (byte)'E' && !_text[at..].StartsWith("0x"u8))))
            end++;
        _tokens.Add(new CodeToken(KeyOfNumber(_text[at..end]), TokenKind.Number, at, end - at));
        return end;
    }

    private readonly int AddWord(int at)
    {
        var end = at;
        while (end < _text.Length && IsWord(_text[end]))
            end++;
        var isMember = _last == '.' && !_text[..at].EndsWith("..."u8);
        var name = _text[at..end];
        _tokens.Add(new CodeToken(Key(isMember ? name : WithoutNumber(name), 1), isMember ? TokenKind.Member : TokenKind.Word, at, end - at));
        return end;
    }

    /// <summary>Bundlers tell apart what has the same name in two files: <c>parse$1</c>, <c>parse2</c>.</summary>
    private static ReadOnlySpan<byte> WithoutNumber(ReadOnlySpan<byte> name)
    {
        var bare = name.TrimEnd("0123456789"u8);
        return bare.Length == name.Length || bare.IsEmpty ? name : bare.Length > 1 && bare[^1] == '$' ? bare[..^1] : bare;
    }

    private readonly int AddOperator(int at)
    {
        var rest = _text[at..];
        // An arrow, and what is left out where a value is missing, are none.
        if (rest.StartsWith("=>"u8) || rest.StartsWith("?."u8) || rest.StartsWith("??"u8))
            return 2;
        foreach (var sign in Operators)
        {
            if (!rest.StartsWith(sign))
                continue;
            // TypeScript: a value is there. No negation stands directly behind one.
            if (sign.Length == 1 && sign[0] == '!' && at > 0 && (IsWord(_text[at - 1]) || _text[at - 1] is (byte)')' or (byte)']'))
                return 1;
            _tokens.Add(new CodeToken(Key(sign, 3), TokenKind.Operator, at, sign.Length));
            return sign.Length;
        }

        return 1;
    }

    private readonly void Add(TokenKind kind, int start, int end, ReadOnlySpan<byte> said)
    {
        if (!said.Contains((byte)'\\') || said.Length > LongestEscaped)
        {
            _tokens.Add(new CodeToken(Key(said, 1), kind, start, end - start));
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(said.Length + 8);
        _tokens.Add(new CodeToken(Key(buffer.AsSpan(0, Unescape(said, buffer)), 1), kind, start, end - start));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>"String Literals", escape sequences; never longer than it was.</summary>
    private static int Unescape(ReadOnlySpan<byte> said, Span<byte> into)
    {
        var length = 0;
        for (var at = 0; at < said.Length; at++)
        {
            if (said[at] != '\\' || at + 1 == said.Length)
            {
                into[length++] = said[at];
                continue;
            }

            var c = said[++at];
            var digits = c switch
            {
                (byte)'x' => said[(at + 1)..Math.Min(said.Length, at + 3)],
                (byte)'u' when at + 1 < said.Length && said[at + 1] == '{' && said[at..].IndexOf((byte)'}') is > 0 and <= 10 and var close => said[(at + 2)..(at + close)],
                (byte)'u' => said[(at + 1)..Math.Min(said.Length, at + 5)],
                _ => default,
            };
            if (!digits.IsEmpty && Utf8Parser.TryParse(digits, out uint value, out var used, 'x') && used == digits.Length && value <= 0x10FFFF)
            {
                // Halves of a pair are kept as numbers: what matters is that they are the same ones.
                length += Rune.TryCreate(value, out var rune) ? rune.EncodeToUtf8(into[length..]) : Half(value, into[length..]);
                at += digits.Length + (said[at + 1] == '{' ? 2 : 0);
            }
            else if (c is not ((byte)'\n' or (byte)'\r'))
            {
                into[length++] = c switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', (byte)'r' => (byte)'\r', (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f', (byte)'v' => (byte)'\v', (byte)'0' => 0, _ => c };
            }
        }

        return length;
    }

    private static int Half(uint value, Span<byte> into)
    {
        (into[0], into[1], into[2]) = ((byte)(0xe0 | (value >> 12)), (byte)(0x80 | ((value >> 6) & 0x3f)), (byte)(0x80 | (value & 0x3f)));
        return 3;
    }

    /// <summary>By its value: <c>1000</c> is <c>1e3</c>.</summary>
    private static ulong KeyOfNumber(ReadOnlySpan<byte> number)
    {
        Span<byte> plain = stackalloc byte[64];
        if (number.Length > plain.Length)
            return Key(number, 2);
        var length = 0;
        foreach (var c in number)
        {
            if (c != '_')
                plain[length++] = c;
        }

        plain = plain[..length];
        if (plain is [(byte)'0', (byte)'x' or (byte)'X', .. var digits] && Utf8Parser.TryParse(digits, out ulong whole, out var used, 'x') && used == digits.Length)
            return Key(BitConverter.GetBytes((double)whole), 2);
        return Utf8Parser.TryParse(plain, out double value, out used) && used == plain.Length ? Key(BitConverter.GetBytes(value), 2) : Key(plain, 2);
    }

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'$' or >= 0x80;

    private static ulong Key(ReadOnlySpan<byte> token, ulong kind) => TextDigest.Of(token).Low ^ (kind * 0x9E3779B97F4A7C15);
}
