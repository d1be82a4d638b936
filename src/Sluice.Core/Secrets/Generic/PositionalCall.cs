using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>Calls of well-known libraries that take a password or a key by its position: <c>new NetworkCredential("user", "password")</c>.</summary>
/// <param name="Name">In lower case, with the parenthesis.</param>
/// <param name="Argument">Which one it is, from 1. The ones before it end soon, and with no statement in them.</param>
internal sealed record PositionalCall(string Name, int Argument, NameKind Kind)
{
    private const int MaxArguments = 200;

    /// <summary>What the name begins with that is searched for without: frequent as the beginning of others.</summary>
    private string Before { get; init; } = "";

    private static readonly PositionalCall[] All =
    [
        new("networkcredential(", 2, NameKind.Password), new("getconnection(", 3, NameKind.Password), new("basicauth(", 2, NameKind.Password), new("login(", 2, NameKind.Password), new("hmac(", 2, NameKind.Key) { Before = "create" },
        new("jwt.sign(", 2, NameKind.Secret), new("jwt.verify(", 2, NameKind.Secret), new("jwt.encode(", 2, NameKind.Secret), new("jwt.decode(", 2, NameKind.Secret), new("cipheriv(", 2, NameKind.Key), new("cookieparser(", 1, NameKind.Secret),
        new("pdo(", 3, NameKind.Password), new("dbi->connect(", 3, NameKind.Password), new("directoryentry(", 3, NameKind.Password), new("hmac.new(", 1, NameKind.Key), new("aes.new(", 1, NameKind.Key),
        new("passwordcredentials(", 2, NameKind.Password), new("passwordauthentication(", 2, NameKind.Password), new("mysqli(", 3, NameKind.Password), new("mysqli_connect(", 3, NameKind.Password), new("mysql_connect(", 3, NameKind.Password),
    ];

    private static readonly ByteSet Blanks = ByteSet.Of(" \t\r\n"u8);
    private static readonly ByteSet Quotes = ByteSet.Of("\"'`"u8);

    public static IEnumerable<string> Names => All.Select(call => call.Name);

    /// <summary>Null when it takes no literal there.</summary>
    public static (NameKind Kind, AssignedValue Value)? ValueOf(ReadOnlySpan<byte> text, int start, string name)
    {
        var call = Array.Find(All, call => call.Name == name)!;
        if (!System.Text.Ascii.EqualsIgnoreCase(text[Math.Max(0, start - call.Before.Length)..start], call.Before))
            return null;
        var rest = text[(start + name.Length)..Math.Min(text.Length, start + name.Length + MaxArguments + AssignmentReader.LongestValue)];
        return ArgumentOf(rest, call.Argument) is { } value ? (call.Kind, value with { Start = start + name.Length + value.Start, End = start + name.Length + value.End }) : null;
    }

    private static AssignedValue? ArgumentOf(ReadOnlySpan<byte> rest, int argument)
    {
        var depth = 0;
        for (var at = 0; at < rest.Length; at++)
        {
            if (Quotes.Contains(rest[at]))
            {
                var length = LengthOf(rest[(at + 1)..], rest[at]);
                if (length < 0)
                    return null;
                if (argument == 1 && depth == 0)
                    return length is >= AssignmentReader.ShortestValue and <= AssignmentReader.LongestValue ? new AssignedValue(at + 1, at + 1 + length, Link.Command, rest[at], false) : null;
                at += length + 1;
            }
            else if (rest[at] is (byte)'(' or (byte)'[' or (byte)'{' && argument > 1)
            {
                depth++;
            }
            else if (rest[at] is (byte)')' or (byte)']' or (byte)'}' && --depth < 0)
            {
                return null;
            }
            else if (rest[at] == ',' && depth == 0)
            {
                if (--argument < 1)
                    return null;
            }
            else if (rest[at] == ';' || (argument == 1 && !Blanks.Contains(rest[at]) && !(rest[at] == 'b' && at + 1 < rest.Length && Quotes.Contains(rest[at + 1]))))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Up to the quote that no backslash stands before; -1 where there is none in the line.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text, byte quote)
    {
        for (var at = 0; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] == quote)
                return at;
            at += text[at] == '\\' ? 1 : 0;
        }

        return -1;
    }
}
