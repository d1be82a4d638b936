using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>A repository is a stranger's too: nothing in it is run, obeyed or followed.</summary>
public sealed class HostileSourceTests : IDisposable
{
    private const string Manifest = """{"name":"add","version":"1.2.3","license":"MIT"}""";
    private const string Code = "exports.add = (first, second) => first + second;\n";

    private readonly GitFolder _source = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("index.js", Code));

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Filters_hooks_and_drivers_of_the_repository_do_not_run()
    {
        var marker = Path.Combine(_source.Path, "ran");
        var command = $"sh -c 'touch {marker}; cat'";
        _source.File(".gitattributes", "* filter=evil diff=evil merge=evil export-subst ident\n");
        _source.Git("add", "-A");
        _source.Git("commit", "-q", "-m", "attributes");
        _source.Git("tag", "-f", "v1.2.3");
        foreach (var key in (string[])["filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "diff.evil.command", "core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand", "pager.cat-file"])
            _source.Git("config", key, command);
        foreach (var hook in (string[])["post-checkout", "pre-auto-gc", "reference-transaction", "post-index-change"])
        {
            var file = _source.File($".git/hooks/{hook}", $"#!/bin/sh\ntouch {marker}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        File.Delete(marker);
        var report = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("other.js", "1;\n")));

        Assert.False(File.Exists(marker));
        Assert.Equal(2, SourceFolder.Comparison(report).Of(Sluice.Sources.FileOrigin.Source).Files);
    }

    [Fact]
    public void Links_out_of_the_tree_are_not_followed()
    {
        using var outside = new TemporaryFolder();
        outside.File("secret.js", "exports.secret = 'outside';\n");
        File.CreateSymbolicLink(Path.Combine(_source.Path, "linked.js"), Path.Combine(outside.Path, "secret.js"));
        Directory.CreateSymbolicLink(Path.Combine(_source.Path, "folder"), outside.Path);
        _source.Git("add", "-A");
        _source.Git("commit", "-q", "-m", "links");

        var report = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("linked.js", "exports.secret = 'outside';\n"), ("folder/secret.js", "exports.secret = 'outside';\n")), "main");

        Assert.Equal(2, SourceFolder.Comparison(report).Unexplained.Count);
    }

    [Fact]
    public void What_is_not_committed_is_no_source()
    {
        _source.File("added.js", "exports.addition = collectEverything('nowhere else');\n");
        _source.File("index.js", "exports.changed = true;\n");

        var report = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("added.js", "exports.addition = collectEverything('nowhere else');\n")));

        Assert.Equal(["package/added.js"], SourceFolder.Comparison(report).Unexplained.Select(file => file.Path));
    }

    [Fact]
    public void Submodules_and_objects_that_are_missing_are_told()
    {
        using var other = SourceFolder.Of("v1", ("inner.js", Code));
        _source.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.Path, "vendor/inner");
        _source.File("lost.js", "exports.lost = 'this object is gone';\n");
        _source.Git("add", "-A");
        _source.Git("commit", "-q", "-m", "more");
        var lost = _source.Git("rev-parse", "HEAD:lost.js");
        File.Delete(Path.Combine(_source.Path, ".git", "objects", lost[..2], lost[2..]));

        var without = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code)), "main");
        var with = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("lost.js", "exports.lost = 'this object is gone';\n")), "main");

        Assert.Empty(without.Faults);
        Assert.Contains(SourceFolder.Comparison(without).Gaps, gap => gap.Contains("'lost.js' was not read", StringComparison.Ordinal));
        Assert.Contains("lacks 'lost.js'", Assert.Single(with.Faults).Message, StringComparison.Ordinal);
        Assert.Equal(Sluice.Policies.Decision.Indeterminate, with.Decision);
    }

    [Fact]
    public void A_damaged_object_leaves_the_decision_open()
    {
        var damaged = _source.Git("rev-parse", "HEAD:index.js");
        var file = Path.Combine(_source.Path, ".git", "objects", damaged[..2], damaged[2..]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "no object");

        var report = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("other.js", "1;\n")));

        Assert.Equal(Sluice.Policies.Decision.Indeterminate, report.Decision);
        Assert.DoesNotContain('\n', Assert.Single(report.Faults).Message);
    }

    [Fact]
    public void A_manifest_that_cannot_be_read_is_no_manifest_of_the_source()
    {
        var report = _source.Hold("add.tgz", TestArchive.Npm("{\"name\":\"add\",\"version\":\"1.2.3\"" + new string('[', 200), ("index.js", Code)), "v1.2.3");

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void One_line_with_addresses_beyond_number_is_read_to_its_end()
    {
        var line = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}='https://h{i}.example.invalid/x';"));
        var report = _source.Hold("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("dist/long.js", line)));

        Assert.Equal(1, SourceFolder.Comparison(report).Of(Sluice.Sources.FileOrigin.Unexplained).Files);
    }

    [Fact]
    public void Names_of_files_cannot_steer_the_terminal()
    {
        _source.File("a\u001b[31mb\u202e.js", "1;\n");
        _source.Git("add", "-A");
        _source.Git("commit", "-q", "-m", "names");
        using var folder = new TemporaryFolder();
        folder.File("add.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("a\u001b[31mb\u202e.js", "2;\n")));

        var run = CliRun.In(folder.Path, "screen", "add.tgz", "--source", _source.Path + "@main", "--verbose");

        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u202e', run.Output);
    }

    [Fact]
    public void A_repository_without_a_commit_is_an_error()
    {
        using var empty = new GitFolder();
        using var folder = new TemporaryFolder();
        folder.File("add.tgz", TestArchive.Npm(Manifest));

        var run = CliRun.In(folder.Path, "screen", "add.tgz", "--source", empty.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("has no commit yet", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shallow_clone_says_that_tags_may_be_missing()
    {
        using var folder = new TemporaryFolder();
        _source.Commit("index.js", Code + "// more\n");
        folder.Run("git", "clone", "-q", "--depth", "1", "--no-tags", "file://" + _source.Path, "clone");
        folder.File("add.tgz", TestArchive.Npm(Manifest.Replace("1.2.3", "1.2.4", StringComparison.Ordinal), ("index.js", Code)));

        var run = CliRun.In(folder.Path, "screen", "add.tgz", "--source", "clone");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("the clone is shallow, its tags may be missing", run.Output, StringComparison.Ordinal);
    }
}
