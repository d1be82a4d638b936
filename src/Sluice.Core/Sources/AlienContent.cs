using System.Text;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>What few programs need, and what most hostile additions do.</summary>
[Flags]
internal enum AlienMarks
{
    None = 0,

    /// <summary>Starts programs.</summary>
    Process = 1,

    /// <summary>Runs what it has put together as text.</summary>
    Evaluation = 2,

    /// <summary>Talks to others.</summary>
    Network = 4,

    /// <summary>Restores hidden bytes.</summary>
    Decoding = 8,
}

/// <summary>Names what in a text is not of the source and may do harm. Nothing of the text but hosts, counts and words of its own list is ever shown.</summary>
internal sealed record AlienContent(AlienMarks Marks, IReadOnlyList<string> Words, IReadOnlyList<string> Hosts, int LongestLiteral)
{
    /// <summary>Shorter ones are hashes, keys of APIs and small pictures.</summary>
    private const int ShortestLiteral = 200;
    private const int MostHosts = 10;
    private const int MostKnownHosts = 10_000;
    private const int LongestLine = 512;

    /// <summary>What starts something, reaches out or unpacks. No more than 64: one search finds them all.</summary>
    private static readonly (string Text, AlienMarks Mark)[] Known =
    [
        ("child_process", AlienMarks.Process), ("execSync(", AlienMarks.Process), ("spawnSync(", AlienMarks.Process), ("subprocess", AlienMarks.Process), ("os.system(", AlienMarks.Process), ("os.popen(", AlienMarks.Process), ("Process.Start(", AlienMarks.Process),
        ("exec.Command(", AlienMarks.Process), ("Runtime.getRuntime(", AlienMarks.Process), ("rundll32", AlienMarks.Process), ("powershell", AlienMarks.Process), ("| $SHELL", AlienMarks.Process), ("| sh\n", AlienMarks.Process), ("| bash", AlienMarks.Process), ("|sh\n", AlienMarks.Process), ("nohup ", AlienMarks.Process),
        ("eval(", AlienMarks.Evaluation), ("eval $", AlienMarks.Evaluation), ("eval \\$", AlienMarks.Evaluation), ("new Function(", AlienMarks.Evaluation), ("exec(", AlienMarks.Evaluation), ("_compile(", AlienMarks.Evaluation), ("runInThisContext", AlienMarks.Evaluation), ("runInNewContext", AlienMarks.Evaluation), ("marshal.loads", AlienMarks.Evaluation),
        ("createDecipher", AlienMarks.Decoding), ("fromCharCode", AlienMarks.Decoding), ("b64decode", AlienMarks.Decoding), ("atob(", AlienMarks.Decoding), ("'base64'", AlienMarks.Decoding), ("\"base64\"", AlienMarks.Decoding), ("'hex'", AlienMarks.Decoding), ("\"hex\"", AlienMarks.Decoding), ("FromBase64String", AlienMarks.Decoding),
        ("fetch(", AlienMarks.Network), ("XMLHttpRequest", AlienMarks.Network), ("WebSocket(", AlienMarks.Network), ("sendBeacon(", AlienMarks.Network), ("http.request", AlienMarks.Network), ("https.request", AlienMarks.Network), ("http.get(", AlienMarks.Network), ("https.get(", AlienMarks.Network),
        ("socket.socket(", AlienMarks.Network), ("urlopen(", AlienMarks.Network), ("urlretrieve(", AlienMarks.Network), ("requests.post(", AlienMarks.Network), ("HttpClient", AlienMarks.Network), ("net.Dial", AlienMarks.Network), ("http.Post(", AlienMarks.Network),
        ("curl ", AlienMarks.Network), ("wget ", AlienMarks.Network), ("/dev/tcp/", AlienMarks.Network), ("net.connect(", AlienMarks.Network), ("dns.lookup(", AlienMarks.Network), ("dns.resolve", AlienMarks.Network), ("importScripts(", AlienMarks.Network),
    ];

    private static readonly LiteralSearch Search = new([.. Known.Select(known => Encoding.ASCII.GetBytes(known.Text))]);
    private static readonly ByteClass LiteralBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_-"u8);

    public bool PipesIntoShell => Words.Any(word => word is "SHELL" or "sh" or "bash");

    public bool IsNothing => Marks == AlienMarks.None && Hosts.Count == 0 && LongestLiteral == 0;

    /// <summary>It restores bytes, and runs programs or text: of other people's code, too, few do both.</summary>
    private bool RunsHidden => (Marks & AlienMarks.Decoding) != 0 && (Marks & (AlienMarks.Process | AlienMarks.Evaluation)) != 0;

    /// <summary>Of three sorts: what it does, whom it talks to, what it hides. One alone is ordinary; two together are how payloads look.</summary>
    public int Weight => (Marks != AlienMarks.None ? 1 : 0) + (RunsHidden ? 1 : 0) + (Hosts.Count > 0 ? 1 : 0) + (LongestLiteral > 0 ? 1 : 0);

    /// <param name="source">What is there is not alien; null where everything is.</param>
    public static AlienContent Of(ReadOnlySpan<byte> text, SourceWords? source)
    {
        var words = FindWords(text);
        var marks = AlienMarks.None;
        foreach (var (_, mark) in words)
            marks |= mark;
        marks &= ~(source?.Marks ?? AlienMarks.None);
        return new AlienContent(
            marks,
            [.. words.Where(word => (word.Mark & marks) != 0).Select(word => word.Text.Trim(' ', '(', '\n', '\'', '"', '$', '|', '\\')).Where(word => word.Length > 0).Distinct()],
            [.. HostsOf(text).Where(host => source?.HasHost(host) != true).Take(MostHosts)],
            LongestLiteralOf(text, source));
    }

    public static AlienMarks MarksOf(ReadOnlySpan<byte> text)
    {
        var marks = AlienMarks.None;
        foreach (var (_, mark) in FindWords(text))
            marks |= mark;
        return marks;
    }

    /// <summary>Hosts of addresses outside of comments, in lower case, each once.</summary>
    public static IReadOnlyCollection<string> HostsOf(ReadOnlySpan<byte> text)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        var scan = new HostScan(text);
        while (hosts.Count < MostKnownHosts && scan.MoveNext())
        {
            if (!hosts.Contains(scan.Host) && !IsInComment(text, scan.Place))
                hosts.Add(scan.Host);
        }

        return hosts;
    }

    private static List<(string Text, AlienMarks Mark)> FindWords(ReadOnlySpan<byte> text)
    {
        var found = new List<(string, AlienMarks)>();
        var bits = Search.FindAll(text);
        for (var i = 0; i < Known.Length; i++)
        {
            if ((bits >> i & 1) != 0 && IsCalled(text, Known[i].Text))
                found.Add(Known[i]);
        }

        return found;
    }

    /// <summary>A call of that very name: <c>regex.exec(</c> and <c>retrieval(</c> are none.</summary>
    private static bool IsCalled(ReadOnlySpan<byte> text, string word)
    {
        if (word is not ("eval(" or "exec(" or "fetch(" or "atob(" or "new Function("))
            return true;
        Span<byte> name = stackalloc byte[16];
        name = name[..Encoding.ASCII.GetBytes(word, name)];
        for (int at = 0, next; (next = text[at..].IndexOf(name)) >= 0; at += next + 1)
        {
            var before = at + next == 0 ? (byte)' ' : text[at + next - 1];
            // Bundlers get at the global object like this.
            var behind = text[(at + next + name.Length)..];
            if (behind.StartsWith("\"return this\")"u8) || behind.StartsWith("'return this')"u8))
                continue;
            if (!char.IsAsciiLetterOrDigit((char)before) && before is not ((byte)'_' or (byte)'$') && (before != '.' || word is "fetch(" or "atob("))
                return true;
        }

        return false;
    }

    /// <summary>Licences and documentation in comments name hosts by the dozen.</summary>
    private static bool IsInComment(ReadOnlySpan<byte> text, int at)
    {
        // Of a line that is longer the front does not matter: it is made for machines, and looking for it again and again would take for ever.
        var line = text[Math.Max(0, at - LongestLine)..at];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..].TrimStart(" \t"u8);
        return line.StartsWith("//"u8) || line.StartsWith("*"u8) || line.StartsWith("/*"u8) || line.StartsWith("#"u8) || line.StartsWith("<!--"u8) || line.IndexOf(" // "u8) >= 0 || (line.LastIndexOf("/*"u8) is >= 0 and var opened && line[opened..].IndexOf("*/"u8) < 0);
    }

    /// <summary>What stands behind <c>base64,</c> is a picture or a font by what is before it; other long runs of letters and digits hide something.</summary>
    private static int LongestLiteralOf(ReadOnlySpan<byte> text, SourceWords? source)
    {
        var longest = 0;
        for (var at = 0; at < text.Length;)
        {
            var start = LiteralBytes.FirstIn(text[at..]);
            if (start < 0)
                break;
            at += start;
            var end = LiteralBytes.FirstOutside(text[at..]);
            var length = end < 0 ? text.Length - at : end;
            if (length >= ShortestLiteral && length > longest && IsEncoded(text.Slice(at, length)) && !text[..at].EndsWith("base64,"u8) && !IsOfSource(text.Slice(at, length), source))
                longest = length;
            at += length;
        }

        return longest;
    }

    /// <summary>Words, paths and rules of dashes are long too: encoded bytes change between digits and letters all the time.</summary>
    private static bool IsEncoded(ReadOnlySpan<byte> run)
    {
        var changes = 0;
        var sample = run[..ShortestLiteral];
        for (var i = 1; i < sample.Length; i++)
            changes += char.IsAsciiDigit((char)sample[i]) != char.IsAsciiDigit((char)sample[i - 1]) ? 1 : 0;
        return changes >= ShortestLiteral / 10;
    }

    private static bool IsOfSource(ReadOnlySpan<byte> run, SourceWords? source)
    {
        if (source is null)
            return false;
        return source.Trace(run) is { Words: > 0, Share: > 0.5 };
    }
}
