using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Holds an npm package against its list of files, and finds those that ship whatever lies in the folder because they have none.</summary>
public sealed class AllowListDetector : ManifestDetector
{
    private const int MaxListed = 8;

    private static readonly Descriptor Rule = new("packaging/no-allow-list", "No list of files to ship", Severity.Medium,
        "Without \"files\" everything that is not excluded ships: the next build output, dump or note that lands in the folder goes out too.",
        "List what ships under \"files\" in package.json.")
    {
        Exceptions = "Silent while nothing beyond the usual ships; only informs where the source is public.",
    };

    private static readonly Descriptor Outside = new("packaging/outside-allow-list", "Files that the list of files does not name", Severity.Low,
        "The package was not made the way its manifest says: what ships was not decided by the list.",
        "Pack with the ecosystem's own tool from the folder of the manifest, or correct \"files\".")
    {
        Exceptions = "Only informs where the source is public. What npm always includes is not meant.",
    };

    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "__tests__", "__mocks__", "spec", "e2e", "fixtures", "coverage", ".nyc_output", ".github", ".circleci", ".gitlab", ".husky", ".vscode", ".idea", ".changeset", ".storybook", "benchmark", "benchmarks", "scripts", "tools", "tmp", "temp", "logs",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule, Outside];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind != "npm" || IsTree(artifact))
            return [];
        return manifest.Files is { } list ? CheckList(artifact, manifest, list) : CheckWithoutList(artifact, manifest);
    }

    private static IEnumerable<Finding> CheckList(Artifact artifact, Manifest manifest, IReadOnlyList<string> list)
    {
        var allowed = new NpmFileList([.. list, .. manifest.EntryPoints.Where(IsIncluded).Select(point => point.Path)]);
        var outside = new PackageFiles(artifact, manifest).All.Select(file => file.Key).Where(path => !allowed.Covers(path)).ToList();
        if (outside.Count == 0)
            yield break;
        yield return new Finding(Outside, manifest.Entry, $"lists what ships, and {(outside.Count == 1 ? $"{outside[0]} is" : $"{outside.Count} files are")} not on the list")
        {
            Severity = artifact.Visibility == Visibility.Public ? Severity.Info : Outside.Severity,
            Evidence = [("files", outside.Count), ("examples", outside.Take(MaxListed).ToList())],
        };
    }

    /// <summary>npm packs these whatever the list says; a main without its extension too.</summary>
    private static bool IsIncluded(EntryPoint point) => point.Field is "main" or "browser" || point.Field.StartsWith("bin.", StringComparison.Ordinal);

    private static IEnumerable<Finding> CheckWithoutList(Artifact artifact, Manifest manifest)
    {
        var extra = new PackageFiles(artifact, manifest).All.Select(file => file.Key).Where(IsUnusual).ToList();
        if (extra.Count == 0)
            yield break;
        var groups = extra.Select(path => path.Split('/')[0]).Distinct(StringComparer.Ordinal).ToList();
        yield return new Finding(Rule, manifest.Entry, $"has no \"files\" list and ships {extra.Count} files beyond the usual: {string.Join(", ", groups.Take(4))}{(groups.Count > 4 ? ", …" : "")}")
        {
            Severity = artifact.Visibility == Visibility.Public ? Severity.Info : Rule.Severity,
            Evidence = [("files", extra.Count), ("examples", extra.Take(MaxListed).ToList())],
        };
    }

    private static bool IsUnusual(string path)
    {
        if (path.Contains("node_modules/", StringComparison.Ordinal))
            return false;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? Folders.Contains(path[..slash]) : IsConfiguration(path);
    }

    private static bool IsConfiguration(string name) =>
        (name.StartsWith('.') && name is not (".npmignore" or ".jshintrc"))
        || name.Contains(".config.", StringComparison.OrdinalIgnoreCase) || name.Contains(".test.", StringComparison.Ordinal) || name.Contains(".spec.", StringComparison.Ordinal)
        || name.StartsWith("tsconfig", StringComparison.Ordinal) || name.StartsWith("Dockerfile", StringComparison.Ordinal) || name.StartsWith("docker-compose", StringComparison.Ordinal)
        || name is "Makefile" or "Jenkinsfile" or "Gruntfile.js" or "gulpfile.js" or "yarn.lock" or "pnpm-lock.yaml" or "pnpm-workspace.yaml" or "lerna.json" or "turbo.json" or "nx.json" or "rollup.config.js";
}
