using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds npm packages that ship whatever lies in the folder: no list of files, and the signs of it.</summary>
public sealed class AllowListDetector : ManifestDetector
{
    private const int MaxListed = 8;

    private static readonly Descriptor Rule = new("packaging/no-allow-list", "No list of files to ship", Severity.Medium,
        "Without \"files\" everything that is not excluded ships: the next build output, dump or note that lands in the folder goes out too.",
        "List what ships under \"files\" in package.json.")
    {
        Exceptions = "Silent while nothing beyond the usual ships; only informs where the source is public.",
    };

    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "__tests__", "__mocks__", "spec", "e2e", "fixtures", "coverage", ".nyc_output", ".github", ".circleci", ".gitlab", ".husky", ".vscode", ".idea", ".changeset", ".storybook", "benchmark", "benchmarks", "scripts", "tools", "tmp", "temp", "logs",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest is not { Kind: "npm", Files: null } || IsTree(artifact))
            yield break;
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
