using Sluice.Artifacts.Repositories;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class GitTargetTests : IDisposable
{
    private readonly TemporaryFolder _repository = new();

    public GitTargetTests()
    {
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "t");
        Git("config", "user.email", "t@example.invalid");
        Commit("kept.txt", "kept\n");
    }

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Staged_means_the_index_against_head()
    {
        _repository.File("new.txt", "staged\n");
        Git("add", "new.txt");
        _repository.File("new.txt", "edited after staging\n");
        _repository.File("untracked.txt", "not staged\n");

        Assert.Equal([("new.txt", 7L)], Blobs("git:staged"));
    }

    [Fact]
    public void Staged_works_before_the_first_commit()
    {
        using var fresh = new TemporaryFolder();
        fresh.Run("git", "init", "-q");
        fresh.File("a.txt", "a\n");
        fresh.Run("git", "add", "a.txt");

        var run = CliRun.In(fresh.Path, "screen", "git:staged", "--report", "json");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
    }

    [Fact]
    public void Repositories_of_every_make_are_read()
    {
        Commit("second.txt", "second\n");
        using var others = new TemporaryFolder();
        string At(string name) => Path.Combine(others.Path, name);
        others.Run("git", "clone", "-q", "--bare", _repository.Path, At("bare"));
        others.Run("git", "clone", "-q", "--depth", "1", "file://" + _repository.Path, At("shallow"));
        Git("checkout", "-q", "--detach");
        Git("worktree", "add", "-q", At("worktree"));
        others.Run("git", "init", "-q", At("unborn"));
        others.Run("git", "init", "-q", "--object-format=sha256", At("sha256"));
        others.File("sha256/a.txt", "a\n");
        others.Run("git", "-C", At("sha256"), "add", "a.txt");
        others.Run("git", "-C", At("sha256"), "-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-q", "-m", "a");

        (string Name, int Blobs)[] expected = [("bare", 2), ("shallow", 2), ("worktree", 2), ("unborn", 0), ("sha256", 1)];
        Assert.Equal(expected, expected.Select(e => (e.Name, BlobsOf(At(e.Name), "git:all").Count)));
        Assert.Equal(2, Blobs("git:all").Count);
    }

    [Fact]
    public void A_range_holds_what_its_commits_add_even_when_a_later_one_removes_it()
    {
        var start = Git("rev-parse", "HEAD").Trim();
        Commit("leak.txt", "gone soon\n");
        Git("rm", "-q", "leak.txt");
        Git("commit", "-q", "-m", "remove");
        Commit("other.txt", "stays\n");

        Assert.Equal([("leak.txt", 10L), ("other.txt", 6L)], Blobs($"git:{start}..HEAD"));
    }

    [Fact]
    public void A_change_made_only_in_a_merge_is_in_the_range()
    {
        var start = Git("rev-parse", "HEAD").Trim();
        Git("checkout", "-q", "-b", "side");
        Commit("side.txt", "side\n");
        Git("checkout", "-q", "main");
        Commit("main.txt", "main\n");
        Git("merge", "-q", "--no-commit", "side");
        _repository.File("evil.txt", "only in the merge\n");
        Git("add", "evil.txt");
        Git("commit", "-q", "-m", "merge");

        Assert.Contains(("evil.txt", 18L), Blobs($"git:{start}..HEAD"));
    }

    [Fact]
    public void All_holds_unreachable_blobs_too()
    {
        _repository.File("lost.txt", "never committed\n");
        Git("add", "lost.txt");
        Git("rm", "-q", "--cached", "lost.txt");

        Assert.Contains(Blobs("git:all"), blob => blob.Path.StartsWith("unreachable/", StringComparison.Ordinal) && blob.Size == 16);
    }

    [Fact]
    public void Another_repository_is_named_with_repo()
    {
        using var elsewhere = new TemporaryFolder();

        var run = CliRun.In(elsewhere.Path, "screen", "git:all", "--repo", _repository.Path);

        Assert.Equal(ExitCode.Allow, run.ExitCode);
    }

    [Fact]
    public void Outside_of_a_repository_nothing_passes()
    {
        using var elsewhere = new TemporaryFolder();

        var run = CliRun.In(elsewhere.Path, "screen", "git:all");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'git:all'", run.Error, StringComparison.Ordinal);
        Assert.Contains("--repo DIR", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Nothing_that_a_hostile_repository_configures_is_run()
    {
        var marker = Path.Combine(_repository.Path, "ran");
        var script = _repository.File("evil.sh", $"#!/bin/sh\ntouch '{marker}'\ncat\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _repository.File(".gitattributes", "* filter=evil diff=evil\n");
        Git("config", "core.fsmonitor", script);
        Git("config", "filter.evil.smudge", script);
        Git("config", "diff.evil.textconv", script);
        Git("config", "diff.external", script);
        Git("config", "core.pager", script);
        File.Delete(marker);

        CliRun.In(_repository.Path, "screen", "git:staged");
        CliRun.In(_repository.Path, "screen", "git:all");

        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData(true, ExitCode.Deny)]
    [InlineData(false, ExitCode.Indeterminate)]
    public void The_content_of_a_large_file_is_screened_or_missed(bool isHere, int expected)
    {
        var secret = new string('x', 5000) + "\n" + TestSecret.Npm() + "\n";
        var digest = CommitPointer("large.bin", secret, isHere);

        foreach (var selection in new[] { "git:all", "git:HEAD~1..HEAD" })
            Assert.Equal(expected, CliRun.In(_repository.Path, "screen", selection).ExitCode);
        Assert.Equal(isHere ? secret.Length : PointerTo(digest, secret.Length).Length, Assert.Single(Blobs("git:HEAD~1..HEAD")).Size);
    }

    [Fact]
    public void A_large_file_that_is_not_what_the_pointer_names_is_missed()
    {
        var digest = CommitPointer("large.bin", "harmless", isHere: true);
        _repository.File($".git/lfs/objects/{digest[..2]}/{digest[2..4]}/{digest}", "HARMLESS");

        Assert.Equal(ExitCode.Indeterminate, CliRun.In(_repository.Path, "screen", "git:all").ExitCode);
    }

    [Fact]
    public void A_submodule_is_named_and_does_not_stop_a_commit()
    {
        var commit = Git("rev-parse", "HEAD").Trim();
        Assert.DoesNotContain("submodule", CliRun.In(_repository.Path, "screen", "git:all").Output, StringComparison.Ordinal);
        Git("update-index", "--add", "--cacheinfo", $"160000,{commit},deps/other");

        var run = CliRun.In(_repository.Path, "screen", "git:staged");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("deps/other", run.Output, StringComparison.Ordinal);
        Assert.Contains(commit[..12], run.Output, StringComparison.Ordinal);
    }

    private static string PointerTo(string digest, int size) => $"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {size}\n";

    /// <summary>What git lfs leaves behind, without git lfs.</summary>
    private string CommitPointer(string name, string content, bool isHere)
    {
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(content)));
        if (isHere)
            _repository.File($".git/lfs/objects/{digest[..2]}/{digest[2..4]}/{digest}", content);
        Commit(name, PointerTo(digest, content.Length));
        return digest;
    }

    private List<(string Path, long Size)> Blobs(string selection) => BlobsOf(_repository.Path, selection);

    private static List<(string Path, long Size)> BlobsOf(string folder, string selection)
    {
        var source = GitSource.Of(new GitRepository(folder, IsNamed: true), selection[4..], new GitScope());
        var report = ReleaseCheck.Screen(source, new ScreenOptions(), TestContext.Current.CancellationToken);
        return [.. report.Artifact.Entries.Skip(1).Where(e => e.Container == report.Artifact.Root && !e.Path.Value.StartsWith("commit/", StringComparison.Ordinal)).Select(e => (e.Path.Value, e.Size)).OrderBy(b => b.Value, StringComparer.Ordinal)];
    }

    private void Commit(string name, string text)
    {
        _repository.File(name, text);
        Git("add", name);
        Git("commit", "-q", "-m", "add " + name);
    }

    private string Git(params string[] arguments) => _repository.Run("git", arguments);
}
