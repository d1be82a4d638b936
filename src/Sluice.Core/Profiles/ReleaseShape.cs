using System.Globalization;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>
/// What one release looks like: the values of each <see cref="Dimension"/>, with the entry where each was seen first, and sizes and counts. Holds no content.
/// </summary>
internal sealed class ReleaseShape
{
    /// <summary>Scripts that package managers run by themselves when a package is installed.</summary>
    private static readonly HashSet<string> RunByItself = new(StringComparer.Ordinal) { "preinstall", "install", "postinstall", "prepare", "preinst", "postinst", "prerm", "postrm", "extension" };

    private readonly Dictionary<Dimension, SortedDictionary<string, Entry>> _values = new();
    private readonly string _top;

    /// <summary>With too many files to know each, the kinds of places stand for them.</summary>
    private readonly bool _isCoarse;

    private ReleaseShape(Artifact artifact, IReadOnlyList<string> places)
    {
        Artifact = artifact;
        _top = TopOf(places);
        _isCoarse = places.Count > Profile.MostValues;
        foreach (var dimension in Dimension.Kept)
            _values[dimension] = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
    }

    public Artifact Artifact { get; }

    /// <summary>Which profile it belongs to: ecosystem and name, without the name where there is none.</summary>
    public string Package => PackageOf(Artifact);

    public string Version => Artifact.Manifest?.Version ?? "";

    /// <summary>Bytes of all files, of files of each group, and their numbers.</summary>
    public SortedDictionary<string, long> Measures { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Entry> ValuesOf(Dimension dimension) => _values[dimension];

    public static string PackageOf(Artifact artifact) => $"{artifact.Kind}:{artifact.Manifest?.Name}";

    public static ReleaseShape Of(Artifact artifact)
    {
        var files = artifact.Entries.Where(entry => entry is { Kind: EntryKind.File, Container: not null, IsTransparent: false, Origin: not EntryOrigin.Decoded }).ToList();
        var places = files.ConvertAll(Findings.Place.Of);
        var shape = new ReleaseShape(artifact, places);
        for (var i = 0; i < files.Count; i++)
            shape.AddFile(files[i], places[i]);

        if (artifact.Manifest is { } manifest)
            shape.AddManifest(manifest);
        return shape;
    }

    /// <summary>The folder that everything lies in, which says nothing: npm's <c>package/</c>, the name and version of a source archive.</summary>
    private static string TopOf(IReadOnlyList<string> places)
    {
        if (places.Count == 0 || places[0].IndexOf('/') is not (> 0 and var slash) || places[0][slash - 1] == '!')
            return "";
        var top = places[0][..(slash + 1)];
        return places.All(place => place.StartsWith(top, StringComparison.Ordinal)) ? top : "";
    }

    private void AddFile(Entry entry, string place)
    {
        var pattern = PathPattern.Of(place[_top.Length..], Artifact.Manifest?.Name, Artifact.Manifest?.Version);
        var (extension, group) = (PathPattern.ExtensionOf(pattern), PathPattern.GroupOf(pattern));
        pattern = _isCoarse ? group : pattern;
        Add(Dimension.Files, pattern, entry);
        if (pattern.IndexOf('/') is > 0 and var slash)
            Add(Dimension.Folders, pattern[..slash], entry);
        Add(Dimension.Extensions, extension, entry);
        Add(Dimension.Contents, $"{DashedName.Of(entry.ContentKind)} {extension}", entry);
        if (entry.Mode is { } mode && (mode & 0b001_001_001) != 0)
            Add(Dimension.Executables, pattern, entry);
        if (IsNative(entry.ContentKind))
            Add(Dimension.NativeCode, $"{DashedName.Of(entry.ContentKind)} {group}", entry);
        AddMeasure("bytes", entry.Size);
        AddMeasure("files", 1);
        AddMeasure("bytes of " + group, entry.Size);
        AddMeasure("files of " + group, 1);
        AddContent(entry, pattern, extension);
    }

    private void AddContent(Entry entry, string pattern, string extension)
    {
        if (entry.ContentKind == ContentKind.SourceMap)
            Add(Dimension.SourceMaps, entry.Format is null ? "map" : "map with sources", entry);
        if (entry.Fact<ContentTraits>() is not { } content)
            return;
        foreach (var host in content.Hosts)
            Add(Dimension.Hosts, host, entry);
        if (content.NamesMap)
            Add(Dimension.SourceMaps, content.HasInlineMap ? "inline" : "reference", entry);
        for (var bit = 1; bit <= (int)Profiles.Capabilities.Environment; bit <<= 1)
        {
            if (((int)content.Capabilities & bit) == 0)
                continue;
            var name = DashedName.Of((Capabilities)bit);
            Add(Dimension.Capabilities, name, entry);
            Add(Dimension.FileCapabilities, $"{name} {pattern}", entry);
        }

        if (content.Shape != TextShape.Plain)
        {
            Add(Dimension.Shapes, $"{DashedName.Of(content.Shape)} {extension}", entry);
            Add(Dimension.FileShapes, $"{DashedName.Of(content.Shape)} {pattern}", entry);
        }
    }

    private void AddManifest(Manifest manifest)
    {
        foreach (var script in manifest.Scripts.Where(script => RunByItself.Contains(script.Name)))
            Add(Dimension.InstallScripts, script.Name, manifest.Entry);
        foreach (var command in manifest.EntryPoints.Where(point => point.Field.StartsWith("bin", StringComparison.Ordinal)))
            Add(Dimension.Commands, command.Field, manifest.Entry);
        foreach (var dependency in manifest.Dependencies.Where(dependency => dependency.Scope is not "development"))
        {
            Add(Dimension.Dependencies, dependency.Name, manifest.Entry);
            if (SourceOf(dependency.Requirement) is { } source)
                Add(Dimension.DependencySources, source, manifest.Entry);
        }
    }

    /// <summary>Where a dependency comes from, by how npm, pip and gem write it; null for the registry.</summary>
    private static string? SourceOf(string requirement)
    {
        if (requirement.StartsWith("file:", StringComparison.Ordinal) || requirement.StartsWith("link:", StringComparison.Ordinal))
            return "file";
        if (requirement.StartsWith("git", StringComparison.Ordinal) || requirement.EndsWith(".git", StringComparison.Ordinal) || (requirement.Contains('/') && !requirement.Contains(':') && !requirement.StartsWith('@')))
            return "git";
        return requirement.Contains("://", StringComparison.Ordinal) ? "address" : null;
    }

    private static bool IsNative(ContentKind kind) => kind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal or ContentKind.WebAssembly;

    private void Add(Dimension dimension, string value, Entry entry) => _values[dimension].TryAdd(value, entry);

    private void AddMeasure(string name, long value) => Measures[name] = Measures.GetValueOrDefault(name) + value;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Package} {Version}");
}
