namespace Sluice.Packages;

/// <summary>A release in the history of its package: what was there before it, and how it came, where that is known.</summary>
public sealed record Publication
{
    private static readonly TimeSpan UntilSettled = TimeSpan.FromDays(7);

    public required PackageHistory History { get; init; }

    /// <summary>The release as the registry has it; null while it is not published.</summary>
    public PublishedVersion? Current { get; init; }

    /// <summary>When it was published; the time of the screening while it is not.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The versions that were there by then, in the order of publication.</summary>
    public required IReadOnlyList<PublishedVersion> Before { get; init; }

    /// <summary>Those of them that were out for a week, or all where none was: what a stranger published an hour ago is no custom yet.</summary>
    public required IReadOnlyList<PublishedVersion> Settled { get; init; }

    /// <summary>The settled version that it follows: the highest below it, else the last before it. Null for a first one.</summary>
    public PublishedVersion? Previous { get; init; }

    /// <summary>What an installation pulls in now and did not with the version before, with what the registry knows of each.</summary>
    public IReadOnlyList<NewDependency> NewDependencies { get; init; } = [];

    public static Publication Of(PackageHistory history, string version, DateTimeOffset now)
    {
        var current = history.Find(version);
        var asOf = current?.Published ?? now;
        List<PublishedVersion> before = [.. history.Versions.Where(known => known != current && known.Published is { } time && time <= asOf)];
        var settled = before.FindAll(known => asOf - known.Published >= UntilSettled);
        settled = settled.Count > 0 ? settled : before;
        return new Publication { History = history, Current = current, AsOf = asOf, Before = before, Settled = settled, Previous = PreviousOf(settled, version) };
    }

    private static PublishedVersion? PreviousOf(List<PublishedVersion> before, string version)
    {
        if (!SemanticVersion.TryParse(version, out var own))
            return before.LastOrDefault();
        return before.Where(known => known.Semantic is { } other && other < own && (own.IsPrerelease || !other.IsPrerelease)).MaxBy(known => known.Semantic) ?? before.LastOrDefault();
    }
}

/// <param name="IsOptional">An installation goes on without it.</param>
/// <param name="History">Without versions where the registry does not have the package.</param>
public sealed record NewDependency(string Name, bool IsOptional, PackageHistory History);
