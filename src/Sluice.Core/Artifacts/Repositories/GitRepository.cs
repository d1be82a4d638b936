namespace Sluice.Artifacts.Repositories;

/// <summary>A repository by a folder in it: a work tree, a linked one, a bare repository.</summary>
/// <param name="IsNamed">Somebody named it; else it is the current one, which the environment of a hook may place elsewhere.</param>
public sealed record GitRepository(string Directory, bool IsNamed)
{
    /// <summary>Asks git for a path of its own and makes it absolute: <c>hooks</c> (wherever <c>core.hooksPath</c> says), <c>HEAD</c>.</summary>
    public string PathOf(string name) => Path.GetFullPath(GitCommand.Line(this, "rev-parse", "--git-path", name), Path.GetFullPath(Directory));

    /// <summary>Whether the folder is in a repository at all.</summary>
    public bool IsThere => GitCommand.LineOrNull(this, "rev-parse", "--git-dir") is not null;

    /// <summary>What git says where there is no repository that it would read; null where there is one, and where git itself is missing.</summary>
    public string? Refusal
    {
        get
        {
            try
            {
                GitCommand.Line(this, "rev-parse", "--git-dir");
                return null;
            }
            catch (ArtifactException e)
            {
                return e.Message.StartsWith(GitCommand.Failure, StringComparison.Ordinal) ? e.Message[GitCommand.Failure.Length..] : null;
            }
        }
    }

    /// <summary>A repository without a work tree, as on servers.</summary>
    public bool IsBare => GitCommand.Line(this, "rev-parse", "--is-bare-repository") == "true";

    /// <summary>The top of the work tree; null where there is none.</summary>
    public string? TopLevel => GitCommand.LineOrNull(this, "rev-parse", "--show-toplevel") is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder below the top of the work tree, with a slash at its end; empty at the top and where there is no work tree.</summary>
    internal string Prefix => GitCommand.LineOrNull(this, "rev-parse", "--show-prefix") ?? "";

    /// <summary>The folder of hooks that the user's configuration names for all repositories; null when it names none.</summary>
    public string? UserHooksFolder
    {
        get => GitCommand.LineOrNull(this, "config", "--global", "--type=path", "--get", "core.hooksPath") is { Length: > 0 } folder ? folder : null;
        set => GitCommand.Line(this, value is null ? ["config", "--global", "--unset", "core.hooksPath"] : ["config", "--global", "core.hooksPath", value]);
    }

    /// <summary>Which configuration says where hooks are: local, worktree, global, system, command; null when none does.</summary>
    public string? HooksScope => GitCommand.LineOrNull(this, "config", "--show-scope", "--get", "core.hooksPath")?.Split('\t')[0];

    /// <summary>Every ref and what it names.</summary>
    public IEnumerable<(string Ref, GitId Object)> Refs()
    {
        foreach (var line in GitCommand.Line(this, "for-each-ref", "--format=%(objectname) %(refname)").Split('\n'))
        {
            if (line.Split(' ', 2) is [var name, var reference] && GitId.TryParse(name, out var id))
                yield return (reference, id);
        }
    }

    /// <summary>Where the parts are that linked work trees share.</summary>
    internal string CommonDirectory => Path.GetFullPath(GitCommand.Line(this, "rev-parse", "--git-common-dir"), Path.GetFullPath(Directory));

    /// <summary>Earlier commits than some are missing here on purpose.</summary>
    internal bool IsShallow => GitCommand.Line(this, "rev-parse", "--is-shallow-repository") == "true";

    /// <summary>Of a range (<c>A..B</c>, <c>A...B</c>) the first end that is no revision here; null when there is none.</summary>
    public string? UnknownEndOf(string range) =>
        range.Split("..").Select(end => end.TrimStart('.')).FirstOrDefault(end => end.Length > 0 && GitCommand.LineOrNull(this, "rev-parse", "--verify", "--quiet", "--end-of-options", end) is null);

    /// <summary>The commit that a revision is or leads to; null when it is none. What looks like an option is none.</summary>
    public GitId? Commit(string revision) =>
        GitCommand.LineOrNull(this, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}") is { } text && GitId.TryParse(text, out var id) ? id : null;
}
