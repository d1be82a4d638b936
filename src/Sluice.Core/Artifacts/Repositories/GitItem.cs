namespace Sluice.Artifacts.Repositories;

/// <summary>What an object of a repository is to those who look for it.</summary>
public enum GitItemKind : byte
{
    Blob,

    /// <summary>A commit of another repository in place of a folder.</summary>
    Submodule,

    /// <summary>The message and the people of a commit.</summary>
    Commit,

    /// <summary>The message of an annotated tag.</summary>
    Tag,
}

/// <summary>One object to screen, each once however many commits carry it.</summary>
/// <param name="Path">The name that it had first; made up for what has none.</param>
internal sealed record GitItem(GitId Id, GitItemKind Kind, string Path)
{
    public const int NoCommit = -1;

    public int Mode { get; init; }

    /// <summary>The first that brought it in, as an index of <see cref="GitSelected.Commits"/>.</summary>
    public int Commit { get; init; } = NoCommit;
}

/// <summary>What a selection of a repository comes to.</summary>
internal sealed class GitSelected
{
    public List<GitItem> Items { get; } = [];

    /// <summary>Null where no history is looked at.</summary>
    public GitCommits? Commits { get; set; }

    /// <summary>Objects that came in more than once, and where else: the blob, the commit, the path.</summary>
    public List<(GitId Blob, int Commit, string Path)> Again { get; } = [];

    /// <summary>In a tree that a ref names without a commit.</summary>
    public HashSet<GitId> AtRefs { get; } = [];

    /// <summary>Full names of refs that are to be screened as names.</summary>
    public List<string> RefNames { get; } = [];

    /// <summary>What should have been screened and is not here.</summary>
    public List<string> Gaps { get; } = [];
}
