using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// Tells hosts that are nobody's: names and addresses kept for examples (RFC 2606, 3849, 5737, 6761), and the machine itself. A password
/// for one of them opens nothing on the network.
/// </summary>
internal static class ExampleHosts
{
    private const int LongestHost = 253;

    /// <summary>The parts of a connection string stand in any order.</summary>
    private const int LookBehind = 160;

    private static readonly ByteClass Ends = ByteClass.Of(",:;/?# \t\r\n\"'`<>\\&)"u8);

    private static readonly string[] Domains = ["example.com", "example.org", "example.net", "example", "test", "invalid", "localhost"];

    private static readonly string[] Addresses = ["127.", "192.0.2.", "198.51.100.", "203.0.113.", "[::1]", "[2001:db8:"];

    /// <summary>What the servers are called in connection strings of names and values.</summary>
    private static readonly byte[][] Names = ["server"u8.ToArray(), "data source"u8.ToArray(), "host"u8.ToArray(), "hostname"u8.ToArray()];

    /// <summary>
    /// Whether a match is a connection to such a host: the one behind it in its address, or the one that its connection string names. A
    /// token of a vendor is worth the same in any address.
    /// </summary>
    public static bool AreMeantBy(ReadOnlySpan<byte> text, SearchLane lane, PatternMatch match)
    {
        if (lane is SearchLane.Address or SearchLane.Literal && match.SecretEnd < text.Length && text[match.SecretEnd] == '@')
            return AreAll(text, match.SecretEnd + (text[(match.SecretEnd + 1)..].StartsWith("tcp("u8) ? 5 : 1));
        if (lane != SearchLane.Literal)
            return false;
        var front = Math.Max(0, match.Start - LookBehind);
        front += text[front..match.Start].LastIndexOfAny("\"'`\r\n"u8) + 1;
        var connection = text[front..match.End];
        if (connection.IndexOf("://"u8) is >= 0 and var address)
            return AreAll(connection, address + 3);
        return ServerIn(connection) is >= 0 and var server && AreAll(connection, server);
    }

    /// <summary>Where the name of the server begins; -1 where none is given.</summary>
    private static int ServerIn(ReadOnlySpan<byte> connection)
    {
        for (var at = 0; connection[at..].IndexOf((byte)'=') is >= 0 and var equals; at += equals + 1)
        {
            var name = connection[..(at + equals)].TrimEnd((byte)' ');
            foreach (var known in Names)
            {
                if (name.Length >= known.Length && Ascii.EqualsIgnoreCase(name[^known.Length..], known))
                    return at + equals + (connection[(at + equals + 1)..].StartsWith("tcp:"u8) ? 5 : 1);
            }
        }

        return -1;
    }

    /// <summary>Of several hosts, as replica sets have them, one real one is enough.</summary>
    private static bool AreAll(ReadOnlySpan<byte> text, int at)
    {
        while (HostAt(text, at) is var host && Is(host))
        {
            at += host.Length;
            while (at < text.Length && (text[at] == ':' || char.IsAsciiDigit((char)text[at])))
                at++;
            if (at == text.Length || text[at] != ',')
                return true;
            at++;
        }

        return false;
    }

    private static ReadOnlySpan<byte> HostAt(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + LongestHost + 1)];
        if (rest is [(byte)'[', ..] && rest.IndexOf((byte)']') is > 0 and var bracket)
            return rest[..(bracket + 1)];
        var length = Ends.FirstIn(rest);
        return length < 0 ? rest : rest[..length];
    }

    private static bool Is(ReadOnlySpan<byte> host)
    {
        foreach (var address in Addresses)
        {
            if (host.Length >= address.Length && Ascii.EqualsIgnoreCase(host[..address.Length], address))
                return address[0] == '[' || IsAddress(host);
        }

        foreach (var domain in Domains)
        {
            if (host.Length >= domain.Length && Ascii.EqualsIgnoreCase(host[^domain.Length..], domain) && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.'))
                return true;
        }

        return false;
    }

    /// <summary>And not a name that begins like one.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> host)
    {
        foreach (var b in host)
        {
            if (b != '.' && !char.IsAsciiDigit((char)b))
                return false;
        }

        return true;
    }
}
