using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds folders of the source tree that a wheel installs beside its package, under a name that any other package may have as well.</summary>
public sealed class WheelNamesDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/common-module", "Module under a name that belongs to nobody", Severity.Low,
        "It lands at the top of every environment: of two packages that ship it, one overwrites the other, and it hides a module of that name from the user's own code.",
        "Exclude it from package discovery (setuptools: packages.find.exclude; hatch: only-include), or move it into the package.")
    {
        Exceptions = "Silent when the distribution itself has the name, and about folders without code.",
    };

    private static readonly HashSet<string> CommonNames = new(StringComparer.Ordinal)
    {
        "test", "tests", "doc", "docs", "example", "examples", "demo", "demos", "src", "source", "build", "dist", "scripts", "setup", "conftest", "benchmark", "benchmarks", "noxfile", "tasks", "venv",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind != "wheel")
            yield break;
        var names = PackageFiles.OfContainer(artifact, manifest).All
            .Where(file => file.Key.EndsWith(".py", StringComparison.Ordinal))
            .GroupBy(file => file.Key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? file.Key[..slash] : file.Key[..^3], StringComparer.Ordinal)
            .Where(group => CommonNames.Contains(group.Key) && !string.Equals(group.Key, manifest.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in names)
        {
            yield return new Finding(Rule, manifest.Entry, $"belongs to a wheel that installs a module \"{group.Key}\" for everyone ({group.Count()} {(group.Count() == 1 ? "file" : "files")})")
            {
                Subject = group.Key,
                Evidence = [("examples", group.Take(3).Select(file => file.Key).ToList())],
            };
        }
    }
}
