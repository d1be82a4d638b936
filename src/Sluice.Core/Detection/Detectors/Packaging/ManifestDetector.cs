using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Checks the manifest of the artifact against what is in the artifact.</summary>
public abstract class ManifestDetector : Detector
{
    public sealed override IEnumerable<Finding> Conclude(Artifact artifact) =>
        artifact.Manifest is { } manifest ? Check(artifact, manifest) : [];

    protected abstract IEnumerable<Finding> Check(Artifact artifact, Manifest manifest);

    /// <summary>A tree may be one that is not built yet: what the build adds cannot be missed in it.</summary>
    protected static bool IsTree(Artifact artifact) => artifact.Kind is "directory" or "git";

    /// <summary>The package.json that says what runs: of an npm package, an editor extension, a packed desktop app.</summary>
    protected static Manifest? NodeManifest(Artifact artifact, Manifest manifest) => manifest.Ecosystem switch
    {
        "npm" => manifest,
        "vscode" => artifact.Manifests.FirstOrDefault(m => m.Ecosystem == "npm" && m.Entry.Path.Value == "extension/package.json" && ReferenceEquals(m.Entry.Container, manifest.Entry.Container)),
        _ => null,
    };
}
