namespace Sluice.Artifacts.Manifests;

/// <summary>
/// Understands the manifest of one ecosystem. Called on the thread of the walk for every entry, with
/// <see cref="Entry.Bytes"/> at hand. A manifest that cannot be parsed ends in <see cref="ArtifactException"/>.
/// </summary>
public abstract class ManifestReader
{
    /// <summary>By name and place; must be fast.</summary>
    public abstract bool Recognizes(Entry entry);

    /// <summary>Null when it turns out to be something else of the same name.</summary>
    public abstract Manifest? Read(Entry entry);
}
