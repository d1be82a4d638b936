using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>What stands between a name and its value besides operators and blanks: how long it is, 0 when it is something else.</summary>
internal static class ValueLead
{
    private const int MaxLength = 160;
    private const int MaxWordBytes = 40;

    private static readonly ByteClass Accessors = ByteClass.Of("abcdefghijklmnopqrstuvwxyz; "u8);

    /// <summary>In a property list: <c>&lt;key>name&lt;/key> &lt;string>value</c>.</summary>
    public static int KeyElement(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        if (!text.StartsWith("</key>"u8))
            return 0;
        var value = text["</key>"u8.Length..].TrimStart(" \t\r\n"u8);
        return value.StartsWith("<string>"u8) ? text.Length - value.Length + "<string>".Length : 0;
    }

    /// <summary>The accessors of a property, or the brace before the value that a variable begins with: <c>Name { get; set; } = "value"</c>, <c>name{"value"}</c>.</summary>
    public static int Braces(ReadOnlySpan<byte> text)
    {
        if (text is [_, (byte)'"', ..])
            return 1;
        var rest = text[1..Math.Min(text.Length, MaxWordBytes)];
        var end = Accessors.FirstOutside(rest);
        if (end < 0 || rest[end] != '}')
            return 0;
        var behind = rest[(end + 1)..].TrimStart((byte)' ');
        return behind is [(byte)'=', not (byte)'>', ..] ? 1 + rest.Length - behind.Length + 1 : 0;
    }

    /// <summary>Of an option that a program declares, to what counts where nobody gives it: <c>"--name", type=str, default="value"</c>.</summary>
    public static int Default(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        text = text.IndexOfAny((byte)')', (byte)'\n') is >= 0 and var end ? text[..end] : text;
        return text.IndexOf("default="u8) is >= 0 and var found ? found + "default=".Length : 0;
    }

    /// <summary>From the parenthesis past the user: <c>("user", "password")</c>.</summary>
    public static int FirstOfPair(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxWordBytes)];
        var end = text.Length < 2 ? -1 : text[2..].IndexOf(text[1]);
        if (end < 0 || end + 3 >= text.Length || text[end + 3] != ',')
            return 0;
        var second = text[(end + 4)..].TrimStart((byte)' ');
        return second is [(byte)'"' or (byte)'\'', ..] ? text.Length - second.Length : 0;
    }

    /// <summary>To a value in quotes in a line of its own; in YAML, past the mark of a node.</summary>
    public static int LineEnd(ReadOnlySpan<byte> text, Syntax syntax)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        if (text is [(byte)'\n' or (byte)'\r', ..])
            return text.TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'\'', ..] value ? text.Length - value.Length : 0;
        if (syntax != Syntax.Settings || !(text.StartsWith("!!str "u8) || text is [(byte)'&', ..]))
            return 0;
        var mark = text[..Math.Min(text.Length, MaxWordBytes)].IndexOf((byte)' ');
        return mark > 1 && text[1..mark].IndexOfAny((byte)'\n', (byte)'&') < 0 ? mark + 1 : 0;
    }
}
