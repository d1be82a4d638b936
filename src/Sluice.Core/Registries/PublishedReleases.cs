using System.Security.Cryptography;
using Sluice.Artifacts;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>Fetches releases of a package as they were published, one at a time and into memory. Each has the bytes that its registry states, or is not given out.</summary>
public sealed class PublishedReleases(PackageLookup lookup, string name)
{
    private const string Ecosystem = "npm";
    private const long MostBytes = 512L << 20;

    /// <summary>The newest versions, oldest first.</summary>
    /// <exception cref="RegistryException">It cannot be told.</exception>
    public IReadOnlyList<PublishedVersion> Last(int count, bool withPrereleases, CancellationToken cancel) =>
        [.. lookup.Find(Ecosystem, name, cancel).Versions.Where(version => version.Semantic is { } number && (withPrereleases || !number.IsPrerelease)).OrderBy(version => version.Semantic).TakeLast(count)];

    /// <exception cref="RegistryException">It cannot be fetched, or is not what the registry states.</exception>
    public ArtifactSource Fetch(PublishedVersion version, CancellationToken cancel)
    {
        var address = NpmRegistry.FileAddress(lookup.RegistryOf(Ecosystem), name, version);
        var bytes = lookup.Client.Get(address, "*/*", MostBytes, cancel) ?? throw new RegistryException($"the registry lists {name} {version.Version} and does not have its file");
        if (version.Files is not [{ Algorithm: "sha512", Digest: { } digest }, ..])
            throw new RegistryException($"the registry states no SHA-512 for {name} {version.Version}, so what it sends cannot be verified");
        if (Convert.ToHexStringLower(SHA512.HashData(bytes)) != digest)
            throw new RegistryException($"the registry sends other bytes for {name} {version.Version} than it states");
        return new PublishedSource(bytes, $"{name[(name.IndexOf('/') + 1)..]}-{version.Version}.tgz", version);
    }
}

/// <summary>A release as it was published.</summary>
public sealed class PublishedSource(byte[] bytes, string name, PublishedVersion published) : ArtifactSource
{
    /// <summary>What the registry says of it.</summary>
    public PublishedVersion Published => published;

    public override string Name => name;

    public override string? FileName => name;

    public override long? Length => bytes.Length;

    public override void Walk(ArtifactWalk walk) => walk.Open(name, Content.Of(bytes));
}
