namespace Sluice.Packages;

/// <summary>One version of a package as its registry tells of it. What the registry does not tell is null. Accounts are kept by name; addresses of people are not kept.</summary>
public sealed record PublishedVersion
{
    public required string Version { get; init; }

    public DateTimeOffset? Published { get; init; }

    /// <summary>When the newest of its files was added; the same as <see cref="Published"/> where a version is one file.</summary>
    public DateTimeOffset? Completed { get; init; }

    /// <summary>The account that published it.</summary>
    public string? Publisher { get; init; }

    /// <summary>A pipeline published it under its own identity, not an account with a token.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>A statement of how it was built came with it. Null where the registry keeps none for any version.</summary>
    public bool? IsAttested { get; init; }

    /// <summary>The accounts that could publish when it was published.</summary>
    public IReadOnlyList<string>? Maintainers { get; init; }

    /// <summary>Something runs by itself where it is installed.</summary>
    public bool? HasInstallScript { get; init; }

    /// <summary>The commit that whoever published it said it was made of, as written.</summary>
    public string? Commit { get; init; }

    /// <summary>The names that an installation pulls in; null where the registry does not say.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    public IReadOnlyList<PublishedFile> Files { get; init; } = [];

    /// <summary>Parsed once; null for what is not semantic.</summary>
    public SemanticVersion? Semantic => field ??= SemanticVersion.TryParse(Version, out var parsed) ? parsed : null;
}

/// <summary>A file of a version.</summary>
/// <param name="Name">As the registry serves it; the last part of the address.</param>
/// <param name="Address">Where the registry says that it is; null where it does not say.</param>
/// <param name="Algorithm"><c>sha256</c> or <c>sha512</c>; null where no digest is known.</param>
/// <param name="Digest">In lower-case hexadecimal.</param>
public sealed record PublishedFile(string Name, string? Address, string? Algorithm, string? Digest);

/// <summary>What a registry knows of a package. Immutable.</summary>
public sealed record PackageHistory
{
    private const int MostBackwards = 3;
    private const double ShareBackwards = 0.2;

    public required string Ecosystem { get; init; }

    public required string Name { get; init; }

    /// <summary>In the order of publication; those without a time come first. Empty for a package that the registry does not have.</summary>
    public required IReadOnlyList<PublishedVersion> Versions { get; init; }

    public bool IsKnown => Versions.Count > 0;

    /// <summary>When the first version came; null where the registry gives no times.</summary>
    public DateTimeOffset? FirstPublished { get; init; }

    /// <summary>
    /// The times are those at which a mirror fetched the versions: within a major version, later numbers came before earlier ones, over and over. Nothing can be said by them.
    /// </summary>
    public bool HasCopiedTimes
    {
        get
        {
            var (pairs, backwards) = (0, 0);
            foreach (var line in Versions.Where(version => version is { Published: not null, Semantic: { IsPrerelease: false } }).GroupBy(version => version.Semantic!.Major))
            {
                var times = line.OrderBy(version => version.Semantic).Select(version => version.Published!.Value).ToList();
                pairs += times.Count - 1;
                backwards += times.Zip(times.Skip(1)).Count(pair => pair.First > pair.Second);
            }

            // Fixes for old minor versions go backwards now and then.
            return backwards >= MostBackwards && backwards > pairs * ShareBackwards;
        }
    }

    /// <summary>Puts versions in order.</summary>
    public static PackageHistory Of(string ecosystem, string name, IEnumerable<PublishedVersion> versions, DateTimeOffset? created = null)
    {
        List<PublishedVersion> ordered = [.. versions.OrderBy(version => version.Published ?? DateTimeOffset.MinValue).ThenBy(version => version.Version, StringComparer.Ordinal)];
        var first = ordered.Find(version => version.Published is not null)?.Published;
        return new PackageHistory { Ecosystem = ecosystem, Name = name, Versions = ordered, FirstPublished = created < first || first is null ? created : first };
    }

    public PublishedVersion? Find(string version) => Versions.FirstOrDefault(known => known.Version == version);
}
