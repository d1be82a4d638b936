namespace Sluice.Artifacts.Repositories;

/// <summary>
/// Objects of a git repository, each once: <c>staged</c> (the index against HEAD), <c>A..B</c> (what the commits of the range add or
/// change), <c>all</c> (every blob in the object store, reachable or not), what a push adds, or the tree of one revision. Messages of commits and
/// annotated tags count as texts. For pointers of Git LFS the content that they name is screened; submodules are named, their files are another
/// repository's.
/// </summary>
public sealed class GitSource : ArtifactSource
{
    private readonly GitRepository _repository;
    private readonly GitSelection _selection;
    private readonly GitScope _scope;
    private GitSelected? _selected;
    private IReadOnlyList<(Entry Entry, GitItem Item)> _added = [];

    private GitSource(GitRepository repository, GitSelection selection, GitScope scope, string name)
    {
        _repository = repository;
        _selection = selection;
        _scope = scope;
        Name = name;
    }

    public override string Name { get; }

    /// <param name="selection">What follows <c>git:</c> in a target.</param>
    public static GitSource Of(GitRepository repository, string selection, GitScope scope) => new(
        repository,
        selection switch { "staged" => new StagedSelection(), "all" => new AllSelection(), _ => new RangeSelection(selection) },
        scope,
        "git:" + selection);

    /// <summary>What refs that move to <paramref name="tips"/> add to a side that has <paramref name="known"/>.</summary>
    public static GitSource Push(GitRepository repository, IReadOnlyList<(string Ref, GitId Tip)> tips, IReadOnlyList<GitId> known, string name) =>
        new(repository, new PushSelection(tips, known), new GitScope(), name);

    /// <summary>The files of one revision.</summary>
    public static GitSource Tree(GitRepository repository, string revision) => new(repository, new TreeSelection(revision), new GitScope(), $"{repository.Directory}@{revision}");

    /// <summary>What the walk made of the objects, in the order of the entries.</summary>
    internal IReadOnlyList<(Entry Entry, GitItem Item)> Added => _added;

    public override void Walk(ArtifactWalk walk)
    {
        var selected = _selected = _selection.Select(_repository, _scope);
        walk.Open(Name, "git", sink =>
        {
            var entries = new GitEntries(_repository, _scope, sink);
            _added = entries.Added;
            entries.Add(selected);
        });
    }

    public override void Trace(IReadOnlyCollection<Entry> entries) =>
        GitTrace.Learn(_repository, _selected!, _selection, _added, entries);
}
