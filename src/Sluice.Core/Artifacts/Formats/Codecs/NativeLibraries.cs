using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>Finds the system's decoders under the names that the operating systems give them.</summary>
internal static class NativeLibraries
{
    public const string Zstd = "sluice:zstd";
    public const string Lzma = "sluice:lzma";

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "A resolver has to be in place before the first call.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <summary>Says what to install when a decoder is not there; such a container is unscreened, never passed over.</summary>
    public static T Need<T>(string library, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (DllNotFoundException e)
        {
            throw new ArtifactException($"needs {CandidatesFor(library)[0]}, which is not installed", e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var candidate in CandidatesFor(name))
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                return handle;
        }

        return 0;
    }

    private static string[] CandidatesFor(string name) => name switch
    {
        Zstd => ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll", "zstd.dll"],
        Lzma => ["liblzma.so.5", "liblzma.5.dylib", "liblzma.dll"],
        _ => [],
    };
}
