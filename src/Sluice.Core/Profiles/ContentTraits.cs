using System.Numerics;
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
/// <param name="Tools">Bundlers and compilers that left their marks, in ordinal order.</param>
internal sealed record ContentTraits(Capabilities Capabilities, TextShape Shape, IReadOnlyList<string> Hosts, IReadOnlyList<string> Tools, bool HasInlineMap, bool NamesMap)
{
    private const int MostHosts = 64;
    private const int MinifiedLine = 300;
    private const int DenseLine = 120;
    private const int SmallestMinified = 1024;

    /// <summary>The start of a line farther away is not looked for.</summary>
    private const int LookBack = 200;
    private const int LookBackForBlock = 4096;

    /// <summary>So far the end of a list of parameters is looked for.</summary>
    private const int LookAhead = 200;

    /// <summary>What code writes to reach for something: names of modules and functions, whatever the language.</summary>
    private static readonly Word[] Words =
    [
        new("child_process", Capabilities.Process), new("execSync", Capabilities.Process), new("import subprocess", Capabilities.Process), new("from subprocess", Capabilities.Process), new("os.system(", Capabilities.Process),
        new("Process.Start(", Capabilities.Process), new("popen(", Capabilities.Process), new("Open3.", Capabilities.Process), new("shell_exec(", Capabilities.Process),
        new("proc_open(", Capabilities.Process), new("os/exec", Capabilities.Process), new("process::Command", Capabilities.Process), new("ProcessBuilder", Capabilities.Process),
        new("XMLHttpRequest", Capabilities.Network), new("fetch(", Capabilities.Network, IsGlobal: true), new("WebSocket(", Capabilities.Network), new("sendBeacon(", Capabilities.Network),
        new("http.request", Capabilities.Network), new("https.get(", Capabilities.Network), new("require(\"http\"", Capabilities.NetworkModules),
        new("require('http'", Capabilities.NetworkModules), new("require(\"https\"", Capabilities.NetworkModules), new("require('https'", Capabilities.NetworkModules),
        new("node:http", Capabilities.NetworkModules), new("node:net\"", Capabilities.NetworkModules), new("require(\"net\")", Capabilities.NetworkModules),
        new("require('net')", Capabilities.NetworkModules), new("socket.socket(", Capabilities.Network), new("urllib", Capabilities.NetworkModules),
        new("HttpClient", Capabilities.NetworkModules), new("urlopen(", Capabilities.Network), new("requests.get(", Capabilities.Network), new("requests.post(", Capabilities.Network),
        new("Net::HTTP", Capabilities.NetworkModules), new("net/http", Capabilities.NetworkModules), new("reqwest::", Capabilities.NetworkModules),
        new("java/net/URL", Capabilities.NetworkModules), new("eval(", Capabilities.Evaluation, IsGlobal: true), new("new Function(", Capabilities.Evaluation),
        new("runInThisContext", Capabilities.Evaluation), new("runInNewContext", Capabilities.Evaluation), new("__import__(", Capabilities.Evaluation),
        new("Assembly.Load(", Capabilities.Evaluation), new("defineClass", Capabilities.Evaluation), new("process.dlopen", Capabilities.NativeCode), new(".node\")", Capabilities.NativeCode),
        new(".node')", Capabilities.NativeCode), new("ctypes", Capabilities.NativeCode), new("DllImport", Capabilities.NativeCode), new("loadLibrary", Capabilities.NativeCode),
        new("process.env", Capabilities.Environment), new("os.environ", Capabilities.Environment), new("GetEnvironmentVariable", Capabilities.Environment),
        new("writeFile", Capabilities.FileSystem), new("rmSync(", Capabilities.FileSystem), new("File.WriteAll", Capabilities.FileSystem),
        new("createCipher", Capabilities.Cryptography), new("createDecipher", Capabilities.Cryptography), new("__webpack_require__", Tool: "webpack"), new("__toESM(", Tool: "esbuild"),
        new("__rolldown", Tool: "rolldown"), new("parcelRequire", Tool: "parcel"), new("_interopRequireDefault(", Tool: "babel"), new("TURBOPACK", Tool: "turbopack"),
    ];

    private static readonly LiteralSearch Search = new(Array.ConvertAll(Words, word => Encoding.ASCII.GetBytes(word.Text)));
    private static readonly LiteralSearch.Acceptance IsUse = IsUseOf;
    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8);
    private static readonly ByteClass HostBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);

    /// <summary>Of a program, or of another text.</summary>
    /// <param name="lines">0 of what has none: compiled code.</param>
    public static ContentTraits Of(ReadOnlySpan<byte> text, bool isCode, int lines)
    {
        var map = text.LastIndexOf("sourceMappingURL="u8);
        var words = isCode ? Search.FindAll(text, IsUse) : 0;
        return new ContentTraits(
            MeaningOf(words),
            isCode && lines > 0 ? ShapeOf(text, lines) : TextShape.Plain,
            HostsOf(text),
            ToolsOf(words),
            map >= 0 && text[(map + 17)..].StartsWith("data:"u8),
            map >= 0);
    }

    /// <summary>Of two parts of one content.</summary>
    public ContentTraits With(ContentTraits other) => new(
        Capabilities | other.Capabilities,
        (TextShape)Math.Max((byte)Shape, (byte)other.Shape),
        [.. Hosts.Union(other.Hosts, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostHosts)],
        [.. Tools.Union(other.Tools, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        HasInlineMap || other.HasInlineMap,
        NamesMap || other.NamesMap);

    private static Capabilities MeaningOf(ulong words)
    {
        var capabilities = Capabilities.None;
        for (; words != 0; words &= words - 1)
            capabilities |= Words[BitOperations.TrailingZeroCount(words)].Meaning;
        return capabilities;
    }

    private static IReadOnlyList<string> ToolsOf(ulong words)
    {
        SortedSet<string>? tools = null;
        for (; words != 0; words &= words - 1)
        {
            if (Words[BitOperations.TrailingZeroCount(words)].Tool is { } tool)
                (tools ??= new(StringComparer.Ordinal)).Add(tool);
        }

        return tools is null ? [] : [.. tools];
    }

    /// <summary>Not the end of a longer name, not a method of something else, not in a line of comment.</summary>
    private static bool IsUseOf(ReadOnlySpan<byte> text, int at, int word)
    {
        if (at == 0)
            return true;
        if (NameBytes.Contains(text[at]) && NameBytes.Contains(text[at - 1]))
            return false;
        if (Words[word].IsGlobal && IsOther(text, at))
            return false;
        return !IsInComment(text, at);
    }

    /// <summary>In a line that is a comment, and has not ended by one of the rarer ends of a line.</summary>
    private static bool IsInComment(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - LookBack)..at];
        var start = before.LastIndexOfAny((byte)'\n', (byte)'\r');
        start = Math.Max(start, Math.Max(before.LastIndexOf("\u2028"u8), before.LastIndexOf("\u2029"u8)) is >= 0 and var wide ? wide + 2 : -1);
        if (start < 0 && at > LookBack)
            return false;
        var line = before[(start + 1)..].TrimStart(" \t"u8);
        if (line.StartsWith("//"u8) || line.StartsWith("# "u8))
            return true;
        // A star begins a line of a block that is open, or multiplies.
        return (line.StartsWith("* "u8) || line.StartsWith("/*"u8)) && text[Math.Max(0, at - LookBackForBlock)..at] is var block && block.LastIndexOf("/*"u8) > block.LastIndexOf("*/"u8);
    }

    /// <summary>A method of an object, the definition of one, or the name in quotes: not the function of the language.</summary>
    private static bool IsOther(ReadOnlySpan<byte> text, int at)
    {
        if (text[at - 1] is (byte)'"' or (byte)'\'' or (byte)'`')
            return true;
        if (text[at - 1] == '.' && !IsGlobalObject(text[..(at - 1)]))
            return true;
        var before = text[..at].TrimEnd(" \t"u8);
        return before.Length < at && (before.EndsWith("async"u8) || before.EndsWith("function"u8)) || IsDefinition(text[at..Math.Min(text.Length, at + LookAhead)]);
    }

    /// <summary>Whether the body of a function follows on the brackets.</summary>
    private static bool IsDefinition(ReadOnlySpan<byte> text)
    {
        var open = 0;
        for (var i = text.IndexOf((byte)'('); i >= 0 && i < text.Length; i++)
        {
            open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (open == 0)
                return text[(i + 1)..].TrimStart(" \t"u8) is [(byte)'{', ..];
        }

        return false;
    }

    private static bool IsGlobalObject(ReadOnlySpan<byte> before) => before.EndsWith("window"u8) || before.EndsWith("globalThis"u8) || before.EndsWith("self"u8);

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

    private static IReadOnlyList<string> HostsOf(ReadOnlySpan<byte> text)
    {
        SortedSet<string>? hosts = null;
        for (int at; (at = text.IndexOf("://"u8)) >= 0; text = text[3..])
        {
            text = text[at..];
            var end = HostBytes.FirstOutside(text[3..]);
            var name = text.Slice(3, end < 0 ? text.Length - 3 : end).Trim((byte)'.');
            // What stands before an @ is a user, and may be a secret.
            var rest = text[(3 + (end < 0 ? text.Length - 3 : end))..];
            if (rest is [(byte)'@', ..] or [(byte)':', not (>= (byte)'0' and <= (byte)'9'), ..])
                continue;
            if (name.Length is > 3 and < 254 && name.Contains((byte)'.') && (hosts ??= new(StringComparer.Ordinal)).Count < MostHosts)
                hosts.Add(Encoding.ASCII.GetString(name).ToLowerInvariant());
        }

        return hosts is null ? [] : [.. hosts];
    }

    /// <param name="IsGlobal">A function of the language itself: as a method of an object it is something else.</param>
    /// <param name="Tool">What writes it into its output.</param>
    private sealed record Word(string Text, Capabilities Meaning = Capabilities.None, bool IsGlobal = false, string? Tool = null);
}
