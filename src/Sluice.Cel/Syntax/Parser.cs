using System.Globalization;

namespace Sluice.Cel;

/// <summary>Tokens to nodes, by recursive descent. After a mistake it goes on behind the next comma or bracket, to find more.</summary>
internal sealed partial class Parser
{
    /// <summary>Brackets, calls and conditions inside each other.</summary>
    private const int MostNested = 64;

    /// <summary>Operators, selections and calls one after the other.</summary>
    private const int LongestChain = 500;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly string _source;
    private readonly MacroSet _macros;
    private readonly Diagnostics _diagnostics;
    private readonly List<Token> _tokens;
    private int _next;
    private int _nesting;
    private bool _isLost;

    private Parser(string source, MacroSet macros, Diagnostics diagnostics)
    {
        (_source, _macros, _diagnostics) = (source, macros, diagnostics);
        _tokens = new Lexer(source, diagnostics).All();
    }

    public static Expr Parse(string source, MacroSet macros, Diagnostics diagnostics)
    {
        var parser = new Parser(source, macros, diagnostics);
        var expression = parser.Expression();
        if (parser.Current.Kind != TokenKind.End && !parser._isLost)
            parser.Unexpected("an operator or the end of the expression");
        return expression;
    }

    private Token Current => _tokens[_next];

    private Token Ahead => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    private Token Take() => Current.Kind == TokenKind.End ? Current : _tokens[_next++];

    private bool TakeIf(string sign)
    {
        if (!Current.Is(sign))
            return false;
        _next++;
        return true;
    }

    private Expr Expression()
    {
        if (++_nesting > MostNested)
        {
            if (!_isLost)
                _diagnostics.Add($"the expression is nested more than {MostNested} deep; cel.bind or a variable of the policy makes it flat", Current.Start);
            _isLost = true;
            _next = _tokens.Count - 1;
            _nesting--;
            return new InvalidExpr(Current.Start, Current.End);
        }

        var expression = Conditional();
        _nesting--;
        return Limited(expression);
    }

    /// <summary>A chain of a thousand operators nests a thousand nodes, which each stage walks down.</summary>
    private Expr Limited(Expr expression)
    {
        if (expression.Depth <= LongestChain)
            return expression;
        if (!_isLost)
            _diagnostics.Add($"more than {LongestChain} operations depend on each other", expression.Start);
        _isLost = true;
        return new InvalidExpr(expression.From, expression.End);
    }

    private Expr Conditional()
    {
        var condition = Logical("||", "_||_", static parser => parser.Logical("&&", "_&&_", static inner => inner.Relation()));
        if (!Current.Is("?"))
            return condition;
        var sign = Take();
        var yes = Logical("||", "_||_", static parser => parser.Logical("&&", "_&&_", static inner => inner.Relation()));
        if (!Expect(":"))
            return new InvalidExpr(condition.From, sign.End);
        var no = Expression();
        return new CallExpr(null, "_?_:_", [condition, yes, no], sign.Start, no.End, condition.From);
    }

    /// <summary>a || b || c is one call of three arguments: the order of evaluation is free, and long ones do not nest.</summary>
    private Expr Logical(string sign, string function, Func<Parser, Expr> operand)
    {
        var first = operand(this);
        if (!Current.Is(sign))
            return first;
        var start = Current.Start;
        var operands = new List<Expr> { first };
        while (TakeIf(sign))
            operands.Add(operand(this));
        return new CallExpr(null, function, [.. operands], start, operands[^1].End, first.From);
    }

    private Expr Relation()
    {
        var left = Additive();
        while (RelationOf(Current) is { } function)
        {
            var sign = Take();
            var right = Additive();
            left = Limited(new CallExpr(null, function, [left, right], sign.Start, right.End, left.From));
        }

        return left;
    }

    private static string? RelationOf(Token token) => token.Kind == TokenKind.In ? "@in" : token.Kind != TokenKind.Sign ? null : token.Text switch
    {
        "==" => "_==_",
        "!=" => "_!=_",
        "<" => "_<_",
        "<=" => "_<=_",
        ">" => "_>_",
        ">=" => "_>=_",
        _ => null,
    };

    private Expr Additive()
    {
        var left = Multiplicative();
        while (Current.Is("+") || Current.Is("-"))
        {
            var sign = Take();
            var right = Multiplicative();
            left = Limited(new CallExpr(null, sign.Text == "+" ? "_+_" : "_-_", [left, right], sign.Start, right.End, left.From));
        }

        return left;
    }

    private Expr Multiplicative()
    {
        var left = Unary();
        while (Current.Is("*") || Current.Is("/") || Current.Is("%"))
        {
            var sign = Take();
            var right = Unary();
            left = Limited(new CallExpr(null, $"_{sign.Text}_", [left, right], sign.Start, right.End, left.From));
        }

        return left;
    }

    /// <summary>Two of the same sign are none; a minus right before a number belongs to it.</summary>
    private Expr Unary()
    {
        var sign = Current;
        if (sign.Is("!"))
        {
            var count = Count("!");
            var operand = Member(Primary());
            return count % 2 == 0 ? operand : new CallExpr(null, "!_", [operand], sign.Start, operand.End, sign.Start);
        }

        if (!sign.Is("-"))
            return Member(Primary());
        var minuses = 0;
        while (Current.Is("-") && Ahead.Kind is not (TokenKind.Int or TokenKind.Double))
        {
            Take();
            minuses++;
        }

        var value = Member(Current.Is("-") ? NegativeNumber() : Primary());
        return minuses % 2 == 0 ? value : new CallExpr(null, "-_", [value], sign.Start, value.End, sign.Start);
    }

    private int Count(string sign)
    {
        var count = 0;
        while (TakeIf(sign))
            count++;
        return count;
    }

    private Expr NegativeNumber()
    {
        var minus = Take();
        var number = Take();
        return number.Kind == TokenKind.Int ? Whole(minus.Start, number, isNegative: true) : Fraction(minus.Start, number, isNegative: true);
    }

    private Expr Whole(int start, Token token, bool isNegative)
    {
        var isHex = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isHex ? token.Text.AsSpan(2) : token.Text;
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var fits = digits.TrimStart('0').Length <= 20 && ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) ? value : (ulong?)null;
        if (token.Kind == TokenKind.Uint && fits is { } unsigned)
            return new LiteralExpr(CelValue.Uint(unsigned), start, token.End);
        if (token.Kind == TokenKind.Int && fits <= (isNegative ? 1ul << 63 : long.MaxValue))
            return new LiteralExpr(CelValue.Int(isNegative ? unchecked(-(long)fits.Value) : (long)fits.Value), start, token.End);
        _diagnostics.Add($"the number does not fit into 64 bits{(fits is not null && !isNegative ? "; with a u behind it, it would be an unsigned one that fits" : "")}", start, token.End - start);
        return new InvalidExpr(start, token.End);
    }

    private Expr Fraction(int start, Token token, bool isNegative)
    {
        var value = double.Parse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        if (double.IsFinite(value))
            return new LiteralExpr(CelValue.Double(isNegative ? -value : value), start, token.End);
        _diagnostics.Add("the number is too large for a double", start, token.End - start);
        return new InvalidExpr(start, token.End);
    }
}
