using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Finds source files in a product that ships compiled: beside its bundles, classes, assemblies and native modules.</summary>
public sealed class OriginalSourceDetector : Detector
{
    private const int MaxListed = 8;

    /// <summary>Fewer files may be a sample or a shim somebody kept.</summary>
    private const int FilesThatAreATree = 3;

    private static readonly Descriptor Rule = new("exposure/original-source", "Original source in a compiled product", Severity.High,
        "The release gives away the source that compiling was meant to keep.",
        "List what ships, so that source folders stay out of the package.")
    {
        Exceptions = "Public source is no secret: informs. Languages that ship as source, headers and source packages are silent.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (SourceExtensions(artifact.Kind) is not { } extensions)
            return [];
        var sources = artifact.Entries.Where(entry => IsSource(artifact, entry, extensions)).ToList();
        if (sources.Count == 0 || !ShipsCompiled(artifact) || IsEntryPoint(artifact, sources))
            return [];
        var isTree = sources.Count >= FilesThatAreATree || artifact.Kind is "ipa" or "apk";
        var lines = sources.Sum(entry => (long)(entry.Text?.Lines ?? 0));
        return
        [
            new Finding(Rule, sources[0], sources.Count == 1 ? $"is original source ({(lines == 1 ? "1 line" : $"{lines} lines")}) in a product that ships compiled" : $"and {sources.Count - 1} more files are original source ({lines} lines) in a product that ships compiled")
            {
                Severity = artifact.Visibility == Visibility.Public ? Severity.Info : isTree ? Severity.High : Severity.Medium,
                Evidence = [("files", sources.Count), ("lines", lines), ("examples", sources.Take(MaxListed).Select(entry => entry.Path.Value).ToList())],
            },
        ];
    }

    /// <summary>The languages that the build of this kind of artifact turns into something else; null where source is what ships.</summary>
    private static string[]? SourceExtensions(string kind) => kind switch
    {
        "npm" or "vsix" or "asar" or "crx" => [".ts", ".tsx", ".mts", ".cts", ".jsx", ".vue", ".svelte", ".coffee", ".rs", ".go", ".cpp", ".cc"],
        "nuget" => [".cs", ".vb", ".fs"],
        "jar" => [".java", ".kt", ".scala", ".groovy"],
        "ipa" => [".m", ".mm", ".swift", ".c", ".cpp"],
        "apk" => [".java", ".kt", ".cpp", ".c"],
        "wheel" => [".pyx", ".c", ".cpp", ".rs", ".ts", ".tsx"],
        _ => null,
    };

    private static bool IsSource(Artifact artifact, Entry entry, string[] extensions)
    {
        if (entry is not { Kind: EntryKind.File, Origin: EntryOrigin.Member, IsText: true, Size: > 0 } || !extensions.Contains(entry.Path.Extension) || IsDeclaration(entry.Path))
            return false;
        // NuGet compiles these into the user's project: that is what they are for.
        if (artifact.Kind == "nuget" && (entry.Path.Value.StartsWith("contentFiles/", StringComparison.Ordinal) || entry.Path.Value.StartsWith("build", StringComparison.Ordinal) || entry.Path.Value.EndsWith(".pp", StringComparison.Ordinal)))
            return false;
        return artifact.Kind != "npm" || !entry.Path.Value.Contains("/templates/", StringComparison.Ordinal) ? !IsOthers(artifact, entry) : false;
    }

    private static bool IsOthers(Artifact artifact, Entry entry)
    {
        var place = Placement.Of(artifact, entry);
        return place.IsThirdParty || place.IsSample;
    }

    private static bool IsDeclaration(EntryPath path) => path.Name.EndsWith(".d.ts", StringComparison.Ordinal) || path.Name.EndsWith(".d.mts", StringComparison.Ordinal) || path.Name.EndsWith(".d.cts", StringComparison.Ordinal);

    private static bool ShipsCompiled(Artifact artifact) => artifact.Kind switch
    {
        "npm" or "vsix" or "asar" or "crx" => artifact.Entries.Any(entry => entry is { Kind: EntryKind.File, Origin: EntryOrigin.Member, Size: > 0 } && entry.Path.Extension is ".js" or ".mjs" or ".cjs" or ".node" or ".wasm" && !IsOthers(artifact, entry)),
        "nuget" => artifact.Entries.Any(entry => entry.ContentKind == ContentKind.PortableExecutable),
        "jar" => artifact.Entries.Any(entry => entry.ContentKind == ContentKind.JavaClass),
        "wheel" => artifact.Entries.Any(entry => entry.ContentKind is ContentKind.Elf or ContentKind.MachO or ContentKind.MachOUniversal && entry.Path.Extension is ".so" or ".dylib"),
        _ => true,
    };

    /// <summary>A package whose entry points are its sources ships them on purpose, for tools that compile them.</summary>
    private static bool IsEntryPoint(Artifact artifact, List<Entry> sources) =>
        artifact.Manifest?.EntryPoints.Any(point => !point.Field.Contains("types", StringComparison.Ordinal) && sources.Exists(entry => point.Path.Length > 3 && entry.Path.Value.EndsWith(point.Path.TrimStart('.', '/'), StringComparison.Ordinal))) == true;
}
