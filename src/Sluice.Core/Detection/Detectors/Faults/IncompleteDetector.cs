using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Faults;

/// <summary>Says once what the coverage lists in full: that something was not looked into.</summary>
public sealed class IncompleteDetector : Detector
{
    /// <summary>Reasons named as examples.</summary>
    private const int Examples = 3;

    public static readonly Descriptor Rule = new(
        "fault/incomplete",
        "Screening was incomplete",
        Severity.High,
        "What could not be read may hold anything, so the result is indeterminate and never counts as a pass.",
        "Remove or repair the parts that are listed as not screened (decrypt, re-pack, raise a limit), or ship them in a form that can be opened.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var count = artifact.Unscreened.Count;
        if (count == 0)
            yield break;
        yield return new Finding(Rule, artifact.Root, count == 1 ? "has a part that could not be screened" : $"has {count} parts that could not be screened")
        {
            Evidence = [("parts", count), ("reasons", artifact.Unscreened.Select(part => part.Reason).Distinct().Take(Examples).ToList())],
        };
    }
}
