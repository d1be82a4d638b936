using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Sources;

/// <summary>By which field of its manifest a file is run or loaded first.</summary>
/// <param name="IsNew">The manifest of the source does not name that file.</param>
/// <param name="IsOfPackage">That manifest is of a package of this name, and not of what else is built in the repository.</param>
/// <param name="MayBeBuilt">Honest packages lead to what a build made; in other ecosystems these files are written by people.</param>
internal sealed record EntryStart(EntryPoint Point, bool IsNew, bool IsOfPackage, bool MayBeBuilt)
{
    /// <summary>It stands for many files, and each is loaded only by who asks for that very one.</summary>
    public bool IsPattern => Point.Path.Contains('*', StringComparison.Ordinal);
}

/// <summary>Which files the manifest of a release has run or loaded first, and which of these the manifest of the source does not name.</summary>
internal static class EntryTargets
{
    private static readonly string[] Suffixes = ["", ".js", ".json", ".node", ".cjs", ".mjs", "/index.js", "/index.json", "/index.node", "/index.cjs", "/index.mjs"];

    private const int MostLoads = 200;
    private const int LongestLoad = 300;

    /// <summary>Fields of what is read by people and by compilers.</summary>
    private static readonly string[] NotRun = ["types", "typings", "man[", "package.readme", "icon", "readme"];

    /// <summary>What a few lines load that are started anew is started by them. Of bundles with the source in them it is the parts that are other people's.</summary>
    public static void Follow(IReadOnlyList<ShippedFile> files)
    {
        var byPath = ByPath(files);
        var open = new Queue<ShippedFile>(files.Where(file => file.Start is { IsNew: true }));
        while (open.TryDequeue(out var file))
        {
            foreach (var loaded in (file.Nature is { IsSlight: true } slight ? slight.Loads : []).SelectMany(path => Reached(byPath, path)))
            {
                if (loaded.Start is { IsNew: true } || loaded.Origin != FileOrigin.Unexplained)
                    continue;
                loaded.Start = file.Start;
                open.Enqueue(loaded);
            }
        }
    }

    /// <summary>Texts in quotes that begin with a dot and a slash, as paths in the package.</summary>
    public static List<string> LoadedBy(ShippedFile file, ReadOnlySpan<byte> text)
    {
        var loads = new List<string>();
        for (int at = 0, next; loads.Count < MostLoads && (next = text[at..].IndexOf("./"u8)) >= 0; at += next + 2)
        {
            var start = at + next;
            start -= start > 0 && text[start - 1] == '.' ? 1 : 0;
            if (start == 0 || text[start - 1] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
                continue;
            var rest = text[start..];
            var end = rest[..Math.Min(rest.Length, LongestLoad)].IndexOf(text[start - 1]);
            if (end > 0 && Resolved(file.Folder, Encoding.UTF8.GetString(rest[..end])) is { } path)
                loads.Add(path);
        }

        return loads;
    }

    /// <summary>Null for what leads out of the package, where none of its files is.</summary>
    private static string? Resolved(string folder, string path)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    public static void Mark(ComparisonContext context, IReadOnlyList<ShippedFile> files)
    {
        foreach (var manifest in context.Artifact.Manifests.Where(manifest => manifest.Ecosystem is "npm" or "crates" or "gem" && IsMain(context, manifest)))
            Mark(manifest, context.SourceManifestFor(manifest), files);
    }

    private static bool IsMain(ComparisonContext context, Manifest manifest) =>
        manifest.DescribesArtifact || (context.Kind == "vsix" && manifest.Entry.Path.Value == "extension/package.json");

    private static void Mark(Manifest manifest, Manifest? source, IReadOnlyList<ShippedFile> files)
    {
        var byPath = ByPath(files);
        HashSet<string>? known = source is null ? null : [.. Of(source).Select(point => Plain(point.Path))];
        // Cargo builds with this one where nothing is named: one that the source has is explained by that.
        EntryPoint[] unnamed = manifest.Ecosystem == "crates" && !manifest.EntryPoints.Any(point => point.Field == "package.build") ? [new EntryPoint("package.build", "build.rs")] : [];
        foreach (var point in Of(manifest).Concat(unnamed))
        {
            var path = Plain(point.Path);
            var start = new EntryStart(point, known?.Contains(path) == false && !IsOfFolder(source, path), source?.Name == manifest.Name, manifest.Ecosystem == "npm");
            foreach (var file in Reached(byPath, path).Where(file => IsRun(point, file.Path)))
            {
                if (file.Start is null || (start.IsNew && (!file.Start.IsNew || file.Start.IsPattern)))
                    file.Start = start;
            }
        }
    }

    /// <summary>In the folder whose files are commands there, too: which these are, the files tell.</summary>
    private static bool IsOfFolder(Manifest? source, string path) => source?.CommandFolder is { } folder && path.StartsWith(Plain(folder) + "/", StringComparison.Ordinal);

    private static Dictionary<string, ShippedFile> ByPath(IReadOnlyList<ShippedFile> files) =>
        files.GroupBy(file => file.Path, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

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
        !path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(".d.ts", StringComparison.Ordinal) && !path.EndsWith(".d.mts", StringComparison.Ordinal) && !path.EndsWith(".d.cts", StringComparison.Ordinal)
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
