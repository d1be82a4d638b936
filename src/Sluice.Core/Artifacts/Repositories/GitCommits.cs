using System.Buffers.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>Some commits of a repository in an order in which parents come before their children, with what each adds or changes.</summary>
internal sealed class GitCommits
{
    private readonly GitRepository _repository;
    private readonly List<GitId> _ids = [];
    private readonly List<long> _times = [];
    private readonly List<int[]> _parents = [];
    private readonly Dictionary<GitId, int> _indexes = [];
    private readonly HashSet<GitId> _outer = [];

    private GitCommits(GitRepository repository) => _repository = repository;

    public IReadOnlyList<GitId> Ids => _ids;

    /// <summary>When it was committed, in seconds since 1970 as its author's machine had it.</summary>
    public long TimeOf(int index) => _times[index];

    /// <summary>Those that are parents of none of the others.</summary>
    public IEnumerable<GitId> Ends => _ids.Except(_parents.SelectMany(parents => parents).Select(parent => _ids[parent]));

    /// <summary>Parents of some of them that are none of them.</summary>
    public IReadOnlyCollection<GitId> Outer => _outer;

    /// <summary>Null when it is none of them.</summary>
    public int? IndexOf(GitId id) => _indexes.TryGetValue(id, out var index) ? index : null;

    /// <summary>The given commits and all their ancestors.</summary>
    public static GitCommits Of(GitRepository repository, IReadOnlyList<GitId> tips) => Of(repository, LinesOf(tips));

    /// <param name="revisions">As git rev-list takes them on standard input, one a line: names of objects, with ^ those whose history is left out.</param>
    public static GitCommits Of(GitRepository repository, byte[] revisions)
    {
        var commits = new GitCommits(repository);
        if (revisions.Length > 0)
            commits.Read(GitCommand.Output(repository, revisions, "rev-list", "--topo-order", "--reverse", "--parents", "--timestamp", "--stdin"));
        return commits;
    }

    /// <summary>
    /// Everything that the commits bring in: names of blobs and submodules with path and mode. A merge brings in what none of its parents
    /// has at that path. In the order of the commits; <paramref name="take"/> gets the index of the commit, the object, its mode and its path.
    /// </summary>
    /// <param name="wanted">Null for all commits.</param>
    public void ReadChanges(Func<int, bool>? wanted, Action<int, GitId, int, string> take)
    {
        var lines = LinesOf(wanted is null ? _ids : _ids.Where((_, index) => wanted(index)));
        if (lines.Length > 0)
            new GitChanges(take, id => _indexes[id]).Read(_repository, lines);
    }

    /// <summary>Which of up to 64 marks each commit inherits from itself and its ancestors.</summary>
    /// <param name="marks">For each commit the marks that begin there; afterwards with those of its ancestors.</param>
    public void Inherit(ulong[] marks)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            foreach (var parent in _parents[i])
                marks[i] |= marks[parent];
        }
    }

    private static byte[] LinesOf(IEnumerable<GitId> ids)
    {
        using var lines = new MemoryStream();
        foreach (var id in ids)
            id.WriteLine(lines);
        return lines.ToArray();
    }

    private void Read(byte[] lines)
    {
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines.AsSpan()[range];
            if (line.IsEmpty)
                continue;
            var time = line.IndexOf((byte)' ');
            _ = Utf8Parser.TryParse(line[..time], out long seconds, out _);
            line = line[(time + 1)..];
            var parents = new List<int>();
            GitId? own = null;
            foreach (var word in line.Split((byte)' '))
            {
                var id = GitId.Parse(line[word]);
                if (own is null)
                    own = id;
                else if (_indexes.TryGetValue(id, out var parent))
                    parents.Add(parent);
                else
                    _outer.Add(id);
            }

            _times.Add(seconds);
            _indexes.TryAdd(own!.Value, _ids.Count);
            _ids.Add(own.Value);
            _parents.Add([.. parents]);
        }
    }
}
