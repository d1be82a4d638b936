using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Artifacts.Manifests;
using Sluice.Detection;
using Sluice.Findings;
using Sluice.Packages;

namespace Sluice.Profiles;

/// <summary>
/// What one release looks like: the values of each <see cref="Dimension"/>, with the entry where each was seen first, and sizes and counts. Holds no content.
/// </summary>
internal sealed class ReleaseShape
{
    /// <summary>Measures of all files; of a group, with <c>of</c> and its pattern behind.</summary>
    public const string Bytes = "bytes";
    public const string Files = "files";

    /// <summary>Of longer paths, and of longer values of any sort, the front is kept, and a mark. Values that name a path have room for it as it is kept.</summary>
    private const int LongestPath = 200, LongestValue = 512;

    private const int AnyMayRun = 0b001_001_001;
    private const int SetsUser = 0b110_000_000_000;
    private const int LeastOfTree = 10;
    private const string Alias = "npm:";
    private const string MinifiedCopy = "minified-copy";

    /// <summary>What stands before the extension of the short form of a file, for those who use it.</summary>
    public static readonly string[] ShortForms = [".min.", ".prod.", ".production."];

    /// <summary>What one file was compressed with.</summary>
    private static readonly ContentKind[] Compressed = [ContentKind.Gzip, ContentKind.Bzip2, ContentKind.Xz, ContentKind.Zstandard];

    /// <summary>Fields of a manifest that name what is run first; commands aside.</summary>
    private static readonly HashSet<string> Starts = new(StringComparer.Ordinal) { "main", "module", "browser", "background", "background.scripts", "content_scripts" };

    /// <summary>What a loader adds to a path that is none ("Modules: CommonJS modules", all together).</summary>
    private static readonly string[] Completions = ["", ".js", ".mjs", ".cjs", ".json", ".node", "/index.js", "/index.json", ".py", "/__init__.py"];

    /// <summary>What is told of files that do both: the marks of code that takes something and sends it away, or fetches something and runs it.</summary>
    private static readonly Capabilities[] WithNetwork = [Capabilities.Process, Capabilities.Evaluation, Capabilities.Environment];

    /// <summary>Of <see cref="Capabilities"/>, bit by bit, and of <see cref="TextShape"/>: to ask the framework for them takes a millisecond the first time.</summary>
    private static readonly string[] CapabilityNames = ["network", "process", "file-system", "evaluation", "native-code", "cryptography", "environment", "network-modules", "concealment", "computed-modules", "computed-globals", "remote-code", "page-requests", "module-start"];
    private static readonly string[] ShapeNames = ["plain", "dense", "minified", "obfuscated"];

    private readonly Dictionary<string, int> _code = new(StringComparer.Ordinal);
    private readonly Dictionary<Dimension, NamedValues<Entry>> _values = new();
    private readonly string _top;
    private readonly HashSet<string> _places;

    /// <summary>With too many files to know each, the kinds of places stand for them.</summary>
    private readonly bool _isCoarse;

    private readonly ExceptedParts? _excepted;

    private ReleaseShape(Artifact artifact, IReadOnlyList<string> places, ExceptedParts? excepted)
    {
        (Artifact, _excepted) = (artifact, excepted);
        _top = ReleasePlace.TopOf(artifact.Kind, places);
        _places = [.. places];
        _isCoarse = places.Count > Profile.MostValues;
        foreach (var dimension in Dimension.Kept)
            _values[dimension] = new NamedValues<Entry>();
    }

    public Artifact Artifact { get; }

    /// <summary>Which profile it belongs to: ecosystem and name, without the name where there is none.</summary>
    public string Package => PackageOf(Artifact);

    public string Version => Artifact.Manifest?.Version ?? "";

    /// <summary>Bytes of all files, of files of each group, and their numbers.</summary>
    public NamedValues<Measure> Measures { get; } = new();

    public NamedValues<Entry> ValuesOf(Dimension dimension) => _values[dimension];

    /// <summary>The name of the measure for a group.</summary>
    public static string OfGroup(string measure, string group) => $"{measure} of {group}";

    public static bool IsOfBytes(string measure) => measure.StartsWith(Bytes, StringComparison.Ordinal);

    public static string PackageOf(Artifact artifact) => IsImage(artifact) ? $"docker:{ImageName.WithoutRegistry(artifact.Manifest?.Name ?? "")}" : $"{artifact.Kind}:{artifact.Manifest?.Name}{(NugetTraits.IsOfSymbols(artifact) ? " (symbols)" : "")}";

    /// <param name="excepted">What is left out; null for nothing.</param>
    public static ReleaseShape Of(Artifact artifact, ExceptedParts? excepted = null)
    {
        var files = ReleasePlace.FilesOf(artifact);
        var shape = new ReleaseShape(artifact, files.ConvertAll(file => file.Place), excepted);
        foreach (var file in files)
            shape.AddFile(file.Entry, file.Place);
        if (artifact.Manifest?.Entry.Fact<ImageFacts>() is { } image)
            shape.AddImage(image, artifact.Manifest!.Entry);
        if (artifact.Manifest is { } manifest)
            shape.AddManifest(manifest);
        return shape;
    }

    private static bool IsImage(Artifact artifact) => artifact.Kind is "oci" or "docker";

    private void AddFile(Entry entry, string place)
    {
        var path = PathPattern.Of(place.StartsWith(_top, StringComparison.Ordinal) ? place[_top.Length..] : place, Artifact.Manifest?.Name, Artifact.Manifest?.Version);
        var (extension, group) = (PathPattern.ExtensionOf(path), PathPattern.GroupOf(path));
        var pattern = Shortened(_isCoarse ? group : path, LongestPath);
        Add(Dimension.Files, pattern, entry);
        if (pattern.IndexOf('/') is > 0 and var slash)
            AddFolder(pattern[..slash], extension, entry);
        if (Artifact.Kind == "wheel" && ModuleOf(entry, path) is { } module)
            Add(Dimension.Modules, module, entry);
        if (entry.ContentKind != ContentKind.Empty)
            Add(Dimension.Extensions, extension, entry);
        if (entry.Mode is { } mode && (mode & AnyMayRun) != 0)
            Add(Dimension.Executables, pattern, entry);
        if (entry.Mode is { } rights && (rights & SetsUser) != 0)
            Add(Dimension.SetUser, path, entry);
        if (SelfRunningFile.Is(Artifact.Kind, path, file => _places.Contains(_top + file)))
            Add(Dimension.InstallScripts, path, entry);
        if (Artifact.Kind == "nuget" && NugetPlace.Of(place) is { } taken)
            AddTakenUp(taken, path, entry);
        if (entry.ContentKind != ContentKind.Empty)
            AddKind(entry, path, extension, place);
        AddMeasure(Bytes, entry.Size);
        AddMeasure(Files, 1);
        AddMeasure(OfGroup(Bytes, group), entry.Size);
        AddMeasure(OfGroup(Files, group), 1);
        AddContent(entry, place, pattern, extension);
    }

    /// <summary>By what a wheel's file is imported ("Binary distribution format"): the first part of its path, with the data that goes among the modules. Null for what is not imported.</summary>
    private static string? ModuleOf(Entry entry, string path)
    {
        if (entry.Container is not { Format: "zip", Container: null } || !(path.EndsWith(".py", StringComparison.Ordinal) || path.EndsWith(".pyc", StringComparison.Ordinal) || path.EndsWith(".so", StringComparison.Ordinal) || path.EndsWith(".pyd", StringComparison.Ordinal)))
            return null;
        var installed = InstalledPath.Of("wheel", entry.Path) ?? path;
        var end = installed.IndexOf('/');
        var first = end < 0 ? installed[..installed.IndexOf('.')] : installed[..end];
        return first.EndsWith(".dist-info", StringComparison.Ordinal) || first.EndsWith(".data", StringComparison.Ordinal) || first.Length == 0 ? null : first;
    }

    private void AddKind(Entry entry, string path, string extension, string place)
    {
        // A program for both processors of one system is of the kind that it is for one of them.
        var isManaged = entry.Fact<ContentTraits>() is { IsManaged: true };
        // Where each platform has a package of its own, the same file is of another kind for another one.
        var kind = isManaged ? Dimension.ManagedCode.Key
            : CodeFile.IsNative(entry.ContentKind) && Artifact.Kind is "wheel" or "gem" or "vsix" ? "native"
            : ContentKindNames.Of(entry.ContentKind == ContentKind.MachOUniversal ? ContentKind.MachO : entry.ContentKind);
        Add(Dimension.Contents, $"{kind} {extension}", entry);
        if (isManaged)
            Add(Dimension.ManagedCode, extension, entry);
        else if (CodeFile.IsNative(entry.ContentKind))
            Add(Dimension.NativeCode, $"{kind} {PathPattern.FolderOf(path)}**{extension}", entry);
        else if (CodeFile.IsOpaque(entry.ContentKind) && !IsCompressedCopy(entry, place))
            Add(Dimension.Containers, kind, entry);
        if (CodeFile.IsDisguised(extension, entry.ContentKind))
            Add(Dimension.Disguises, $"{kind} as {extension}", entry);
    }

    /// <summary>The kind of place; and by their names the files there, for which another folder is no news.</summary>
    private void AddTakenUp(string taken, string path, Entry entry)
    {
        Add(Dimension.InstallScripts, taken, entry);
        if (taken.EndsWith('*'))
            Add(Dimension.InstallFiles, $"{PathPattern.NameOf(path).Replace(' ', '_')} {taken}", entry);
    }

    private void AddContent(Entry entry, string place, string pattern, string extension)
    {
        if (entry.ContentKind == ContentKind.SourceMap)
            Add(Dimension.SourceMaps, entry.Format is null ? "map" : "map with sources", entry);
        if (entry.Fact<StatedTraits>() is { } stated)
            AddStated(stated, entry);
        foreach (var address in entry.Fact<Recipients>() is { } recipients && !Placement.Of(Artifact, entry).IsSample ? recipients.Addresses : [])
            Add(Dimension.Recipients, address, entry);
        foreach (var reach in entry.Fact<NativeTraits>()?.Reach ?? [])
            Add(Dimension.NativeReach, $"{reach} {pattern}", entry);
        foreach (var import in entry.Fact<NativeTraits>()?.Imports ?? [])
            Add(Dimension.NativeImports, $"{import} {pattern}", entry);
        if (entry.Fact<ContentTraits>() is not { } content)
            return;
        foreach (var host in content.Hosts)
            Add(Dimension.Hosts, host, entry);
        foreach (var tool in content.Tools)
            Add(Dimension.Tools, tool, entry);
        if (content.NamesMap)
            Add(Dimension.SourceMaps, content.HasInlineMap ? "inline" : "reference", entry);
        if (content.Capabilities != Capabilities.None)
            AddCapabilities(entry, content, pattern);
        if (content.Literals != CodeLiterals.None && !Placement.Of(Artifact, entry).IsSample)
            AddLiterals(entry, content.Literals);
        if (content.Shape != TextShape.Plain)
        {
            Add(Dimension.Shapes, $"{(content.Shape == TextShape.Minified && IsCopy(place) ? MinifiedCopy : ShapeNames[(int)content.Shape])} {extension}", entry);
            Add(Dimension.FileShapes, $"{ShapeNames[(int)content.Shape]} {pattern}", entry);
        }
    }

    private void AddStated(StatedTraits stated, Entry entry)
    {
        foreach (var (dimension, value) in stated.Values)
        {
            if (stated.Kind is { } kind && kind != Artifact.Kind)
                continue;
            if (dimension == Dimension.EntryFiles && Artifact.Manifest is { } manifest)
                AddEntryFile(value, manifest);
            else if ((dimension != Dimension.StartedFiles || IsImage(Artifact) || Artifact.Kind is "deb" or "rpm") && (Artifact.Kind == "nuget" || dimension != Dimension.InstallCommands || Dimension.SubjectOf(value) != NugetPlace.Build))
                Add(dimension == Dimension.Commands && IsOwnCommand(value, Artifact.Manifest?.Name) ? Dimension.OwnCommands : dimension, value, entry);
        }
    }

    /// <summary>The short form of a file beside it, as its name says: projects begin to ship these.</summary>
    private bool IsCopy(string place) =>
        Array.Exists(ShortForms, form => place.LastIndexOf(form, StringComparison.Ordinal) is > 0 and var at && place.IndexOf('/', at) < 0 && _places.Contains(place.Remove(at, form.Length - 1)));

    /// <summary>A file in a compressed form that ships as it is, too, or that is for people to read: what is in it is opened and read like any other.</summary>
    private bool IsCompressedCopy(Entry entry, string place) =>
        Array.IndexOf(Compressed, entry.ContentKind) >= 0 && place.LastIndexOf('.') is > 0 and var end && (_places.Contains(place[..end]) || CodeFile.IsDocument(place[..end]));

    /// <summary>What tests reach for is another matter.</summary>
    private void AddCapabilities(Entry entry, ContentTraits content, string pattern)
    {
        var isSample = Placement.Of(Artifact, entry).IsSample;
        for (var bit = 0; bit < CapabilityNames.Length; bit++)
        {
            if (((int)content.Capabilities >> bit & 1) == 0)
                continue;
            var name = CapabilityNames[bit] + (isSample ? "-in-tests" : "");
            Add(Dimension.Capabilities, name, entry);
            Add(Dimension.FileCapabilities, $"{name} {pattern}", entry);
        }

        if (!isSample)
            AddReach(entry, content);
    }

    private void AddReach(Entry entry, ContentTraits content)
    {
        foreach (var host in content.ReachedHosts)
            Add(content.CalledHosts.Contains(host) ? Dimension.CalledHosts : Dimension.ReachedHosts, host, entry);
        foreach (var other in (content.Capabilities & Capabilities.Network) != 0 ? WithNetwork : [])
        {
            if ((content.Capabilities & other) != 0)
                Add(Dimension.Together, "network-" + CapabilityNames[BitOperations.Log2((uint)other)], entry);
        }
    }

    private void AddLiterals(Entry entry, CodeLiterals literals)
    {
        foreach (var program in literals.Programs)
            Add(ReachingPrograms.IsReaching(program) ? Dimension.CarryingPrograms : Dimension.Programs, program, entry);
        foreach (var place in literals.Places)
            Add(Dimension.PrivatePlaces, place, entry);
        if (literals.Places.Count >= PrivatePlaces.LeastOfMany)
            Add(Dimension.PrivatePlaces, PrivatePlaces.Many, entry);
    }

    /// <summary>With so much code, it is a part of its own.</summary>
    private void AddFolder(string folder, string extension, Entry entry)
    {
        Add(Dimension.Folders, folder, entry);
        if (CodeFile.IsSource(extension) && ++CollectionsMarshal.GetValueRefOrAddDefault(_code, folder, out _) == LeastOfTree)
            Add(Dimension.Trees, folder, entry);
    }

    private void AddImage(ImageFacts facts, Entry entry)
    {
        foreach (var image in facts.Images)
        {
            Add(Dimension.Users, string.IsNullOrEmpty(image.User) ? "root" : image.User.Split(':')[0], entry);
            if (image.Entrypoint.Concat(image.Command).FirstOrDefault() is { } first)
                Add(Dimension.Commands, "entrypoint " + PathPattern.Of(first, null, Version), entry);
            foreach (var setting in ImageSettings.Of(image))
                Add(Dimension.ImageSettings, setting, entry);
            AddMeasure("layers", image.Layers.Count);
            foreach (var command in image.History)
                Add(Dimension.Tools, command.Contains("buildkit", StringComparison.Ordinal) ? "buildkit" : command.Contains("#(nop)", StringComparison.Ordinal) ? "docker build" : "other image builder", entry);
        }
    }

    private void AddManifest(Manifest manifest)
    {
        foreach (var step in InstallationStep.Of(Artifact))
        {
            Add(Dimension.InstallScripts, step.Name, step.Entry);
            foreach (var command in StatedTraits.CommandsOf(step.Name, step.Command))
                Add(Dimension.InstallCommands, command, step.Entry);
            foreach (var file in step.Words)
                AddInstallFile(file, step);
        }

        foreach (var point in manifest.EntryPoints)
        {
            var isCommand = point.Field.StartsWith("bin", StringComparison.Ordinal) || point.Field.StartsWith("executables", StringComparison.Ordinal) || point.Field is "CFBundleExecutable" or "Premain-Class" or "Agent-Class" or "Launcher-Agent-Class";
            Add(!isCommand ? Dimension.EntryPoints : IsOwnCommand(point.Field, manifest.Name) ? Dimension.OwnCommands : Dimension.Commands, point.Field, manifest.Entry);
            if (isCommand || Starts.Contains(point.Field))
                AddEntryFile(point.Path, manifest);
        }

        foreach (var dependency in manifest.Dependencies.Where(dependency => dependency.Scope is not "development"))
        {
            Add(Dimension.Dependencies, dependency.Name, manifest.Entry);
            if (DependencySpelling.SourceOf(dependency.Requirement) is { } source)
                Add(Dimension.DependencySources, source, manifest.Entry);
            if (dependency.Requirement.Trim() is var requirement && requirement.StartsWith(Alias, StringComparison.OrdinalIgnoreCase))
                Add(Dimension.Dependencies, NameIn(requirement[Alias.Length..]), manifest.Entry);
        }

        foreach (var (dimension, value, entry) in manifest.Ecosystem == "nuget" ? NugetTraits.Of(Artifact, manifest) : [])
            Add(dimension, value, entry);
        foreach (var permission in manifest.Permissions)
            Add(Dimension.Permissions, permission, manifest.Entry);
        foreach (var publisher in manifest.Publishers)
            Add(Dimension.Publishers, publisher, manifest.Entry);
        if (manifest.PublicKey is { } key)
            Add(Dimension.Publishers, "key " + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))[..16], manifest.Entry);
        if (manifest.License is { Length: > 0 } license)
            Add(Dimension.Licenses, license.Length > 80 ? license[..80] : license, manifest.Entry);
    }

    /// <summary>"package.json", the section bin, and scripts of wheels: a command of the package's own name, without its scope.</summary>
    private static bool IsOwnCommand(string field, string? name) => name is not null && (field == "bin" || field[(field.IndexOf('.') + 1)..] == name[(name.LastIndexOf('/') + 1)..]);

    private void AddEntryFile(string path, Manifest manifest)
    {
        if (FileAt(path) is not { } file)
            return;
        var pattern = PathPattern.Of(file, manifest.Name, manifest.Version);
        Add(Dimension.EntryFiles, pattern, manifest.Entry);
        if (CodeFile.IsDocument(pattern))
            Add(Dimension.EntryKinds, PathPattern.ExtensionOf(pattern) is { Length: > 0 } extension ? extension : PathPattern.NameOf(pattern), manifest.Entry);
    }

    /// <summary>A word of a command that is a file of the release.</summary>
    private void AddInstallFile(string word, InstallationStep step)
    {
        if (FileAt(step.Folder + (word.StartsWith("./", StringComparison.Ordinal) ? word[2..] : word)) is { } file)
            Add(Dimension.InstallFiles, $"{PathPattern.Of(file, Artifact.Manifest?.Name, Artifact.Manifest?.Version).Replace(' ', '_')} {step.Name}", step.Entry);
    }

    /// <summary>As a loader finds it; null where there is none.</summary>
    private string? FileAt(string path)
    {
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
        return Array.Find(Completions, completion => _places.Contains(_top + path + completion)) is { } completion ? path + completion : null;
    }

    /// <summary>Of the package that another name stands for: <c>npm:</c>, the name, an @ and a range.</summary>
    private static string NameIn(string target) => target.IndexOf('@', 1) is > 0 and var range ? target[..range] : target;

    private void Add(Dimension dimension, string value, Entry entry)
    {
        if (_excepted?.Has(dimension, entry) != true)
            _values[dimension].TryAdd(Shortened(value, LongestValue), entry);
    }

    private static string Shortened(string text, int longest) => text.Length > longest ? $"{text[..longest]}…{ImageSettings.MarkOf(text)}" : text;

    private void AddMeasure(string name, long value)
    {
        if (Measures.Find(name) is not { } measure)
            Measures.TryAdd(name, measure = new Measure());
        measure.Value += value;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Package} {Version}");
}
