using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>Tells how the artifact differs from the source that was given with it. Without one it finds nothing.</summary>
public sealed class SourceDetector : Detector
{
    public override IReadOnlyList<Descriptor> Rules => SourceRules.All;

    public override IEnumerable<Finding> Conclude(Artifact artifact) => artifact.Root.Fact<SourceFindings>()?.Findings ?? [];
}
