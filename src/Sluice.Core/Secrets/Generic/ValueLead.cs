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

    /// <summary>To the value that counts where nobody sets the variable: <c>variable "name" { type = string, default = "value" }</c>.</summary>
    public static int DefaultOfVariable(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        text = text.IndexOf((byte)'}') is >= 0 and var close ? text[..close] : text;
        var found = text.IndexOf("default"u8);
        var rest = found < 0 ? default : text[(found + "default"u8.Length)..].TrimStart(" \t"u8);
        return rest is [(byte)'=', .. var value] ? text.Length - value.TrimStart(" \t"u8).Length : 0;
    }

    /// <summary>To the end of the tag of an element: <c>&lt;name type="string"></c>.</summary>
    public static int Attributes(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        var end = text.IndexOfAny((byte)'>', (byte)'<', (byte)'\n');
        return end > 0 && text[end] == '>' && text[end - 1] != '/' && text[..end].Contains((byte)'=') ? end + 1 : 0;
    }

    /// <summary>Blanks and line ends before what an element holds.</summary>
    public static int Indent(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxWordBytes)];
        return text.Length - text.TrimStart(" \t\r\n"u8).Length;
    }

    /// <summary>"CDATA Sections" of XML.</summary>
    public static int CharacterData(ReadOnlySpan<byte> text) => text.StartsWith("<![CDATA["u8) ? "<![CDATA["u8.Length : 0;

    /// <summary>A quote as pages write it.</summary>
    public static int QuoteOfPage(ReadOnlySpan<byte> text) => text.StartsWith("&quot;"u8) ? 6 : text.StartsWith("&#34;"u8) || text.StartsWith("&#39;"u8) ? 5 : 0;

    /// <summary>To the only line of a text between two lines with one word: <c>&lt;&lt;EOT</c>.</summary>
    public static int HereDocument(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("<<"u8))
            return 0;
        var word = text[2..Math.Min(text.Length, MaxWordBytes)].TrimStart((byte)'-');
        var front = 2 + (text[2..].StartsWith("-"u8) ? 1 : 0);
        var length = word.IndexOf((byte)'\n');
        if (length <= 0)
            return 0;
        var body = text[(front + length + 1)..Math.Min(text.Length, front + length + 1 + AssignmentReader.LongestValue)];
        var end = body.IndexOf((byte)'\n');
        if (end <= 0 || !body[(end + 1)..].TrimStart(" \t"u8).StartsWith(word[..length].TrimEnd((byte)'\r')))
            return 0;
        return front + length + 1 + (end - body[..end].TrimStart(" \t"u8).Length);
    }

    /// <summary>Headers say how they authorize: <c>Basic …</c>, <c>Bearer …</c>.</summary>
    public static int Scheme(ReadOnlySpan<byte> value)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["basic ", "bearer ", "token ", "apikey "])
        {
            if (value.Length > scheme.Length && System.Text.Ascii.EqualsIgnoreCase(value[..scheme.Length], scheme))
                return scheme.Length;
        }

        return 0;
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
        if (syntax == Syntax.Code && text is [(byte)'(', .. var inner] && inner.TrimStart(" \t"u8) is [(byte)'\n' or (byte)'\r', ..] line)
            return text.Length - line.Length + LineEnd(line, syntax) is var lead && lead > text.Length - line.Length ? lead : 0;
        if (text is [(byte)'\n' or (byte)'\r', ..])
            return text.TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'\'', ..] value ? text.Length - value.Length : 0;
        if (syntax != Syntax.Settings || !(text.StartsWith("!!str "u8) || text is [(byte)'&', ..]))
            return 0;
        var mark = text[..Math.Min(text.Length, MaxWordBytes)].IndexOf((byte)' ');
        return mark > 1 && text[1..mark].IndexOfAny((byte)'\n', (byte)'&') < 0 ? mark + 1 : 0;
    }
}
