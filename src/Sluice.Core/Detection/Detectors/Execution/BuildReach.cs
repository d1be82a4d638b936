using System.Text;
using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Execution;

/// <summary>What a build script in Rust reaches for, by its own words.</summary>
/// <param name="Fetches">How it gets something from elsewhere.</param>
/// <param name="Starts">How it starts programs.</param>
/// <param name="Plants">Places from which systems start programs, or let people in.</param>
/// <param name="Line">Of the first such word, counted from 1.</param>
public sealed record BuildReach(IReadOnlyList<string> Fetches, IReadOnlyList<string> Starts, IReadOnlyList<string> Plants, int Line)
{
    private static readonly string[] Fetching = ["Command::new(\"curl", "Command::new(\"wget", "Command::new(\"powershell", "Invoke-WebRequest", "curl -", "curl http", "wget -", "wget http", "reqwest::", "ureq::", "attohttpc::", "minreq::", "isahc::", "hyper::", "TcpStream::", "UdpSocket::", "ToSocketAddrs"];
    private static readonly string[] Starting = ["Command::new(", "process::Command", "| sh", "|sh", "| bash", "|bash", "libloading::"];
    private static readonly string[] Planting = ["authorized_keys", "/etc/cron", "crontab -", ".bashrc", ".zshrc", "LaunchAgents", "LaunchDaemons", "CurrentVersion\\\\Run", "/etc/systemd", "ld.so.preload"];

    private static readonly LiteralSearch Search = new([.. Fetching.Concat(Starting).Concat(Planting).Select(Encoding.ASCII.GetBytes)]);

    /// <summary>Null for one that does neither: to fetch alone, or to start compilers, is what build scripts are for.</summary>
    public static BuildReach? Of(ReadOnlySpan<byte> text)
    {
        if (Search.FindAll(text) == 0)
            return null;
        var (fetches, starts, plants, first, number) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), 0, 0);
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].TrimStart(" \t"u8);
            if (line.StartsWith("//"u8))
                continue;
            var before = fetches.Count + starts.Count + plants.Count;
            AddTo(fetches, Fetching, line);
            AddTo(starts, Starting, line);
            AddTo(plants, Planting, line);
            if (first == 0 && fetches.Count + starts.Count + plants.Count > before)
                first = number;
        }

        return plants.Count > 0 || (fetches.Count > 0 && starts.Count > 0) ? new BuildReach([.. fetches], [.. starts], [.. plants], first) : null;
    }

    private static void AddTo(SortedSet<string> found, string[] words, ReadOnlySpan<byte> line)
    {
        Span<byte> bytes = stackalloc byte[32];
        foreach (var word in words)
        {
            if (line.IndexOf(bytes[..Encoding.ASCII.GetBytes(word, bytes)]) >= 0)
                found.Add(word.TrimEnd('(', ' ', ':'));
        }
    }
}
