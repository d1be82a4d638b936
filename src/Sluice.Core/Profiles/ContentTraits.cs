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
}

/// <summary>The looks of a text.</summary>
internal enum TextShape : byte
{
    Plain,

    /// <summary>Long lines: made for machines.</summary>
    Minified,

    /// <summary>Names and strings that hide what they say.</summary>
    Obfuscated,
}

/// <summary>What a profile keeps of the content of a file. Read while the bytes are at hand.</summary>
/// <param name="Hosts">In lower case, each once, in ordinal order.</param>
internal sealed record ContentTraits(Capabilities Capabilities, TextShape Shape, IReadOnlyList<string> Hosts, bool HasInlineMap, bool NamesMap)
{
    private const int MostHosts = 64;
    private const int MinifiedLine = 300;
    private const int SmallestMinified = 1024;

    /// <summary>What code writes to reach for something: names of modules and functions, whatever the language.</summary>
    private static readonly (string Text, Capabilities Meaning)[] Words =
    [
        ("child_process", Capabilities.Process), ("execSync", Capabilities.Process), ("subprocess", Capabilities.Process), ("os.system(", Capabilities.Process), ("Process.Start(", Capabilities.Process), ("popen(", Capabilities.Process),
        ("XMLHttpRequest", Capabilities.Network), ("fetch(", Capabilities.Network), ("WebSocket(", Capabilities.Network), ("sendBeacon(", Capabilities.Network), ("http.request", Capabilities.Network), ("https.get(", Capabilities.Network),
        ("require(\"http", Capabilities.Network), ("require('http", Capabilities.Network), ("node:http", Capabilities.Network), ("node:net\"", Capabilities.Network), ("socket.socket(", Capabilities.Network), ("urllib", Capabilities.Network), ("HttpClient", Capabilities.Network), ("urlopen(", Capabilities.Network),
        ("eval(", Capabilities.Evaluation), ("new Function(", Capabilities.Evaluation), ("runInThisContext", Capabilities.Evaluation), ("runInNewContext", Capabilities.Evaluation),
        ("process.dlopen", Capabilities.NativeCode), (".node\")", Capabilities.NativeCode), (".node')", Capabilities.NativeCode), ("ctypes", Capabilities.NativeCode),
        ("process.env", Capabilities.Environment), ("os.environ", Capabilities.Environment),
        ("writeFile", Capabilities.FileSystem), ("createCipher", Capabilities.Cryptography),
    ];

    private static readonly LiteralSearch Search = new([.. Words.Select(word => Encoding.ASCII.GetBytes(word.Text))]);
    private static readonly ByteClass HostBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);

    /// <param name="isCode">Whether it is a program: only those reach for anything.</param>
    public static ContentTraits Of(ReadOnlySpan<byte> text, bool isCode)
    {
        var map = text.LastIndexOf("sourceMappingURL="u8);
        return new ContentTraits(
            isCode ? CapabilitiesOf(text) : Capabilities.None,
            isCode ? ShapeOf(text) : TextShape.Plain,
            HostsOf(text),
            map >= 0 && text[(map + 17)..].StartsWith("data:"u8),
            map >= 0);
    }

    private static Capabilities CapabilitiesOf(ReadOnlySpan<byte> text)
    {
        var found = Search.FindAll(text);
        var capabilities = Capabilities.None;
        for (var i = 0; i < Words.Length; i++)
            capabilities |= (found & (1u << i)) != 0 ? Words[i].Meaning : Capabilities.None;
        return capabilities;
    }

    private static TextShape ShapeOf(ReadOnlySpan<byte> text)
    {
        // Identifiers such as _0x3f2a1b are the mark of the one tool that most hidden code went through.
        var hidden = text.Count("_0x"u8);
        if (hidden > 20 && hidden * 200 > text.Length / 10)
            return TextShape.Obfuscated;
        if (text.Length > 256 && text.Count("\\x"u8) * 8 > text.Length)
            return TextShape.Obfuscated;
        var lines = text.Count((byte)'\n') + 1;
        return text.Length >= SmallestMinified && text.Length / lines >= MinifiedLine ? TextShape.Minified : TextShape.Plain;
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
}
