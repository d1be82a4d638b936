namespace Sluice.Artifacts.Manifests;

/// <summary>Chart.yaml of a Helm chart.</summary>
public sealed class HelmManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "Chart.yaml" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var describes = ManifestPlace.IsAtTop(entry) && !ManifestPlace.IsInZip(entry);
        YamlTree chart;
        try
        {
            chart = YamlTree.Parse(entry.Bytes.Span);
        }
        catch (ArtifactException) when (!describes)
        {
            // A template that only looks like a chart.
            return null;
        }

        if (chart.Text("name") is not { } name || chart.Text("apiVersion") is null)
            return null;
        var annotations = chart["annotations"];
        return new Manifest
        {
            Ecosystem = "helm",
            Kind = "helm",
            Entry = entry,
            DescribesArtifact = describes,
            Name = name,
            Version = chart.Text("version"),
            License = annotations?.Text("artifacthub.io/license") ?? annotations?.Text("licenses"),
            Repository = chart.Texts("sources").FirstOrDefault(),
            Homepage = chart.Text("home"),
            PackageType = chart.Text("type"),
            Dependencies = [.. chart["dependencies"]?.Items.Where(d => d.Text("name") is not null).Select(d => new Dependency(d.Text("name")!, d.Text("version") ?? "", "runtime")) ?? []],
        };
    }
}
