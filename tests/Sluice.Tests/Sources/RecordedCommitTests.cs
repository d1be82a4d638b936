using System.Text;
using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>The commit that a release names itself, against what the repository has.</summary>
public sealed class RecordedCommitTests
{
    private const string Code = "exports.value = 1;\n";

    private static string Manifest(string version, string? commit = null) =>
        $$"""{"name":"add","version":"{{version}}","license":"MIT"{{(commit is null ? "" : $",\"gitHead\":\"{commit}\"")}}}""";

    private static GitFolder Tagged(string version) => SourceFolder.Of("v" + version, ("package.json", Manifest(version)), ("index.js", Code));

    private static Report Hold(GitFolder tree, string version, string commit, string? reference = null, string code = Code) =>
        tree.Hold("add.tgz", TestArchive.Npm(Manifest(version, commit), ("index.js", code)), reference);

    private static byte[] Crate((string Path, string Text)[] files) => TestArchive.Tgz([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    private static string Message(Report report) => Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == "provenance/version-mismatch").Finding.Message;

    [Fact]
    public void One_that_fits_the_tag_is_not_worth_a_word()
    {
        using var tree = Tagged("1.2.3");

        Assert.Empty(SourceFolder.Provenance(Hold(tree, "1.2.3", tree.Git("rev-parse", "HEAD"))));
    }

    [Fact]
    public void Nor_is_another_commit_with_the_very_same_files()
    {
        using var tree = Tagged("1.2.3");
        tree.Git("commit", "-q", "--allow-empty", "-m", "again");

        Assert.Empty(SourceFolder.Provenance(Hold(tree, "1.2.3", tree.Git("rev-parse", "HEAD"))));
    }

    [Fact]
    public void One_that_the_repository_does_not_have_is_told()
    {
        using var tree = Tagged("1.2.3");

        var report = Hold(tree, "1.2.3", new string('a', 40));

        Assert.Equal(["version-mismatch Medium"], SourceFolder.Provenance(report));
        Assert.Contains("made of commit aaaaaaaaaaaa, which 'source' does not have", Message(report), StringComparison.Ordinal);
    }

    [Fact]
    public void One_just_before_the_tag_informs_and_one_on_another_branch_warns()
    {
        using var tree = SourceFolder.Of(null, ("package.json", Manifest("1.2.2")), ("index.js", Code));
        var before = tree.Git("rev-parse", "HEAD");
        tree.Commit("package.json", Manifest("1.2.3"));
        tree.Git("tag", "v1.2.3");
        tree.Git("switch", "-q", "-c", "other", before);
        var other = tree.Commit("other.js", "exports.other = 2;\n");

        Assert.Equal(["version-mismatch Info"], SourceFolder.Provenance(Hold(tree, "1.2.3", before)));
        Assert.Contains("1 commit before tag v1.2.3", Message(Hold(tree, "1.2.3", before)), StringComparison.Ordinal);
        Assert.Equal(["version-mismatch Medium"], SourceFolder.Provenance(Hold(tree, "1.2.3", other)));
        Assert.Contains("on another branch than tag v1.2.3", Message(Hold(tree, "1.2.3", other)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_tag_it_is_what_the_release_is_held_against()
    {
        using var tree = Tagged("1.2.2");
        var made = tree.Commit("package.json", Manifest("1.2.3"));
        tree.Commit("index.js", "exports.value = 2;\n");

        var good = Hold(tree, "1.2.3", made);
        var bad = Hold(tree, "1.2.3", made, code: Code + "exports.more = 2;\n");

        Assert.Equal(["no-source-tag Low"], SourceFolder.Provenance(good));
        Assert.Contains("of which it says that it was made: the commit is of this version", good.Findings.Single(finding => finding.Finding.Rule.Family == "provenance").Finding.Message, StringComparison.Ordinal);
        Assert.Equal(made, SourceFolder.Comparison(good).Commit);
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(bad));
    }

    [Fact]
    public void A_commit_that_nobody_took_over_is_no_source()
    {
        using var tree = Tagged("1.2.2");
        tree.Git("switch", "-q", "-c", "proposal");
        var proposed = tree.Commit("package.json", Manifest("1.2.3"));
        tree.Git("switch", "-q", "main");
        tree.Git("branch", "-q", "-D", "proposal");
        tree.Git("update-ref", "refs/remotes/pull/7/merge", proposed);

        var report = Hold(tree, "1.2.3", proposed);

        Assert.Equal(["no-source-tag High", "version-mismatch Medium"], SourceFolder.Provenance(report));
        Assert.Contains("to which no branch and no tag leads", Message(report), StringComparison.Ordinal);
        Assert.Equal(tree.Git("rev-parse", "HEAD"), SourceFolder.Comparison(report).Commit);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("--upload-pack=touch")]
    [InlineData("")]
    [InlineData("deadbeef")]
    public void What_is_no_full_name_of_a_commit_says_nothing(string written)
    {
        using var tree = Tagged("1.2.3");

        Assert.Empty(SourceFolder.Provenance(Hold(tree, "1.2.3", written)));
    }

    [Fact]
    public void Cargo_writes_it_beside_the_manifest_and_says_what_was_not_committed()
    {
        const string Written = "[package]\nname = \"adder\"\nversion = \"1.2.3\"\nlicense = \"MIT\"\n";
        using var tree = SourceFolder.Of("v1.2.3", ("Cargo.toml", Written), ("src/lib.rs", "pub fn add() {}\n"));
        IReadOnlyList<string> Of(string origin) => SourceFolder.Provenance(tree.Hold("adder-1.2.3.crate", Crate([("adder-1.2.3/.cargo_vcs_info.json", origin), ("adder-1.2.3/Cargo.toml", Written), ("adder-1.2.3/src/lib.rs", "pub fn add() {}\n")])));

        Assert.Empty(Of($$"""{"git":{"sha1":"{{tree.Git("rev-parse", "HEAD")}}"},"path_in_vcs":""}"""));
        Assert.Equal(["version-mismatch Medium"], Of($$"""{"git":{"sha1":"{{new string('b', 40)}}"},"path_in_vcs":""}"""));
        Assert.Equal(["version-mismatch Low"], Of($$"""{"git":{"sha1":"{{tree.Git("rev-parse", "HEAD")}}","dirty":true},"path_in_vcs":""}"""));
        Assert.Empty(Of("not json"));
    }

    [Fact]
    public void So_do_a_nuspec_and_the_registry()
    {
        using var tree = Tagged("1.2.3");
        var nuspec = Encoding.UTF8.GetBytes($"""<package><metadata><id>add</id><version>1.2.3</version><license type="expression">MIT</license><repository type="git" url="https://git.example/add" commit="{new string('c', 40)}" /></metadata></package>""");
        var registry = new TestRegistry().Npm(new TestPackage("add").Version("1.2.3", "2026-01-01", commit: new string('d', 40)));

        Assert.Equal(["version-mismatch Medium"], SourceFolder.Provenance(tree.Hold("add.1.2.3.nupkg", TestArchive.Zip(("add.nuspec", nuspec)))));
        Assert.Contains("says in the registry", Message(Screening.Of("add-1.2.3.tgz", TestArchive.Npm(Manifest("1.2.3"), ("index.js", Code)), new ScreenOptions { Visibility = Visibility.Public, Source = tree.Request(), Lookup = registry.Lookup() })), StringComparison.Ordinal);
    }
}
