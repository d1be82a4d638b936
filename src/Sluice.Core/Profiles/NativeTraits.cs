using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;

namespace Sluice.Profiles;

/// <summary>What a profile keeps of a program for a machine: what it takes from its system to reach out, and how it was made. Of others' code nothing else stays the same from release to release.</summary>
/// <param name="Reach">By words that stay the same, in ordinal order: what it reaches for, that it is packed, what compiled it.</param>
/// <param name="Imports">The functions and libraries that say so, in ordinal order.</param>
internal sealed record NativeTraits(IReadOnlyList<string> Reach, IReadOnlyList<string> Imports)
{
    public const string Network = "network";
    public const string Process = "process";

    /// <summary>Programs of others are read or changed while they run, or code is run that lies in no file.</summary>
    public const string Injection = "injection";

    /// <summary>Keys, passwords, what is typed or copied.</summary>
    public const string Private = "private";

    /// <summary>Its code is unpacked when it is run.</summary>
    public const string Packed = "packed";

    private const int SampleBytes = 1 << 17;
    private const int LeastSample = 4096;

    /// <summary>Bits a byte: code for machines has six or so, and what is compressed or encrypted nearly eight.</summary>
    private const double PackedEntropy = 7.7;

    private static readonly byte[] PackerMark = Encoding.ASCII.GetBytes("UPX!");

    private static readonly Dictionary<string, string> Known = Table(
        [Network, "connect", "sendto", "getaddrinfo", "GetAddrInfoW", "GetAddrInfoExW", "gethostbyname", "WSAConnect", "WSASocketA", "WSASocketW", "WSAStartup", "InternetOpenA", "InternetOpenW", "InternetConnectA", "InternetConnectW", "InternetOpenUrlA", "InternetOpenUrlW", "HttpSendRequestA", "HttpSendRequestW",
            "WinHttpOpen", "WinHttpConnect", "WinHttpSendRequest", "URLDownloadToFileA", "URLDownloadToFileW", "DnsQuery_A", "DnsQuery_W", "DnsQuery_UTF8", "curl_easy_init", "curl_easy_perform", "SSL_connect", "res_query", "OBJC_CLASS_$_NSURLSession", "OBJC_CLASS_$_NSURLConnection", "CFReadStreamCreateForHTTPRequest", "nw_connection_create",
            "ws2_32.dll", "wsock32.dll", "wininet.dll", "winhttp.dll", "urlmon.dll", "dnsapi.dll", "libcurl", "libssl", "libssh", "CFNetwork"],
        [Process, "execve", "execv", "execvp", "execvpe", "execl", "execlp", "execle", "execveat", "fexecve", "fork", "vfork", "system", "popen", "posix_spawn", "posix_spawnp", "CreateProcessA", "CreateProcessW", "CreateProcessAsUserW", "WinExec", "ShellExecuteA", "ShellExecuteW", "ShellExecuteExA", "ShellExecuteExW", "_popen", "_wpopen", "_wsystem", "OBJC_CLASS_$_NSTask"],
        [Injection, "ptrace", "process_vm_readv", "process_vm_writev", "memfd_create", "WriteProcessMemory", "ReadProcessMemory", "CreateRemoteThread", "CreateRemoteThreadEx", "VirtualAllocEx", "QueueUserAPC", "NtMapViewOfSection", "NtUnmapViewOfSection", "SetThreadContext", "task_for_pid", "mach_vm_write"],
        [Private, "GetAsyncKeyState", "SetWindowsHookExA", "SetWindowsHookExW", "GetClipboardData", "CryptUnprotectData", "CredEnumerateA", "CredEnumerateW", "CredReadA", "CredReadW", "SecKeychainFindGenericPassword", "SecItemCopyMatching", "CGEventTapCreate"]);

    /// <summary>What a function of systems is for; null for one that says nothing.</summary>
    public static string? WordOf(ReadOnlySpan<byte> function)
    {
        Span<char> name = stackalloc char[NativeImports.LongestName];
        return function.Length <= name.Length && Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..Encoding.Latin1.GetChars(function, name)], out var word) ? word : null;
    }

    /// <param name="file">All of it.</param>
    public static NativeTraits Of(ReadOnlySpan<byte> file, ContentKind kind)
    {
        var (reach, imports) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();
        NativeImports.Read(file, kind, library => Take(NameOf(library)), function =>
        {
            Span<char> name = stackalloc char[NativeImports.LongestName];
            name = name[..Encoding.Latin1.GetChars(function, name)];
            if (lookup.TryGetValue(name, out _))
                Take(name.ToString());
        });
        if (IsPacked(file, kind))
            reach.Add(Packed);
        if (kind == ContentKind.Elf)
            AddMakers(file, reach);
        return new NativeTraits([.. reach], [.. imports]);

        void Take(string name)
        {
            if (Known.TryGetValue(name, out var word))
            {
                reach.Add(word);
                imports.Add(name);
            }
        }
    }

    /// <summary>Without its folder and version: <c>libcurl.so.4</c>, <c>/usr/lib/libcurl.4.dylib</c>.</summary>
    private static string NameOf(string library)
    {
        library = library[(library.LastIndexOf('/') + 1)..];
        return library.EndsWith(".dll", StringComparison.Ordinal) || library.IndexOf('.') is not (> 0 and var end) ? library : library[..end];
    }

    private static bool IsPacked(ReadOnlySpan<byte> file, ContentKind kind)
    {
        if (file[..Math.Min(file.Length, LeastSample)].IndexOf(PackerMark) >= 0)
            return true;
        var code = kind == ContentKind.Elf ? ElfProgram.CodeOf(file, SampleBytes) : kind == ContentKind.PortableExecutable && !PortableExecutableHeader.HasCliHeader(file) ? PortableExecutableImports.CodeOf(file, SampleBytes) : [];
        return code.Length >= LeastSample && EntropyOf(code) > PackedEntropy;
    }

    private static double EntropyOf(ReadOnlySpan<byte> code)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var b in code)
            counts[b]++;
        var entropy = 0.0;
        foreach (var count in counts)
            entropy -= count == 0 ? 0 : (double)count / code.Length * Math.Log2((double)count / code.Length);
        return entropy;
    }

    private static void AddMakers(ReadOnlySpan<byte> file, SortedSet<string> reach)
    {
        var sections = new ElfSections(file);
        if (sections.Has(".note.go.buildid\0"u8) || sections.Has(".go.buildinfo\0"u8))
            reach.Add("by-go");
        var notes = sections.Find(".comment\0"u8);
        notes = notes[..Math.Min(notes.Length, LeastSample)];
        if (notes.IndexOf("rustc"u8) >= 0)
            reach.Add("by-rust");
        if (notes.IndexOf("GCC:"u8) >= 0)
            reach.Add("by-gcc");
        if (notes.IndexOf("clang"u8) >= 0)
            reach.Add("by-clang");
        reach.Add(sections.Has(".symtab\0"u8) ? "with-symbols" : "without-symbols");
    }

    /// <param name="lists">The word for each comes first.</param>
    private static Dictionary<string, string> Table(params string[][] lists)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            foreach (var name in list.AsSpan(1))
                table.Add(name, list[0]);
        }

        return table;
    }
}
