namespace Sluice.Artifacts.Manifests;

/// <summary>extension.vsixmanifest of an editor extension; the package.json beside it is read as npm's.</summary>
public sealed class VsixManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "extension.vsixmanifest" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var metadata = SafeXml.Parse(entry.Bytes).Child("Metadata");
        var identity = metadata.Child("Identity");
        if (identity is null)
            return null;
        var properties = metadata.Child("Properties").Children("Property").ToLookup(p => p.Attribute("Id")?.Value ?? "", p => p.Attribute("Value")?.Value);
        return new Manifest
        {
            Ecosystem = "vscode",
            Kind = "vsix",
            Entry = entry,
            DescribesArtifact = ManifestPlace.IsOutermost(entry) && ManifestPlace.Depth(entry) == 0 && ManifestPlace.IsInZip(entry),
            Name = $"{identity.Attribute("Publisher")?.Value}.{identity.Attribute("Id")?.Value}",
            Version = identity.Attribute("Version")?.Value,
            Platform = identity.Attribute("TargetPlatform")?.Value,
            Publishers = PersonName.All([identity.Attribute("Publisher")?.Value]),
            LicenseFile = metadata.Text("License"),
            Repository = properties["Microsoft.VisualStudio.Services.Links.Source"].FirstOrDefault() ?? properties["Microsoft.VisualStudio.Services.Links.GitHub"].FirstOrDefault(),
            Homepage = properties["Microsoft.VisualStudio.Services.Links.Learn"].FirstOrDefault(),
            EntryPoints = metadata.Text("Icon") is { } icon ? [new EntryPoint("Icon", icon)] : [],
        };
    }
}
