using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds names that differ only in case, in packages that are unpacked on systems that do not tell them apart.</summary>
public sealed class CaseCollisionDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/case-collision", "Names that differ only in case", Severity.Medium,
        "On Windows and macOS one file overwrites the other: users do not get the release that was tested.",
        "Rename one of them.")
    {
        Exceptions = "Only informs in packages for Linux alone.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        var isForLinux = artifact.Kind is "deb" or "rpm" or "oci" or "docker";
        foreach (var anomaly in artifact.Anomalies.Where(a => a.Kind == AnomalyKind.CaseCollision && ReferenceEquals(a.Container, manifest.Entry.Container)))
            yield return new Finding(Rule, EntryOf(artifact, anomaly), anomaly.Detail) { Severity = isForLinux ? Severity.Info : Rule.Severity };
    }

    private static Entry EntryOf(Artifact artifact, Anomaly anomaly) =>
        anomaly.Path is { } path && artifact.Entries.FirstOrDefault(e => ReferenceEquals(e.Container, anomaly.Container) && e.Path.Value == path.Value) is { } entry ? entry : anomaly.Container;
}
