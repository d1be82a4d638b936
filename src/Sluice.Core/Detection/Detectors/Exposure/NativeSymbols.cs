using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Debug information in programs, libraries and wasm modules of a closed product, and Windows symbols beside them.</summary>
internal static class NativeSymbols
{
    /// <summary>Files are told one by one up to this number.</summary>
    private const int MaxSingle = 3;

    public static IEnumerable<Finding> Weigh(Artifact artifact, Descriptor rule)
    {
        if (artifact.Visibility == Visibility.Public)
            return [];
        var files = artifact.Entries.Where(entry => HasSymbols(entry) && (artifact.ManifestFor(entry) is not { } manifest || manifest == artifact.Manifest)).ToList();
        if (files.Count <= MaxSingle)
            return files.Select(file => Tell(rule, file, file.ContentKind == ContentKind.WindowsPdb ? "is a file of debug symbols" : "has debug information for a debugger", []));
        return [Tell(rule, artifact.Root, $"has {files.Count} programs or libraries with debug information", files)];
    }

    private static bool HasSymbols(Entry entry) =>
        entry.ContentKind == ContentKind.WindowsPdb || entry.Fact<NativeFacts>() is { HasDebugInfo: true } || entry.Fact<WebAssemblyFacts>() is { HasDebugInfo: true };

    private static Finding Tell(Descriptor rule, Entry entry, string message, List<Entry> files) => new(rule, entry, message)
    {
        Severity = Severity.Low,
        Subject = "native",
        Evidence = files.Count == 0 ? [] : [("files", files.Count), ("examples", files.Take(5).Select(file => file.Path.Value).ToList())],
        Remedy = "Strip what ships (strip --strip-debug, go build -ldflags \"-s -w\", cargo's strip = \"debuginfo\"), and leave .pdb files out.",
    };
}
