using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>What code reaches for. What it does with it is not asked: a project that never did has to say why it does now.</summary>
[Flags]
internal enum Capabilities
{
    None = 0,
    Network = 1,
    Process = 2,
    FileSystem = 4,
    Evaluation = 8,
    NativeCode = 16,
    Cryptography = 32,
    Environment = 64,

    /// <summary>The modules that networks are reached by, without a call that would reach for one.</summary>
    NetworkModules = 128,

    /// <summary>Names of modules or functions that are put together from parts.</summary>
    Concealment = 256,

    /// <summary>Modules whose names only come up while the program runs.</summary>
    ComputedModules = 512,

    /// <summary>Functions of the language, or of the page, that are called or replaced by names that only come up while the program runs.</summary>
    ComputedGlobals = 1024,

    /// <summary>Scripts that a page or a thread is made to run from an address or from a text.</summary>
    RemoteCode = 2048,

    /// <summary>Addresses that a page is made to open or to load, other than by code.</summary>
    PageRequests = 4096,

    /// <summary>Code that runs when the program is loaded, whatever of it is used.</summary>
    ModuleStart = 8192,
}

/// <summary>The looks of a text.</summary>
internal enum TextShape : byte
{
    Plain,

    /// <summary>Longer lines than people write, and shorter ones than machines do: neither is said of it.</summary>
    Dense,

    /// <summary>Long lines: made for machines.</summary>
    Minified,

    /// <summary>Names and strings that hide what they say.</summary>
    Obfuscated,
}

/// <summary>What a profile keeps of the content of a file. Read while the bytes are at hand.</summary>
/// <param name="Hosts">In lower case, each once, in ordinal order, the first so many.</param>
/// <param name="ReachedHosts">Those that code names, outside of comments, which reaches for networks, processes or evaluation.</param>
/// <param name="CalledHosts">Of these, those that are handed to a call, a command or a field that says where to.</param>
/// <param name="Tools">Bundlers and compilers that left their marks, in ordinal order.</param>
/// <param name="Literals">What code writes out in quotes.</param>
internal sealed record ContentTraits(Capabilities Capabilities, TextShape Shape, IReadOnlyList<string> Hosts, IReadOnlyList<string> ReachedHosts, IReadOnlyList<string> CalledHosts, IReadOnlyList<string> Tools, bool HasInlineMap, bool NamesMap, CodeLiterals Literals)
{
    /// <summary>It is an assembly of .NET without native code.</summary>
    public bool IsManaged { get; init; }

    private const int MostHosts = 64;
    private const int MostReachedHosts = 1024;

    private const int MinifiedLine = 300;
    private const int DenseLine = 120;
    private const int SmallestMinified = 2048;

    /// <summary>Of blanks in a row: wider than any window.</summary>
    private const int OutOfSight = 160;

    /// <summary>What stands behind the blanks is code of some length, rather than a bracket or a short note.</summary>
    private const int LeastHidden = 40;

    /// <summary>The start of a line farther away is not looked for.</summary>
    private const int LookBack = 200;

    /// <summary>Code that reaches for these reaches the hosts that it names.</summary>
    private const Capabilities Reaching = Capabilities.Network | Capabilities.NetworkModules | Capabilities.Process | Capabilities.Evaluation | Capabilities.Concealment | Capabilities.RemoteCode;

    /// <summary>Of a program, or of another text.</summary>
    /// <param name="dialect">Null for a text that is no program.</param>
    /// <param name="lines">0 of what has none: compiled code.</param>
    /// <param name="mayNameMap">False where it is known already that nothing in it names a map.</param>
    public static ContentTraits Of(ReadOnlySpan<byte> text, CodeDialect? dialect, int lines, bool mayNameMap = true)
    {
        var map = mayNameMap ? text.LastIndexOf("sourceMappingURL="u8) : -1;
        var cursor = new CodeCursor(dialect ?? CodeDialect.None);
        var (capabilities, tools) = dialect is { } known ? CodeReading.Of(text, known, cursor) : (Capabilities.None, []);
        var literals = dialect is { } language ? LiteralReading.Of(text, language, capabilities, cursor) : CodeLiterals.None;
        capabilities |= literals.Capabilities;
        cursor.Rewind();
        var (hosts, reached, called) = HostsOf(text, (capabilities & Reaching) == 0 ? null : cursor);
        return new ContentTraits(
            capabilities,
            dialect is not null && lines > 0 ? literals.HasTable ? TextShape.Obfuscated : ShapeOf(text, lines) : TextShape.Plain,
            Joined(hosts, literals.Hosts, MostHosts),
            Joined(reached, literals.Hosts, MostReachedHosts),
            Joined(called, literals.Hosts, MostReachedHosts),
            tools,
            map >= 0 && text[(map + 17)..].StartsWith("data:"u8),
            map >= 0,
            literals);
    }

    /// <summary>Of compiled code: of the texts that it writes out, each in quotes in a line of its own.</summary>
    /// <param name="capabilities">What it reaches for by its references.</param>
    public static ContentTraits OfLiterals(ReadOnlySpan<byte> text, Capabilities capabilities)
    {
        var cursor = new CodeCursor(CodeDialect.Slashes);
        var literals = LiteralReading.Of(text, CodeDialect.Slashes, capabilities, cursor);
        capabilities |= literals.Capabilities;
        cursor.Rewind();
        var (hosts, reached, called) = HostsOf(text, (capabilities & Reaching) == 0 ? null : cursor);
        return new ContentTraits(capabilities, TextShape.Plain, Joined(hosts, literals.Hosts, MostHosts), Joined(reached, literals.Hosts, MostReachedHosts), Joined(called, literals.Hosts, MostReachedHosts), [], HasInlineMap: false, NamesMap: false, literals);
    }

    /// <summary>Of two parts of one content.</summary>
    public ContentTraits With(ContentTraits other) => new(
        Capabilities | other.Capabilities,
        (TextShape)Math.Max((byte)Shape, (byte)other.Shape),
        Joined(Hosts, other.Hosts, MostHosts),
        Joined(ReachedHosts, other.ReachedHosts, MostReachedHosts),
        Joined(CalledHosts, other.CalledHosts, MostReachedHosts),
        Joined(Tools, other.Tools, int.MaxValue),
        HasInlineMap || other.HasInlineMap,
        NamesMap || other.NamesMap,
        Literals.With(other.Literals)) { IsManaged = IsManaged || other.IsManaged };

    /// <summary>Each once, in ordinal order, the first so many.</summary>
    public static IReadOnlyList<string> Joined(IReadOnlyList<string> some, IReadOnlyList<string> others, int most) =>
        others.Count == 0 ? some : some.Count == 0 ? others : [.. some.Union(others, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(most)];

    private static TextShape ShapeOf(ReadOnlySpan<byte> text, int lines)
    {
        // Identifiers such as _0x3f2a1b are the mark of the one tool that most hidden code went through.
        var hidden = text.Count("_0x"u8);
        if (hidden > 20 && hidden * 200 > (text.LastIndexOf("_0x"u8) - text.IndexOf("_0x"u8)) / 10)
            return TextShape.Obfuscated;
        if (text.Length > 256 && text.Count("\\x"u8) * 8 > text.Length)
            return TextShape.Obfuscated;
        if (HasCodeOutOfSight(text))
            return TextShape.Obfuscated;
        if (text.Length / lines < DenseLine)
            return TextShape.Plain;
        return text.Length >= SmallestMinified && text.Length / lines >= MinifiedLine ? TextShape.Minified : TextShape.Dense;
    }

    /// <summary>Whether a statement goes on in its line behind so many blanks that nobody who reads the file sees it.</summary>
    private static bool HasCodeOutOfSight(ReadOnlySpan<byte> text)
    {
        // One of the places looked at is in every row of so many blanks.
        for (var at = OutOfSight - 1; at < text.Length; at += OutOfSight)
        {
            if (text[at] != ' ')
                continue;
            var start = text[..at].LastIndexOfAnyExcept((byte)' ') + 1;
            var behind = text[at..].IndexOfAnyExcept((byte)' ') is >= 0 and var step ? at + step : text.Length;
            if (behind - start < OutOfSight)
                continue;
            at = text[behind..].IndexOfAnyExcept((byte)' ', (byte)'\t') is >= 0 and var length ? behind + length : text.Length;
            if (start == 0 || text[start - 1] is not ((byte)';' or (byte)'}' or (byte)'{' or (byte)')' or (byte)','))
                continue;
            var rest = text[at..Math.Min(text.Length, at + LeastHidden)];
            if (rest.Length == LeastHidden && rest.IndexOfAny((byte)'\n', (byte)'\r') < 0 && !rest.StartsWith("//"u8) && !rest.StartsWith("/*"u8))
                return true;
        }

        return false;
    }

    /// <summary>All, those outside of comments where the code reaches out, and of these those that are handed to something.</summary>
    private static (string[] Hosts, string[] Reached, string[] Called) HostsOf(ReadOnlySpan<byte> text, CodeCursor? code)
    {
        var (hosts, reached, called) = (new NamedHosts(MostHosts), new NamedHosts(MostReachedHosts), new NamedHosts(MostReachedHosts));
        var scan = new HostScan(text);
        while (scan.MoveNext() && !(hosts.IsFull && (code is null || reached.IsFull)))
        {
            hosts.Add(scan.Host);
            if (code is null || IsNamespace(scan.Host))
                continue;
            var isCalled = !called.Has(scan.Host) && scan.IsTarget();
            if ((!isCalled && reached.Has(scan.Host)) || BeginsAsComment(text, scan.Place) || code.IsComment(text, scan.Place))
                continue;
            reached.Add(scan.Host);
            if (isCalled)
                called.Add(scan.Host);
        }

        return (hosts.InOrder(), reached.InOrder(), called.InOrder());
    }

    /// <summary>"Namespaces in XML", section 2.1: names of languages that look like addresses; nobody opens them, and no stranger answers there.</summary>
    public static bool IsNamespace(string host) => host is "www.w3.org" or "w3.org";

    /// <summary>Where it is not sure what a line is part of, one that begins as a comment names no host that is reached: what reaches it is told anyway.</summary>
    public static bool BeginsAsComment(ReadOnlySpan<byte> text, int at) =>
        text[Math.Max(0, at - LookBack)..at] is var before && before.LastIndexOf((byte)'\n') is >= 0 and var start && before[(start + 1)..].TrimStart(" \t"u8) is [(byte)'/', (byte)'/' or (byte)'*', ..] or [(byte)'*', (byte)' ' or (byte)'\t', ..];

    /// <summary>Each once, the first so many.</summary>
    private struct NamedHosts(int most)
    {
        private HashSet<string>? _hosts;

        public readonly bool IsFull => _hosts?.Count >= most;

        public readonly bool Has(string host) => _hosts?.Contains(host) == true;

        public void Add(string host)
        {
            if (!IsFull)
                (_hosts ??= new(StringComparer.Ordinal)).Add(host);
        }

        public readonly string[] InOrder()
        {
            if (_hosts is null)
                return [];
            var names = new string[_hosts.Count];
            _hosts.CopyTo(names);
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }
}
