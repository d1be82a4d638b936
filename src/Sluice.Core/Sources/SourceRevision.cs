using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Configuration;

namespace Sluice.Sources;

/// <summary>What an artifact is held against: one commit, and how it was come by.</summary>
/// <param name="Ref">A tag, or what was asked for, or the commit that the release names, or HEAD.</param>
public sealed record SourceRevision(GitId Commit, string Ref)
{
    /// <summary>The tag of the version, or the revision that was asked for: the artifact has to be made of it. Else the best that there is.</summary>
    public required bool IsExact { get; init; }

    public bool IsTag { get; init; }

    /// <summary>The version that the tag is for; null where it is for none.</summary>
    public string? Version { get; init; }

    /// <summary>The tags that the version might have had; empty where one was found or none was looked for.</summary>
    public IReadOnlyList<string> LookedFor { get; init; } = [];

    /// <summary>Tags of other versions, which show that this project tags its releases.</summary>
    public IReadOnlyList<string> OtherTags { get; init; } = [];

    /// <summary>What the release itself says of its commit; null for nothing.</summary>
    public RecordedRevision? Recorded { get; init; }

    /// <summary>There was no tag, and nothing was asked for: it is what the release says.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Only a part of the history is here, perhaps without tags.</summary>
    public bool IsShallow { get; init; }

    private const int NearestShown = 5;

    /// <summary>What is wrong with a request, and what to do; null for nothing.</summary>
    public static string? ProblemOf(SourceRequest request)
    {
        var repository = request.Repository;
        if (!repository.IsThere)
            return $"'{request.Name}' is not in a git repository; name a work tree (git clone, git init and commit), for only what is committed can be a source";
        if (request.Ref is null)
            return repository.Commit("HEAD") is null ? $"'{request.Name}' has no commit yet; commit the source first" : null;
        if (request.Ref.Length == 0)
            return $"'{request.Name}@' names no revision; write a tag, branch or commit behind the '@', or leave it out for the tag of the version";
        if (CommitOf(repository, request.Ref) is not null)
            return null;
        var near = Near(request.Ref, [.. VersionTags.In(repository).Keys]);
        return $"'{request.Name}' has no tag, branch or commit '{request.Ref}'{(near.Count > 0 ? $"; near it are {string.Join(", ", near)}" : "; it has no tags")}{(repository.IsShallow ? "; the clone is shallow, fetch the rest with 'git fetch --tags --unshallow'" : "")}";
    }

    /// <summary>What was asked for, else the tag of the version, else the commit that the release names, else HEAD.</summary>
    /// <exception cref="ArtifactException">The repository is not what it was when the request was looked at.</exception>
    internal static SourceRevision Find(SourceRequest request, ReleaseName release, RecordedCommit? recorded)
    {
        var repository = request.Repository;
        var found = request.Ref is { } asked ? Asked(repository, asked) : ByVersion(request, release);
        var known = recorded is null ? null : RecordedRevision.Of(repository, recorded);
        if (known is { Commit: { } commit, IsOnBranch: true } && request.Ref is null && !found.IsTag)
            found = found with { Commit = commit, Ref = commit.Short, IsExact = true, IsRecorded = true };
        return found with { Recorded = known?.RelatedTo(repository, found.Commit), IsShallow = found.IsShallow || (known is { Commit: null } && repository.IsShallow) };
    }

    private static SourceRevision ByVersion(SourceRequest request, ReleaseName release)
    {
        var repository = request.Repository;
        var head = repository.Commit("HEAD") ?? throw new ArtifactException($"'{request.Name}' has no commit");
        if (release.Version is not { } version)
            return new SourceRevision(head, "HEAD") { IsExact = false };
        var tags = VersionTags.In(repository);
        var names = VersionTags.Of(release.Name, version);
        foreach (var name in names)
        {
            if (tags.TryGetValue(name, out var commit))
                return new SourceRevision(commit, name) { IsExact = true, IsTag = true, Version = version };
        }

        return new SourceRevision(head, "HEAD")
        {
            IsExact = false,
            LookedFor = names,
            OtherTags = [.. tags.Keys.Where(tag => VersionTags.VersionOf(tag) is not null).Order(StringComparer.Ordinal)],
            IsShallow = repository.IsShallow,
        };
    }

    private static SourceRevision Asked(GitRepository repository, string asked)
    {
        var isTag = repository.Commit("refs/tags/" + asked) is not null;
        var commit = CommitOf(repository, asked) ?? throw new ArtifactException($"the source has no revision '{asked}'");
        return new SourceRevision(commit, asked) { IsExact = true, IsTag = isTag, Version = isTag ? VersionTags.VersionOf(asked) : null };
    }

    /// <summary>A tag before a branch of the same name.</summary>
    private static GitId? CommitOf(GitRepository repository, string revision) => repository.Commit("refs/tags/" + revision) ?? repository.Commit(revision);

    private static List<string> Near(string written, List<string> tags) =>
        [.. tags.OrderBy(tag => Suggestion.Distance(Cut(written), Cut(tag))).ThenBy(tag => tag, StringComparer.Ordinal).Take(NearestShown)];

    /// <summary>The distance takes the product of both lengths.</summary>
    private static string Cut(string name) => name.Length > 64 ? name[..64] : name;
}
