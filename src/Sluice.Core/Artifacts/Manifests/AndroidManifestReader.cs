namespace Sluice.Artifacts.Manifests;

/// <summary>AndroidManifest.xml of an APK. It is compiled; it tells the kind, the name stays unknown.</summary>
public sealed class AndroidManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) =>
        entry.Path.Value == "AndroidManifest.xml" && ManifestPlace.IsReadable(entry) && ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInZip(entry);

    public override Manifest? Read(Entry entry) => new() { Ecosystem = "android", Kind = "apk", Entry = entry, DescribesArtifact = true };
}
