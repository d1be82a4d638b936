namespace Sluice.Cel;

/// <summary>Text to tokens. https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax</summary>
internal sealed class Lexer(string source, Diagnostics diagnostics)
{
    private static readonly string[] TwoLetterSigns = ["==", "!=", "<=", ">=", "&&", "||"];
    private const string OneLetterSigns = "()[]{}.,:?+-*/%!<>=";

    private readonly List<Token> _tokens = [];
    private int _at;

    public List<Token> All()
    {
        while (SkipBlanks())
            _tokens.Add(Next());
        _tokens.Add(new Token(TokenKind.End, source.Length, source.Length, "the end of the expression"));
        return _tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    /// <returns>Whether something follows.</returns>
    private bool SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\r' or '\n' or '\f')
                _at++;
            else if (source[_at] == '/' && Peek(1) == '/')
                _at = source.IndexOf('\n', _at) is >= 0 and var end ? end : source.Length;
            else
                return true;
        }

        return false;
    }

    private Token Next()
    {
        var letter = source[_at];
        if (char.IsAsciiDigit(letter) || (letter == '.' && char.IsAsciiDigit(Peek(1))))
            return Number();
        if (letter is '"' or '\'' || IsStringPrefix())
            return new StringReader(source, diagnostics).Read(ref _at);
        if (char.IsAsciiLetter(letter) || letter == '_')
            return Word();
        return letter == '`' ? Quoted() : Sign();
    }

    /// <summary>b, r, br or rb in either case, with a quote right after it.</summary>
    private bool IsStringPrefix()
    {
        var (hasB, hasR) = (false, false);
        for (var i = 0; i < 2; i++)
        {
            var letter = char.ToLowerInvariant(Peek(i));
            if (letter is '"' or '\'')
                return i > 0;
            if ((letter == 'b' && hasB) || (letter == 'r' && hasR) || letter is not ('b' or 'r'))
                return false;
            hasB |= letter == 'b';
            hasR |= letter == 'r';
        }

        return Peek(2) is '"' or '\'';
    }

    private Token Word()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
            _at++;
        var text = source[start.._at];
        var kind = text switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            "in" => TokenKind.In,
            _ => TokenKind.Identifier,
        };
        return new Token(kind, start, _at, text);
    }

    private Token Quoted()
    {
        var start = _at++;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '.' or '-' or '/' or ' ')
            _at++;
        if (Peek() != '`' || _at == start + 1)
        {
            diagnostics.Add("a field name between backquotes has letters, digits, '_', '.', '-', '/' or spaces and ends in a backquote", start, _at - start);
            return new Token(TokenKind.Invalid, start, _at, "");
        }

        _at++;
        return new Token(TokenKind.Quoted, start, _at, source[(start + 1)..(_at - 1)]);
    }

    private Token Number()
    {
        var start = _at;
        if (Peek() == '0' && Peek(1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(2)))
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek()))
                _at++;
            return Whole(start);
        }

        SkipDigits();
        var isDouble = Peek() == '.' && char.IsAsciiDigit(Peek(1));
        if (isDouble)
        {
            _at++;
            SkipDigits();
        }

        var signs = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek() is 'e' or 'E' && char.IsAsciiDigit(Peek(signs)))
        {
            isDouble = true;
            _at += signs;
            SkipDigits();
        }

        return isDouble ? new Token(TokenKind.Double, start, _at, source[start.._at]) : Whole(start);
    }

    private Token Whole(int start)
    {
        var text = source[start.._at];
        if (Peek() is not ('u' or 'U'))
            return new Token(TokenKind.Int, start, _at, text);
        _at++;
        return new Token(TokenKind.Uint, start, _at, text);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()))
            _at++;
    }

    private Token Sign()
    {
        var start = _at;
        foreach (var sign in TwoLetterSigns)
        {
            if (Peek() == sign[0] && Peek(1) == sign[1])
            {
                _at += 2;
                return new Token(TokenKind.Sign, start, _at, sign);
            }
        }

        _at += CodePoints.LengthAt(source, start);
        var text = source[start.._at];
        if (text.Length == 1 && OneLetterSigns.Contains(text[0]) && text != "=")
            return new Token(TokenKind.Sign, start, _at, text);
        diagnostics.Add(text switch
        {
            "=" => "there is no assignment; equality is '=='",
            "&" => "there is no '&'; the operator is '&&'",
            "|" => "there is no '|'; the operator is '||'",
            _ => $"unexpected character {Quoting.Quote(text)}",
        }, start, text.Length);
        return new Token(TokenKind.Invalid, start, _at, text);
    }
}
