using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Repositories;

/// <summary>Repositories made to hide something, or to make the screening do something.</summary>
public sealed class HostileRepositoryTests : IDisposable
{
    private readonly GitFolder _git = new();

    public void Dispose() => _git.Dispose();

    [Fact]
    public void A_replaced_object_is_read_as_it_is()
    {
        _git.Commit("a.js", Secret);
        var secret = _git.Git("rev-parse", "HEAD:a.js");
        _git.File("harmless", "harmless\n");
        var harmless = _git.Git("hash-object", "-w", "harmless");
        _git.Git("replace", secret, harmless);

        Assert.Equal("a.js", Assert.Single(_git.Findings("git:all")).PathOf());
    }

    [Fact]
    public void A_graft_does_not_cut_history_off()
    {
        _git.Commit("a.js", "a\n");
        _git.Commit("b.js", Secret);
        _git.Git("rm", "-q", "b.js");
        _git.Git("commit", "-q", "-m", "remove");
        _git.File(".git/info/grafts", _git.Git("rev-parse", "HEAD") + "\n");

        Assert.Equal("b.js", Assert.Single(_git.Findings("git:all")).PathOf());
        Assert.Equal("b.js", Assert.Single(_git.Findings("git:HEAD~2..HEAD")).PathOf());
    }

    [Fact]
    public void Names_with_line_ends_quotes_and_dashes_are_names()
    {
        string[] names = ["line\nend.js", "--output=x", "quo\"te'.js", "$(touch ran).js", "ümläut.js"];
        for (var i = 0; i < names.Length; i++)
            _git.Commit(names[i], $"t = '{TestSecret.GitHub(i)}'\n");
        _git.Git("update-ref", "refs/heads/--output=y", "HEAD");

        var found = _git.Findings("git:all");

        Assert.Equal(names.Length, found.Count);
        Assert.All(found, finding => Assert.Equal("tip", finding.Evidence("state")));
        Assert.DoesNotContain(found, finding => finding.Remedy().Contains("$(touch", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_git.Path, "x")) || File.Exists(Path.Combine(_git.Path, "y")));
    }

    [Theory]
    [InlineData("git:--output=x..HEAD")]
    [InlineData("git:..--output=x")]
    [InlineData("git:HEAD..HEAD\n--all")]
    [InlineData("git:nowhere..HEAD")]
    public void What_is_no_revision_is_refused(string target)
    {
        _git.Commit("a.js", "a\n");

        Assert.NotEqual(ExitCode.Allow, _git.Screen(target).ExitCode);
        Assert.False(File.Exists(Path.Combine(_git.Path, "x")));
    }

    [Fact]
    public void A_shallow_clone_says_that_history_is_not_complete()
    {
        _git.Commit("a.js", "a\n");
        _git.Commit("a.js", "b\n");
        using var elsewhere = new TemporaryFolder();
        elsewhere.Run("git", "clone", "-q", "--depth", "1", "file://" + _git.Path, "shallow");

        var run = CliRun.In(Path.Combine(elsewhere.Path, "shallow"), "screen", "git:all");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("shallow", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_partial_clone_lacks_is_neither_fetched_nor_passed_over()
    {
        _git.Commit("kept.js", "kept\n");
        _git.Commit("a.js", Secret);
        _git.Git("rm", "-q", "a.js");
        _git.Git("commit", "-q", "-m", "remove");
        _git.Git("config", "uploadpack.allowFilter", "true");
        using var elsewhere = new TemporaryFolder();
        elsewhere.Run("git", "clone", "-q", "--no-checkout", "--filter=blob:none", "file://" + _git.Path, "partial");
        var partial = Path.Combine(elsewhere.Path, "partial");
        // What an attacker would set, so that a fetch would run a program.
        var script = elsewhere.File("evil.sh", "#!/bin/sh\ntouch '" + Path.Combine(elsewhere.Path, "ran") + "'\nexec git-upload-pack \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        elsewhere.Run("git", "-C", partial, "config", "remote.origin.uploadpack", script);
        elsewhere.Run("git", "-C", partial, "config", "protocol.file.allow", "always");

        foreach (var target in new[] { "git:all", "git:HEAD~2..HEAD" })
            Assert.Equal(ExitCode.Indeterminate, CliRun.In(partial, "screen", target).ExitCode);

        Assert.False(File.Exists(Path.Combine(elsewhere.Path, "ran")));
    }

    [Fact]
    public void A_damaged_history_is_no_pass_and_what_is_left_is_screened()
    {
        var lost = _git.Commit("a.js", "a\n");
        _git.Commit("b.js", Secret);
        var file = Path.Combine(_git.Path, ".git", "objects", lost[..2], lost[2..]);
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);

        var run = _git.Screen("git:all", "--report", "json");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("history cannot be followed", run.Output, StringComparison.Ordinal);
        Assert.Single(GitFolder.FindingsOf(run));
    }

    [Fact]
    public void Repositories_with_long_names_of_objects_are_told_about_as_well()
    {
        using var other = new GitFolder("--object-format=sha256");
        var commit = other.Commit("a.js", Secret);
        other.Git("rm", "-q", "a.js");
        other.Git("commit", "-q", "-m", "remove");

        var found = Assert.Single(other.Findings("git:all"));

        Assert.Equal((64, commit, "history"), (commit.Length, found.Evidence("commit"), found.Evidence("state")));
    }

    [Fact]
    public void A_linked_work_tree_and_a_bare_clone_give_the_same_answer()
    {
        _git.Commit("a.js", Secret);
        using var elsewhere = new TemporaryFolder();
        _git.Git("worktree", "add", "-q", "--detach", Path.Combine(elsewhere.Path, "linked"));
        _git.Git("clone", "-q", "--bare", ".", Path.Combine(elsewhere.Path, "bare"));

        foreach (var folder in new[] { "linked", "bare" })
            Assert.Equal("tip", Assert.Single(GitFolder.FindingsOf(CliRun.In(Path.Combine(elsewhere.Path, folder), "screen", "git:all", "--report", "json"))).Evidence("state"));
    }

    private static string Secret => $"const token = '{TestSecret.GitHub()}';\n";
}
