using System.Xml.Linq;

namespace Sluice.Artifacts.Manifests;

/// <summary>The .nuspec of a NuGet package, in any of its namespaces.</summary>
public sealed class NugetManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.HasExtension(".nuspec") && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var describes = ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInZip(entry) && ManifestPlace.Depth(entry) == 0;
        XElement root;
        try
        {
            root = SafeXml.Parse(entry.Bytes);
        }
        catch (ArtifactException) when (!describes)
        {
            return null;
        }

        return root.Child("metadata") is { } metadata ? Read(metadata, entry, describes) : null;
    }

    private static Manifest Read(XElement metadata, Entry entry, bool describes)
    {
        var license = metadata.Child("license");
        var isFile = license?.Attribute("type")?.Value == "file";
        return new Manifest
        {
            Ecosystem = "nuget",
            Kind = "nuget",
            Entry = entry,
            DescribesArtifact = describes,
            Name = metadata.Text("id"),
            Version = metadata.Text("version"),
            License = isFile ? null : license?.Value.Trim(),
            LicenseFile = isFile ? license?.Value.Trim().Replace('\\', '/') : null,
            LicenseUrl = metadata.Text("licenseUrl"),
            Repository = metadata.Child("repository")?.Attribute("url")?.Value,
            Homepage = metadata.Text("projectUrl"),
            Commit = metadata.Child("repository")?.Attribute("commit")?.Value,
            Publishers = PersonName.All((metadata.Text("owners") ?? metadata.Text("authors") ?? "").Split(',')),
            PackageType = PackageTypes(metadata.Child("packageTypes")),
            EntryPoints = [.. EntryPoints(metadata)],
            Dependencies = [.. Dependencies(metadata.Child("dependencies"))],
            DependencyTargets = [.. metadata.Child("dependencies").Children("group").Select(group => group.Attribute("targetFramework")?.Value).OfType<string>()],
        };
    }

    /// <summary>Nearly all have one or none; what a tool installs may be several at once.</summary>
    private static string? PackageTypes(XElement? types) =>
        types.Children("packageType").Select(type => type.Attribute("name")?.Value).OfType<string>().ToList() is { Count: > 0 } names ? string.Join(", ", names) : null;

    private static IEnumerable<EntryPoint> EntryPoints(XElement metadata)
    {
        foreach (var field in (string[])["icon", "readme"])
        {
            if (metadata.Text(field) is { } path)
                yield return new EntryPoint(field, path.Replace('\\', '/'));
        }
    }

    private static IEnumerable<Dependency> Dependencies(XElement? dependencies)
    {
        var groups = dependencies.Children("group").Append(dependencies).OfType<XElement>();
        foreach (var dependency in groups.SelectMany(group => group.Children("dependency")))
        {
            if (dependency.Attribute("id")?.Value is { Length: > 0 } id)
                yield return new Dependency(id, dependency.Attribute("version")?.Value ?? "", "runtime");
        }
    }
}
