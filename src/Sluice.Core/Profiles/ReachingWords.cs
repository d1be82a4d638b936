using System.Text;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>The words that tell what programs of some languages reach for, and the search for them.</summary>
internal sealed class ReachingWords
{
    /// <summary>What code of many languages, JavaScript with marks of pages in it among them, writes to reach for something. No more than 64, and none the beginning of another: one search finds them all.</summary>
    private static ReachingWord[] Words =>
    [
        new("child_process", Capabilities.Process), new("Process.Start(", Capabilities.Process), new("popen(", Capabilities.Process),
        new("Open3.", Capabilities.Process), new("shell_exec(", Capabilities.Process), new("proc_open(", Capabilities.Process), new("os/exec", Capabilities.Process), new("process::Command", Capabilities.Process),
        new("ProcessBuilder(", Capabilities.Process), new("lang/ProcessBuilder", Capabilities.Process), new("XMLHttpRequest", Capabilities.Network), new("fetch", Capabilities.Network, IsGlobal: true, IsValue: true), new("WebSocket(", Capabilities.Network),
        new("sendBeacon", Capabilities.Network), new("http.", Capabilities.Network, IsObject: true), new("https.", Capabilities.Network, IsObject: true), new("net.", Capabilities.Network, IsObject: true), new("tls.", Capabilities.Network, IsObject: true), new("dns.", Capabilities.Network, IsObject: true),
        new("EventSource(", Capabilities.Network), new("new Image", Capabilities.Network, IsWhole: true), new("RTCPeerConnection(", Capabilities.Network), new("importScripts(", Capabilities.Evaluation), new("HttpClient", Capabilities.NetworkModules), new("Net::HTTP", Capabilities.NetworkModules),
        new("net/http", Capabilities.NetworkModules), new("reqwest::", Capabilities.NetworkModules), new("java/net/URL", Capabilities.NetworkModules), new("urllib", Capabilities.NetworkModules),
        new("eval", Capabilities.Evaluation, IsGlobal: true, IsValue: true), new("Function", Capabilities.Evaluation, IsGlobal: true), new("process.binding(", Capabilities.Process), new("_load(", Capabilities.Concealment), new("runInNewContext", Capabilities.Evaluation),
        new("Assembly.Load(", Capabilities.Evaluation), new("defineClass", Capabilities.Evaluation),
        new("process.dlopen", Capabilities.NativeCode), new(".node", Capabilities.NativeCode, IsEnd: true), new("ctypes", Capabilities.NativeCode), new("DllImport(", Capabilities.NativeCode),
        new("loadLibrary", Capabilities.NativeCode), new("process.env", Capabilities.Environment), new("os.environ", Capabilities.Environment), new("GetEnvironmentVariable", Capabilities.Environment),
        new("writeFile", Capabilities.FileSystem), new("File.WriteAll", Capabilities.FileSystem), new("createCipher", Capabilities.Cryptography),
        new("createDecipher", Capabilities.Cryptography), new("__webpack_require__", Tool: "webpack"), new("__toESM(", Tool: "esbuild"), new("__rolldown", Tool: "rolldown"), new("parcelRequire", Tool: "parcel"),
        new("_interopRequireDefault(", Tool: "babel"), new("TURBOPACK", Tool: "turbopack"),
        new("require", Loads: true), new("import", Loads: true), new("from", Loads: true), new("getBuiltinModule", Loads: true), new("globalThis[", Loads: true), new("global[", Loads: true),
    ];

    /// <summary>The same of JavaScript and TypeScript.</summary>
    private static ReachingWord[] ScriptWords =>
    [
        new("child_process", Capabilities.Process), new("process.binding(", Capabilities.Process), new("XMLHttpRequest", Capabilities.Network), new("fetch", Capabilities.Network, IsGlobal: true, IsValue: true), new("WebSocket(", Capabilities.Network), new("sendBeacon", Capabilities.Network),
        new("http.", Capabilities.Network, IsObject: true), new("https.", Capabilities.Network, IsObject: true), new("net.", Capabilities.Network, IsObject: true), new("tls.", Capabilities.Network, IsObject: true), new("dns.", Capabilities.Network, IsObject: true),
        new("EventSource(", Capabilities.Network), new("new Image", Capabilities.Network, IsWhole: true), new("RTCPeerConnection(", Capabilities.Network), new("importScripts(", Capabilities.Evaluation),
        new("eval", Capabilities.Evaluation, IsGlobal: true, IsValue: true), new("Function", Capabilities.Evaluation, IsGlobal: true), new("AsyncFunction", Capabilities.Evaluation, IsGlobal: true), new("Reflect.construct(Function", Capabilities.Evaluation), new("runInNewContext", Capabilities.Evaluation), new("Runtime.evaluate", Capabilities.Evaluation), new("Runtime.compileScript", Capabilities.Evaluation), new("Runtime.callFunctionOn", Capabilities.Evaluation),
        new(".constructor", Capabilities.Evaluation, TakesText: true), new("[\"constructor\"]", Capabilities.Evaluation, TakesText: true), new("['constructor']", Capabilities.Evaluation, TakesText: true),
        new("setTimeout", Capabilities.Evaluation, IsGlobal: true, TakesText: true), new("setInterval", Capabilities.Evaluation, IsGlobal: true, TakesText: true),
        new("_load(", Capabilities.Concealment), new("\\u00", Capabilities.Concealment, IsEscape: true), new("\\u{", Capabilities.Concealment, IsEscape: true),
        new("process.dlopen", Capabilities.NativeCode), new(".node", Capabilities.NativeCode, IsEnd: true), new("process.env", Capabilities.Environment),
        new("writeFile", Capabilities.FileSystem), new("createCipher", Capabilities.Cryptography), new("createDecipher", Capabilities.Cryptography),
        new("__webpack_require__", Tool: "webpack"), new("__toESM(", Tool: "esbuild"), new("__rolldown", Tool: "rolldown"), new("parcelRequire", Tool: "parcel"), new("_interopRequireDefault(", Tool: "babel"), new("TURBOPACK", Tool: "turbopack"),
        new("require", Loads: true), new("import", Loads: true), new("from", Loads: true), new("getBuiltinModule", Loads: true),
        new("globalThis[", Loads: true), new("global[", Loads: true), new("process[", Loads: true), new("window[", Loads: true), new("self[", Loads: true),
    ];

    /// <summary>The same of Python.</summary>
    private static ReachingWord[] PythonWords =>
    [
        new("os.system(", Capabilities.Process), new("popen(", Capabilities.Process), new("os.exec", Capabilities.Process), new("os.spawn", Capabilities.Process), new("posix_spawn", Capabilities.Process), new("create_subprocess", Capabilities.Process),
        new("urlopen(", Capabilities.Network), new("urlretrieve(", Capabilities.Network), new("socket.socket(", Capabilities.Network), new("requests.", Capabilities.Network, IsObject: true), new("httpx.", Capabilities.Network, IsObject: true),
        new("exec", Capabilities.Evaluation, IsGlobal: true, IsValue: true), new("eval", Capabilities.Evaluation, IsGlobal: true, IsValue: true), new("__import__(", Capabilities.Evaluation), new("marshal.loads(", Capabilities.Evaluation), new("pickle.loads(", Capabilities.Evaluation),
        new("CDLL(", Capabilities.NativeCode), new("os.environ", Capabilities.Environment), new("getenv(", Capabilities.Environment), new("shutil.rmtree(", Capabilities.FileSystem),
        new("__builtins__", Capabilities.Evaluation, IsNames: true), new("builtins", Capabilities.Evaluation, IsNames: true),
        new("import", Loads: true), new("from", Loads: true),
    ];

    private static ReachingWords Any => field ??= new(Words);

    private static ReachingWords Script => field ??= new(ScriptWords);

    private static ReachingWords Python => field ??= new(PythonWords);

    private ReachingWords(ReachingWord[] all) => (All, Search) = (all, new(Array.ConvertAll(all, word => Encoding.ASCII.GetBytes(word.Text))));

    public ReachingWord[] All { get; }

    /// <summary>Finds them by their place in the list.</summary>
    public LiteralSearch Search { get; }

    public static ReachingWords Of(CodeDialect dialect) => dialect switch
    {
        CodeDialect.Python => Python,
        CodeDialect.Script => Script,
        _ => Any,
    };
}
