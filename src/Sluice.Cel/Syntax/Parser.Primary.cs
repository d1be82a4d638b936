namespace Sluice.Cel;

/// <summary>Literals, names, brackets, and what follows them: selections, indexes, calls, fields.</summary>
internal sealed partial class Parser
{
    private Expr Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Uint:
                return Whole(token.Start, Take(), isNegative: false);
            case TokenKind.Double:
                return Fraction(token.Start, Take(), isNegative: false);
            case TokenKind.String:
                return new LiteralExpr(CelValue.String(Take().Text), token.Start, token.End);
            case TokenKind.Bytes:
                return new LiteralExpr(CelValue.Bytes(Take().Octets), token.Start, token.End);
            case TokenKind.True or TokenKind.False:
                return new LiteralExpr(CelValue.Bool(Take().Kind == TokenKind.True), token.Start, token.End);
            case TokenKind.Null:
                Take();
                return new LiteralExpr(CelValue.Null, token.Start, token.End);
            case TokenKind.Identifier:
                return Name(isRooted: false, token.Start);
            case TokenKind.Sign:
                return Bracketed(token);
            case TokenKind.Invalid:
                Take();
                return new InvalidExpr(token.Start, token.End);
            default:
                return Unexpected("a value");
        }
    }

    private Expr Bracketed(Token token)
    {
        switch (token.Text)
        {
            case "(":
                Take();
                var inner = Expression();
                return Expect(")") ? inner : new InvalidExpr(token.Start, inner.End);
            case "[":
                return List();
            case "{":
                return Map();
            case "." when Ahead.Kind == TokenKind.Identifier:
                Take();
                return Name(isRooted: true, token.Start);
            default:
                return Unexpected("a value");
        }
    }

    private Expr Name(bool isRooted, int start)
    {
        var token = Take();
        if (Current.Is("("))
        {
            var arguments = Arguments();
            var function = isRooted ? "." + token.Text : token.Text;
            return Call(null, function, token, arguments, start);
        }

        if (Reserved.Contains(token.Text))
        {
            _diagnostics.Add($"'{token.Text}' is a reserved word; it may only be the name of a field or method", token.Start, token.Text.Length);
            return new InvalidExpr(start, token.End);
        }

        return new NameExpr(token.Text, isRooted, start, token.End);
    }

    private Expr Member(Expr operand)
    {
        while (Current.Kind == TokenKind.Sign)
        {
            if (Current.Text == ".")
                operand = Selection(operand);
            else if (Current.Text == "[")
                operand = Index(operand);
            else if (Current.Text == "{" && NamePath.Of(operand) is { } name)
                operand = Struct(operand, name);
            else
                break;
            operand = Limited(operand);
        }

        return operand;
    }

    private Expr Selection(Expr operand)
    {
        Take();
        var isOptional = TakeIf("?");
        var token = Current;
        if (token.Kind is not (TokenKind.Identifier or TokenKind.Quoted))
            return Unexpected(token.Kind is TokenKind.In or TokenKind.True or TokenKind.False or TokenKind.Null ? "the name of a field; this one is written between backquotes" : "the name of a field");
        Take();
        if (!Current.Is("(") || isOptional || token.Kind == TokenKind.Quoted)
            return new SelectExpr(operand, token.Text, isOptional, isTest: false, token.Start, token.End);
        return Call(operand, token.Text, token, Arguments(), operand.From);
    }

    private Expr Index(Expr operand)
    {
        var bracket = Take();
        var isOptional = TakeIf("?");
        var index = Expression();
        var end = Current.End;
        return Expect("]") ? new CallExpr(null, isOptional ? "_[?_]" : "_[_]", [operand, index], bracket.Start, end, operand.From) : new InvalidExpr(operand.From, end);
    }

    private Expr[] Arguments()
    {
        Take();
        var arguments = new List<Expr>();
        if (TakeIf(")"))
            return [];
        do
        {
            arguments.Add(Expression());
        }
        while (TakeIf(","));
        Expect(")");
        return [.. arguments];
    }

    private Expr Call(Expr? target, string function, Token name, Expr[] arguments, int from)
    {
        var end = _tokens[Math.Max(0, _next - 1)].End;
        var call = new MacroCall(target, function, arguments, name.Start, end, _diagnostics);
        return _macros.Expand(call) ?? new CallExpr(target, function, arguments, name.Start, end, from);
    }

    private ListExpr List()
    {
        var start = Take().Start;
        var (items, isOptional) = (new List<Expr>(), new List<bool>());
        while (!Current.Is("]") && Current.Kind != TokenKind.End)
        {
            isOptional.Add(TakeIf("?"));
            items.Add(Expression());
            if (!TakeIf(","))
                break;
        }

        var end = Current.End;
        Expect("]");
        return new ListExpr([.. items], [.. isOptional], start, end);
    }

    private MapExpr Map()
    {
        var start = Take().Start;
        var entries = new List<MapEntry>();
        while (!Current.Is("}") && Current.Kind != TokenKind.End)
        {
            var isOptional = TakeIf("?");
            var key = Expression();
            Expect(":");
            entries.Add(new MapEntry(key, Expression(), isOptional));
            if (!TakeIf(","))
                break;
        }

        var end = Current.End;
        Expect("}");
        return new MapExpr([.. entries], start, end);
    }

    private StructExpr Struct(Expr operand, string name)
    {
        Take();
        var fields = new List<FieldEntry>();
        while (!Current.Is("}") && Current.Kind != TokenKind.End)
        {
            var isOptional = TakeIf("?");
            var field = Current;
            if (field.Kind is not (TokenKind.Identifier or TokenKind.Quoted))
            {
                Unexpected("the name of a field");
                break;
            }

            Take();
            Expect(":");
            fields.Add(new FieldEntry(field.Text, Expression(), isOptional, field.Start));
            if (!TakeIf(","))
                break;
        }

        var end = Current.End;
        Expect("}");
        return new StructExpr(name, [.. fields], operand.From, end);
    }

    private bool Expect(string sign)
    {
        if (TakeIf(sign))
            return true;
        Unexpected($"'{sign}'");
        // Behind the mistake things may make sense again.
        while (Current.Kind != TokenKind.End && !(Current.Kind == TokenKind.Sign && Current.Text is "," or ")" or "]" or "}"))
            Take();
        TakeIf(sign);
        return false;
    }

    /// <summary>Told once for each place; the token stays, unless it could stop the parser from going on.</summary>
    private InvalidExpr Unexpected(string expected)
    {
        var token = Current;
        if (!_isLost && token.Kind != TokenKind.Invalid)
        {
            var found = token.Kind switch
            {
                TokenKind.End => "the end of the expression",
                TokenKind.String or TokenKind.Bytes => "a string",
                _ => "'" + _source[token.Start..token.End] + "'",
            };
            _diagnostics.Add($"expected {expected}, found {found}", token.Start, token.End - token.Start);
        }

        _isLost = token.Kind == TokenKind.End || _isLost;
        if (token.Kind == TokenKind.Sign && token.Text is not ("," or ")" or "]" or "}" or ":"))
            Take();
        return new InvalidExpr(token.Start, token.End);
    }
}
