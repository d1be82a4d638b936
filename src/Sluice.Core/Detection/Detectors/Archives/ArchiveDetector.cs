using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Archives;

/// <summary>Turns the anomalies that readers and the walk noted into findings.</summary>
public sealed class ArchiveDetector : Detector
{
    private static readonly Dictionary<AnomalyKind, Descriptor> ByKind = new()
    {
        [AnomalyKind.Traversal] = new("archive/traversal", "Name that leaves the archive", Severity.High,
            "Unpacking with a careless tool writes outside the target folder.", "Build the archive with relative names only."),
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [.. ByKind.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        foreach (var anomaly in artifact.Anomalies)
        {
            if (ByKind.TryGetValue(anomaly.Kind, out var rule))
                yield return new Finding(rule, anomaly.Container, anomaly.Detail);
        }
    }
}
