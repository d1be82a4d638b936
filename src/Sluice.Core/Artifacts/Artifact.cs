using Sluice.Artifacts.Manifests;

namespace Sluice.Artifacts;

/// <summary>May the world read the source that this artifact is made from?</summary>
public enum Visibility
{
    Proprietary,
    Public,
}

/// <summary>Everything that was learned by opening an artifact. Immutable; the bytes are gone.</summary>
public sealed record Artifact
{
    public required Entry Root { get; init; }

    /// <summary>The name of the file it came from; null for a stream or a tree.</summary>
    public string? FileName { get; init; }

    /// <summary>One of the kinds of the contract: npm, wheel, oci, zip, directory, file, …</summary>
    public required string Kind { get; init; }

    /// <summary>The file system of an operating system: an image, or one that was exported or unpacked. Its folders are the distribution's.</summary>
    public bool IsSystem { get; init; }

    /// <summary>The manifest of the whole artifact; null when there is none.</summary>
    public Manifest? Manifest { get; init; }

    /// <summary>All manifests in the artifact, those of bundled packages included, in the order of the walk.</summary>
    public IReadOnlyList<Manifest> Manifests { get; init; } = [];

    /// <summary>In the order of the walk; the first is <see cref="Root"/>. A container comes before what is in it.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    public IReadOnlyList<Unscreened> Unscreened { get; init; } = [];

    public required Visibility Visibility { get; init; }

    /// <summary>Why <see cref="Visibility"/> is what it is, for people.</summary>
    public required string VisibilityReason { get; init; }

    /// <summary>Every text that is already out: in previous releases and public source trees.</summary>
    public IReadOnlySet<TextDigest> PublishedTexts { get; init; } = new HashSet<TextDigest>();

    /// <summary>The registries that releases here go to, by ecosystem; empty when nobody said.</summary>
    public IReadOnlyDictionary<string, string> Registries { get; init; } = new Dictionary<string, string>();

    /// <summary>The manifest of the innermost package that an entry lies in: of a bundled dependency, else of the artifact.</summary>
    public Manifest? ManifestFor(Entry entry) => (_packages ??= new PackageIndex(Manifests)).Find(entry) ?? Manifest;

    private PackageIndex? _packages;
}
