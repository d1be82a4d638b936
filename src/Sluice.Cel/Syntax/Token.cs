namespace Sluice.Cel;

internal enum TokenKind
{
    End,
    Identifier,

    /// <summary><c>`a-b`</c>: a field name that is no identifier.</summary>
    Quoted,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    True,
    False,
    Null,
    In,

    /// <summary>An operator or bracket; which one tells the text.</summary>
    Sign,

    /// <summary>What the lexer has already complained about.</summary>
    Invalid,
}

/// <param name="Text">Of an identifier or sign, as it is; of a number, its digits; of a string, its content.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, byte[]? Octets = null)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;
}
