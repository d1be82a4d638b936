using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>Every object that the repository has, reachable from a ref or not. Contents are read in the order in which they are packed.</summary>
internal sealed class AllSelection : GitSelection
{
    private readonly List<GitItem> _blobs = [];
    private readonly List<GitItem> _tags = [];
    private readonly List<GitId> _commits = [];
    private readonly Dictionary<GitId, Origin> _origins = [];

    /// <summary>What a blob is called that has no name anywhere.</summary>
    public static string UnreachablePath(GitId id) => "unreachable/" + id;

    public override GitSelected Select(GitRepository repository, GitScope scope)
    {
        var selected = new GitSelected();
        ReadStore(GitCommand.Output(repository, null, "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objecttype) %(objectname)"), selected);
        try
        {
            ReadHistory(repository, scope, selected);
        }
        catch (ArtifactException e)
        {
            // Damaged: contents are screened all the same, by the names that are known.
            selected.Gaps.Add($"the history cannot be followed to its end ({e.Message}); run git fsck");
        }

        selected.RefNames.AddRange(GitRefs.LongNames(repository));
        selected.Items.AddRange(_tags);
        AddBlobs(repository, selected);
        return selected;
    }

    private void ReadStore(byte[] lines, GitSelected selected)
    {
        const int named = 10;
        var damaged = 0;
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines.AsSpan()[range];
            if (line.StartsWith("tree "u8) || line.IsEmpty)
                continue;
            // Of an object that cannot be read git tells no type.
            if (line.EndsWith(" missing"u8))
            {
                if (damaged++ < named)
                    selected.Gaps.Add($"object {Encoding.ASCII.GetString(line[..^" missing".Length])} cannot be read; run git fsck");
                continue;
            }

            var type = line[..line.IndexOf((byte)' ')];
            var id = line[(type.Length + 1)..];
            if (type.SequenceEqual("blob"u8))
            {
                _blobs.Add(new GitItem(GitId.Parse(id), GitItemKind.Blob, ""));
            }
            else if (type.SequenceEqual("tag"u8))
            {
                _tags.Add(new GitItem(GitId.Parse(id), GitItemKind.Tag, "tag/" + Encoding.ASCII.GetString(id)));
            }
            else
            {
                _commits.Add(GitId.Parse(id));
            }
        }

        if (damaged > named)
            selected.Gaps.Add($"{damaged - named} more objects cannot be read; run git fsck");
    }

    /// <summary>Every commit of the store is followed, whether a ref leads to it or not: a lost one tells the names of what it holds.</summary>
    private void ReadHistory(GitRepository repository, GitScope scope, GitSelected selected)
    {
        // Commits of one time come out in the order they go in, which must not be that of the packs.
        _commits.Sort(GitId.Compare);
        var commits = selected.Commits = GitCommits.Of(repository, _commits);
        var since = scope.Since?.ToUnixTimeSeconds() ?? long.MinValue;
        for (var i = 0; i < commits.Ids.Count; i++)
        {
            if (commits.TimeOf(i) >= since)
                selected.Items.Add(MessageOf(commits, i));
        }

        var names = new NameTable();
        commits.ReadChanges(null, (commit, id, mode, path) =>
        {
            var isRecent = commits.TimeOf(commit) >= since;
            if (_origins.TryAdd(id, new Origin(names.Of(path), mode, commit, isRecent)))
            {
                if (mode == GitChanges.Submodule)
                    selected.Items.Add(new GitItem(id, GitItemKind.Submodule, path) { Commit = commit });
                return;
            }

            selected.Again.Add((id, commit, names.Of(path)));
            if (isRecent && !_origins[id].IsRecent)
                _origins[id] = new Origin(names.Of(path), mode, commit, true);
        });
        ShallowGap.AddTo(selected, repository);
    }

    private void AddBlobs(GitRepository repository, GitSelected selected)
    {
        Dictionary<GitId, string>? others = null;
        foreach (var blob in _blobs)
        {
            if (_origins.Remove(blob.Id, out var origin))
            {
                if (origin.IsRecent)
                    selected.Items.Add(blob with { Path = origin.Path, Mode = origin.Mode & 0b111_111_111, Commit = origin.Commit });
                continue;
            }

            others ??= Uncommitted(repository, selected);
            selected.Items.Add(blob with { Path = others.GetValueOrDefault(blob.Id) ?? UnreachablePath(blob.Id) });
        }

        var missing = _origins.Values.Count(origin => origin.Mode != GitChanges.Submodule);
        if (missing > 0)
            selected.Gaps.Add($"{missing} blobs of the history are not here (a partial clone, or damage); run git fetch --refetch, or screen a full clone");
    }

    /// <summary>Names of what no commit has: the indexes of all work trees, and refs to trees and blobs.</summary>
    private static Dictionary<GitId, string> Uncommitted(GitRepository repository, GitSelected selected)
    {
        var names = new Dictionary<GitId, string>();
        foreach (var line in Encoding.UTF8.GetString(GitCommand.Output(repository, null, "rev-list", "--objects", "--indexed-objects", "--missing=allow-any")).Split('\n'))
        {
            if (line.IndexOf(' ') is > 0 and var space && GitId.TryParse(line[..space], out var id))
                names.TryAdd(id, line[(space + 1)..]);
        }

        foreach (var line in GitCommand.Line(repository, "for-each-ref", "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)").Split('\n'))
        {
            var columns = line.Split(' ', 5);
            if (columns.Length < 5)
                continue;
            var (type, id) = columns[2].Length > 0 ? (columns[2], columns[3]) : (columns[0], columns[1]);
            if (type == "blob" && GitId.TryParse(id, out var blob))
                names.TryAdd(blob, columns[4]);
            else if (type == "tree")
                AddTree(names, TreeOf(repository, id), selected);
        }

        return names;
    }

    private static void AddTree(Dictionary<GitId, string> names, IEnumerable<GitItem> items, GitSelected selected)
    {
        foreach (var item in items)
        {
            names.TryAdd(item.Id, item.Path);
            selected.AtRefs.Add(item.Id);
        }
    }

    private readonly record struct Origin(string Path, int Mode, int Commit, bool IsRecent);
}

/// <summary>Says that earlier commits were left behind when the repository was cloned.</summary>
internal static class ShallowGap
{
    public static void AddTo(GitSelected selected, GitRepository repository)
    {
        if (!repository.IsShallow)
            return;
        var boundary = File.ReadAllLines(repository.PathOf("shallow"));
        var cut = boundary.Count(line => GitId.TryParse(line.Trim(), out var id) && selected.Commits?.IndexOf(id) is not null);
        if (cut > 0)
            selected.Gaps.Add($"the clone is shallow: what came before {cut} of its commits is not here; run git fetch --unshallow");
    }
}
