using System.Diagnostics;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

/// <summary>The hooks as git runs them: a script stands in for the installed program and calls the one under test.</summary>
public sealed class HookCommandTests : IDisposable
{
    private const string Zeros = "0000000000000000000000000000000000000000";

    private readonly GitFolder _git = new();

    public void Dispose() => _git.Dispose();

    [Fact]
    public void A_commit_with_a_secret_is_stopped_and_one_without_says_nothing()
    {
        _git.File("a.js", Secret(1));
        _git.Git("add", "a.js");

        var stopped = Run("pre-commit", "");
        Assert.Equal((ExitCode.Deny, ""), (stopped.ExitCode, stopped.Output));
        Assert.Contains("secret/github-token", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("git add", stopped.Error, StringComparison.Ordinal);

        _git.File("a.js", "harmless\n");
        _git.Git("add", "a.js");
        Assert.Equal(new CliRun(ExitCode.Allow, "", ""), Run("pre-commit", ""));
    }

    [Fact]
    public void A_push_of_a_new_branch_is_held_against_what_that_remote_has()
    {
        _git.Commit("old.js", Secret(1));
        _git.Git("update-ref", "refs/remotes/origin/main", "HEAD");
        var tip = _git.Commit("new.js", "harmless\n");

        Assert.Equal(ExitCode.Allow, Run("pre-push", $"refs/heads/new {tip} refs/heads/new {Zeros}\n", "origin", "elsewhere").ExitCode);
        Assert.Equal(ExitCode.Deny, Run("pre-push", $"refs/heads/new {tip} refs/heads/new {Zeros}\n", "public", "elsewhere").ExitCode);
    }

    [Fact]
    public void A_push_screens_what_a_later_commit_took_back()
    {
        var start = _git.Commit("a.js", "a\n");
        var commit = _git.Commit("b.js", Secret(1));
        _git.Git("rm", "-q", "b.js");
        _git.Git("commit", "-q", "-m", "remove");

        var run = Run("pre-push", $"refs/heads/main {_git.Git("rev-parse", "HEAD")} refs/heads/main {start}\n", "origin", "elsewhere");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("git rebase -i " + commit[..12], run.Error.ReplaceLineEndings(" ").Replace("         ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_push_reads_the_messages_of_commits_and_tags_and_what_tags_stand_for()
    {
        var start = _git.Commit("a.js", "a\n");
        _git.Git("tag", "-a", "v1", "-m", "with " + TestSecret.GitHub(2));
        _git.File("loose", Secret(3));
        var blob = _git.Git("hash-object", "-w", "loose");
        var message = _git.Commit("c.js", "c\n", "with " + TestSecret.GitHub(4));

        Assert.Equal(ExitCode.Allow, Push("refs/heads/main", start));
        Assert.Equal(ExitCode.Deny, Push("refs/heads/fix/" + TestSecret.GitHub(5), start));
        Assert.Equal(ExitCode.Deny, Push("refs/tags/v1", _git.Git("rev-parse", "v1")));
        Assert.Equal(ExitCode.Deny, Push("refs/tags/blob", blob));
        Assert.Equal(ExitCode.Deny, Push("refs/heads/main", message));
    }

    [Fact]
    public void Deleting_a_branch_is_no_matter()
    {
        var tip = _git.Commit("a.js", Secret(1));

        Assert.Equal(new CliRun(ExitCode.Allow, "", ""), Run("pre-push", $"(delete) {Zeros} refs/heads/old {tip}\n", "origin", "elsewhere"));
        Assert.Equal(new CliRun(ExitCode.Allow, "", ""), Run("pre-receive", $"{tip} {Zeros} refs/heads/old\n"));
    }

    [Fact]
    public void What_the_other_side_has_and_this_one_does_not_leaves_nothing_out()
    {
        var tip = _git.Commit("a.js", Secret(1));

        Assert.Equal(ExitCode.Deny, Run("pre-push", $"refs/heads/main {tip} refs/heads/main {new string('1', 40)}\n", "origin", "elsewhere").ExitCode);
    }

    [Theory]
    [InlineData("pre-push", "refs/heads/main\n")]
    [InlineData("pre-receive", "a b c\n")]
    public void Lines_that_git_would_not_write_are_no_pass(string hook, string lines)
    {
        Assert.Equal(ExitCode.Indeterminate, Run(hook, lines).ExitCode);
    }

    [Fact]
    public void A_server_refuses_the_push_that_brings_a_secret_and_tells_who_pushed()
    {
        using var server = new TemporaryFolder();
        server.Run("git", "init", "-q", "--bare", "-b", "main", "acme.git");
        var bare = Path.Combine(server.Path, "acme.git");
        Assert.Contains("pre-receive installed", CliRun.In(bare, "hook", "install").Output, StringComparison.Ordinal);
        UseProgram(Path.Combine(bare, "hooks", "pre-receive"));
        _git.Commit("a.js", "a\n");
        _git.Git("push", "-q", bare, "main");
        _git.Commit("b.js", Secret(1));

        var (exitCode, words) = Try("push", bare, "main");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("remote: DENY", words, StringComparison.Ordinal);
        Assert.Contains("b.js", words, StringComparison.Ordinal);
        _git.Git("reset", "-q", "--hard", "HEAD~1");
        _git.Commit("c.js", "c\n");
        _git.Git("push", "-q", bare, "main");
        _git.Git("push", "-q", bare, "main:other");
        _git.Git("push", "-q", bare, ":other");
    }

    [Fact]
    public void Installed_hooks_stop_commits_and_pushes_and_are_put_in_front_of_others()
    {
        var ran = Path.Combine(_git.Path, "ran");
        var other = _git.File(".git/hooks/pre-commit", $"#!/bin/sh\necho ran >>'{ran}'\n");
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _git.Commit("a.js", "a\n");

        var installed = CliRun.In(_git.Path, "hook", "install");
        Assert.Equal(ExitCode.Allow, installed.ExitCode);
        Assert.Contains("runs first", installed.Output, StringComparison.Ordinal);
        Assert.All(CliRun.In(_git.Path, "hook", "install").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("is in place", line, StringComparison.Ordinal));
        UseProgram(other);
        _git.File("a.js", Secret(1));
        _git.Git("add", "a.js");
        Assert.Equal(ExitCode.Deny, Try("commit", "-m", "leak").ExitCode);
        _git.File("a.js", "b\n");
        _git.Git("add", "a.js");
        _git.Git("commit", "-q", "-m", "fine");
        Assert.Equal(3, File.ReadAllLines(ran).Length);

        Assert.Contains("is back", CliRun.In(_git.Path, "hook", "uninstall").Output, StringComparison.Ordinal);
        Assert.Equal(["pre-commit"], Directory.GetFiles(Path.Combine(_git.Path, ".git", "hooks")).Select(Path.GetFileName).Where(name => !name!.EndsWith(".sample", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_hook_that_was_there_and_refuses_has_the_last_word()
    {
        var other = _git.File(".git/hooks/pre-push", "#!/bin/sh\nif grep -q ' refs/heads/main '; then exit 7; fi\n");
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CliRun.In(_git.Path, "hook", "install", "pre-push");
        UseProgram(other);
        _git.Commit("a.js", "a\n");
        using var server = new TemporaryFolder();
        server.Run("git", "init", "-q", "--bare", "acme.git");

        Assert.NotEqual(0, Try("push", Path.Combine(server.Path, "acme.git"), "main").ExitCode);
        Assert.Equal(0, Try("push", Path.Combine(server.Path, "acme.git"), "main:other").ExitCode);
    }

    [Fact]
    public void A_folder_of_hooks_for_this_repository_is_used_and_one_for_all_is_not()
    {
        _git.Git("config", "core.hooksPath", "own-hooks");
        CliRun.In(_git.Path, "hook", "install", "pre-commit");
        Assert.True(File.Exists(Path.Combine(_git.Path, "own-hooks", "pre-commit")));

        Assert.Equal(ExitCode.Usage, CliRun.In(_git.Path, "hook", "install", "post-merge").ExitCode);
    }

    [Fact]
    public void A_linked_work_tree_shares_the_hooks()
    {
        _git.Commit("a.js", "a\n");
        using var elsewhere = new TemporaryFolder();
        var linked = Path.Combine(elsewhere.Path, "linked");
        _git.Git("worktree", "add", "-q", "--detach", linked);

        Assert.Equal(ExitCode.Allow, CliRun.In(linked, "hook", "install").ExitCode);
        Assert.True(File.Exists(Path.Combine(_git.Path, ".git", "hooks", "pre-commit")));
    }

    [Fact]
    public void A_hook_whose_program_is_gone_is_no_pass()
    {
        CliRun.In(_git.Path, "hook", "install", "pre-commit");
        var hook = Path.Combine(_git.Path, ".git", "hooks", "pre-commit");
        File.WriteAllText(hook, File.ReadAllText(hook).Replace(Environment.ProcessPath!, "/nowhere/sluice", StringComparison.Ordinal).Replace("command -v sluice", "command -v no-such-sluice", StringComparison.Ordinal));
        _git.File("a.js", "a\n");
        _git.Git("add", "a.js");

        Assert.NotEqual(0, Try("commit", "-m", "x").ExitCode);
    }

    private static string Secret(int seed) => $"const token = '{TestSecret.GitHub(seed)}';\n";

    private int Push(string reference, string tip) => Run("pre-push", $"{reference} {tip} {reference} {Zeros}\n", "origin", "elsewhere").ExitCode;

    private CliRun Run(string hook, string input, params string[] arguments) =>
        CliRun.In(_git.Path, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), ["hook", "run", hook, "--", .. arguments]);

    /// <summary>The process that runs the tests is not sluice: the script calls the program that was built beside them.</summary>
    private static void UseProgram(string hook)
    {
        var script = File.ReadAllText(hook);
        Assert.Contains(Environment.ProcessPath!, script, StringComparison.Ordinal);
        File.WriteAllText(hook, script.Replace(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "sluice"), StringComparison.Ordinal));
    }

    private (int ExitCode, string Words) Try(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _git.Path, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return (git.ExitCode, output + error.Result);
    }
}
