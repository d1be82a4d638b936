using Sluice.Artifacts;

namespace Sluice.Projects;

/// <summary>Something that a project releases, read off a manifest in its tree.</summary>
/// <param name="Ecosystem">npm, nuget, … as in the contract's list of ecosystems.</param>
/// <param name="File">The manifest, below the folder of the project.</param>
public sealed record PublishedPackage(string Ecosystem, string File)
{
    /// <summary>Null when only a build knows it.</summary>
    public string? Name { get; init; }

    /// <summary>Why it is not published although it has a manifest; null when it is.</summary>
    public string? Withheld { get; init; }

    /// <summary>May the world read its source? Null when nothing in the project says so.</summary>
    public Visibility? Visibility { get; init; }

    /// <summary>What was read off, in words that follow the name.</summary>
    public string Reason { get; init; } = "nothing says who may read its source";

    /// <summary>The registry that the manifest wants, as written.</summary>
    public string? Registry { get; init; }

    /// <summary>Scripts that run on whoever installs it.</summary>
    public IReadOnlyList<string> InstallScripts { get; init; } = [];

    /// <summary>False when everything in its folder ships that no other list leaves out.</summary>
    public bool HasAllowList { get; init; } = true;

    public bool IsPublished => Withheld is null;
}
