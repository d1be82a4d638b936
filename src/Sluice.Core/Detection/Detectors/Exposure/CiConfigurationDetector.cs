using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Finds the configuration of build pipelines in what ships.</summary>
public sealed class CiConfigurationDetector : Detector
{
    private static readonly Descriptor Rule = new("exposure/ci-configuration", "Configuration of the build pipeline", Severity.Low,
        "It names runners, registries, secrets and deployment steps: a map for an attacker.",
        "List what ships, so that the pipeline's files stay in the repository.")
    {
        Exceptions = "Informs where the source is public, in third-party code and in source trees, where it belongs.",
    };

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ".gitlab-ci.yml", "Jenkinsfile", "azure-pipelines.yml", ".travis.yml", "appveyor.yml", ".appveyor.yml", "bitbucket-pipelines.yml", ".drone.yml", "cloudbuild.yaml", "buildspec.yml", ".woodpecker.yml", "codemagic.yaml",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var found = artifact.Entries.Where(IsOne).ToList();
        if (found.Count == 0)
            yield break;
        foreach (var group in found.GroupBy(entry => (entry.Container, Folder: FolderOf(entry.Path))))
        {
            var first = group.First();
            var place = Placement.Of(artifact, first);
            var isAtHome = artifact.Visibility == Visibility.Public || place.IsThirdParty || place.IsSample || Placement.IsSourceTree(artifact);
            yield return new Finding(Rule, first, group.Count() == 1 ? "configures a build pipeline" : $"and {group.Count() - 1} more files configure build pipelines")
            {
                Severity = isAtHome ? Severity.Info : Rule.Severity,
                Evidence = [("files", group.Count())],
            };
        }
    }

    private static bool IsOne(Entry entry) => entry is { Kind: EntryKind.File, Origin: EntryOrigin.Member, Size: > 0 } && (Names.Contains(entry.Path.Name) || IsInPipelineFolder(entry.Path.Value));

    private static bool IsInPipelineFolder(string path) =>
        path.Contains(".github/workflows/", StringComparison.Ordinal) || path.Contains(".circleci/config", StringComparison.Ordinal) || path.Contains(".buildkite/", StringComparison.Ordinal) || path.Contains(".gitea/workflows/", StringComparison.Ordinal);

    private static string FolderOf(EntryPath path) => Names.Contains(path.Name) ? path.Value : path.Directory;
}
