namespace Sluice.Artifacts.Repositories;

/// <summary>How much of a repository's history is looked at.</summary>
public sealed record GitScope
{
    /// <summary>Commits made before it are left out; null for none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Larger blobs are not read, and reported as unscreened.</summary>
    public long MaxBlobBytes { get; init; } = long.MaxValue;
}
