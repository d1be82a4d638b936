using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Archives;

/// <summary>Turns the anomalies that readers and the walk noted into findings, graded by where they are.</summary>
public sealed class ArchiveDetector : Detector
{
    /// <summary>More of one kind in one container become one finding with examples: a hostile archive has a million.</summary>
    private const int MaxSingleFindings = 10;

    private const int MaxExamples = 5;

    public override IReadOnlyList<Descriptor> Rules => ArchiveRules.All;

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (artifact.Anomalies.Count == 0)
            return [];
        var members = new MemberIndex(artifact);
        return artifact.Anomalies
            .Select(anomaly => (Anomaly: anomaly, Severity: AnomalySeverity.Of(anomaly, members, artifact)))
            .GroupBy(graded => (graded.Anomaly.Container, ArchiveRules.For(graded.Anomaly.Kind).Id, graded.Severity))
            .SelectMany(group => Findings([.. group.Select(graded => graded.Anomaly)], group.Key.Severity, members));
    }

    private static IEnumerable<Finding> Findings(IReadOnlyList<Anomaly> anomalies, Severity severity, MemberIndex members)
    {
        var rule = ArchiveRules.For(anomalies[0].Kind);
        if (anomalies.Count <= MaxSingleFindings)
        {
            foreach (var anomaly in anomalies)
                yield return new Finding(rule, members.PlaceOf(anomaly), anomaly.Detail) { Severity = severity, Confidence = anomaly.Kind == AnomalyKind.SeveralRoots ? Confidence.Low : Confidence.High };
            yield break;
        }

        yield return new Finding(rule, anomalies[0].Container, $"has {anomalies.Count} members of which each {anomalies[0].Detail}")
        {
            Severity = severity,
            Evidence =
            [
                ("count", anomalies.Count),
                ("examples", (IReadOnlyList<string>)[.. anomalies.Take(MaxExamples).Select(anomaly => anomaly.Path?.Value ?? "")]),
            ],
        };
    }
}
