using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds packages with nothing in them but papers: the build did not run, or the list of files matches nothing.</summary>
public sealed class EmptyPackageDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/empty", "Package with nothing in it", Severity.Medium,
        "The release installs and does nothing.", "Build before packing, and look at what the list of files matches.")
    {
        Exceptions = "Packages without files that only pull in dependencies inform.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind is not ("npm" or "wheel" or "nuget" or "gem" or "crate") || IsTree(artifact) || artifact.Entries.Any(IsContent))
            yield break;
        yield return new Finding(Rule, manifest.Entry, "is all there is beside texts: the package holds no code and no data")
        {
            Severity = manifest.Dependencies.Any(d => d.Scope == "runtime") || manifest.PackageType is not null ? Severity.Info : Rule.Severity,
        };
    }

    private static bool IsContent(Entry entry)
    {
        if (entry.Kind != EntryKind.File || entry.Container is null || entry.IsTransparent || entry.Size == 0 || entry.Origin != EntryOrigin.Member)
            return false;
        var path = entry.Path;
        return !(path.Name is "package.json" or "[Content_Types].xml" or "Cargo.toml" or "Cargo.toml.orig" or "Cargo.lock" or "checksums.yaml.gz" or "metadata.gz" or "metadata" or ".cargo_vcs_info.json"
            || path.Extension is ".md" or ".nuspec" or ".psmdcp" or ".rels" or ".p7s" or ".txt"
            || path.Directory.EndsWith(".dist-info", StringComparison.Ordinal)
            || path.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase) || path.Name.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase) || path.Name.StartsWith("CHANGE", StringComparison.OrdinalIgnoreCase));
    }
}
