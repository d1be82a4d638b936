namespace Sluice.Artifacts.Manifests;

/// <summary>A command the ecosystem runs by itself: npm's lifecycle scripts, a gem's extension, a deb's maintainer scripts.</summary>
public sealed record ManifestScript(string Name, string Command);

/// <summary>A file that the manifest promises: an entry point, a command, a type declaration.</summary>
/// <param name="Field">Where the manifest says so: <c>main</c>, <c>bin.acme</c>, <c>exports["."].import</c>.</param>
/// <param name="Path">Relative to the folder of the manifest, as written.</param>
public sealed record EntryPoint(string Field, string Path);

/// <summary>One leaf of npm's <c>exports</c>, in the order of the manifest, which is the order of matching.</summary>
/// <param name="Subpath"><c>.</c>, <c>./feature</c> or a pattern with one <c>*</c>.</param>
/// <param name="Conditions">The condition names on the way to the leaf, from the outside in; indexes of fallback arrays are left out.</param>
/// <param name="Target">Null where the manifest forbids the subpath.</param>
/// <param name="IsFallback">True for the second and later members of an array: only used when the first is not valid.</param>
public sealed record ExportTarget(string Subpath, IReadOnlyList<string> Conditions, string? Target, bool IsFallback)
{
    public string Field => Conditions.Count == 0 ? $"exports[\"{Subpath}\"]" : $"exports[\"{Subpath}\"].{string.Join('.', Conditions)}";
}

/// <summary>Something the package pulls in.</summary>
/// <param name="Scope">runtime, development, peer, optional, build.</param>
public sealed record Dependency(string Name, string Requirement, string Scope)
{
    /// <summary>The dependency ships inside the package (npm's <c>bundleDependencies</c>).</summary>
    public bool IsBundled { get; init; }

    /// <summary>Installing goes on without it (npm's optional dependencies and peers).</summary>
    public bool IsOptional { get; init; }
}

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

    /// <summary>The file of the artifact that the manifest names as the text of the licence, relative to the manifest.</summary>
    public string? LicenseFile { get; init; }

    /// <summary>Where the manifest says the text of the licence can be read.</summary>
    public string? LicenseUrl { get; init; }

    public string? Repository { get; init; }

    public string? Homepage { get; init; }

    /// <summary>The commit of its source that the release says it was made of, as written.</summary>
    public string? Commit { get; init; }

    /// <summary>Names of authors, owners or maintainers, without addresses, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>The manifest forbids publishing (npm's <c>private</c>, cargo's <c>publish = false</c>).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The registry the manifest wants to be published to, as written.</summary>
    public string? PublishRegistry { get; init; }

    /// <summary>Who may install it once published, as written: npm's <c>public</c> or <c>restricted</c>.</summary>
    public string? PublishAccess { get; init; }

    /// <summary>What kind of package it is among those of its ecosystem: npm's module <c>type</c>, NuGet's package type.</summary>
    public string? PackageType { get; init; }

    /// <summary>The one system and processor that it is for, as written; null for all.</summary>
    public string? Platform { get; init; }

    /// <summary>The public half of the key that the publisher signs with, in base 64 of its SubjectPublicKeyInfo.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The allow-list of files; null when the package has none.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    public IReadOnlyList<ManifestScript> Scripts { get; init; } = [];

    public IReadOnlyList<EntryPoint> EntryPoints { get; init; } = [];

    /// <summary>A folder of which each file becomes a command (npm's <c>directories.bin</c>), relative to the manifest; null for none.</summary>
    public string? CommandFolder { get; init; }

    public IReadOnlyList<ExportTarget> Exports { get; init; } = [];

    /// <summary>Entry points that packing puts in the place of others (npm's <c>publishConfig</c>).</summary>
    public IReadOnlyList<EntryPoint> PublishedEntryPoints { get; init; } = [];

    public IReadOnlyList<Dependency> Dependencies { get; init; } = [];

    /// <summary>What runtime the package asks for, as written: <c>node &gt;=20</c>, <c>python &gt;=3.9</c>.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>What an extension asks to be allowed: permissions, pages that it reads (<c>page </c> and a pattern), what starts it, and what it contributes to an editor.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The target frameworks that dependencies are given for, as written (NuGet); empty when they are for all.</summary>
    public IReadOnlyList<string> DependencyTargets { get; init; } = [];

    /// <summary>Fields whose value is of a type that the ecosystem's tools do not read, with what they expect instead.</summary>
    public IReadOnlyList<(string Field, string Expected)> InvalidFields { get; init; } = [];

    /// <summary>Names that occur twice where once is allowed: tools disagree on which one counts.</summary>
    public IReadOnlyList<string> DuplicateFields { get; init; } = [];
}
