namespace Sluice.Projects;

/// <summary>A system that builds and publishes, recognised by the files it reads.</summary>
/// <param name="File">The file that gave it away.</param>
public sealed record Pipeline(string Id, string Name, string File)
{
    private static readonly (string Id, string Name, Func<string, bool> Reads)[] Systems =
    [
        ("github", "GitHub Actions", path => path.StartsWith(".github/workflows/", StringComparison.Ordinal) && IsYaml(path)),
        ("gitlab", "GitLab CI", path => path is ".gitlab-ci.yml" or ".gitlab-ci.yaml"),
        ("azure", "Azure Pipelines", path => (path.StartsWith("azure-pipelines", StringComparison.Ordinal) || path.StartsWith(".azure-pipelines", StringComparison.Ordinal) || path.StartsWith(".pipelines/", StringComparison.Ordinal)) && IsYaml(path)),
        ("", "CircleCI", path => path.StartsWith(".circleci/", StringComparison.Ordinal) && IsYaml(path)),
        ("", "Jenkins", path => path is "Jenkinsfile"),
        ("", "Bitbucket Pipelines", path => path is "bitbucket-pipelines.yml"),
        ("", "Travis CI", path => path is ".travis.yml"),
        ("", "Buildkite", path => path.StartsWith(".buildkite/", StringComparison.Ordinal) && IsYaml(path)),
        ("", "Drone", path => path is ".drone.yml"),
        ("", "Woodpecker", path => path is ".woodpecker.yml" || path.StartsWith(".woodpecker/", StringComparison.Ordinal)),
        ("", "AppVeyor", path => path is "appveyor.yml" or ".appveyor.yml"),
        ("", "TeamCity", path => path.StartsWith(".teamcity/", StringComparison.Ordinal)),
        ("", "Google Cloud Build", path => path is "cloudbuild.yaml" or "cloudbuild.yml"),
        ("", "Tekton", path => path.StartsWith(".tekton/", StringComparison.Ordinal) && IsYaml(path)),
        ("", "Forgejo Actions", path => path.StartsWith(".forgejo/workflows/", StringComparison.Ordinal) || path.StartsWith(".gitea/workflows/", StringComparison.Ordinal)),
    ];

    /// <summary>One that Sluice brings a step for; the others take the same command.</summary>
    public bool HasStep => Id.Length > 0;

    public static IReadOnlyList<Pipeline> In(ProjectTree tree)
    {
        var found = new List<Pipeline>();
        foreach (var (id, name, reads) in Systems)
        {
            if (tree.Files.FirstOrDefault(reads) is { } file)
                found.Add(new Pipeline(id, name, file));
        }

        return found;
    }

    private static bool IsYaml(string path) => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal);
}
