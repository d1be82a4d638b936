using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>package.json of npm, with the licence and repository forms of the past.</summary>
public sealed class NpmManifestReader : ManifestReader
{
    private static readonly (string Field, string Scope)[] DependencyFields =
    [
        ("dependencies", "runtime"), ("devDependencies", "development"), ("peerDependencies", "peer"), ("optionalDependencies", "optional"),
    ];

    public override bool Recognizes(Entry entry) => entry.Path.Name == "package.json" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var describes = Describes(entry);
        JsonDocument document;
        try
        {
            document = JsonFields.Parse(entry.Bytes);
        }
        catch (ArtifactException) when (!describes)
        {
            // Test suites ship malformed ones on purpose; no package manager reads them, and their text is inspected like any other.
            return null;
        }

        using (document)
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, entry, describes) : null;
    }

    /// <summary>npm strips the first folder of a tarball whatever it is called; trees and asar archives have none.</summary>
    private static bool Describes(Entry entry) =>
        ManifestPlace.IsOutermost(entry) && (ManifestPlace.IsInTar(entry) ? ManifestPlace.Depth(entry) == 1 || InstalledPath.OfNpm(entry.Path) == entry.Path.Name : entry.Container?.Format is "directory" or "asar" && ManifestPlace.Depth(entry) == 0);

    private static Manifest Read(JsonElement json, Entry entry, bool describes)
    {
        var publish = json.Field("publishConfig") ?? default;
        var exports = NpmExports.Of(json.Field("exports"));
        return new Manifest
        {
            Ecosystem = "npm",
            Kind = entry.Container?.Format == "asar" ? "asar" : "npm",
            Entry = entry,
            DescribesArtifact = describes,
            Name = json.Text("name"),
            Version = json.Text("version"),
            License = License(json),
            Repository = json.Text("repository") ?? json.Field("repository")?.Text("url"),
            Homepage = json.Text("homepage"),
            Commit = json.Text("gitHead"),
            Publishers = PersonName.All(People(json)),
            IsPrivate = IsPrivate(json),
            PublishRegistry = publish.Text("registry"),
            PublishAccess = publish.Text("access"),
            PackageType = json.Text("type"),
            Files = json.Field("files") is { ValueKind: JsonValueKind.Array } files ? [.. JsonFields.Texts(files)] : null,
            Scripts = [.. json.Field("scripts").TextProperties().Select(s => new ManifestScript(s.Name, s.Value))],
            EntryPoints = [.. EntryPoints(json), .. EntryPoints(exports)],
            CommandFolder = json.Field("bin") is null && json.Field("directories")?.Text("bin") is { Length: > 0 } folder ? folder : null,
            PublishedEntryPoints = [.. EntryPoints(publish), .. EntryPoints(NpmExports.Of(publish.Field("exports")))],
            Exports = exports,
            Dependencies = [.. Dependencies(json)],
            Permissions = json.Field("engines")?.Text("vscode") is null ? [] : [.. Permissions(json)],
            Requirements = [.. json.Field("engines").TextProperties().Select(e => $"{e.Name} {e.Value}")],
            InvalidFields = NpmFieldTypes.Problems(json),
            DuplicateFields = JsonFields.Duplicates(json),
        };
    }

    /// <summary>"Activation Events" and "Contribution Points" of editor extensions, without what they are about.</summary>
    private static IEnumerable<string> Permissions(JsonElement json)
    {
        foreach (var activation in json.Field("activationEvents").Texts())
            yield return "starts " + activation.Split(':')[0];
        // "Extension Manifest": what an editor installs along with it.
        foreach (var extension in json.Field("extensionPack").Texts().Concat(json.Field("extensionDependencies").Texts()))
            yield return "installs " + extension.ToLowerInvariant();
        if (json.Field("contributes") is not { ValueKind: JsonValueKind.Object } contributes)
            yield break;
        foreach (var point in contributes.EnumerateObject())
            yield return "contributes " + point.Name;
    }

    /// <summary>The author and the maintainers: a text, or an object with a name.</summary>
    private static IEnumerable<string?> People(JsonElement json)
    {
        yield return json.Text("author") ?? json.Field("author")?.Text("name");
        if (json.Field("maintainers") is not { ValueKind: JsonValueKind.Array } maintainers)
            yield break;
        foreach (var maintainer in maintainers.EnumerateArray())
            yield return maintainer.ValueKind == JsonValueKind.String ? maintainer.GetString() : maintainer.Text("name");
    }

    /// <summary>npm takes any text for true; who writes "false" means it.</summary>
    private static bool IsPrivate(JsonElement json) => json.IsTrue("private") || json.Text("private") is { Length: > 0 } and not "false";

    /// <summary>Today a string; once an object with a type, or an array of them of which one may be chosen.</summary>
    private static string? License(JsonElement json)
    {
        if (OneLicense(json.Field("license")) is { } license)
            return license;
        var listed = json.Field("licenses") ?? json.Field("license");
        if (listed is not { ValueKind: JsonValueKind.Array } list)
            return OneLicense(listed);
        var names = list.EnumerateArray().Select(item => OneLicense(item)).OfType<string>().ToList();
        return names.Count == 0 ? null : string.Join(" OR ", names);
    }

    private static string? OneLicense(JsonElement? license) => license switch
    {
        { ValueKind: JsonValueKind.String } => JsonFields.Texts(license).FirstOrDefault(),
        { ValueKind: JsonValueKind.Object } typed => typed.Text("type", "name"),
        _ => null,
    };

    private static IEnumerable<EntryPoint> EntryPoints(IReadOnlyList<ExportTarget> exports) =>
        exports.Where(e => e is { Target: not null, IsFallback: false }).Select(e => new EntryPoint(e.Field, e.Target!));

    private static IEnumerable<EntryPoint> EntryPoints(JsonElement json)
    {
        foreach (var field in (string[])["main", "module", "jsnext:main", "types", "typings", "unpkg", "jsdelivr"])
        {
            if (json.Text(field) is { Length: > 0 } path)
                yield return new EntryPoint(field, path);
        }

        foreach (var field in (string[])["browser", "react-native"])
        {
            var value = json.Field(field);
            if (value is { ValueKind: JsonValueKind.String })
                yield return new EntryPoint(field, JsonFields.Texts(value).First());
            foreach (var (from, to) in value.TextProperties().Where(p => p.Value.StartsWith('.')))
                yield return new EntryPoint($"{field}[\"{from}\"]", to);
        }

        foreach (var (name, path) in Commands(json))
            yield return new EntryPoint($"bin.{name}", path);
        foreach (var (path, index) in JsonFields.Texts(json.Field("man")).Select((path, index) => (path, index)))
            yield return new EntryPoint($"man[{index}]", path);
        foreach (var target in NpmExports.Of(json.Field("imports")).Where(t => t is { IsFallback: false } && t.Target?.StartsWith("./", StringComparison.Ordinal) == true))
            yield return new EntryPoint($"imports{target.Field["exports".Length..]}", target.Target!);
    }

    private static List<TextProperty> Commands(JsonElement json)
    {
        var bin = json.Field("bin");
        if (bin is not { ValueKind: JsonValueKind.String })
            return bin.TextProperties();
        var name = json.Text("name") ?? "";
        return [new TextProperty(name[(name.LastIndexOf('/') + 1)..], JsonFields.Texts(bin).First())];
    }

    private static IEnumerable<Dependency> Dependencies(JsonElement json)
    {
        var listed = json.Field("bundleDependencies") ?? json.Field("bundledDependencies");
        var bundled = JsonFields.Texts(listed).ToHashSet(StringComparer.Ordinal);
        var bundlesAll = listed?.ValueKind == JsonValueKind.True;
        var peers = json.Field("peerDependenciesMeta");
        foreach (var (field, scope) in DependencyFields)
        {
            foreach (var (name, requirement) in json.Field(field).TextProperties())
            {
                yield return new Dependency(name, requirement, scope)
                {
                    IsBundled = scope == "runtime" && (bundlesAll || bundled.Contains(name)),
                    IsOptional = scope == "optional" || (scope == "peer" && peers?.Field(name)?.IsTrue("optional") == true),
                };
            }
        }
    }
}
