using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>Commands that take a password as an option that does not say so: <c>curl -u user:password</c>, <c>mysql -pPassword</c>.</summary>
/// <param name="Option">In front of the value.</param>
/// <param name="Separator">Between the user and the password; 0 where the value is the password.</param>
/// <param name="IsAttached">The value follows without a blank.</param>
internal sealed record CommandOption(string Command, string Option, byte Separator = 0, bool IsAttached = false)
{
    private const int MaxLine = 600;

    private static readonly CommandOption[] All =
    [
        new("curl ", " -u", (byte)':'), new("curl ", " --user", (byte)':'), new("mysql", " -p", IsAttached: true), new("sshpass", " -p"), new("securestring", " "), new("docker login", " -p"), new("redis-cli", " -a"),
        new("ldapsearch", " -w"), new("ldapmodify", " -w"), new("ldapadd", " -w"), new("sqlcmd", " -P"), new("smbclient", " -U", (byte)'%'), new("mongodump", " -p"), new("mongosh", " -p"), new("lftp", " -u", (byte)','),
        new("az login", " -p"), new("unzip", " -P"), new("7z ", " -p", IsAttached: true), new("xfreerdp", " /p:", IsAttached: true), new("sqlplus ", "sqlplus ", (byte)'/'), new("mongo ", " -p"),
    ];

    private static readonly ByteClass Ends = ByteClass.Of(" \t\r\n\"'`;|<>\\"u8);

    public static IEnumerable<string> Commands => All.Select(option => option.Command).Distinct();

    /// <summary>Null when the command stands there without a password.</summary>
    public static AssignedValue? ValueOf(ReadOnlySpan<byte> text, int start, string command)
    {
        var line = text[start..Math.Min(text.Length, start + MaxLine)];
        line = line[..EndOfCommand(line)];
        foreach (var option in All)
        {
            if (option.Command == command && option.In(line) is { } value)
                return value with { Start = start + value.Start, End = start + value.End };
        }

        return null;
    }

    /// <summary>A line may go on in the next, by the sign of the shell.</summary>
    private static int EndOfCommand(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf((byte)'\n') is >= 0 and var length; at += length + 1)
        {
            if (text[..(at + length)].TrimEnd((byte)'\r') is not [.., (byte)'\\' or (byte)'`' or (byte)'^'])
                return at + length;
        }

        return text.Length;
    }

    private AssignedValue? In(ReadOnlySpan<byte> line)
    {
        Span<byte> wanted = stackalloc byte[16];
        wanted = wanted[..System.Text.Encoding.ASCII.GetBytes(Option, wanted)];
        var found = line.IndexOf(wanted);
        if (found < 0)
            return null;
        var at = found + wanted.Length;
        var start = at;
        while (at < line.Length && line[at] is (byte)' ' or (byte)'=')
            at++;
        if (at == line.Length || (IsAttached && at > start))
            return null;
        var quote = line[at] is (byte)'"' or (byte)'\'' ? line[at++] : (byte)0;
        var length = quote == 0 ? Ends.FirstIn(line[at..]) : line[at..].IndexOf(quote);
        var end = length < 0 ? line.Length : at + length;
        if (Separator != 0)
        {
            var separator = line[at..end].IndexOf(Separator);
            if (separator < 0)
                return null;
            at += separator + 1;
            // curl --user name:'password'
            if (at == end && quote == 0 && end < line.Length && line[end] is (byte)'"' or (byte)'\'')
            {
                quote = line[at++];
                end = line[at..].IndexOf(quote) is >= 0 and var close ? at + close : at;
            }
        }

        return end - at >= AssignmentReader.ShortestValue ? new AssignedValue(at, end, Link.Command, quote, false) : null;
    }
}
