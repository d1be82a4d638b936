using System.Globalization;
using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>
/// Finds out, for the few objects in which something was found, who brought them in and what still leads to them. Costs one pass over the
/// commits for every 64 objects, whatever the number of branches.
/// </summary>
internal sealed class GitTrace
{
    private const int MarksAtOnce = 64;

    /// <summary>What stands for bytes that are no UTF-8.</summary>
    private const char NotText = '\ufffd';

    private readonly GitRepository _repository;
    private readonly GitSelected _selected;
    private readonly bool _isAll;
    private readonly bool _isOutgoing;
    private readonly ILookup<GitId, (GitId Blob, int Commit, string Path)> _again;

    public GitTrace(GitRepository repository, GitSelected selected, GitSelection selection, IReadOnlySet<GitId> wanted)
    {
        _repository = repository;
        _selected = selected;
        _isAll = selection is AllSelection;
        _isOutgoing = selection is PushSelection;
        _again = selected.Again.Where(again => wanted.Contains(again.Blob)).ToLookup(again => again.Blob);
    }

    /// <summary>Gives the objects that the entries are, or were opened from, their history.</summary>
    public static void Learn(GitRepository repository, GitSelected selected, GitSelection selection, IReadOnlyList<(Entry Entry, GitItem Item)> added, IEnumerable<Entry> entries)
    {
        var tops = entries.Select(Top).ToHashSet();
        var traced = added.Where(pair => tops.Contains(pair.Entry)).ToList();
        if (traced.Count == 0)
            return;
        var items = traced.ConvertAll(pair => pair.Item);
        var histories = new GitTrace(repository, selected, selection, items.Select(item => item.Id).ToHashSet()).Of(items);
        foreach (var ((entry, _), history) in traced.Zip(histories))
            entry.Learn(history);
    }

    private static Entry Top(Entry entry)
    {
        while (entry.Container is { Container: not null } container)
            entry = container;
        return entry;
    }

    private List<GitHistory> Of(List<GitItem> items)
    {
        var (refs, graph) = Graph();
        var histories = new List<GitHistory>();
        foreach (var chunk in items.Chunk(MarksAtOnce))
            histories.AddRange(Locate(chunk, Leading(chunk, refs, graph)));
        return WithAuthors(histories);
    }

    /// <summary>All refs with all commits; for a range the branches and tags, with what leads from them down to its commits.</summary>
    private (List<GitRef> Refs, GitCommits? Commits) Graph()
    {
        if (_selected.Commits is not { Ids.Count: > 0 } commits)
            return ([], null);
        var refs = GitRefs.Of(_repository);
        if (_isAll)
            return (refs, commits);
        refs.RemoveAll(known => known.Kind is not (GitRefKind.Branch or GitRefKind.Tag));
        var lines = string.Concat(refs.Select(known => known.Commit).Distinct().Select(id => $"{id}\n")) + string.Concat(commits.Outer.Select(id => $"^{id}\n"));
        return (refs, refs.Count == 0 ? null : GitCommits.Of(_repository, Encoding.ASCII.GetBytes(lines)));
    }

    /// <summary>For each item the refs that lead to a commit which brought it in.</summary>
    private List<List<GitRef>> Leading(GitItem[] items, List<GitRef> refs, GitCommits? graph)
    {
        var marks = new ulong[graph?.Ids.Count ?? 0];
        for (var i = 0; graph is not null && i < items.Length; i++)
        {
            foreach (var commit in CommitsOf(items[i]))
            {
                if (graph.IndexOf(_selected.Commits!.Ids[commit]) is { } index)
                    marks[index] |= 1UL << i;
            }
        }

        graph?.Inherit(marks);
        var leading = items.Select(_ => new List<GitRef>()).ToList();
        foreach (var known in refs)
        {
            var mark = graph?.IndexOf(known.Commit) is { } index ? marks[index] : 0;
            for (var i = 0; i < items.Length; i++)
            {
                if ((mark >> i & 1) != 0 || known.Object == items[i].Id)
                    leading[i].Add(known);
            }
        }

        return leading;
    }

    private IEnumerable<GitHistory> Locate(GitItem[] items, List<List<GitRef>> leading)
    {
        var questions = new List<(int Item, string Ref, string Question)>();
        for (var i = 0; i < items.Length; i++)
        {
            foreach (var (name, commit) in items[i].Kind == GitItemKind.Blob ? Ends(leading[i]) : [])
            {
                foreach (var path in PathsOf(items[i]))
                    questions.Add((i, name, $"{commit}:{path}"));
            }
        }

        var tips = questions.Zip(Answers(questions.ConvertAll(question => question.Question)))
            .Where(pair => pair.Second == items[pair.First.Item].Id || (pair.First.Question.Contains(NotText) && IsInTree(pair.First.Question, items[pair.First.Item])))
            .ToLookup(pair => pair.First.Item, pair => pair.First.Ref);
        for (var i = 0; i < items.Length; i++)
            yield return HistoryOf(items[i], leading[i], [.. tips[i].Distinct()]);
    }

    /// <summary>A name that is no text cannot be asked for: the whole tree is.</summary>
    private bool IsInTree(string question, GitItem item)
    {
        var colon = question.IndexOf(':', StringComparison.Ordinal);
        return GitSelection.TreeOf(_repository, question[..colon]).Any(file => file.Id == item.Id && file.Path == question[(colon + 1)..]);
    }

    /// <summary>Whose newest version is looked at: of every ref, or of the commits of a range that have no child in it.</summary>
    private IEnumerable<(string Name, GitId Commit)> Ends(List<GitRef> leading) =>
        _isAll ? leading.Where(known => known.Kind is GitRefKind.Branch or GitRefKind.Tag).Select(known => (known.Name, known.Commit))
        : (_selected.Commits?.Ends ?? []).Select(id => (id.Short, id));

    private GitHistory HistoryOf(GitItem item, List<GitRef> leading, List<string> tips)
    {
        var commit = CommitsOf(item).Select(index => (int?)index).MinBy(index => (_selected.Commits!.TimeOf(index!.Value), index));
        return new GitHistory(item.Id, item.Kind, StateOf(item, leading, tips))
        {
            Commit = commit is { } index ? _selected.Commits!.Ids[index] : null,
            CommitOrder = commit ?? 0,
            Since = commit is { } at ? Moment(_selected.Commits!.TimeOf(at)) : null,
            ReachableFrom = [.. leading.Select(known => known.Name)],
            IsOutgoing = _isOutgoing,
            Tips = tips,
            Paths = item.Kind == GitItemKind.Blob ? [.. PathsOf(item)] : [],
        };
    }

    private GitState StateOf(GitItem item, List<GitRef> leading, List<string> tips)
    {
        if (tips.Count > 0)
            return GitState.Tip;
        if (item.Kind == GitItemKind.Blob && item.Commit == GitItem.NoCommit)
            return _selected.AtRefs.Contains(item.Id) ? GitState.Tip : item.Path == AllSelection.UnreachablePath(item.Id) ? GitState.Unreachable : item.Path.StartsWith("refs/", StringComparison.Ordinal) ? GitState.Tip : GitState.Staged;
        if (!_isAll || leading.Exists(known => known.Kind is GitRefKind.Branch or GitRefKind.Tag))
            return GitState.History;
        return leading.Count == 0 ? GitState.Unreachable : leading[0].Kind == GitRefKind.Note ? GitState.Note : GitState.Stash;
    }

    private IEnumerable<int> CommitsOf(GitItem item)
    {
        var own = item.Commit == GitItem.NoCommit ? Enumerable.Empty<int>() : [item.Commit];
        return own.Concat(_again[item.Id].Select(again => again.Commit));
    }

    private IEnumerable<string> PathsOf(GitItem item) =>
        _again[item.Id].Select(again => again.Path).Prepend(item.Path).Distinct();

    /// <summary>What stands at <c>commit:path</c>, if anything. A line end in a path cannot be asked for in a line.</summary>
    private IEnumerable<GitId?> Answers(List<string> questions)
    {
        var input = new StringBuilder();
        foreach (var question in questions.Where(question => !question.Contains('\n', StringComparison.Ordinal)))
            input.Append(question).Append('\n');
        var lines = input.Length == 0 ? [] : Encoding.UTF8.GetString(GitCommand.Output(_repository, Encoding.UTF8.GetBytes(input.ToString()), "cat-file", "--batch-check=%(objectname)", "--buffer")).Split('\n');
        var at = 0;
        foreach (var question in questions)
        {
            var answer = question.Contains('\n', StringComparison.Ordinal)
                ? GitCommand.LineOrNull(_repository, "rev-parse", "--verify", "--quiet", "--end-of-options", question)
                : lines[at++];
            yield return answer is not null && GitId.TryParse(answer, out var id) ? id : null;
        }
    }

    private List<GitHistory> WithAuthors(List<GitHistory> histories)
    {
        var asked = histories.Select(history => history.Kind == GitItemKind.Tag ? history.Object : history.Commit).OfType<GitId>().Distinct().ToList();
        if (asked.Count == 0)
            return histories;
        var people = new Dictionary<GitId, (string Name, DateTimeOffset? Time)>();
        using var contents = GitBatch.Read(_repository, asked);
        foreach (var id in asked)
        {
            contents.Next();
            if (contents.TryRead() is { } bytes && Person(bytes.Span) is { } person)
                people[id] = person;
        }

        return histories.ConvertAll(history => people.TryGetValue(history.Kind == GitItemKind.Tag ? history.Object : history.Commit ?? default, out var person)
            ? history with { Author = person.Name, Since = history.Since ?? person.Time }
            : history);
    }

    /// <summary>The line of the author, or of the tagger: a name, an address, seconds since 1970, an offset.</summary>
    private static (string Name, DateTimeOffset? Time)? Person(ReadOnlySpan<byte> text)
    {
        foreach (var key in (string[])["\nauthor ", "\ntagger "])
        {
            var at = text.IndexOf(Encoding.ASCII.GetBytes(key));
            if (at < 0)
                continue;
            var line = text[(at + key.Length)..];
            line = line.IndexOf((byte)'\n') is >= 0 and var end ? line[..end] : line;
            var close = line.LastIndexOf((byte)'>') + 1;
            var words = Encoding.ASCII.GetString(line[close..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (Encoding.UTF8.GetString(close > 0 ? line[..close] : line), words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Moment(seconds) : null);
        }

        return null;
    }

    /// <summary>Null for a time that no calendar has: anybody can write one into a commit.</summary>
    private static DateTimeOffset? Moment(long seconds) =>
        seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
