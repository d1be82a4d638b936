using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>Which source an artifact claims to come from.</summary>
/// <param name="Name">The folder as people named it.</param>
public sealed record SourceRequest(GitRepository Repository, string Name)
{
    /// <summary>A tag, a branch or a commit; null for the tag of the version that the artifact names.</summary>
    public string? Ref { get; init; }

    /// <summary>False where only its texts are asked for.</summary>
    public bool IsCompared { get; init; } = true;

    /// <summary>
    /// Folders, repositories and images are left alone, and what can be opened only once: a configuration speaks of packages, a work tree differs from its last tag while people work, and an image is mostly others' work.
    /// </summary>
    public bool IsForFilesAlone { get; init; }

    /// <summary>What was read already: artifacts of one run mostly come from one commit.</summary>
    internal SourceTrees Trees { get; } = new();

    /// <summary>Files that a build makes, relative to the package, beside those that every ecosystem's tools make.</summary>
    public IReadOnlyList<Configuration.Glob> Generated { get; init; } = [];
}
