namespace Sluice.Artifacts.Manifests;

/// <summary>A command the ecosystem runs by itself: npm's lifecycle scripts, a gem's extension, a deb's maintainer scripts.</summary>
public sealed record ManifestScript(string Name, string Command);

/// <summary>A file that the manifest promises: an entry point, a command, a type declaration.</summary>
/// <param name="Field">Where the manifest says so: <c>main</c>, <c>bin.acme</c>, <c>exports["."].import</c>.</param>
/// <param name="Path">Relative to the folder of the manifest, as written.</param>
public sealed record EntryPoint(string Field, string Path);

/// <summary>Something the package pulls in.</summary>
/// <param name="Scope">runtime, development, peer, optional, build.</param>
public sealed record Dependency(string Name, string Requirement, string Scope);

/// <summary>What a package says of itself, in the terms that all ecosystems share. Unknown fields are null or empty.</summary>
public sealed record Manifest
{
    /// <summary>npm, nuget, pypi, … as in the contract's list of ecosystems.</summary>
    public required string Ecosystem { get; init; }

    /// <summary>The artifact kind that this manifest makes of its container: npm, wheel, nuget, …</summary>
    public required string Kind { get; init; }

    /// <summary>The entry the manifest was read from.</summary>
    public required Entry Entry { get; init; }

    /// <summary>True when it stands where the ecosystem expects the manifest of the whole artifact.</summary>
    public required bool DescribesArtifact { get; init; }

    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>An SPDX expression where the ecosystem has one, else the text as written.</summary>
    public string? License { get; init; }

    public string? Repository { get; init; }

    public string? Homepage { get; init; }

    /// <summary>The manifest forbids publishing (npm's <c>private</c>, cargo's <c>publish = false</c>).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The registry the manifest wants to be published to, as written.</summary>
    public string? PublishRegistry { get; init; }

    /// <summary>The allow-list of files; null when the package has none.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    public IReadOnlyList<ManifestScript> Scripts { get; init; } = [];

    public IReadOnlyList<EntryPoint> EntryPoints { get; init; } = [];

    public IReadOnlyList<Dependency> Dependencies { get; init; } = [];
}
