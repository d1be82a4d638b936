using Sluice.Artifacts.Repositories;
using Sluice.Detection.Detectors.Provenance;
using Sluice.Findings;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Holds the tags of a source against where they led when releases were learned from it. A tag that is moved changes what everybody gets who trusts it.</summary>
/// <param name="known">The commit of each tag, as it was learned.</param>
internal sealed class MovedTags(ComparisonContext context, IReadOnlyDictionary<string, string> known)
{
    private const int MostExamples = 10;

    /// <summary>Of tags that may move, whose way is looked at: each takes git some milliseconds.</summary>
    private const int MostFollowed = 50;

    public IEnumerable<Finding> Findings()
    {
        var repository = context.Tree.Repository;
        var tags = VersionTags.In(repository);
        var moved = known.Where(tag => tags.TryGetValue(tag.Key, out var now) && now.ToString() != tag.Value).Select(tag => new Move(tag.Key, tag.Value, tags[tag.Key])).OrderBy(move => move.Tag == context.Revision.Ref ? 0 : 1).ThenBy(move => move.Tag, StringComparer.Ordinal).ToList();
        var exchanged = moved.FindAll(move => FixedTag.Is(move.Tag));
        var followed = moved.Where(move => !FixedTag.Is(move.Tag)).Take(MostFollowed).Select(move => (Move: move, Way: WayOf(repository, move))).ToList();
        exchanged.AddRange(followed.Where(item => item.Way == Way.OffBranch).Select(item => item.Move));
        var aside = followed.Where(item => item.Way == Way.Aside).Select(item => item.Move).ToList();
        if (exchanged.Count > 0)
            yield return Told(exchanged, Severity.High);
        if (aside.Count > 0)
            yield return Told(aside, Severity.Medium);
    }

    private Finding Told(List<Move> moves, Severity severity)
    {
        var (first, targets) = (moves[0], moves.Select(move => move.Now).Distinct().Count());
        var others = moves.Count == 1 ? "" : $"; {moves.Count - 1} other {(moves.Count == 2 ? "tag was" : "tags were")} moved as well{(targets == 1 ? ", to the same commit" : "")}";
        return new Finding(PublicationRules.MutableReference, context.Artifact.Root, $"comes from a source whose tag {first.Tag} was moved: it led to {Short(first.Before)} when it was learned, and leads to {first.Now.Short} now{others}")
        {
            Severity = severity,
            Evidence = [("tags", (long)moves.Count), ("examples", moves.Take(MostExamples).Select(move => $"{move.Tag}: {Short(move.Before)} to {move.Now.Short}").ToList())],
            Remedy = "Compare the two commits before anybody uses the new one, and find out who moved the tag. Refer to commits instead of tags.",
            Subject = $"tags {severity}",
        };
    }

    private static Way WayOf(GitRepository repository, Move move)
    {
        var isOnBranch = IsOnBranch(repository, move.Now.ToString());
        if (!isOnBranch && IsOnBranch(repository, move.Before))
            return Way.OffBranch;
        return GitCommand.LineOrNull(repository, "merge-base", "--is-ancestor", move.Before, move.Now.ToString()) is not null ? Way.Forward : Way.Aside;
    }

    private static bool IsOnBranch(GitRepository repository, string commit) =>
        GitCommand.LineOrNull(repository, "for-each-ref", "--format=%(refname)", "--contains", commit, "refs/heads", "refs/remotes") is { } branches
        && branches.Split('\n').Any(branch => branch.Length > 0 && !branch.StartsWith("refs/remotes/pull/", StringComparison.Ordinal));

    private static string Short(string commit) => commit[..Math.Min(commit.Length, 12)];

    /// <summary>How a tag that may move has moved.</summary>
    private enum Way
    {
        /// <summary>To a later commit, as such tags do.</summary>
        Forward,

        /// <summary>To one that does not continue what was there.</summary>
        Aside,

        /// <summary>From a branch of the project to a commit that is on none.</summary>
        OffBranch,
    }

    private sealed record Move(string Tag, string Before, GitId Now);
}
