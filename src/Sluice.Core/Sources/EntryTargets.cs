using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Sources;

/// <summary>By which field of its manifest a file is run or loaded first.</summary>
/// <param name="IsNew">The manifest of the source does not name that file.</param>
/// <param name="IsOfPackage">That manifest is of a package of this name, and not of what else is built in the repository.</param>
internal sealed record EntryStart(EntryPoint Point, bool IsNew, bool IsOfPackage);

/// <summary>Which files the manifest of a release has run or loaded first, and which of these the manifest of the source does not name.</summary>
internal static class EntryTargets
{
    private static readonly string[] Suffixes = ["", ".js", ".json", ".node", ".cjs", ".mjs", "/index.js", "/index.json", "/index.node", "/index.cjs", "/index.mjs"];

    /// <summary>Fields of what is read by people and by compilers.</summary>
    private static readonly string[] NotRun = ["types", "typings", "man[", "package.readme", "icon", "readme"];

    public static void Mark(ComparisonContext context, IReadOnlyList<ShippedFile> files)
    {
        foreach (var manifest in context.Artifact.Manifests.Where(manifest => manifest.Ecosystem is "npm" or "crates" or "gem" && IsMain(context, manifest)))
            Mark(manifest, context.SourceManifestFor(manifest), files);
    }

    private static bool IsMain(ComparisonContext context, Manifest manifest) =>
        manifest.DescribesArtifact || (context.Kind == "vsix" && manifest.Entry.Path.Value == "extension/package.json");

    private static void Mark(Manifest manifest, Manifest? source, IReadOnlyList<ShippedFile> files)
    {
        var byPath = files.GroupBy(file => file.Path, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        HashSet<string>? known = source is null ? null : [.. Of(source).Select(point => Plain(point.Path))];
        // Cargo builds with this one where nothing is named: one that the source has is explained by that.
        EntryPoint[] unnamed = manifest.Ecosystem == "crates" && !manifest.EntryPoints.Any(point => point.Field == "package.build") ? [new EntryPoint("package.build", "build.rs")] : [];
        foreach (var point in Of(manifest).Concat(unnamed))
        {
            var path = Plain(point.Path);
            var start = new EntryStart(point, known?.Contains(path) == false, source?.Name == manifest.Name);
            foreach (var file in Reached(byPath, path).Where(file => IsRun(point, file.Path)))
            {
                if (file.Start is null || (start.IsNew && !file.Start.IsNew))
                    file.Start = start;
            }
        }
    }

    private static IEnumerable<EntryPoint> Of(Manifest manifest)
    {
        foreach (var point in manifest.EntryPoints.Concat(manifest.PublishedEntryPoints))
        {
            if (!Array.Exists(NotRun, field => point.Field.StartsWith(field, StringComparison.Ordinal)))
                yield return point;
        }

        foreach (var target in manifest.Exports.Where(target => target is { IsFallback: true, Target: not null } && !target.Conditions.Contains("types")))
            yield return new EntryPoint(target.Field, target.Target!);
        // What Node takes where nothing is named.
        if (manifest.Ecosystem == "npm" && !manifest.EntryPoints.Any(point => point.Field == "main"))
            yield return new EntryPoint("main", "index.js");
    }

    /// <summary>Node runs whatever the first of a package is called; behind other names styles, texts and data are offered as well.</summary>
    private static bool IsRun(EntryPoint point, string path) =>
        !path.EndsWith(".json", StringComparison.Ordinal)
        && (CodeFiles.IsCode(path) || point.Field is "main" || point.Field.StartsWith("bin", StringComparison.Ordinal) || (!point.Path.Contains('*', StringComparison.Ordinal) && (point.Field.StartsWith("exports[\".\"]", StringComparison.Ordinal) || !CodeFiles.IsDocument(path))));

    /// <summary>As Node resolves; a <c>*</c> stands for anything.</summary>
    private static IEnumerable<ShippedFile> Reached(Dictionary<string, ShippedFile> byPath, string path)
    {
        if (path.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star)
        {
            var (before, after) = (path[..star], path[(path.LastIndexOf('*') + 1)..]);
            return byPath.Values.Where(file => file.Path.Length >= before.Length + after.Length && file.Path.StartsWith(before, StringComparison.Ordinal) && file.Path.EndsWith(after, StringComparison.Ordinal));
        }

        foreach (var suffix in Suffixes)
        {
            if (byPath.TryGetValue(path.Length == 0 ? suffix.TrimStart('/') : path + suffix, out var file))
                return [file];
        }

        return [];
    }

    private static string Plain(string path) => path is "." or "./" or "" ? "" : EntryPath.Parse(path).Value;
}
