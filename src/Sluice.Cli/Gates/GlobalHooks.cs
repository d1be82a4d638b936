using Sluice.Artifacts.Repositories;

namespace Sluice.Cli.Gates;

/// <summary>
/// Hooks for every repository of a user: a folder of scripts that <c>core.hooksPath</c> names. Git then asks no repository's own folder any more, so each script first runs the one of its
/// name there: all kinds of hooks have one. Repositories with a <c>core.hooksPath</c> of their own (husky) are not reached.
/// </summary>
internal sealed class GlobalHooks(GitRepository repository, string folder, string? program)
{
    private const string Mark = "# Written by 'sluice hook install --global'; 'sluice hook uninstall --global' takes it out again.";

    /// <summary>githooks(5), without those that are configured by other names.</summary>
    private static readonly string[] Kinds =
    [
        "applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-push",
        "pre-receive", "update", "proc-receive", "post-receive", "post-update", "reference-transaction", "push-to-checkout", "pre-auto-gc", "post-rewrite", "sendemail-validate", "post-index-change",
    ];

    private static readonly string[] Screened = ["pre-commit", "pre-push"];

    public static string FolderOf(Surroundings surroundings)
    {
        var home = surroundings.Variable("XDG_CONFIG_HOME") is { Length: > 0 } configuration ? configuration
            : Path.Combine(surroundings.Variable("HOME") ?? surroundings.Variable("USERPROFILE") ?? throw new UsageException("--global needs a home folder: HOME is not set"), ".config");
        return Path.Combine(home, "sluice", "hooks");
    }

    public string Install()
    {
        if (repository.UserHooksFolder is { } other && other != folder)
            throw new UsageException($"core.hooksPath is '{other}' for all repositories already; install there with 'sluice hook install --force', or unset it");
        Directory.CreateDirectory(folder);
        foreach (var kind in Kinds)
            HookInstallation.Write(Path.Combine(folder, kind), Script(kind));
        repository.UserHooksFolder = folder;
        return $"pre-commit and pre-push installed for every repository: {folder}; each repository's own hooks run first";
    }

    public string Uninstall()
    {
        foreach (var file in Kinds.Select(kind => Path.Combine(folder, kind)).Where(file => File.Exists(file) && File.ReadLines(file).Take(3).Contains(Mark)))
            File.Delete(file);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        if (repository.UserHooksFolder != folder)
            return "there are no hooks of ours for every repository";
        repository.UserHooksFolder = null;
        return $"hooks for every repository removed: {folder}";
    }

    private string Script(string kind) => (Screened.Contains(kind) ? $"""
        #!/bin/sh
        {Mark}
        input=
        {(kind == "pre-commit" ? "" : "input=$(cat && echo .) && input=${input%.}")}
        own="$(git rev-parse --git-common-dir)/hooks/{kind}"
        if [ -x "$own" ]; then
            printf %s "$input" | "$own" "$@" || exit $?
        fi
        sluice={HookInstallation.Quoted(program ?? "")}
        [ -x "$sluice" ] || sluice=$(command -v sluice)
        if [ -z "$sluice" ]; then
            echo "sluice: the program is not there any more, so nothing was screened; install it, or run 'git config --global --unset core.hooksPath'" >&2
            exit {ExitCode.Indeterminate}
        fi
        printf %s "$input" | "$sluice" hook run {kind} -- "$@"

        """ : $"""
        #!/bin/sh
        {Mark}
        own="$(git rev-parse --git-common-dir)/hooks/{kind}"
        [ ! -x "$own" ] || exec "$own" "$@"

        """).Replace("\r", "", StringComparison.Ordinal);
}
