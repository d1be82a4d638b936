using System.Diagnostics;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

/// <summary>Hooks beside programs that manage hooks, with git's real ones, and for all repositories of a user.</summary>
public sealed class HookFrameworkTests : IDisposable
{
    private readonly GitFolder _git = new();
    private readonly TemporaryFolder _home = new();

    public HookFrameworkTests()
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, "bin"));
        File.CreateSymbolicLink(Path.Combine(_home.Path, "bin", "sluice"), Path.Combine(AppContext.BaseDirectory, "sluice"));
    }

    public void Dispose()
    {
        _git.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void The_pre_commit_framework_gets_an_entry_and_keeps_its_hooks()
    {
        _git.File(".pre-commit-config.yaml", "repos: []\n");
        var refused = CliRun.In(_git.Path, "hook", "install");

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(".pre-commit-config.yaml", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_git.Path, ".git/hooks/pre-commit")));

        _git.File(".pre-commit-config.yaml", "repos:\n" + refused.Output);
        Assert.Contains("is in place", CliRun.In(_git.Path, "hook", "install").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_real_pre_commit_the_entry_stops_commits_and_pushes()
    {
        _git.File(".pre-commit-config.yaml", "repos: []\n");
        _git.File(".pre-commit-config.yaml", "repos:\n" + CliRun.In(_git.Path, "hook", "install").Output.Replace("[pre-commit]", "[commit]", StringComparison.Ordinal).Replace("[pre-push]", "[push]", StringComparison.Ordinal));
        _git.Git("add", ".pre-commit-config.yaml");
        Assert.Equal(0, Run("pre-commit", "install", "-t", "pre-commit", "-t", "pre-push").ExitCode);
        Commit("a.js", "a\n", expected: 0);
        Assert.Contains("secret/github-token", Commit("b.js", Secret(1), expected: 1), StringComparison.Ordinal);

        Run("git", "commit", "-q", "--no-verify", "-m", "past the hook");
        Run("git", "init", "-q", "--bare", Path.Combine(_home.Path, "server.git"));
        var push = Run("git", "push", Path.Combine(_home.Path, "server.git"), "main");
        Assert.NotEqual(0, push.ExitCode);
        Assert.Contains("secret/github-token", push.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Lefthook_gets_an_entry_and_keeps_its_hooks()
    {
        _git.File("lefthook.yml", "pre-commit:\n  commands:\n    # sluice hook run pre-commit\n    lint:\n      run: true\n");
        var refused = CliRun.In(_git.Path, "hook", "install", "pre-push");

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("use_stdin: true", refused.Output, StringComparison.Ordinal);
        _git.File("lefthook.yml", refused.Output);
        Assert.Equal(ExitCode.Allow, CliRun.In(_git.Path, "hook", "install", "pre-push").ExitCode);
        Assert.Equal(ExitCode.Usage, CliRun.In(_git.Path, "hook", "install").ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("npm test\n")]
    [InlineData("#!/usr/bin/env sh\n. \"$(dirname -- \"$0\")/_/husky.sh\"\n\nnpm test\n")]
    public void What_husky_runs_is_kept_and_restored_to_the_letter(string? before)
    {
        Directory.CreateDirectory(Path.Combine(_git.Path, ".husky/_"));
        _git.Git("config", "core.hooksPath", ".husky/_");
        var file = Path.Combine(_git.Path, ".husky/pre-push");
        if (before is not null)
            File.WriteAllText(file, before);

        Assert.Contains("husky", CliRun.In(_git.Path, "hook", "install", "pre-push").Output, StringComparison.Ordinal);
        var installed = File.ReadAllText(file);
        Assert.EndsWith(before?.Split('\n')[^2] + "\n" ?? "", installed, StringComparison.Ordinal);
        Assert.Contains("is in place", CliRun.In(_git.Path, "hook", "install", "pre-push").Output, StringComparison.Ordinal);
        Assert.Equal(installed, File.ReadAllText(file));

        CliRun.In(_git.Path, "hook", "uninstall");
        Assert.Equal(before, File.Exists(file) ? File.ReadAllText(file) : null);
    }

    /// <summary>Husky 9 has git run <c>_/NAME</c>, which runs <c>../NAME</c> with <c>sh -e</c>.</summary>
    [Fact]
    public void A_husky_script_stops_commits_and_gives_what_follows_its_input()
    {
        var ran = Path.Combine(_home.Path, "ran");
        foreach (var hook in (string[])["pre-commit", "pre-push"])
            Executable(_git.File($".husky/_/{hook}", $"#!/usr/bin/env sh\nsh -e \"$(dirname \"$(dirname \"$0\")\")/{hook}\" \"$@\"\n"));
        _git.File(".husky/pre-push", $"cat >>'{ran}'\n");
        _git.Git("config", "core.hooksPath", ".husky/_");
        CliRun.In(_git.Path, "hook", "install");
        Commit("a.js", "a\n", expected: 0);
        Run("git", "init", "-q", "--bare", Path.Combine(_home.Path, "server.git"));

        Assert.Equal(0, Run("git", "push", Path.Combine(_home.Path, "server.git"), "main").ExitCode);
        Assert.Matches("^refs/heads/main [0-9a-f]{40} refs/heads/main 0{40}\n$", File.ReadAllText(ran));
        Assert.Contains("secret/github-token", Commit("b.js", Secret(1), expected: 1), StringComparison.Ordinal);
        Run("git", "commit", "-q", "--no-verify", "-m", "past the hook");
        Assert.NotEqual(0, Run("git", "push", Path.Combine(_home.Path, "server.git"), "main").ExitCode);
    }

    [Fact]
    public void Hooks_for_every_repository_run_each_ones_own_first_and_go_without_a_trace()
    {
        Run("git", "config", "--global", "user.name", "Ann");
        var configuration = File.ReadAllText(Path.Combine(_home.Path, ".gitconfig"));
        var ran = Path.Combine(_home.Path, "ran");
        foreach (var hook in (string[])["pre-commit", "commit-msg"])
            Executable(_git.File($".git/hooks/{hook}", $"#!/bin/sh\necho {hook} >>'{ran}'\n"));

        Assert.Equal(0, Run("sluice", "hook", "install", "--global").ExitCode);
        Commit("a.js", "a\n", expected: 0);
        Assert.Equal(["pre-commit", "commit-msg"], File.ReadAllLines(ran));
        Commit("b.js", Secret(1), expected: 1);
        Assert.Equal(0, Run("sluice", "hook", "install", "--global").ExitCode);

        Assert.Equal(0, Run("sluice", "hook", "uninstall", "--global").ExitCode);
        Commit("b.js", Secret(1), expected: 0);
        Assert.Equal(configuration, File.ReadAllText(Path.Combine(_home.Path, ".gitconfig")).Replace("[core]\n", "", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_home.Path, ".config/sluice/hooks")));
    }

    [Fact]
    public void A_folder_of_hooks_that_the_user_has_for_all_repositories_is_not_taken_over()
    {
        Run("git", "config", "--global", "core.hooksPath", Path.Combine(_home.Path, "mine"));

        var refused = Run("sluice", "hook", "install", "--global");
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--force", refused.Words, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run("sluice", "hook", "install").ExitCode);
    }

    [Fact]
    public void A_submodule_has_hooks_of_its_own()
    {
        using var part = new GitFolder();
        part.Commit("p.js", "p\n");
        _git.Commit("a.js", "a\n");
        _git.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", part.Path, "part");

        Assert.Equal(ExitCode.Allow, CliRun.In(Path.Combine(_git.Path, "part"), "hook", "install").ExitCode);
        Assert.True(File.Exists(Path.Combine(_git.Path, ".git/modules/part/hooks/pre-commit")));
        Assert.False(File.Exists(Path.Combine(_git.Path, ".git/hooks/pre-commit")));
    }

    [Fact]
    public void A_forced_push_screens_what_replaces_the_old_history_alone()
    {
        _git.Commit("a.js", Secret(1));
        var old = _git.Commit("b.js", "b\n");
        _git.Git("reset", "-q", "--hard", "HEAD~1");
        var harmless = _git.Commit("c.js", "c\n");
        var leak = _git.Commit("d.js", Secret(2));

        Assert.Equal(ExitCode.Allow, Push(harmless, old));
        Assert.Equal(ExitCode.Deny, Push(leak, old));
    }

    private int Push(string tip, string old) =>
        CliRun.In(_git.Path, new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"refs/heads/main {tip} refs/heads/main {old}\n")), "hook", "run", "pre-push", "--", "origin", "elsewhere").ExitCode;

    private string Commit(string name, string text, int expected)
    {
        _git.File(name, text);
        Run("git", "add", "--", name);
        var (exitCode, words) = Run("git", "commit", "-m", "change");
        Assert.True(exitCode == expected, words);
        return words;
    }

    private static string Secret(int seed) => $"const token = '{TestSecret.GitHub(seed)}';\n";

    private static void Executable(string file) => File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>In the repository, with the home folder of the test and the built program on the PATH.</summary>
    private (int ExitCode, string Words) Run(string program, params string[] arguments)
    {
        var file = program == "sluice" ? Path.Combine(_home.Path, "bin", "sluice") : program;
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = _git.Path, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = _home.Path;
        start.Environment.Remove("XDG_CONFIG_HOME");
        start.Environment["PRE_COMMIT_HOME"] = Path.Combine(_home.Path, "pre-commit");
        start.Environment["PATH"] = $"{Path.Combine(_home.Path, "bin")}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
