using Sluice.Artifacts;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Texts that a program puts together of quoted parts: <c>'https:/' + '/example.invalid/'</c>.</summary>
internal static class JoinedTexts
{
    /// <summary>So much of a part is looked back for, and so much of a text is read.</summary>
    private const int Longest = 1024;

    /// <summary>Hosts that no part has by itself: they are not written so to be read.</summary>
    public static void ReadHosts(ReadOnlySpan<byte> text, SortedSet<string> hosts, SortedSet<string> called)
    {
        Span<byte> joined = stackalloc byte[Longest + 2];
        var last = -1;
        for (int at = 0, step; (step = text[at..].IndexOf((byte)'+')) >= 0; at++)
        {
            at += step;
            var (close, open) = (text[..at].TrimEnd(" \t\r\n"u8).Length - 1, at + 1);
            while (open < text.Length && text[open] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                open++;
            if (close < 1 || open >= text.Length || !LiteralText.IsQuote(text[close]) || !LiteralText.IsQuote(text[open]))
                continue;
            var front = Math.Max(0, close - Longest);
            var start = front + text[front..close].LastIndexOf(text[close]) + 1;
            // The rest of a chain has been read from its first part on.
            var isRest = last >= 0 && last < start && text[(last + 1)..(start - 1)].Trim(" \t\r\n"u8).IsEmpty;
            last = at;
            if (isRest || start <= front)
                continue;
            joined[0] = (byte)'\'';
            var length = LiteralText.CommandAt(text, start, joined[1..^1]);
            joined[length + 1] = (byte)'\'';
            var scan = new HostScan(joined[..(length + 2)]);
            while (scan.MoveNext())
            {
                if (hosts.Add(scan.Host))
                    called.Add(scan.Host);
            }
        }
    }
}
