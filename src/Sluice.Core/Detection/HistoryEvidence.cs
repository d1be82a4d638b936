using System.Globalization;
using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Detection;

/// <summary>Says of what was found in a repository since when it is there, who brought it in, what still leads to it, and how to get rid of it.</summary>
internal static class HistoryEvidence
{
    /// <summary>Branches that a command or a sentence names.</summary>
    private const int Named = 3;

    /// <summary>In an order that does not depend on how the objects are packed: by place, then by age.</summary>
    public static IReadOnlyList<Finding> AddTo(IReadOnlyList<Finding> findings, Artifact artifact)
    {
        if (artifact.Root.Format != "git")
            return findings;
        return [.. findings
            .OrderBy(finding => Place.Of(finding.Entry), StringComparer.Ordinal)
            .ThenBy(finding => GitHistory.Of(finding.Entry)?.Since)
            .ThenBy(finding => GitHistory.Of(finding.Entry)?.CommitOrder)
            .ThenBy(finding => GitHistory.Of(finding.Entry)?.Object.ToString(), StringComparer.Ordinal)
            .Select(finding => GitHistory.Of(finding.Entry) is { } history ? Describe(finding, history) : finding)];
    }

    /// <summary>The evidence for one secret in several objects: since the first of them, from everything that leads to any.</summary>
    public static IEnumerable<(string Name, object Value)> Widen(Finding first, IReadOnlyList<Finding> others)
    {
        if (GitHistory.Of(first.Entry) is not { } own)
            return first.Evidence;
        var all = others.Select(finding => GitHistory.Of(finding.Entry)).OfType<GitHistory>().Prepend(own).Distinct().ToList();
        var oldest = all.MinBy(history => (history.Since ?? DateTimeOffset.MaxValue, history.CommitOrder))!;
        var whole = own with
        {
            Commit = oldest.Commit,
            Author = oldest.Author,
            Since = oldest.Since,
            ReachableFrom = [.. all.SelectMany(history => history.ReachableFrom).Distinct()],
            Tips = [.. all.SelectMany(history => history.Tips).Distinct()],
            Paths = [.. all.SelectMany(history => history.Paths).Distinct()],
        };
        return [.. first.Evidence.Where(item => !Names.Contains(item.Name)), .. Evidence(whole), ("versions", all.Count)];
    }

    private static readonly string[] Names = ["state", "object", "commit", "author", "since", "reachableFrom", "tips", "paths"];

    private static Finding Describe(Finding finding, GitHistory history) => finding with
    {
        Message = finding.Message + Where(history),
        Evidence = [.. finding.Evidence, .. Evidence(history)],
        Remedy = Remedy(finding, history),
        Removal = Removal(finding, history),
    };

    private static string Where(GitHistory history)
    {
        var since = history.Since is { } time ? $" since {Day(time)}" : "";
        var commit = history.Commit is { } id && history.Kind != GitItemKind.Commit ? $" (commit {id.Short})" : "";
        return history.State switch
        {
            GitState.Staged => "",
            GitState.History when history.Kind == GitItemKind.Blob => $", in history only{since}{commit}",
            GitState.Note => $", in a note{since}{commit}",
            GitState.Stash => $", in {First(history.ReachableFrom, "a stash")}{since}{commit}",
            GitState.Unreachable => $", in no branch or tag any more{since}{commit}",
            _ => $",{since}{commit}" is { Length: > 1 } text ? text : "",
        };
    }

    private static IEnumerable<(string Name, object Value)> Evidence(GitHistory history)
    {
        yield return ("state", history.State switch
        {
            GitState.Tip => "tip",
            GitState.Staged => "staged",
            GitState.History => "history",
            GitState.Note => "note",
            GitState.Stash => "stash",
            _ => "unreachable",
        });
        yield return ("object", history.Object.ToString());
        if (history.Commit is { } commit)
            yield return ("commit", commit.ToString());
        if (history.Author is { } author)
            yield return ("author", author);
        if (history.Since is { } since)
            yield return ("since", since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (history.ReachableFrom.Count > 0)
            yield return ("reachableFrom", history.ReachableFrom);
        if (history.Tips.Count > 0)
            yield return ("tips", history.Tips);
        if (history.Paths.Count > 1)
            yield return ("paths", history.Paths);
    }

    private static string Remedy(Finding finding, GitHistory history)
    {
        var fix = finding.Remedy ?? finding.Rule.Fix;
        var isSecret = finding.Rule.Family == "secret";
        if (history.State == GitState.Staged)
            return isSecret ? $"Take it out of the file and git add that again before you commit. If it was ever shared: {fix}" : fix;
        if (history.IsOutgoing)
            return isSecret ? $"{TakeOut(history)} If it was ever shared: {fix}" : fix;
        return isSecret ? $"Revoke it first, whoever has a clone has it: {fix}" : fix;
    }

    /// <summary>A commit on top does not help: the earlier one goes along.</summary>
    private static string TakeOut(GitHistory history) => history.Commit is { } commit
        ? $"Take it out of the commits that are about to leave, deleting it in one more does not: git rebase -i {commit.Short}^, mark that commit with 'edit', or git commit --amend if it is the last."
        : "Delete the tag, and make it anew without.";

    private static string? Removal(Finding finding, GitHistory history) =>
        history.State == GitState.Staged || history.IsOutgoing ? null : finding.Rule.Family switch
        {
            "secret" => "Then remove it: " + Removal(finding.Entry, history),
            "exposure" => "To remove it from history: " + Removal(finding.Entry, history),
            _ => null,
        };

    private static string Removal(Entry entry, GitHistory history) => history switch
    {
        { State: GitState.Stash } => $"git stash drop {First(history.ReachableFrom, "stash@{0}")}, then git gc --prune=now.",
        { State: GitState.Unreachable } => "git reflog expire --expire=now --all && git gc --prune=now; a server keeps its own copy, which its operator has to clean.",
        { State: GitState.Note } => $"git update-ref -d {First(history.ReachableFrom, "refs/notes/commits")} drops all notes, there and on every server that has them; then git gc --prune=now.",
        { Kind: GitItemKind.Tag } => $"delete the tag here and on every server (git tag -d, git push --delete), then git gc --prune=now.",
        { Kind: GitItemKind.Commit } => $"git filter-repo --replace-message FILE with 'the value==>removed' in FILE; {Publish(history)}",
        { Tips.Count: > 0 } => $"delete it on {Some(history.Tips)} and commit, then rewrite history with {Rewrite(entry, history)}; {Publish(history)}",
        _ => $"rewrite history with {Rewrite(entry, history)}; {Publish(history)}",
    };

    /// <summary>A name from a stranger becomes part of a command only when a shell would take it as it is.</summary>
    private static string Rewrite(Entry entry, GitHistory history)
    {
        while (entry.Container is { Container: not null } container)
            entry = container;
        var path = entry.Path.Value;
        return path.Length > 0 && path[0] != '-' && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-')
            ? $"git filter-repo --invert-paths --path {path} (drops the file) or --replace-text FILE (keeps the rest of it)"
            : $"git filter-repo --strip-blobs-with-ids FILE, with {history.Object} in FILE";
    }

    private static string Publish(GitHistory history)
    {
        var published = history.ReachableFrom.Where(name => !name.StartsWith("stash@", StringComparison.Ordinal)).ToList();
        return published.Count == 0 ? "force-push what was published." : $"force-push {Some(published)} if published; clones keep it.";
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");

    private static string First(IReadOnlyList<string> names, string otherwise) => names.Count > 0 ? names[0] : otherwise;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
