using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds entry points that the manifest promises and the artifact does not hold.</summary>
public sealed class EntryPointDetector : ManifestDetector
{
    private const int MaxListed = 8;

    private static readonly Descriptor Rule = new("packaging/missing-entry-point", "Entry point that is not in the package", Severity.Medium,
        "Whoever installs the release cannot load it, run its command or use its types.",
        "Build before packing, and make the list of files include what the manifest points to.")
    {
        Exceptions = "Optional fields and conditions of bundlers only inform. A package of which nothing at all can be loaded is stopped.",
    };

    /// <summary>Conditions that every user of the package goes through; others are for tools of the author's choice.</summary>
    private static readonly HashSet<string> CommonConditions = new(StringComparer.Ordinal) { "import", "require", "default", "node", "types", "browser", "module-sync", "node-addons" };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (IsTree(artifact))
            return [];
        return NodeManifest(artifact, manifest) is { } node ? CheckNode(artifact, node) : CheckOther(artifact, manifest);
    }

    private static IEnumerable<Finding> CheckNode(Artifact artifact, Manifest manifest)
    {
        var files = new PackageFiles(artifact, manifest);
        var missing = manifest.EntryPoints.Where(point => !IsThere(files, point)).ToList();
        if (missing.Count == 0)
            yield break;
        var canLoad = missing.Count < manifest.EntryPoints.Count || files.Module("index") is not null || files.Declaration("index") is not null;
        if (!canLoad)
        {
            yield return new Finding(Rule, manifest.Entry, missing.Count == 1
                ? $"points to {missing[0].Path} ({missing[0].Field}), which is not in the package: nothing of it can be loaded"
                : $"names {missing.Count} entry points, none of which is in the package: nothing of it can be loaded")
            {
                Severity = Severity.High,
                Evidence = [("missing", missing.Take(MaxListed).Select(Describe).ToList())],
            };
            yield break;
        }

        for (var severity = Severity.Critical; severity >= Severity.Info; severity--)
        {
            var same = missing.FindAll(point => SeverityOf(manifest, files, point) == severity);
            if (same.Count > 0)
                yield return Found(manifest, same, severity);
        }
    }

    private static Finding Found(Manifest manifest, List<EntryPoint> missing, Severity severity) =>
        new(Rule, manifest.Entry, missing.Count == 1
            ? $"points to {missing[0].Path} ({missing[0].Field}), which is not in the package"
            : $"names {missing.Count} files that are not in the package: {string.Join(", ", missing.Take(3).Select(Describe))}{(missing.Count > 3 ? ", …" : "")}")
        {
            Severity = severity,
            Subject = severity.ToString(),
            Evidence = [("missing", missing.Take(MaxListed).Select(Describe).ToList())],
        };

    private static string Describe(EntryPoint point) => $"{point.Field}: {point.Path}";

    private static bool IsThere(PackageFiles files, EntryPoint point)
    {
        var field = point.Field;
        if (point.Path.Length == 0 || point.Path.StartsWith("data:", StringComparison.Ordinal))
            return true;
        if (field.StartsWith("exports", StringComparison.Ordinal) || field.StartsWith("imports", StringComparison.Ordinal))
            return !point.Path.StartsWith("./", StringComparison.Ordinal) || files.HasTarget(point.Path);
        if (field.StartsWith("bin.", StringComparison.Ordinal) || field.StartsWith("man", StringComparison.Ordinal))
            return files.Exactly(point.Path) is not null || files.Exactly(point.Path + ".js") is not null;
        return field is "types" or "typings" ? files.Declaration(point.Path) is not null : files.Module(point.Path) is not null;
    }

    private static Severity SeverityOf(Manifest manifest, PackageFiles files, EntryPoint point)
    {
        var field = point.Field;
        if (field == "main")
        {
            // Node takes exports before main, and the index where main leads nowhere.
            return manifest.Exports.Count > 0 || files.Module("index") is not null ? Severity.Info : TypesOnly(manifest, files) ? Severity.Low : Severity.Medium;
        }

        if (field.StartsWith("bin.", StringComparison.Ordinal))
            return Severity.Medium;
        if (field is "types" or "typings" or "module" || field.StartsWith("man", StringComparison.Ordinal))
            return Severity.Low;
        if (!field.StartsWith("exports", StringComparison.Ordinal))
            return Severity.Info;
        var target = manifest.Exports.First(e => e.Field == field && e.Target == point.Path);
        if (!target.Conditions.All(CommonConditions.Contains))
            return Severity.Info;
        return target.Subpath == "." && !target.Conditions.Contains("types") ? Severity.Medium : Severity.Low;
    }

    private static bool TypesOnly(Manifest manifest, PackageFiles files) =>
        manifest.EntryPoints.Any(point => point.Field is "types" or "typings" && files.Declaration(point.Path) is not null);

    /// <summary>The other ecosystems name exact files. The main class of a jar may come from the class path, so jars are not judged.</summary>
    private static IEnumerable<Finding> CheckOther(Artifact artifact, Manifest manifest)
    {
        var files = new PackageFiles(artifact, manifest);
        if (manifest.Kind is not ("nuget" or "crx" or "zip" or "crate" or "vsix"))
            yield break;
        foreach (var point in manifest.EntryPoints.Where(point => files.Exactly(point.Path) is null))
            yield return Found(manifest, [point], manifest.Kind is "crx" or "zip" ? Severity.Medium : Severity.Low) with { Subject = point.Field };
    }
}
