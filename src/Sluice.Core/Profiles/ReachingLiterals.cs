using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Names of platforms that programs reach out by, as they are written; beside those that <see cref="ReachingWords"/> has.</summary>
internal static class ReachingLiterals
{
    /// <summary>So far what a thread is given is looked at, and what it is called on.</summary>
    private const int LookAhead = 80, LongestObject = 40;

    /// <summary>So far is looked for what a script is given: an empty one only tells when it was run.</summary>
    private const int FarAhead = 300;

    private static readonly byte[][] Evaluating = ["eval("u8.ToArray(), "Function("u8.ToArray(), "runInThisContext("u8.ToArray(), "runInNewContext("u8.ToArray(), "_compile("u8.ToArray()];

    public static readonly IReadOnlyList<LiteralWord> Words =
    [
        .. Script(Capabilities.Process, "Bun.spawn(", "Bun.spawnSync(", "Bun.$", "Deno.Command", "Deno.run("),
        .. Script(Capabilities.NativeCode, "Deno.dlopen", "bun:ffi"),
        .. Script(Capabilities.Network, "new WebTransport", "fetchLater(", "Bun.connect(", "Deno.connect(", "Deno.connectTls("),
        .. Script(Capabilities.Evaluation, "._compile(", "SourceTextModule(", "eval:true", "eval: true", "eval:!0"),
        .. Script(Capabilities.RemoteCode, "serviceWorker.register(", "new Worker", "new SharedWorker", "createElement(\"script\")", "createElement('script')", "createElement(`script`)"),
        .. Script(Capabilities.PageRequests, ".src=", ".src =", "location.href=", "location.href =", "location.assign(", "window.open(", "document.write("),
        .. Script(Capabilities.ComputedGlobals, "Reflect.get(globalThis", "Reflect.get(window"),
        .. Script(Capabilities.Concealment, "readFileSync("),
        .. Of(LiteralDialects.Python, Capabilities.Concealment, ", 'rot13'", ", \"rot13\"", ", 'rot_13'", ", \"rot_13\""),
        .. Other(Capabilities.Process, "syscall.Exec(", "getRuntime().exec("),
        .. Other(Capabilities.Network, "curl_exec(", "fsockopen(", "stream_socket_client(", "URI.open(", "TCPSocket.", "TcpStream::connect", "net.Dial", "new WebClient", "new TcpClient", "Invoke-WebRequest", "Invoke-RestMethod", "DownloadString(", "DownloadFile("),
        .. Other(Capabilities.NetworkModules, "open-uri", "ureq::"),
        .. Other(Capabilities.Evaluation, "create_function(", "Marshal.load(", "Assembly.LoadFrom(", "Assembly.LoadFile(", "CSharpScript.", "URLClassLoader", "ScriptEngineManager", "Invoke-Expression"),
        .. Other(Capabilities.NativeCode, "libloading::", "plugin.Open(", "NativeLibrary.Load(", "Fiddle."),
    ];

    /// <summary>Not a field of the program's own that is called the same, and not a thread of the program's own files.</summary>
    public static bool Counts(LiteralWord word, ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest)
    {
        if (word.Text == "readFileSync(")
            return IsEvaluated(before[Math.Max(0, before.Length - LookAhead)..]);
        if (word.Text.StartsWith(".src", StringComparison.Ordinal))
            return !before.EndsWith("this"u8) && !before.EndsWith("exports"u8) && rest.TrimStart(" \t"u8) is not [(byte)'=' or (byte)'[' or (byte)'{', ..];
        if (word.Text.EndsWith('='))
            return rest is not [(byte)'=', ..];
        if (word.Text.StartsWith("createElement", StringComparison.Ordinal))
            return rest[..Math.Min(rest.Length, FarAhead)] is var behind && (behind.IndexOf("src"u8) >= 0 || behind.IndexOf(".text"u8) >= 0 || behind.IndexOf("innerHTML"u8) >= 0);
        if (!word.Text.EndsWith("Worker", StringComparison.Ordinal))
            return true;
        rest = rest[..Math.Min(rest.Length, LookAhead)].TrimStart(" \t"u8);
        if (rest is not [(byte)'(', .. var argument])
            return false;
        argument = argument.TrimStart(" \t\r\n\"'`"u8);
        return argument.StartsWith("data:"u8) || argument.StartsWith("http"u8) || argument.StartsWith("new Blob"u8) || argument[..Math.Min(argument.Length, LongestObject)].IndexOf("createObjectURL"u8) >= 0;
    }

    /// <summary>What a file says is run, whatever the file is called: <c>eval(require('fs').readFileSync(…))</c>.</summary>
    private static bool IsEvaluated(ReadOnlySpan<byte> before)
    {
        foreach (var evaluating in Evaluating)
        {
            if (before.LastIndexOf(evaluating) is >= 0 and var at && before[at..].IndexOfAny((byte)';', (byte)'\n', (byte)'}') < 0 && (at == 0 || !ByteClass.Names.Contains(before[at - 1])))
                return true;
        }

        return false;
    }

    private static IEnumerable<LiteralWord> Script(Capabilities meaning, params string[] words) => Of(LiteralDialects.Script, meaning, words);

    private static IEnumerable<LiteralWord> Other(Capabilities meaning, params string[] words) => Of(LiteralDialects.Other, meaning, words);

    private static IEnumerable<LiteralWord> Of(LiteralDialects dialects, Capabilities meaning, params string[] words) => words.Select(word => new LiteralWord(word, LiteralRole.Reaches, null, meaning, dialects));
}
