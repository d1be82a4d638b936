using System.Xml.Linq;

namespace Sluice.Artifacts.Manifests;

/// <summary>The pom.xml that Maven leaves in META-INF. Shaded jars carry those of everything they swallowed.</summary>
public sealed class MavenManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "pom.xml" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        XElement pom;
        try
        {
            pom = SafeXml.Parse(entry.Bytes);
        }
        catch (ArtifactException)
        {
            // Nothing that installs a jar reads it; MANIFEST.MF is the manifest of the jar.
            return null;
        }

        if (pom.Name.LocalName != "project" || pom.Text("artifactId") is not { } name)
            return null;
        var licenses = pom.Child("licenses").Children("license").Select(license => license.Text("name")).OfType<string>().ToList();
        return new Manifest
        {
            Ecosystem = "maven",
            Kind = "jar",
            Entry = entry,
            DescribesArtifact = ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInTree(entry) && ManifestPlace.Depth(entry) == 0,
            Name = (pom.Text("groupId") ?? pom.Child("parent").Text("groupId")) is { } group ? $"{group}:{name}" : name,
            Version = pom.Text("version") ?? pom.Child("parent").Text("version"),
            License = licenses.Count == 0 ? null : string.Join(" OR ", licenses),
            Repository = pom.Child("scm").Text("url"),
            Homepage = pom.Text("url"),
            Dependencies = [.. Dependencies(pom)],
        };
    }

    private static IEnumerable<Dependency> Dependencies(XElement pom)
    {
        foreach (var dependency in pom.Child("dependencies").Children("dependency"))
        {
            if (dependency.Text("artifactId") is { } name)
                yield return new Dependency($"{dependency.Text("groupId")}:{name}", dependency.Text("version") ?? "", dependency.Text("scope") is "test" or "provided" ? "development" : "runtime");
        }
    }
}
