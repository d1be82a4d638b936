using Sluice.Artifacts;
using Sluice.Profiles;

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

    /// <summary>Deletes files.</summary>
    Deletion = 16,

    /// <summary>Puts together the names of what it loads or calls, or decodes whom it talks to.</summary>
    Concealment = 32,
}

/// <summary>What a text may do harm with: read in the same way as profiles read it. Nothing of the text but hosts, counts and words of lists is ever shown.</summary>
/// <param name="Hosts">Of addresses outside of comments, in lower case, each once, in order.</param>
/// <param name="CalledHosts">Of these, those that are handed to a call, a command or a field that says where to, and those that are decoded first.</param>
/// <param name="Programs">That it starts.</param>
/// <param name="Places">Of people, that it names: <see cref="PrivatePlaces"/>.</param>
internal sealed record AlienContent(AlienMarks Marks, IReadOnlyCollection<string> Hosts, IReadOnlyCollection<string> CalledHosts, IReadOnlyCollection<string> Programs, IReadOnlyCollection<string> Places, int LongestLiteral)
{
    /// <summary>Shorter ones are hashes, keys of APIs and small pictures.</summary>
    private const int ShortestLiteral = 200;
    private const int MostKnownHosts = 10_000;
    private const int LongestLine = 512;

    private static readonly ByteClass LiteralBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_-"u8);

    public bool IsNothing => Marks == AlienMarks.None && Hosts.Count == 0 && LongestLiteral == 0 && Programs.Count == 0 && Places.Count == 0;

    /// <summary>It restores bytes, and runs programs or text: of other people's code, too, few do both.</summary>
    private bool RunsHidden => (Marks & AlienMarks.Decoding) != 0 && (Marks & (AlienMarks.Process | AlienMarks.Evaluation)) != 0;

    /// <summary>Of sorts: what it does, whom it talks to, what it hides, whose places it knows. One alone is ordinary; two together are how payloads look.</summary>
    public int Weight => (Marks != AlienMarks.None || Programs.Count > 0 ? 1 : 0) + (RunsHidden ? 1 : 0) + (Hosts.Count > 0 ? 1 : 0) + (LongestLiteral > 0 ? 1 : 0) + (Places.Count > 0 ? 1 : 0);

    /// <summary>No compiler puts it in, and the parts of other people's programs that do are what a reviewer would want to know of.</summary>
    public bool IsGrave => (Marks & (AlienMarks.Process | AlienMarks.Deletion | AlienMarks.Concealment)) != 0 || Programs.Count > 0 || Places.Count > 0 || CalledHosts.Count > 0;

    /// <summary>All of it.</summary>
    /// <param name="dialect">Null for what is no program: then only its hosts and literals count.</param>
    public static AlienContent Of(ReadOnlySpan<byte> text, CodeDialect? dialect)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        var called = new SortedSet<string>(StringComparer.Ordinal);
        var (marks, literals) = (AlienMarks.None, CodeLiterals.None);
        if (dialect is { } language)
        {
            (marks, literals) = ReachOf(text, language);
            foreach (var host in literals.Hosts)
            {
                hosts.Add(host);
                called.Add(host);
            }
        }

        ReadHosts(text, hosts, called);
        if (dialect == CodeDialect.Script)
            JoinedTexts.ReadHosts(text, hosts, called);
        return new AlienContent(marks, hosts, called, literals.Programs, literals.Places, LongestLiteralOf(text, null));
    }

    /// <param name="source">What is there is not alien.</param>
    public AlienContent Beyond(SourceWords source, ReadOnlySpan<byte> text) => new(
        Marks & ~source.Marks,
        Hosts.Where(host => !source.HasHost(host)).ToArray(),
        CalledHosts.Where(host => !source.HasHost(host)).ToArray(),
        Programs.Where(program => !source.HasProgram(program)).ToArray(),
        Places.Where(place => !source.HasPlace(place)).ToArray(),
        LongestLiteral == 0 ? 0 : LongestLiteralOf(text, source));

    /// <summary>Without its hosts and the runs of letters in it.</summary>
    public static (AlienMarks Marks, CodeLiterals Literals) ReachOf(ReadOnlySpan<byte> text, CodeDialect dialect)
    {
        var cursor = new CodeCursor(dialect);
        var capabilities = CodeReading.Of(text, dialect, cursor).Capabilities;
        var literals = LiteralReading.Of(text, dialect, capabilities, cursor);
        capabilities |= literals.Capabilities;
        var marks = AlienWords.MarksOf(text, dialect);
        marks |= (capabilities & Capabilities.Process) != 0 ? AlienMarks.Process : AlienMarks.None;
        marks |= (capabilities & Capabilities.Evaluation) != 0 ? AlienMarks.Evaluation : AlienMarks.None;
        marks |= (capabilities & (Capabilities.Network | Capabilities.NetworkModules)) != 0 ? AlienMarks.Network : AlienMarks.None;
        marks |= (capabilities & Capabilities.Concealment) != 0 ? AlienMarks.Concealment : AlienMarks.None;
        return (marks, literals);
    }

    /// <summary>Hosts of addresses outside of comments, in lower case, each once.</summary>
    public static SortedSet<string> HostsOf(ReadOnlySpan<byte> text)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        ReadHosts(text, hosts, null);
        return hosts;
    }

    private static void ReadHosts(ReadOnlySpan<byte> text, SortedSet<string> hosts, SortedSet<string>? called)
    {
        var scan = new HostScan(text);
        while (hosts.Count < MostKnownHosts && scan.MoveNext())
        {
            var isCalled = called?.Contains(scan.Host) == false && scan.IsTarget();
            if ((!isCalled && hosts.Contains(scan.Host)) || IsInComment(text, scan.Place))
                continue;
            hosts.Add(scan.Host);
            if (isCalled)
                called!.Add(scan.Host);
        }
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
