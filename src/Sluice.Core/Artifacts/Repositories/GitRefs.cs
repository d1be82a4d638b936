namespace Sluice.Artifacts.Repositories;

/// <summary>Something that leads to a commit: a branch, a tag, a stash, a detached HEAD.</summary>
/// <param name="Name">As people call it: <c>main</c>, <c>origin/main</c>, <c>tag v1</c>, <c>stash@{0}</c>.</param>
/// <param name="Object">What the ref names: a commit, or an annotated tag.</param>
internal sealed record GitRef(string Name, GitRefKind Kind, GitId Object, GitId Commit);

internal enum GitRefKind
{
    Branch,
    Tag,
    Note,
    Stash,
}

/// <summary>Reads the refs of a repository.</summary>
internal static class GitRefs
{
    /// <summary>Shorter names have no room for a secret.</summary>
    private const int MinLongName = 20;

    /// <summary>Branches first, then tags, then the rest, each in ordinal order; what leads to no commit is left out.</summary>
    public static List<GitRef> Of(GitRepository repository)
    {
        var refs = new List<GitRef>();
        foreach (var line in GitCommand.Line(repository, "for-each-ref", "--format=%(objectname) %(objecttype) %(*objecttype) %(*objectname) %(refname)").Split('\n'))
        {
            var columns = line.Split(' ', 5);
            if (columns.Length < 5 || !GitId.TryParse(columns[0], out var target))
                continue;
            if (columns[1] == "tag" && columns[2] != "commit" && repository.Commit(columns[4]) is { } deep)
                refs.Add(new GitRef(NameOf(columns[4]), KindOf(columns[4]), target, deep));
            else if (GitId.TryParse(columns[1] == "commit" ? columns[0] : columns[3], out var commit) && (columns[1] == "commit" || columns[2] == "commit"))
                refs.Add(new GitRef(NameOf(columns[4]), KindOf(columns[4]), target, commit));
        }

        refs.RemoveAll(known => known.Kind == GitRefKind.Stash);
        AddStashes(repository, refs);
        if (GitCommand.LineOrNull(repository, "symbolic-ref", "--quiet", "HEAD") is null && repository.Commit("HEAD") is { } head)
            refs.Add(new GitRef("HEAD", GitRefKind.Branch, head, head));
        return [.. refs.OrderBy(known => known.Kind).ThenBy(known => known.Name, StringComparer.Ordinal)];
    }

    /// <summary>Full names of branches, remote ones too, tags and whatever else is a ref, long enough to hold a secret; in ordinal order.</summary>
    public static IEnumerable<string> LongNames(GitRepository repository) =>
        Long(GitCommand.Line(repository, "for-each-ref", "--format=%(refname)").Split('\n'));

    /// <summary>Of full names of refs those long enough to hold a secret, in ordinal order.</summary>
    public static IEnumerable<string> Long(IEnumerable<string> names) => names.Where(name => name.Length >= "refs/".Length + MinLongName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public static string NameOf(string reference) =>
        reference.StartsWith("refs/heads/", StringComparison.Ordinal) ? reference["refs/heads/".Length..]
        : reference.StartsWith("refs/remotes/", StringComparison.Ordinal) ? reference["refs/remotes/".Length..]
        : reference.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag " + reference["refs/tags/".Length..]
        : reference;

    private static GitRefKind KindOf(string reference) =>
        reference.StartsWith("refs/tags/", StringComparison.Ordinal) ? GitRefKind.Tag
        : reference.StartsWith("refs/notes/", StringComparison.Ordinal) ? GitRefKind.Note
        : reference == "refs/stash" ? GitRefKind.Stash
        : GitRefKind.Branch;

    /// <summary>Stashes but the newest are entries of a reflog.</summary>
    private static void AddStashes(GitRepository repository, List<GitRef> refs)
    {
        if (repository.Commit("refs/stash") is not { } newest)
            return;
        var lines = GitCommand.LineOrNull(repository, "rev-list", "--walk-reflogs", "refs/stash", "--")?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (lines.Length == 0)
            lines = [newest.ToString()];
        for (var i = 0; i < lines.Length; i++)
        {
            if (GitId.TryParse(lines[i], out var id))
                refs.Add(new GitRef($"stash@{{{i}}}", GitRefKind.Stash, id, id));
        }
    }
}
