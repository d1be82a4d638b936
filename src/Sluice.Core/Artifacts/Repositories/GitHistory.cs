namespace Sluice.Artifacts.Repositories;

/// <summary>Where in a repository something stands, from what is easiest to reach to what is hardest.</summary>
public enum GitState
{
    /// <summary>In the newest version on a branch, or at a tag.</summary>
    Tip,

    /// <summary>In the index alone.</summary>
    Staged,

    /// <summary>In earlier versions only: every clone has it.</summary>
    History,

    /// <summary>In a note on a commit.</summary>
    Note,

    /// <summary>In a stash alone.</summary>
    Stash,

    /// <summary>No ref leads to it; the object store keeps it until it is cleaned.</summary>
    Unreachable,
}

/// <summary>The history of an object in which something was found: a fact of the entry that it is.</summary>
public sealed record GitHistory(GitId Object, GitItemKind Kind, GitState State)
{
    /// <summary>The first commit that brought it in; null when none did.</summary>
    public GitId? Commit { get; init; }

    /// <summary>Parents come before their children; says which commit is earlier where clocks do not.</summary>
    public int CommitOrder { get; init; }

    /// <summary>Name and address, as the commit or the tag has them.</summary>
    public string? Author { get; init; }

    /// <summary>When <see cref="Commit"/> was made, by the clock of who made it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Every name that it has or had.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>On its way out: the commits are not where they are going to yet.</summary>
    public bool IsOutgoing { get; init; }

    /// <summary>What leads to it: branches, tags, stashes, as people call them.</summary>
    public IReadOnlyList<string> ReachableFrom { get; init; } = [];

    /// <summary>Of those, the ones whose newest version has it.</summary>
    public IReadOnlyList<string> Tips { get; init; } = [];

    /// <summary>The history of the object that an entry is, or was opened from; null outside of repositories.</summary>
    public static GitHistory? Of(Entry entry)
    {
        for (var at = entry; at is not null; at = at.Container)
        {
            if (at.Fact<GitHistory>() is { } history)
                return history;
        }

        return null;
    }
}
