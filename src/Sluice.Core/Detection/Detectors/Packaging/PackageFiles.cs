using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>The files of one package by their paths from its manifest's folder, and where a path of the manifest leads among them.</summary>
internal sealed class PackageFiles
{
    private static readonly string[] ScriptSuffixes = [".js", ".json", ".node", ".cjs", ".mjs"];
    private static readonly string[] TypeSuffixes = [".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx"];

    private readonly Dictionary<string, Entry> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    public PackageFiles(Artifact artifact, Manifest manifest)
        : this(artifact, manifest.Entry.Container, manifest.Entry.Path.Directory)
    {
        if (manifest is not { Kind: "npm", DescribesArtifact: true } || !ManifestPlace.IsInTar(manifest.Entry))
            return;
        // What npm puts into the same folder, and in the place of these files.
        foreach (var entry in artifact.Entries)
        {
            if (entry is { Kind: EntryKind.File, Origin: EntryOrigin.Member } && ReferenceEquals(entry.Container, manifest.Entry.Container) && InstalledPath.OfNpm(entry.Path) is { } path)
                Add(path, entry);
        }
    }

    private PackageFiles(Artifact artifact, Entry? container, string folder)
    {
        var prefix = folder.Length > 0 ? folder + "/" : "";
        foreach (var entry in artifact.Entries)
        {
            if (entry.Kind is EntryKind.Directory || entry.Origin != EntryOrigin.Member || !ReferenceEquals(entry.Container, container)
                || !entry.Path.Value.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var path = entry.Path.Value[prefix.Length..];
            if (!_files.ContainsKey(path))
                Add(path, entry);
        }
    }

    private void Add(string path, Entry entry)
    {
        _files[path] = entry;
        for (var slash = path.LastIndexOf('/'); slash > 0 && _folders.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1))
        {
        }
    }

    /// <summary>Everything in the container of the manifest, where paths count from its top (wheels, jars).</summary>
    public static PackageFiles OfContainer(Artifact artifact, Manifest manifest) => new(artifact, manifest.Entry.Container, "");

    /// <summary>What is in the archive of this name beside the manifest's (the data of a gem or a deb, whatever it is packed with).</summary>
    public static PackageFiles OfArchive(Artifact artifact, string name) =>
        new(artifact, artifact.Entries.LastOrDefault(entry => entry.Format == "tar" && IsIn(entry, name)), "");

    public IEnumerable<KeyValuePair<string, Entry>> All => _files;

    public int Count => _files.Count;

    /// <summary>The file that Node and npm take for an exact path such as a command.</summary>
    public Entry? Exactly(string path) => Normalize(path) is { } normal ? _files.GetValueOrDefault(normal) : null;

    public bool HasFolder(string path) => Normalize(path) is { } normal && (normal.Length == 0 || _folders.Contains(normal));

    /// <summary>As <c>require</c> resolves: the file, the file with a known extension, the index of the folder.</summary>
    public Entry? Module(string path) => Resolve(path, ScriptSuffixes, "index");

    /// <summary>As TypeScript resolves declarations.</summary>
    public Entry? Declaration(string path) => Resolve(path, TypeSuffixes, "index") ?? (Exactly(path + "/package.json") ?? WithoutScriptSuffix(path));

    /// <summary>An <c>exports</c> target: exact, except that one <c>*</c> stands for anything.</summary>
    public bool HasTarget(string target)
    {
        if (Normalize(target) is not { } normal)
            return false;
        var star = normal.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return _files.ContainsKey(normal) || (target.EndsWith('/') && HasFolder(target));
        // Later stars stand for the same text; for "is there anything at all" the first one is enough.
        var (before, after) = (normal[..star], normal[(normal.LastIndexOf('*') + 1)..]);
        return _files.Keys.Any(path => path.Length >= before.Length + after.Length && path.StartsWith(before, StringComparison.Ordinal) && path.EndsWith(after, StringComparison.Ordinal));
    }

    /// <summary>The archive itself, or the tar in its compression.</summary>
    private static bool IsIn(Entry archive, string name)
    {
        var outer = archive.IsTransparent && archive.Container is { } compression ? compression : archive;
        return outer.Path.Value.StartsWith(name, StringComparison.Ordinal) && outer.Holder is { Container: null };
    }

    private Entry? Resolve(string path, string[] suffixes, string index)
    {
        if (Normalize(path) is not { } normal)
            return null;
        if (_files.TryGetValue(normal, out var exact))
            return exact;
        foreach (var suffix in suffixes)
        {
            if (_files.TryGetValue(normal + suffix, out var file) || _files.TryGetValue((normal.Length == 0 ? "" : normal + "/") + index + suffix, out file))
                return file;
        }

        // A folder with a manifest of its own points further.
        return _files.GetValueOrDefault(normal + "/package.json");
    }

    /// <summary>TypeScript reads <c>x.d.ts</c> where the field says <c>x.js</c>.</summary>
    private Entry? WithoutScriptSuffix(string path)
    {
        var suffix = Array.Find(ScriptSuffixes, s => path.EndsWith(s, StringComparison.Ordinal));
        return suffix is null ? null : Resolve(path[..^suffix.Length], TypeSuffixes, "index");
    }

    /// <summary>Null for what leads out of the package.</summary>
    private static string? Normalize(string path)
    {
        if (!path.Contains("./", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.StartsWith('/') && !path.EndsWith('/') && path is not ("." or ".."))
            return path;
        var parsed = EntryPath.Parse(path);
        return parsed.Problems.HasFlag(PathProblems.Traversal) ? null : parsed.Value;
    }
}
