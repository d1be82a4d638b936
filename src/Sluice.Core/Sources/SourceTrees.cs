using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>Keeps the tree that was read last, with the words of its texts. Not for several threads at once: artifacts are screened one after the other.</summary>
internal sealed class SourceTrees
{
    private (GitId Commit, SourceTree Tree)? _last;

    public SourceTree Of(GitId commit, Func<SourceTree> read)
    {
        if (_last is not { } last || last.Commit != commit)
            _last = last = (commit, read());
        return last.Tree;
    }
}
