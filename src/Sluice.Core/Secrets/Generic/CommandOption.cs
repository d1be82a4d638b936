using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>Commands that take a password as an option that does not say so: <c>curl -u user:password</c>, <c>mysql -pPassword</c>.</summary>
/// <param name="Option">In front of the value.</param>
/// <param name="Separator">Between the user and the password; 0 where the value is the password.</param>
/// <param name="IsAttached">The value follows without a blank.</param>
internal sealed record CommandOption(string Command, string Option, byte Separator = 0, bool IsAttached = false)
{
    private const int MaxLine = 300;

    private static readonly CommandOption[] All =
    [
        new("curl ", " -u", (byte)':'), new("curl ", " --user", (byte)':'), new("mysql", " -p", IsAttached: true), new("sshpass", " -p"), new("securestring", " "), new("docker login", " -p"), new("redis-cli", " -a"),
        new("ldapsearch", " -w"), new("ldapmodify", " -w"), new("ldapadd", " -w"), new("sqlcmd", " -P"), new("smbclient", " -U", (byte)'%'), new("mongodump", " -p"), new("mongosh", " -p"), new("lftp", " -u", (byte)','),
    ];

    private static readonly ByteClass Ends = ByteClass.Of(" \t\r\n\"'`;|<>\\"u8);

    public static IEnumerable<string> Commands => All.Select(option => option.Command).Distinct();

    /// <summary>Null when the command stands there without a password.</summary>
    public static AssignedValue? ValueOf(ReadOnlySpan<byte> text, int start, string command)
    {
        var line = text[start..Math.Min(text.Length, start + MaxLine)];
        line = line[..(line.IndexOf((byte)'\n') is >= 0 and var end ? end : line.Length)];
        foreach (var option in All)
        {
            if (option.Command == command && option.In(line) is { } value)
                return value with { Start = start + value.Start, End = start + value.End };
        }

        return null;
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
        }

        return end - at >= AssignmentReader.ShortestValue ? new AssignedValue(at, end, Link.Command, quote, false) : null;
    }
}
