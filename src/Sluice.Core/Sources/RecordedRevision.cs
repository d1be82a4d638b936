using System.Globalization;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>The commit that a release names, as the repository knows it.</summary>
/// <param name="Commit">Null where the repository does not have it.</param>
public sealed record RecordedRevision(GitId? Commit)
{
    internal RecordedCommit Claim { get; private init; } = null!;

    /// <summary>A branch or a tag leads to it; else it was left behind, or is of somebody who only proposed it.</summary>
    public bool IsOnBranch { get; private init; }

    /// <summary>It is what the artifact is held against, or has the very same files.</summary>
    public bool IsSame { get; private init; }

    /// <summary>Commits that only this one has before it, and that only the other has.</summary>
    public (int Ahead, int Behind) Apart { get; private init; }

    internal static RecordedRevision Of(GitRepository repository, RecordedCommit claim)
    {
        var commit = repository.Commit(claim.Id.ToString());
        return new RecordedRevision(commit)
        {
            Claim = claim,
            IsOnBranch = commit is { } id && (IsBefore(repository, id, "HEAD") || IsKept(repository, id)),
        };
    }

    /// <summary>Says how it stands to the commit that the artifact is held against.</summary>
    internal RecordedRevision RelatedTo(GitRepository repository, GitId other)
    {
        if (Commit is not { } commit)
            return this;
        if (commit == other || TreeOf(repository, commit) == TreeOf(repository, other))
            return this with { IsSame = true };
        var counts = (GitCommand.LineOrNull(repository, "rev-list", "--count", "--left-right", $"{commit}...{other}") ?? "").Split('\t');
        return counts.Length == 2 && int.TryParse(counts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ahead) && int.TryParse(counts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var behind)
            ? this with { Apart = (ahead, behind) } : this;
    }

    private static bool IsBefore(GitRepository repository, GitId commit, string other) =>
        GitCommand.LineOrNull(repository, "merge-base", "--is-ancestor", commit.ToString(), other) is not null;

    /// <summary>What others proposed is fetched by some clones, too, and is not the project's.</summary>
    private static bool IsKept(GitRepository repository, GitId commit) =>
        (GitCommand.LineOrNull(repository, "for-each-ref", "--format=%(refname)", "--contains", commit.ToString(), "refs/heads", "refs/remotes", "refs/tags") ?? "").Split('\n')
            .Any(reference => reference.Length > 0 && !reference.StartsWith("refs/remotes/pull/", StringComparison.Ordinal));

    private static string? TreeOf(GitRepository repository, GitId commit) => GitCommand.LineOrNull(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{tree}");
}
