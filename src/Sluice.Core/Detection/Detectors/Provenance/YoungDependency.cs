using Sluice.Packages;

namespace Sluice.Detection.Detectors.Provenance;

/// <summary>A new dependency on a package that had only just appeared.</summary>
/// <param name="KnowsAccounts">The registry tells who publishes both: that they have nobody in common is known.</param>
internal sealed record YoungDependency(NewDependency Dependency, TimeSpan Age, int Versions, bool IsInstallScript, bool KnowsAccounts)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);
    private const int FewVersions = 5;

    /// <summary>Too young for anybody to have looked at it.</summary>
    public bool IsAlarming => Age < Week || IsInstallScript;

    /// <summary>Null for one that is old, or arose together with the package. A dependency that came later than the release, which mirrors tell of wrongly, is not judged.</summary>
    public static YoungDependency? Of(NewDependency dependency, Publication publication)
    {
        if (dependency.History.FirstPublished is not { } first || first > publication.AsOf || AreRelated(dependency, publication))
            return null;
        var age = publication.AsOf - first;
        var before = dependency.History.Versions.Where(version => version.Published <= publication.AsOf).ToList();
        return age < Month || (age < Quarter && before.Count <= FewVersions)
            ? new YoungDependency(dependency, age, before.Count, before.Exists(version => version.HasInstallScript == true), PeopleOf(publication).Any() && before.SelectMany(AccountsOf).Any()) : null;
    }

    /// <summary>Packages of one scope and of the same people are born together, by the dozen.</summary>
    private static bool AreRelated(NewDependency dependency, Publication publication)
    {
        var name = publication.History.Name;
        if (name.StartsWith('@') && dependency.Name.StartsWith(name[..(name.IndexOf('/') + 1)], StringComparison.Ordinal))
            return true;
        var people = PeopleOf(publication).ToHashSet(StringComparer.Ordinal);
        return dependency.History.Versions.Any(version => version.Published <= publication.AsOf && AccountsOf(version).Any(people.Contains));
    }

    /// <summary>Those of the releases before: whoever came with this one may have brought the dependency along. A first release has no others.</summary>
    private static IEnumerable<string> PeopleOf(Publication publication) =>
        publication.Settled.Count > 0 ? publication.Settled.SelectMany(AccountsOf) : publication.Current is { } current ? AccountsOf(current) : [];

    /// <summary>The account of a pipeline is the same for all projects.</summary>
    private static IEnumerable<string> AccountsOf(PublishedVersion version) =>
        (version.Maintainers ?? []).Concat(version is { IsTrusted: false, Publisher: { } publisher } ? [publisher] : []);
}
