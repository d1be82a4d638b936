using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds packages that say nowhere under which terms they may be used.</summary>
public sealed class MissingLicenseDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/missing-license", "Package without a licence", Severity.Low,
        "Nobody may use it, and nobody can tell whether its source was meant to be seen.",
        "Name the licence in the manifest and ship its text. For closed software say so (\"UNLICENSED\" on npm).");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest is { License: null, LicenseFile: null, LicenseUrl: null, IsPrivate: false, Kind: "npm" or "nuget" or "wheel" or "sdist" or "gem" or "crate" or "vsix"}
            && !artifact.Entries.Any(entry => entry.Fact<LicenseText>() is not null && ReferenceEquals(entry.Container, manifest.Entry.Container)))
        {
            yield return new Finding(Rule, manifest.Entry, "names no licence, and no licence text is in the package");
        }
    }
}
