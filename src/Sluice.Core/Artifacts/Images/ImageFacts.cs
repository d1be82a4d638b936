namespace Sluice.Artifacts.Images;

/// <summary>One layer of an image, the lowest first.</summary>
/// <param name="Blob">The entry that holds it; null when the archive does not have it.</param>
/// <param name="Files">The tar inside, compressed or not; null when it could not be opened.</param>
public sealed record ImageLayer(string Name, string? MediaType, Entry? Blob, Entry? Files);

/// <summary>One image for one platform.</summary>
public sealed record Image
{
    /// <summary><c>linux/amd64</c>; null when nothing says so.</summary>
    public string? Platform { get; init; }

    /// <summary>References it can be pulled by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The configuration blob; null when it is not in the archive.</summary>
    public Entry? Config { get; init; }

    public required IReadOnlyList<ImageLayer> Layers { get; init; }

    /// <summary>As configured; null or empty means root.</summary>
    public string? User { get; init; }

    public IReadOnlyList<string> Environment { get; init; } = [];

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The command that asks whether it is well, behind a word that says how it is started.</summary>
    public IReadOnlyList<string> HealthCheck { get; init; } = [];

    /// <summary>Instructions for builds that begin with it.</summary>
    public IReadOnlyList<string> OnBuild { get; init; } = [];

    /// <summary>What runs the commands of builds that begin with it.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Labels { get; init; } = [];

    /// <summary>The commands that made the layers, the oldest first.</summary>
    public IReadOnlyList<string> History { get; init; } = [];
}

/// <summary>What an image layout or a saved image holds; a fact of the container.</summary>
/// <param name="Kind">The artifact kind: "oci" or "docker".</param>
/// <param name="UnreferencedBlobs">They ship, and no image needs them.</param>
public sealed record ImageFacts(string Kind, IReadOnlyList<Image> Images, IReadOnlyList<Entry> UnreferencedBlobs);
