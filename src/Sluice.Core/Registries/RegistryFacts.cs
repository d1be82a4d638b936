using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>What registries were asked about an artifact, and what they said. What they did not say is a fault: it never passes for "nothing there".</summary>
public sealed record RegistryFacts
{
    /// <summary>Of the artifact itself; null where it is no package, or its registry was not named or did not answer.</summary>
    public Publication? Publication { get; init; }

    /// <summary>Packages that texts tell their readers to fetch, as the registry knows them.</summary>
    public IReadOnlyList<(Entry Entry, PackageMention Mention, PackageHistory History)> Mentioned { get; init; } = [];

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What could not be judged, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The time of the screening.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Asks registries about one artifact.</summary>
internal sealed class RegistryQuestions(Artifact artifact, PackageLookup lookup, DateTimeOffset now, CancellationToken cancel)
{
    private static readonly string[] PackageKinds = ["npm", "wheel", "sdist", "nuget", "crate"];

    private readonly List<Fault> _faults = [];

    public RegistryFacts Ask()
    {
        var publication = artifact.Manifest is { Name: { Length: > 0 } name, Version: { Length: > 0 } version } manifest && PackageKinds.Contains(artifact.Kind) && lookup.Knows(manifest.Ecosystem)
            ? PublicationOf(manifest, name, version) : null;
        var mentioned = artifact.Entries.SelectMany(entry => (entry.Fact<PackageMentions>()?.List ?? []).Select(mention => (Entry: entry, Mention: mention)))
            .Where(found => lookup.Knows(found.Mention.Ecosystem) && !lookup.IsInternal(found.Mention.Name))
            .Select(found => (found.Entry, found.Mention, History: Find(found.Mention.Ecosystem, found.Mention.Name)));
        return new RegistryFacts { Publication = publication, Mentioned = [.. mentioned.Where(found => found.History is not null).Select(found => (found.Entry, found.Mention, found.History!))], Faults = _faults, Notes = [.. publication is null ? [] : NotesOn(publication, artifact.Manifest!)], Now = now };
    }

    private static IEnumerable<string> NotesOn(Publication publication, Manifest manifest)
    {
        var name = $"{publication.History.Ecosystem} package {publication.History.Name}";
        if (!publication.History.IsKnown)
            yield return $"the registry does not have the {name}: this is its first release";
        else if (publication.Current is null)
            yield return $"the {name} is not published as {manifest.Version} yet: who publishes it, and how, cannot be known";
        if (publication.History.HasCopiedTimes)
            yield return $"the times of the {name} are those of a copy, in which later versions came first: nothing was judged by them; ask the registry that it is published to";
    }

    private Publication? PublicationOf(Manifest manifest, string name, string version)
    {
        if (Find(manifest.Ecosystem, name) is not { } history)
            return null;
        var publication = Publication.Of(history, version, now);
        var before = publication.Previous?.Dependencies?.Select(known => PackageLookup.Normalize(manifest.Ecosystem, known)).ToHashSet(StringComparer.Ordinal) ?? [];
        var added = manifest.Dependencies
            .Where(dependency => dependency.Scope is "runtime" or "optional" && !dependency.IsBundled && IsFromRegistry(manifest.Ecosystem, dependency.Requirement) && !lookup.IsInternal(dependency.Name))
            .DistinctBy(dependency => PackageLookup.Normalize(manifest.Ecosystem, dependency.Name))
            .Where(dependency => !before.Contains(PackageLookup.Normalize(manifest.Ecosystem, dependency.Name)));
        return publication with
        {
            NewDependencies = [.. added.Select(dependency => (dependency, History: Find(manifest.Ecosystem, dependency.Name)))
                .Where(found => found.History is not null).Select(found => new NewDependency(found.dependency.Name, found.dependency.IsOptional || found.dependency.Scope == "optional", found.History!))],
        };
    }

    /// <summary>Aliases, repositories, archives and folders come from elsewhere.</summary>
    private static bool IsFromRegistry(string ecosystem, string requirement) =>
        ecosystem == "npm" ? !requirement.Contains(':', StringComparison.Ordinal) && !requirement.Contains('/', StringComparison.Ordinal) : !requirement.Contains("://", StringComparison.Ordinal);

    private PackageHistory? Find(string ecosystem, string name)
    {
        try
        {
            return lookup.Find(ecosystem, name, cancel);
        }
        catch (RegistryException e)
        {
            _faults.Add(new Fault($"registry {ecosystem}", name, $"{e.Message}; name a registry that answers with --registry, or leave it out and screen offline"));
            return null;
        }
    }
}
