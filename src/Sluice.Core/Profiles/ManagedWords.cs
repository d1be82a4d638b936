using static Sluice.Profiles.ManagedType;

namespace Sluice.Profiles;

/// <summary>What assemblies of .NET mean by the members of the framework that they refer to.</summary>
internal static class ManagedWords
{
    private static readonly ManagedType[] Types =
    [
        Of("System.Diagnostics", "Process", Calls(Capabilities.Process, "Start")),
        Of("System.Management.Automation", "PowerShell", Calls(Capabilities.Process | Capabilities.Evaluation, "Create", "AddScript", "AddCommand")),
        Of("System.Net", "WebClient", Calls(Capabilities.Network, ".ctor", "Download", "Upload", "OpenRead", "OpenWrite")),
        Of("System.Net", "WebRequest", Calls(Capabilities.Network, "Create", "GetResponse")),
        Of("System.Net", "HttpWebRequest", Calls(Capabilities.Network, "GetResponse", "GetRequestStream", "BeginGetResponse", "BeginGetRequestStream")),
        Of("System.Net", "HttpListener", Calls(Capabilities.Network, "Start")),
        Of("System.Net", "Dns", Calls(Capabilities.Network, "GetHostEntry", "GetHostAddresses", "GetHostByName", "BeginGetHost")),
        Of("System.Net.Http", "HttpClient", Calls(Capabilities.Network, ".ctor", "Get", "Post", "Put", "Send", "Delete", "Patch")) with { Meaning = Capabilities.NetworkModules },
        Of("System.Net.Http", "HttpMessageInvoker", Calls(Capabilities.Network, ".ctor", "Send")) with { Meaning = Capabilities.NetworkModules },
        Of("System.Net.Sockets", "Socket", Calls(Capabilities.Network, ".ctor", "Connect", "Send")) with { Meaning = Capabilities.NetworkModules },
        Of("System.Net.Sockets", "TcpClient", Calls(Capabilities.Network, ".ctor", "Connect")),
        Of("System.Net.Sockets", "TcpListener", Calls(Capabilities.Network, ".ctor", "Start")),
        Of("System.Net.Sockets", "UdpClient", Calls(Capabilities.Network, ".ctor", "Send")),
        Of("System.Net.WebSockets", "ClientWebSocket", Calls(Capabilities.Network, ".ctor", "Connect")),
        Of("System.Net.Mail", "SmtpClient", Calls(Capabilities.Network, ".ctor", "Send")),
        Of("System.Net.NetworkInformation", "Ping", Calls(Capabilities.Network, "Send")),
        Of("System.Reflection", "Assembly", Calls(Capabilities.Evaluation, "LoadFrom", "LoadFile", "UnsafeLoadFrom")) with { LoadsBytes = true, FindsTypes = true },
        Of("System.Runtime.Loader", "AssemblyLoadContext", Calls(Capabilities.Evaluation, "LoadFrom"), Calls(Capabilities.NativeCode, "LoadUnmanagedDll")),
        Of("System", "AppDomain", Calls(Capabilities.Evaluation, "ExecuteAssembly", "CreateInstanceFrom")) with { LoadsBytes = true },
        Of("System", "Activator", Calls(Capabilities.Evaluation, "CreateInstanceFrom")),
        Of("System.CodeDom.Compiler", "CodeDomProvider", Calls(Capabilities.Evaluation, "CompileAssembly")),
        Of("Microsoft.CodeAnalysis.CSharp.Scripting", "CSharpScript", Calls(Capabilities.Evaluation, "Create", "Run", "Evaluate")),
        Of("System.Runtime.InteropServices", "NativeLibrary", Calls(Capabilities.NativeCode, "Load", "TryLoad")),
        Of("System.Runtime.InteropServices", "Marshal", Calls(Capabilities.NativeCode, "GetDelegateForFunctionPointer")),
        Of("System", "Environment", Calls(Capabilities.Environment, "GetEnvironmentVariable")),
        Of("System.IO", "File", Calls(Capabilities.FileSystem, "Write", "Append", "Delete", "Copy", "Move", "Create", "OpenWrite", "Replace")),
        Of("System.IO", "Directory", Calls(Capabilities.FileSystem, "Delete", "Move")),
        Of("Microsoft.Win32", "RegistryKey", Calls(Capabilities.FileSystem, "SetValue", "CreateSubKey", "DeleteSubKey")),
        Of("Microsoft.Win32", "Registry", Calls(Capabilities.FileSystem, "SetValue")),
        Of("System.Security.Cryptography", "SymmetricAlgorithm", Calls(Capabilities.Cryptography, "CreateEncryptor", "CreateDecryptor")),
        Of("System.Security.Cryptography", "ProtectedData", Calls(Capabilities.Cryptography, "Protect", "Unprotect")),
        Of("System", "Type") with { FindsTypes = true },
        Of("System", "Convert") with { Decodes = true },
    ];

    /// <summary>By the length of their names.</summary>
    private static readonly ManagedType[][] ByLength = [.. Enumerable.Range(0, Types.Max(type => type.Name.Length) + 1).Select(length => Types.Where(type => type.Name.Length == length).ToArray())];

    /// <summary>Functions of systems, as assemblies import them: the form for wide characters is found by the name without its last letter.</summary>
    public static Capabilities OfImport(ReadOnlySpan<byte> name) => (NativeTraits.WordOf(name) ?? NativeTraits.WordOf([.. name, (byte)'W'])) switch
    {
        NativeTraits.Network => Capabilities.Network,
        NativeTraits.Process or NativeTraits.Injection => Capabilities.Process,
        _ => Capabilities.None,
    };

    /// <summary>Null for a type that says nothing.</summary>
    public static ManagedType? Find(ReadOnlySpan<byte> space, ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
            return null;
        foreach (var type in ByLength[name.Length])
        {
            if (name.SequenceEqual(type.Name) && space.SequenceEqual(type.Space))
                return type;
        }

        return null;
    }
}
