using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    Word,
    Number,
    Text,
    Operator,
}

/// <summary>A piece of a program by which compilers change nothing but what stands around it.</summary>
/// <param name="Key">Equal for equal tokens; texts by what is between their quotes.</param>
internal readonly record struct CodeToken(ulong Key, TokenKind Kind, int Start, int Length)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}

/// <summary>Reads JavaScript and TypeScript as names, numbers, texts and the operators that decide something. Comments, brackets and commas are left out: compilers put them where they like.</summary>
internal static class CodeTokens
{
    private static readonly byte[][] Operators =
    [
        "==="u8.ToArray(), "!=="u8.ToArray(), "=="u8.ToArray(), "!="u8.ToArray(), "<="u8.ToArray(), ">="u8.ToArray(), "&&"u8.ToArray(), "||"u8.ToArray(),
        "<"u8.ToArray(), ">"u8.ToArray(), "!"u8.ToArray(), "+"u8.ToArray(), "-"u8.ToArray(), "*"u8.ToArray(), "/"u8.ToArray(), "%"u8.ToArray(),
    ];

    public static List<CodeToken> Read(ReadOnlySpan<byte> text)
    {
        var tokens = new List<CodeToken>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '/' && at + 1 < text.Length && text[at + 1] is (byte)'/' or (byte)'*')
                at = EndOfComment(text, at);
            else if (c is (byte)'"' or (byte)'\'')
                at = AddText(tokens, text, at);
            else if (IsWord(c))
                at = AddWord(tokens, text, at);
            else
                at += AddOperator(tokens, text, at);
        }

        return tokens;
    }

    private static int EndOfComment(ReadOnlySpan<byte> text, int at)
    {
        var isLine = text[at + 1] == '/';
        var end = isLine ? text[at..].IndexOf((byte)'\n') : text[(at + 2)..].IndexOf("*/"u8);
        return end < 0 ? text.Length : isLine ? at + end : at + end + 4;
    }

    private static int AddText(List<CodeToken> tokens, ReadOnlySpan<byte> text, int at)
    {
        var end = at + 1;
        while (end < text.Length && text[end] != text[at] && text[end] != '\n')
            end += text[end] == '\\' ? 2 : 1;
        end = Math.Min(end, text.Length);
        tokens.Add(new CodeToken(Key(text[(at + 1)..end], 1), TokenKind.Text, at, Math.Min(end + 1, text.Length) - at));
        return Math.Min(end + 1, text.Length);
    }

    private static int AddWord(List<CodeToken> tokens, ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && IsWord(text[end]))
            end++;
        tokens.Add(new CodeToken(Key(text[at..end], 2), char.IsAsciiDigit((char)text[at]) ? TokenKind.Number : TokenKind.Word, at, end - at));
        return end;
    }

    private static int AddOperator(List<CodeToken> tokens, ReadOnlySpan<byte> text, int at)
    {
        // An arrow, and what is left out where a value is missing, are none.
        if (text[at..].StartsWith("=>"u8) || text[at..].StartsWith("?."u8) || text[at..].StartsWith("??"u8))
            return 2;
        foreach (var sign in Operators)
        {
            if (!text[at..].StartsWith(sign))
                continue;
            tokens.Add(new CodeToken(Key(sign, 3), TokenKind.Operator, at, sign.Length));
            return sign.Length;
        }

        return 1;
    }

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'$' or >= 0x80;

    private static ulong Key(ReadOnlySpan<byte> token, ulong kind) => TextDigest.Of(token).Low ^ (kind * 0x9E3779B97F4A7C15);
}
