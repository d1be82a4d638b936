using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;

namespace Sluice.Cli.Gates;

/// <summary>Turns what git tells a hook (githooks(5)) into what is about to leave.</summary>
/// <param name="variable">The environment: the pre-commit framework hands on what git said there.</param>
internal sealed class HookTarget(GitRepository repository, TextReader input, Func<string, string?> variable)
{
    /// <summary>Null when nothing leaves: only refs are deleted, or what goes is there already.</summary>
    /// <param name="arguments">Those that git gives the hook: for pre-push the remote's name and address.</param>
    public ArtifactSource? Of(string hook, IReadOnlyList<string> arguments) => hook switch
    {
        "pre-commit" => GitSource.Of(repository, "staged", new GitScope()),
        "pre-push" => PrePush(arguments.Count > 0 ? arguments[0] : ""),
        _ => PreReceive(),
    };

    /// <summary>Lines of local ref, local object, remote ref, remote object. What the remote has is known from its own refs and those that were fetched from it.</summary>
    private GitSource? PrePush(string remote)
    {
        var moves = Lines(4).Select(words => (Ref: words[0], New: Id(words[1]), Old: Id(words[3]))).ToList();
        if (moves.Count == 0 && variable("PRE_COMMIT") == "1")
            return PrePushOfFramework();
        var fetched = remote.Length == 0 ? [] : Refs($"refs/remotes/{remote}/");
        return Push(moves, fetched, $"push to {(remote.Length == 0 ? "a remote" : remote)}");
    }

    /// <summary>The pre-commit framework reads git's lines itself, and tells its hooks of the first ref that is pushed.</summary>
    private GitSource PrePushOfFramework()
    {
        var remote = variable("PRE_COMMIT_REMOTE_NAME") ?? "";
        var name = variable("PRE_COMMIT_TO_REF") ?? variable("PRE_COMMIT_LOCAL_BRANCH") ?? "HEAD";
        var tip = repository.Commit(name) ?? throw new ArtifactException($"the pre-commit framework pushes '{name}', and there is no such commit");
        var known = remote.Length == 0 ? [] : Refs($"refs/remotes/{remote}/");
        return GitSource.Push(repository, [(variable("PRE_COMMIT_LOCAL_BRANCH") ?? "HEAD", tip)], [.. known], $"push to {(remote.Length == 0 ? "a remote" : remote)}");
    }

    /// <summary>Lines of old object, new object, ref.</summary>
    private GitSource? PreReceive()
    {
        var moves = Lines(3).Select(words => (Ref: words[2], New: Id(words[1]), Old: Id(words[0]))).ToList();
        return Push(moves, Refs("refs/"), $"push of {string.Join(", ", moves.Select(move => move.Ref).Take(3))}{(moves.Count > 3 ? $" and {moves.Count - 3} more" : "")}");
    }

    private GitSource? Push(List<(string Ref, GitId New, GitId Old)> moves, IEnumerable<GitId> known, string name)
    {
        var tips = moves.Where(move => !move.New.IsNull).Select(move => (move.Ref, move.New)).ToList();
        return tips.Count == 0 ? null : GitSource.Push(repository, tips, [.. moves.Select(move => move.Old).Where(id => !id.IsNull), .. known], name);
    }

    private IEnumerable<GitId> Refs(string prefix) => repository.Refs().Where(known => known.Ref.StartsWith(prefix, StringComparison.Ordinal)).Select(known => known.Object);

    private List<string[]> Lines(int words)
    {
        var lines = new List<string[]>();
        while (input.ReadLine() is { } line)
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != words)
                throw new ArtifactException($"git gives the hook lines of {words} words on standard input, not '{line}'; let git run it");
            lines.Add(parts);
        }

        return lines;
    }

    private static GitId Id(string text) =>
        GitId.TryParse(text, out var id) ? id : throw new ArtifactException($"'{text}' is not the name of an object; let git run the hook");
}
