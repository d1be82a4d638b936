using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>Says which objects of a repository are to be screened.</summary>
internal abstract class GitSelection
{
    public abstract GitSelected Select(GitRepository repository, GitScope scope);

    /// <summary>Adds every commit's message, and what the commits bring in, each object once.</summary>
    protected static void AddChanges(GitSelected selected, GitScope scope)
    {
        var commits = selected.Commits!;
        var since = scope.Since?.ToUnixTimeSeconds() ?? long.MinValue;
        bool IsWanted(int commit) => commits.TimeOf(commit) >= since;
        for (var i = 0; i < commits.Ids.Count; i++)
        {
            if (IsWanted(i))
                selected.Items.Add(MessageOf(commits, i));
        }

        var seen = new HashSet<GitId>();
        var names = new NameTable();
        commits.ReadChanges(IsWanted, (commit, id, mode, path) =>
        {
            if (seen.Add(id))
                selected.Items.Add(new GitItem(id, KindOf(mode), names.Of(path)) { Mode = mode & 0b111_111_111, Commit = commit });
            else
                selected.Again.Add((id, commit, names.Of(path)));
        });
    }

    protected static GitItem MessageOf(GitCommits commits, int commit) =>
        new(commits.Ids[commit], GitItemKind.Commit, $"commit/{commits.Ids[commit]}") { Commit = commit };

    protected static GitItemKind KindOf(int mode) => mode == GitChanges.Submodule ? GitItemKind.Submodule : GitItemKind.Blob;

    /// <summary>Follows annotated tags to what they stand for: each is text of its own, and what is not a commit is to be screened itself.</summary>
    /// <returns>The commits.</returns>
    protected static List<GitId> AddTips(GitRepository repository, IReadOnlyList<(string Name, GitId Id)> tips, GitSelected selected)
    {
        var commits = new List<GitId>();
        var pending = new Queue<(string Name, GitId Id)>(tips);
        while (pending.TryDequeue(out var tip))
        {
            switch (GitCommand.Line(repository, "cat-file", "-t", tip.Id.ToString()))
            {
                case "commit":
                    commits.Add(tip.Id);
                    break;
                case "tag":
                    selected.Items.Add(new GitItem(tip.Id, GitItemKind.Tag, "tag/" + tip.Id));
                    var text = Encoding.ASCII.GetString(GitCommand.Output(repository, null, "cat-file", "tag", tip.Id.ToString()).AsSpan(0, "object ".Length + tip.Id.ToString().Length));
                    pending.Enqueue((tip.Name, GitId.Parse(Encoding.ASCII.GetBytes(text["object ".Length..]))));
                    break;
                case "tree":
                    selected.Items.AddRange(TreeOf(repository, tip.Id.ToString()));
                    break;
                default:
                    selected.Items.Add(new GitItem(tip.Id, GitItemKind.Blob, tip.Name));
                    break;
            }
        }

        return commits;
    }

    internal static IEnumerable<GitItem> TreeOf(GitRepository repository, string revision)
    {
        var output = GitCommand.Output(repository, null, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision);
        foreach (var line in Encoding.UTF8.GetString(output).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t');
            var columns = line[..tab].Split(' ');
            var mode = Convert.ToInt32(columns[0], 8);
            yield return new GitItem(GitId.Parse(Encoding.ASCII.GetBytes(columns[2])), KindOf(mode), line[(tab + 1)..]) { Mode = mode & 0b111_111_111 };
        }
    }

    /// <summary>One string for all versions of a file.</summary>
    protected sealed class NameTable
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        public string Of(string name)
        {
            if (_names.TryGetValue(name, out var known))
                return known;
            _names.Add(name, name);
            return name;
        }
    }
}

/// <summary>The files of one revision.</summary>
internal sealed class TreeSelection(string revision) : GitSelection
{
    public override GitSelected Select(GitRepository repository, GitScope scope)
    {
        var selected = new GitSelected();
        selected.Items.AddRange(TreeOf(repository, revision));
        return selected;
    }
}

/// <summary>The index against HEAD, or against nothing before the first commit.</summary>
internal sealed class StagedSelection : GitSelection
{
    public override GitSelected Select(GitRepository repository, GitScope scope)
    {
        // Not a repository at all fails in the second command, with git's own words.
        var head = repository.Commit("HEAD")?.ToString() ?? GitCommand.Line(repository, "hash-object", "-t", "tree", "/dev/null");
        var selected = new GitSelected();
        var seen = new HashSet<GitId>();
        var output = GitCommand.Output(repository, null, "diff-index", "--cached", "--raw", "-z", "--no-renames", "--full-index", "--ignore-submodules=none", head);
        new GitChanges(
            (_, id, mode, path) =>
            {
                if (seen.Add(id))
                    selected.Items.Add(new GitItem(id, KindOf(mode), path) { Mode = mode & 0b111_111_111 });
            },
            _ => GitItem.NoCommit).Read(output);
        return selected;
    }
}

/// <summary>What the commits of a range add or change, wherever it went later.</summary>
internal sealed class RangeSelection(string range) : GitSelection
{
    public override GitSelected Select(GitRepository repository, GitScope scope)
    {
        if (range.StartsWith('-') || range.Contains('\n', StringComparison.Ordinal) || !range.Contains("..", StringComparison.Ordinal))
            throw new ArtifactException($"'git:{range}' is not a selection; write git:staged, git:all or git:A..B");
        var selected = new GitSelected();
        var end = range[(range.LastIndexOf("..", StringComparison.Ordinal) + 2)..];
        if (end.Length > 0 && GitCommand.LineOrNull(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", end) is { } text && GitId.TryParse(text, out var tip))
            AddTips(repository, [(end, tip)], selected);
        selected.Commits = GitCommits.Of(repository, Encoding.UTF8.GetBytes(range + "\n"));
        AddChanges(selected, scope);
        ShallowGap.AddTo(selected, repository);
        return selected;
    }
}

/// <summary>What a push adds to a repository: tips that are to be its refs, without what it has already.</summary>
internal sealed class PushSelection(IReadOnlyList<(string Name, GitId Id)> tips, IReadOnlyList<GitId> known) : GitSelection
{
    public override GitSelected Select(GitRepository repository, GitScope scope)
    {
        var selected = new GitSelected();
        var commits = AddTips(repository, [.. tips.DistinctBy(tip => tip.Id)], selected);
        selected.Items.RemoveAll(item => known.Contains(item.Id));
        selected.RefNames.AddRange(GitRefs.Long(tips.Select(tip => tip.Name)));
        var lines = string.Concat(commits.Select(id => id + "\n")) + string.Concat(Present(repository).Select(id => $"^{id}\n"));
        selected.Commits = GitCommits.Of(repository, commits.Count > 0 ? Encoding.ASCII.GetBytes(lines) : []);
        AddChanges(selected, scope);
        ShallowGap.AddTo(selected, repository);
        return selected;
    }

    /// <summary>The other side may be ahead: what it has and this one does not leaves nothing out.</summary>
    private IEnumerable<GitId> Present(GitRepository repository)
    {
        var asked = known.Where(id => !id.IsNull).Distinct().ToList();
        if (asked.Count == 0)
            yield break;
        using var answers = GitBatch.Check(repository, asked);
        foreach (var id in asked)
        {
            if (answers.Next().Type is not null)
                yield return id;
        }
    }
}
