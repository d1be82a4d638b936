
namespace Sluice.Artifacts.Formats;

internal enum ScriptToken : byte
{
    Name,
    Number,

    /// <summary>A string literal with its quotes, or a template without placeholders.</summary>
    Text,

    /// <summary>A piece of a template between placeholders.</summary>
    TemplatePart,

    /// <summary>A regular expression literal.</summary>
    Pattern,

    /// <summary>One byte; operators of several come as several.</summary>
    Punctuator,
}

/// <summary>
/// Splits JavaScript (and JSON, which is a part of it) into tokens without understanding it: white space and comments are left out. Whether a
/// slash divides or starts a regular expression is guessed from what stands before it, as all tools do that do not parse; a wrong guess ends
/// with the line. Linear, and does not recurse.
/// </summary>
internal ref struct ScriptScanner(ReadOnlySpan<byte> script)
{
    private const byte Placeholder = (byte)'$';
    private const byte ConditionParenthesis = (byte)'c';

    private static readonly ByteClass NameBytes =
        ByteClass.Of([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$#"u8, .. NotAscii()]);

    private static readonly ByteClass PatternStops = ByteClass.Of("/\\[]\n\r"u8);

    private readonly ReadOnlySpan<byte> _script = script;
    private byte[] _brackets = new byte[64];
    private bool _isOperandBefore;
    private bool _isConditionBefore;

    // Up to where a literal of each kind is known not to end, so that a line of openings is not searched for an end from each.
    private int _patternFailure;
    private int _singleQuoteFailure;
    private int _doubleQuoteFailure;
    private int _templateFailure;

    /// <summary>Of the token that was read last; its end is exclusive.</summary>
    public int Start { get; private set; }

    /// <inheritdoc cref="Start"/>
    public int End { get; private set; }

    public ScriptToken Token { get; private set; }

    /// <summary>Brackets of all kinds that are open behind the token.</summary>
    public int Depth { get; private set; }

    public readonly ReadOnlySpan<byte> Value => _script[Start..End];

    public readonly bool Is(byte punctuator) => Token == ScriptToken.Punctuator && _script[Start] == punctuator;

    /// <summary>The next byte that is not white space; 0 at the end. Comments are not passed over.</summary>
    public readonly byte Following
    {
        get
        {
            var at = End;
            while (at < _script.Length && _script[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                at++;
            return at < _script.Length ? _script[at] : (byte)0;
        }
    }

    private static byte[] NotAscii()
    {
        var bytes = new byte[128];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i + 128);
        return bytes;
    }

    public bool TryRead()
    {
        Start = End;
        if (!SkipBlank())
            return false;
        var first = _script[Start];
        switch (first)
        {
            case (byte)'"' or (byte)'\'':
                ReadQuoted(first);
                break;
            case (byte)'`':
                ReadTemplate();
                break;
            case (byte)'/' when !_isOperandBefore && TryReadPattern():
                break;
            case >= (byte)'0' and <= (byte)'9':
                ReadWord(ScriptToken.Number);
                break;
            default:
                if (NameBytes.Contains(first))
                    ReadWord(ScriptToken.Name);
                else
                    ReadPunctuator(first);
                break;
        }

        return true;
    }

    /// <summary>Moves to the next token; false at the end.</summary>
    private bool SkipBlank()
    {
        if (Start == 0 && _script.StartsWith("#!"u8))
            Start = LineEnd(0);
        while (Start < _script.Length)
        {
            var b = _script[Start];
            if (b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                Start++;
            else if (b == '/' && _script[Start..].StartsWith("//"u8))
                Start = LineEnd(Start);
            else if (b == '/' && _script[Start..].StartsWith("/*"u8))
                Start = _script[(Start + 2)..].IndexOf("*/"u8) is >= 0 and var hop ? Start + hop + 4 : _script.Length;
            else if (b == 0xef && _script[Start..].StartsWith("\ufeff"u8))
                Start += 3;
            else
                return true;
        }

        End = Start;
        return false;
    }

    private readonly int LineEnd(int at) => _script[at..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var hop ? at + hop : _script.Length;

    /// <summary>What does not end on its line is no literal: the quote stands alone, and the rest is read as code again.</summary>
    private void ReadQuoted(byte quote)
    {
        ref var failure = ref quote == '"' ? ref _doubleQuoteFailure : ref _singleQuoteFailure;
        var at = Start + 1;
        while (at > failure && at < _script.Length)
        {
            at = _script[at..].IndexOfAny(quote, (byte)'\\', (byte)'\n') is >= 0 and var hop ? at + hop : _script.Length;
            if (at == _script.Length || _script[at] == '\n')
                break;
            if (_script[at] == quote)
            {
                Take(ScriptToken.Text, at + 1, isOperand: true);
                return;
            }

            // An escaped line end continues the literal.
            at += 2;
        }

        failure = Math.Max(failure, at);
        Take(ScriptToken.Punctuator, Start + 1, isOperand: false);
    }

    /// <summary>From a back quote, or from the end of a placeholder, to the next of either.</summary>
    private void ReadTemplate()
    {
        var isStart = _script[Start] == '`';
        for (var at = Math.Max(Start + 1, _templateFailure); at < _script.Length; at++)
        {
            var hop = _script[at..].IndexOfAny((byte)'`', (byte)'\\', (byte)'$');
            if (hop < 0)
                break;
            at += hop;
            if (_script[at] == '`')
            {
                Take(isStart ? ScriptToken.Text : ScriptToken.TemplatePart, at + 1, isOperand: true);
                return;
            }

            if (_script[at] == '\\')
            {
                at++;
            }
            else if (at + 1 < _script.Length && _script[at + 1] == '{')
            {
                Push(Placeholder);
                Take(ScriptToken.TemplatePart, at + 2, isOperand: false);
                return;
            }
        }

        // No back quote that is not escaped stands behind it.
        _templateFailure = _script.Length;
        Take(ScriptToken.Punctuator, Start + 1, isOperand: false);
    }

    private bool TryReadPattern()
    {
        if (Start < _patternFailure)
            return false;
        var isClass = false;
        for (var at = Start + 1; ; at++)
        {
            at = PatternStops.FirstIn(_script[Math.Min(at, _script.Length)..]) is >= 0 and var hop ? at + hop : _script.Length;
            switch (at < _script.Length ? _script[at] : (byte)'\n')
            {
                case (byte)'\n' or (byte)'\r':
                    _patternFailure = at;
                    return false;
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'/' when !isClass:
                    var flags = NameBytes.FirstOutside(_script[(at + 1)..]);
                    Take(ScriptToken.Pattern, flags < 0 ? _script.Length : at + 1 + flags, isOperand: true);
                    return true;
                case var bracket and ((byte)'[' or (byte)']'):
                    isClass = bracket == '[';
                    break;
            }
        }
    }

    private void ReadWord(ScriptToken kind)
    {
        var length = NameBytes.FirstOutside(_script[Start..]);
        Take(kind, length < 0 ? _script.Length : Start + length, isOperand: true);
        if (kind != ScriptToken.Name)
            return;
        _isConditionBefore = Value is [(byte)'i', (byte)'f'] || Value.SequenceEqual("while"u8) || Value.SequenceEqual("for"u8) || Value.SequenceEqual("with"u8);
        _isOperandBefore = !IsOperator(Value);
    }

    /// <summary>Words that an expression follows.</summary>
    private static bool IsOperator(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word.SequenceEqual("in"u8) || word.SequenceEqual("of"u8) || word.SequenceEqual("do"u8),
        3 => word.SequenceEqual("new"u8),
        4 => word.SequenceEqual("case"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("void"u8),
        5 => word.SequenceEqual("throw"u8) || word.SequenceEqual("yield"u8) || word.SequenceEqual("await"u8),
        6 => word.SequenceEqual("return"u8) || word.SequenceEqual("typeof"u8) || word.SequenceEqual("delete"u8),
        10 => word.SequenceEqual("instanceof"u8),
        _ => false,
    };

    private void ReadPunctuator(byte b)
    {
        var isCondition = _isConditionBefore;
        if (b == '}' && Depth > 0 && _brackets[Depth - 1] == Placeholder)
        {
            Depth--;
            ReadTemplate();
            return;
        }

        var isOperand = b == ']' || (b is (byte)'+' or (byte)'-' && _isOperandBefore && Start > 0 && _script[Start - 1] == b);
        switch (b)
        {
            case (byte)'{' or (byte)'[':
                Push(b);
                break;
            case (byte)'(':
                Push(isCondition ? ConditionParenthesis : b);
                break;
            case (byte)'}' or (byte)']' or (byte)')' when Depth > 0 && _brackets[Depth - 1] != Placeholder:
                Depth--;
                isOperand |= b == ')' && _brackets[Depth] != ConditionParenthesis;
                break;
        }

        // "a++ / b": the second sign belongs to the operand if the first did not follow an operator.
        var isSign = b is (byte)'+' or (byte)'-';
        Take(ScriptToken.Punctuator, Start + 1, isOperand || (isSign && _isOperandBefore && _script[(Start + 1)..] is [var next, ..] && next == b));
    }

    private void Take(ScriptToken token, int end, bool isOperand)
    {
        (Token, End, _isOperandBefore) = (token, Math.Min(end, _script.Length), isOperand);
        _isConditionBefore = false;
    }

    private void Push(byte bracket)
    {
        if (Depth == _brackets.Length)
            Array.Resize(ref _brackets, Depth * 2);
        _brackets[Depth++] = bracket;
    }
}
