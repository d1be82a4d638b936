using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Repositories;

/// <summary>Names the submodules of a git target: what is in them has not been seen.</summary>
public sealed class SubmoduleDetector : Detector
{
    private static readonly Descriptor Rule = new("packaging/submodule", "Submodule that was not screened", Severity.Low,
        "The folder is a commit of another repository: a checkout with submodules ships its files, and this screening has not seen them.",
        "Screen that repository at that commit, or the checkout with its submodules as a directory.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        foreach (var entry in artifact.Entries)
        {
            if (entry.Fact<SubmoduleFacts>() is { } submodule)
                yield return new Finding(Rule, entry, $"is a submodule at commit {submodule.Commit[..Math.Min(12, submodule.Commit.Length)]}, whose files are not in this repository") { Evidence = [("commit", submodule.Commit)] };
        }
    }
}
