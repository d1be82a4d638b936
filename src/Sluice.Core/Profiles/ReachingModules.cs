using System.Text;

namespace Sluice.Profiles;

/// <summary>Modules that others are reached by: of JavaScript, its runtimes and its most used clients, and of Python.</summary>
internal static class ReachingModules
{
    private static readonly Module[] Known =
    [
        .. Named(Capabilities.NetworkModules, "http", "https", "http2", "net", "tls", "dgram", "dns", "axios", "node-fetch", "cross-fetch", "isomorphic-fetch", "got", "undici", "superagent", "simple-get", "bent", "wretch", "ky", "ofetch", "make-fetch-happen", "minipass-fetch", "follow-redirects", "needle", "request", "phin", "ws", "nodemailer", "ssh2"),
        .. Named(Capabilities.NetworkModules, "urllib", "urllib3", "requests", "httpx", "aiohttp", "socket", "ftplib", "smtplib", "telnetlib", "paramiko", "websocket", "websockets", "pycurl"),
        .. Named(Capabilities.Process, "child_process", "cluster", "cross-spawn", "execa", "shelljs", "node-pty", "subprocess", "pty"),
        .. Named(Capabilities.Evaluation, "vm", "vm2", "repl"),
        .. Named(Capabilities.NativeCode, "ffi-napi", "koffi", "ctypes", "cffi"),
    ];

    /// <param name="name">Without <c>node:</c>; a part of a module (<c>fs/promises</c>, <c>os.path</c>) counts as the module.</param>
    public static Capabilities MeaningOf(ReadOnlySpan<byte> name)
    {
        foreach (var known in Known)
        {
            if (name.StartsWith(known.Name) && (name.Length == known.Name.Length || name[known.Name.Length] is (byte)'.' or (byte)'/'))
                return known.Meaning;
        }

        return Capabilities.None;
    }

    private static Module[] Named(Capabilities meaning, params string[] names) => Array.ConvertAll(names, name => new Module(Encoding.ASCII.GetBytes(name), meaning));

    private sealed record Module(byte[] Name, Capabilities Meaning);
}
