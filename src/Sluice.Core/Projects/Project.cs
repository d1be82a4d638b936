using Sluice.Artifacts;
using Sluice.Artifacts.Documents;

namespace Sluice.Projects;

/// <summary>What a source tree says of what it releases, who may read it, and how it is built.</summary>
public sealed record Project
{
    private const int MaxLookedInto = 400;

    public required ProjectTree Tree { get; init; }

    /// <summary>In the order of their files, those that are not published among them.</summary>
    public required IReadOnlyList<PublishedPackage> Packages { get; init; }

    public required IReadOnlyList<Pipeline> Pipelines { get; init; }

    /// <summary>Manifests that could not be read, each with the reason.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>The first file that describes infrastructure; null when there is none.</summary>
    public string? Infrastructure { get; init; }

    public IEnumerable<PublishedPackage> Published => Packages.Where(package => package.IsPublished);

    /// <summary>The ecosystems of what is published, in ordinal order.</summary>
    public IReadOnlyList<string> Ecosystems => [.. Published.Select(package => package.Ecosystem).Distinct().Order(StringComparer.Ordinal)];

    public static Project In(string folder)
    {
        var tree = ProjectTree.Of(folder);
        var unread = new List<string>();
        return new Project { Tree = tree, Packages = ProjectReader.All(tree, unread), Unread = unread, Pipelines = Pipeline.In(tree), Infrastructure = tree.Files.FirstOrDefault(path => IsInfrastructure(path)) ?? Manifest(tree) };
    }

    /// <summary>May the world read the source? Null when the project does not say, or says both.</summary>
    public (Visibility? Visibility, bool IsMixed, string Reason) Judge()
    {
        var judged = (Published.Any() ? Published : Packages).ToList();
        if (judged.Count == 0)
            return Tree.LicenseFor("") is { } file ? (Visibility.Public, false, $"{file} is a public licence") : (null, false, "nothing says who may read its source");
        var first = judged[0];
        if (judged.All(package => package.Visibility == first.Visibility))
            return (first.Visibility, false, judged.Count == 1 ? first.Reason : $"{first.Reason} ({first.File}), and the same for {judged.Count - 1} more");
        // What is unknown counts as proprietary in each release.
        return judged.Any(package => package.Visibility == Visibility.Public) ? (null, true, "some of its packages are open and some are not") : (Visibility.Proprietary, false, judged.First(package => package.Visibility is not null).Reason);
    }

    private static bool IsInfrastructure(string path) =>
        path.EndsWith(".tf", StringComparison.Ordinal) || path.EndsWith(".tf.json", StringComparison.Ordinal) || path.EndsWith("Chart.yaml", StringComparison.Ordinal)
        || ((path.StartsWith(".github/workflows/", StringComparison.Ordinal) || ProjectTree.NameOf(path).StartsWith("docker-compose", StringComparison.Ordinal) || ProjectTree.NameOf(path) is "compose.yaml" or "compose.yml") && IsYaml(path))
        || ProjectTree.NameOf(path) is "Dockerfile" or "Containerfile";

    /// <summary>Manifests of Kubernetes and templates of CloudFormation are known by what they say.</summary>
    private static string? Manifest(ProjectTree tree)
    {
        foreach (var path in tree.Files.Where(IsYaml).Take(MaxLookedInto))
        {
            try
            {
                if (YamlText.Read(tree.Bytes(path).Span).Any(document => (document["apiVersion"] is not null && document["kind"] is not null) || document["AWSTemplateFormatVersion"] is not null))
                    return path;
            }
            catch (DocumentException)
            {
                // A template of another language: it describes nothing that can be read here.
            }
        }

        return null;
    }

    private static bool IsYaml(string path) => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal);
}
