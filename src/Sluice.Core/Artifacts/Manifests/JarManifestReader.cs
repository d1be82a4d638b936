namespace Sluice.Artifacts.Manifests;

/// <summary>META-INF/MANIFEST.MF of a jar; what Maven adds beside it says more and is read by <see cref="MavenManifestReader"/>.</summary>
public sealed class JarManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Value == "META-INF/MANIFEST.MF" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var fields = HeaderFields.Parse(entry.Bytes.Span, joinsLines: true);
        if (fields["Manifest-Version"] is null)
            return null;
        return new Manifest
        {
            Ecosystem = "maven",
            Kind = "jar",
            Entry = entry,
            DescribesArtifact = ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInZip(entry),
            Name = fields["Bundle-SymbolicName"]?.Split(';')[0] ?? fields["Automatic-Module-Name"] ?? fields["Implementation-Title"],
            Version = fields["Implementation-Version"] ?? fields["Bundle-Version"] ?? fields["Specification-Version"],
            License = fields["Bundle-License"],
            Repository = fields["Implementation-URL"],
            EntryPoints = [.. EntryPoints(fields)],
        };
    }

    private static IEnumerable<EntryPoint> EntryPoints(HeaderFields fields)
    {
        foreach (var field in (string[])["Main-Class", "Premain-Class", "Agent-Class", "Launcher-Agent-Class"])
        {
            if (fields[field] is { } type)
                yield return new EntryPoint(field, type.Replace('.', '/') + ".class");
        }
    }
}
