using System.Text;
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
/// <param name="Tools">Bundlers and compilers that left their marks, in ordinal order.</param>
internal sealed record ContentTraits(Capabilities Capabilities, TextShape Shape, IReadOnlyList<string> Hosts, IReadOnlyList<string> ReachedHosts, IReadOnlyList<string> Tools, bool HasInlineMap, bool NamesMap)
{
    private const int MostHosts = 64;
    private const int MostReachedHosts = 1024;

    /// <summary>Users and passwords before a host are shorter.</summary>
    private const int LongestUser = 256;
    private const int MinifiedLine = 300;
    private const int DenseLine = 120;
    private const int SmallestMinified = 2048;

    /// <summary>The start of a line farther away is not looked for.</summary>
    private const int LookBack = 200;

    /// <summary>Code that reaches for these reaches the hosts that it names.</summary>
    private const Capabilities Reaching = Capabilities.Network | Capabilities.NetworkModules | Capabilities.Process | Capabilities.Evaluation | Capabilities.Concealment;

    private static readonly ByteClass HostBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);

    private static readonly ByteClass AuthorityEnds = ByteClass.Of("/?#\"'`<>() \t\r\n\\"u8);
    private static readonly ByteClass OtherThanAddress = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8);

    /// <summary>Of a program, or of another text.</summary>
    /// <param name="dialect">Null for a text that is no program.</param>
    /// <param name="lines">0 of what has none: compiled code.</param>
    public static ContentTraits Of(ReadOnlySpan<byte> text, CodeDialect? dialect, int lines)
    {
        var map = text.LastIndexOf("sourceMappingURL="u8);
        var (capabilities, tools) = dialect is { } known ? CodeReading.Of(text, known) : (Capabilities.None, []);
        var hosts = HostsOf(text, comments: null);
        return new ContentTraits(
            capabilities,
            dialect is not null && lines > 0 ? ShapeOf(text, lines) : TextShape.Plain,
            hosts,
            hosts.Count == 0 || (capabilities & Reaching) == 0 ? [] : HostsOf(text, new CodeCursor(dialect!.Value)),
            tools,
            map >= 0 && text[(map + 17)..].StartsWith("data:"u8),
            map >= 0);
    }

    /// <summary>Of two parts of one content.</summary>
    public ContentTraits With(ContentTraits other) => new(
        Capabilities | other.Capabilities,
        (TextShape)Math.Max((byte)Shape, (byte)other.Shape),
        [.. Hosts.Union(other.Hosts, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostHosts)],
        [.. ReachedHosts.Union(other.ReachedHosts, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostReachedHosts)],
        [.. Tools.Union(other.Tools, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        HasInlineMap || other.HasInlineMap,
        NamesMap || other.NamesMap);

    private static TextShape ShapeOf(ReadOnlySpan<byte> text, int lines)
    {
        // Identifiers such as _0x3f2a1b are the mark of the one tool that most hidden code went through.
        var hidden = text.Count("_0x"u8);
        if (hidden > 20 && hidden * 200 > text.Length / 10)
            return TextShape.Obfuscated;
        if (text.Length > 256 && text.Count("\\x"u8) * 8 > text.Length)
            return TextShape.Obfuscated;
        if (text.Length / lines < DenseLine)
            return TextShape.Plain;
        return text.Length >= SmallestMinified && text.Length / lines >= MinifiedLine ? TextShape.Minified : TextShape.Dense;
    }

    /// <param name="comments">Tells comments, which do not count; null where they do.</param>
    private static IReadOnlyList<string> HostsOf(ReadOnlySpan<byte> text, CodeCursor? comments)
    {
        SortedSet<string>? hosts = null;
        var most = comments is null ? MostHosts : MostReachedHosts;
        for (int at = 0, step; (step = text[at..].IndexOf("://"u8)) >= 0 && (hosts is null || hosts.Count < most); at += 3)
        {
            at += step;
            var name = NameAt(text, at + 3);
            if (name.Length is > 3 and < 254 && name.Contains((byte)'.') && !IsOwnMachine(name) && (comments is null || (comments.At(text, at) != CodePart.Comment && !BeginsAsComment(text[Math.Max(0, at - LookBack)..at]))))
                (hosts ??= new(StringComparer.Ordinal)).Add(Encoding.ASCII.GetString(name).ToLowerInvariant());
        }

        return hosts is null ? [] : [.. hosts];
    }

    /// <summary>Of an address, without the user, which may be a secret ("Uniform Resource Identifier", authority).</summary>
    private static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> text, int start)
    {
        var authority = text[start..Math.Min(text.Length, start + LongestUser)];
        if (AuthorityEnds.FirstIn(authority) is >= 0 and var close)
            authority = authority[..close];
        if (authority.LastIndexOf((byte)'@') is >= 0 and var user)
            start += user + 1;
        var end = HostBytes.FirstOutside(text[start..]) is >= 0 and var other ? start + other : text.Length;
        return text[start..end].Trim((byte)'.');
    }

    /// <summary>Where it is not sure what a line is part of, one that begins as a comment names no host that is reached: what reaches it is told anyway.</summary>
    private static bool BeginsAsComment(ReadOnlySpan<byte> before) =>
        before.LastIndexOf((byte)'\n') is >= 0 and var start && before[(start + 1)..].TrimStart(" \t"u8) is [(byte)'/', (byte)'/' or (byte)'*', ..] or [(byte)'*', (byte)' ' or (byte)'\t', ..];

    /// <summary>"Special-Purpose IP Address Registries": loopback, and the address that stands for all of one's own.</summary>
    private static bool IsOwnMachine(ReadOnlySpan<byte> name) => name.SequenceEqual("0.0.0.0"u8) || (name.StartsWith("127."u8) && OtherThanAddress.FirstIn(name) < 0);
}
