using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Repositories;

/// <summary>What is said of a secret in a repository: since when, by whom, what leads to it, how to get rid of it.</summary>
public sealed class GitHistoryTests : IDisposable
{
    private readonly GitFolder _git = new();

    public void Dispose() => _git.Dispose();

    [Fact]
    public void What_a_tag_of_a_tree_has_is_at_a_tip()
    {
        _git.Commit("config.js", Line(1));
        _git.File("extra.js", Line(2));
        _git.Git("add", "extra.js");
        var tree = _git.Git("write-tree");
        _git.Git("rm", "-q", "--cached", "extra.js");
        _git.Git("tag", "tree-tag", tree);

        Assert.All(_git.Findings("git:all"), found => Assert.Equal("tip", found.Evidence("state")));
    }

    [Fact]
    public void What_has_a_name_that_is_no_text_is_at_a_tip_all_the_same()
    {
        var blob = _git.Git("hash-object", "-w", _git.File("plain.js", Line(1)));
        var tree = TemporaryFolder.Output(_git.Path, "sh", "-c", $"printf '100644 blob {blob}\\tpa\\337.js\\n' | git mktree").TrimEnd('\n');
        var commit = _git.Git("commit-tree", tree, "-m", "latin");
        _git.Git("update-ref", "refs/heads/main", commit);

        Assert.Equal("tip", Assert.Single(_git.Findings("git:all")).Evidence("state"));
    }

    [Fact]
    public void A_damaged_object_is_told_and_the_others_are_screened()
    {
        _git.Commit("config.js", Line(1));
        _git.Commit("other.js", "1\n");
        var damaged = _git.Git("rev-parse", "main:other.js");
        var path = System.IO.Path.Combine(_git.Path, ".git", "objects", damaged[..2], damaged[2..]);
        System.IO.File.SetAttributes(path, FileAttributes.Normal);
        System.IO.File.WriteAllText(path, "not an object");

        var run = _git.Screen("git:all", "--report", "json");
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains(damaged, run.Output, StringComparison.Ordinal);
        Assert.Single(GitFolder.FindingsOf(run));
    }

    [Theory]
    [InlineData("git:nowhere..main", "no revision 'nowhere'")]
    [InlineData("git:main...nowhere", "no revision 'nowhere'")]
    public void A_range_with_an_end_that_is_not_there_is_a_wrong_command_line(string target, string told)
    {
        _git.Commit("config.js", "1\n");
        var run = _git.Screen(target);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_later_commit_removed_is_in_history_only()
    {
        var commit = _git.Commit("config.js", Line(1));
        _git.Git("branch", "feature/x");
        _git.Git("rm", "-q", "config.js");
        _git.Git("commit", "-q", "-m", "remove");

        var found = Assert.Single(_git.Findings("git:all"));

        Assert.Equal("config.js", found.PathOf());
        Assert.Equal("tip", found.Evidence("state"));
        _git.Git("branch", "-q", "-f", "feature/x", "main");
        found = Assert.Single(_git.Findings("git:all"));
        Assert.Equal("history", found.Evidence("state"));
        Assert.Equal(commit, found.Evidence("commit"));
        Assert.Equal("Ann <ann@example.invalid>", found.Evidence("author"));
        Assert.Equal("2026-03-31T12:00:00Z", found.Evidence("since"));
        Assert.Equal(["feature/x", "main"], found.EvidenceList("reachableFrom"));
        Assert.Contains("in history only since 2026-03-31", found.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Revoke it first", found.Remedy(), StringComparison.Ordinal);
        Assert.Contains("git filter-repo --invert-paths --path config.js", found.Remedy(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refs/heads/fix/")]
    [InlineData("refs/remotes/origin/try-")]
    [InlineData("refs/tags/build-")]
    public void A_name_of_a_ref_is_searched_and_told(string front)
    {
        _git.Commit("a.txt", "hello\n");
        _git.Git("update-ref", front + TestSecret.GitHub(7), "HEAD");
        _git.Git("update-ref", front + "a-long-name-of-work-that-is-going-on-0123456789abcdef", "HEAD");

        var found = Assert.Single(_git.Findings("git:all"));

        Assert.StartsWith(front, found.PathOf(), StringComparison.Ordinal);
        Assert.Contains("in its name", found.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_still_there_is_said_with_the_branches_that_have_it()
    {
        var commit = _git.Commit("a.js", Line(1));
        _git.Git("branch", "clean");
        _git.Git("mv", "a.js", "b.js");
        _git.Git("commit", "-q", "-m", "move");
        _git.Git("tag", "v1");

        var found = Assert.Single(_git.Findings("git:all"));

        Assert.Equal("tip", found.Evidence("state"));
        Assert.Equal(["clean", "main", "tag v1"], found.EvidenceList("tips"));
        Assert.Equal(commit, found.Evidence("commit"));
    }

    [Fact]
    public void One_secret_in_many_versions_and_files_is_one_finding()
    {
        var first = _git.Commit("a.js", Line(1));
        for (var i = 0; i < 5; i++)
            _git.Commit("a.js", $"{i}\n{Line(1)}");
        _git.Commit("copy/b.js", Line(1));
        _git.Commit("other/c.js", "// another\n" + Line(1));

        var found = Assert.Single(_git.Findings("git:all"));

        Assert.Equal(("2", "7"), (found.Evidence("places"), found.Evidence("versions")));
        Assert.Equal(["a.js", "copy/b.js", "other/c.js"], found.EvidenceList("paths"));
        Assert.Equal(first, found.Evidence("commit"));
        Assert.Equal(["other/c.js"], found.EvidenceList("alsoAt"));
    }

    [Fact]
    public void Stashes_are_told_by_their_number()
    {
        _git.Commit("a.js", "a\n");
        for (var i = 1; i <= 2; i++)
        {
            _git.File("a.js", Line(i));
            _git.Git("stash", "-q");
        }

        var found = _git.Findings("git:all");

        Assert.Equal(["stash", "stash"], found.Select(finding => finding.Evidence("state")));
        Assert.Equal(["stash@{0}", "stash@{1}"], found.Select(finding => finding.EvidenceList("reachableFrom")[0]).Order());
        Assert.All(found, finding => Assert.Contains("git stash drop", finding.Remedy(), StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_of_commits_and_tags_and_notes_are_read()
    {
        var commit = _git.Commit("a.js", "a\n", "with " + TestSecret.GitHub(1));
        _git.Git("tag", "-a", "v1", "-m", "with " + TestSecret.GitHub(2));
        _git.Git("notes", "add", "-m", "with " + TestSecret.GitHub(3));

        var found = _git.Findings("git:all").ToDictionary(finding => finding.PathOf());

        Assert.Equal(3, found.Count);
        Assert.Contains("--replace-message", found["commit/" + commit].Remedy(), StringComparison.Ordinal);
        Assert.Equal(["tag v1"], found["tag/v1"].EvidenceList("reachableFrom"));
        Assert.Contains("git tag -d", found["tag/v1"].Remedy(), StringComparison.Ordinal);
        Assert.Equal("note", found.Values.Single(finding => finding.Evidence("state") == "note").Evidence("state"));
    }

    [Fact]
    public void What_no_ref_leads_to_any_more_is_found_with_its_name_and_commit()
    {
        _git.Commit("a.js", "a\n");
        _git.Git("checkout", "-q", "-b", "gone");
        var commit = _git.Commit("lost.js", Line(1));
        _git.Git("checkout", "-q", "main");
        _git.Git("branch", "-q", "-D", "gone");
        _git.File("never.js", Line(2));
        _git.Git("add", "never.js");
        _git.Git("rm", "-q", "--cached", "never.js");

        var found = _git.Findings("git:all");

        Assert.Equal(["unreachable", "unreachable"], found.Select(finding => finding.Evidence("state")));
        Assert.Equal(commit, found.Single(finding => finding.PathOf() == "lost.js").Evidence("commit"));
        Assert.All(found, finding => Assert.Contains("git gc --prune=now", finding.Remedy(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_staged_is_not_committed_yet()
    {
        _git.File("a.js", Line(1));
        _git.Git("add", "a.js");

        Assert.Equal("staged", Assert.Single(_git.Findings("git:all")).Evidence("state"));
        Assert.Equal("staged", Assert.Single(_git.Findings("git:staged")).Evidence("state"));
    }

    [Fact]
    public void A_range_says_which_of_its_commits_brought_it_in()
    {
        _git.Commit("a.js", "a\n");
        var commit = _git.Commit("b.js", Line(1));
        _git.Git("rm", "-q", "b.js");
        _git.Git("commit", "-q", "-m", "remove");

        var found = Assert.Single(_git.Findings("git:HEAD~2..HEAD"));

        Assert.Equal(("history", commit), (found.Evidence("state"), found.Evidence("commit")));
        Assert.Equal(["main"], found.EvidenceList("reachableFrom"));
    }

    [Fact]
    public void The_message_of_the_tag_at_the_end_of_a_range_is_read()
    {
        _git.Commit("a.js", "a\n");
        _git.Commit("a.js", "b\n");
        _git.Git("tag", "-a", "v1", "-m", "with " + TestSecret.GitHub());

        Assert.Equal("tag/v1", Assert.Single(_git.Findings("git:HEAD~1..v1")).PathOf());
    }

    [Fact]
    public void Since_leaves_out_what_only_older_commits_brought_in()
    {
        _git.Commit("old.js", Line(1));
        _git.Git("-c", "user.name=Ann", "rm", "-q", "old.js");

        Assert.Single(_git.Findings("git:all", "--since", "2026-03-31"));
        Assert.Empty(_git.Findings("git:all", "--since", "2026-04-01"));
        Assert.Equal(ExitCode.Usage, _git.Screen("git:all", "--since", "yesterday").ExitCode);
    }

    [Fact]
    public void A_blob_above_the_limit_is_named_and_no_pass()
    {
        _git.Commit("big.bin", new string('x', 5000));
        _git.Commit("small.txt", "x");

        var run = _git.Screen("git:all", "--max-blob", "1kB");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("big.bin", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, _git.Screen("git:all", "--max-blob", "1MB").ExitCode);
    }

    [Fact]
    public void The_report_does_not_depend_on_how_objects_are_packed()
    {
        for (var i = 0; i < 6; i++)
            _git.Commit($"f{i % 3}.js", $"{i}\n{Line(i)}", i == 4 ? "with " + TestSecret.GitHub(99) : "change");
        var loose = _git.Screen("git:all", "--report", "json").Output;

        _git.Git("repack", "-adfq");

        Assert.Equal(loose, _git.Screen("git:all", "--report", "json", "--jobs", "3").Output);
    }

    private static string Line(int seed) => $"const token = '{TestSecret.GitHub(seed)}';\n";
}
