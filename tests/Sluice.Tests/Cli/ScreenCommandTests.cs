using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class ScreenCommandTests : IDisposable
{
    private const string OpenPackage = """{"name":"open","version":"1.0.0","license":"MIT","files":["*.js"],"main":"index.js"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("@o")]
    [InlineData("@missing")]
    public void A_file_whose_name_begins_with_an_at_is_no_list_of_options(string target)
    {
        using var folder = new TemporaryFolder();
        folder.File("o", "--policy\nnothing.yaml\n");
        folder.File("@o", "text\n");

        var run = CliRun.In(folder.Path, "screen", target);

        Assert.Equal(target == "@o" ? 0 : 2, run.ExitCode);
        Assert.DoesNotContain("nothing.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_package_is_allowed_with_status_0()
    {
        _folder.File("open-1.0.0.tgz", TestArchive.Npm(OpenPackage, ("index.js", "module.exports = 1;\n"), ("LICENSE", "MIT License\n")));

        var run = CliRun.In(_folder.Path, "screen", "open-1.0.0.tgz");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.StartsWith("ALLOW  open-1.0.0.tgz", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void What_cannot_be_opened_is_indeterminate_with_status_3()
    {
        var whole = TestArchive.Npm(OpenPackage, ("index.js", string.Join('\n', Enumerable.Range(0, 3000))));
        _folder.File("cut.tgz", whole[..(whole.Length / 2)]);

        var run = CliRun.In(_folder.Path, "screen", "cut.tgz");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("not screened", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verbos", "there is no option '--verbos'; did you mean '--verbose'?")]
    [InlineData("--visibility=publik", "--visibility: 'publik' is not known; did you mean 'public'?")]
    public void A_mistyped_option_names_the_one_that_was_meant(string option, string problem)
    {
        _folder.File("a.txt", "text\n"u8.ToArray());

        var run = CliRun.In(_folder.Path, "screen", option, "a.txt");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("sluice: " + problem, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_command_or_value_is_told_in_one_line()
    {
        Assert.Equal("sluice: there is no command 'scren'; did you mean 'screen'?\nsluice: try 'sluice --help'\n", CliRun.In(_folder.Path, "scren", "a").Error.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("\\u{", CliRun.In(_folder.Path, "completion", "tcsh").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_two_dashes_is_a_target_whatever_its_name()
    {
        _folder.File("--verbos", "text\n"u8.ToArray());

        Assert.Equal(ExitCode.Allow, CliRun.In(_folder.Path, "screen", "--", "--verbos").ExitCode);
    }

    [Fact]
    public void A_compressed_file_is_of_the_kind_file()
    {
        _folder.File("notes.gz", TestArchive.Gzip("text\n"u8.ToArray()));

        Assert.Contains("\"kind\":\"file\"", CliRun.In(_folder.Path, "screen", "--report", "json", "notes.gz").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_of_several_targets_decides()
    {
        _folder.File("good.tgz", TestArchive.Npm(OpenPackage, ("index.js", "1\n")));
        _folder.File("climbs.tgz", TestArchive.Tgz(("../../etc/cron.d/x", "* * * * *\n"u8.ToArray())));

        Assert.Equal(ExitCode.Deny, CliRun.In(_folder.Path, "screen", "good.tgz", "climbs.tgz").ExitCode);
    }

    [Theory]
    [InlineData("screen")]
    [InlineData("screen", "missing.tgz")]
    [InlineData("screen", "x.tgz", "--visibility", "secret")]
    [InlineData("screen", "x.tgz", "--jobs", "0")]
    [InlineData("screen", "x.tgz", "--max-bytes", "lots")]
    [InlineData("screen", "x.tgz", "--report", "jsn")]
    [InlineData("screen", "x.tgz", "--registry", "nmp=http://127.0.0.1:1")]
    [InlineData("screen", "x.tgz", "--now", "yesterday")]
    [InlineData("screen", "x.tgz", "--now", "2026-03-31T12:00")]
    [InlineData("screen", "x.tgz", "--policy", "policies/")]
    [InlineData("screen", "x.tgz", "--previous", "missing.tgz")]
    [InlineData("screen", "x.tgz", "--config", "missing.yaml")]
    [InlineData("screen", "x.tgz", "--no-such-option")]
    [InlineData("screen", "git:nonsense")]
    [InlineData("screen", "git:staged")]
    [InlineData("screen", "git:all", "--repo", "missing")]
    [InlineData("scren", "x.tgz")]
    [InlineData("explain", "exposure/no-such-rule")]
    [InlineData("explain", "0123456789abcdef")]
    public void A_wrong_command_line_ends_with_status_2_and_says_what_is_wrong(params string[] arguments)
    {
        _folder.File("x.tgz", TestArchive.Npm(OpenPackage));

        var run = CliRun.In(_folder.Path, arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("sluice: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Every_problem_of_the_command_line_and_the_configuration_is_listed_at_once()
    {
        _folder.File("bad.yaml", "version: 7\nprojekt: acme\n"u8.ToArray());

        var run = CliRun.In(_folder.Path, "screen", "a.tgz", "b.tgz", "--config", "bad.yaml", "--report", "jsn", "--max-depth", "deep", "--max-bytes", "lots", "--visibility", "open", "--now", "today", "--registry", "x", "--previous", "c.tgz", "--source", "d");

        foreach (var named in (string[])["'a.tgz'", "'b.tgz'", "bad.yaml:1:10", "bad.yaml:2:1", "'jsn'", "'deep'", "'lots'", "'open'", "'today'", "'x'", "'c.tgz'", "'d'"])
            Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_written_costs_none_of_the_others()
    {
        _folder.File("open-1.0.0.tgz", TestArchive.Npm(OpenPackage, ("index.js", "1\n")));
        _folder.File("file", "text\n"u8.ToArray());

        var run = CliRun.In(_folder.Path, "screen", "open-1.0.0.tgz", "--report", "json=file/report.json", "--report", "json=report.json");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("cannot write", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "report.json")));
    }

    [Fact]
    public void Reports_go_to_the_files_that_are_named_and_to_standard_output()
    {
        _folder.File("open-1.0.0.tgz", TestArchive.Npm(OpenPackage, ("index.js", "1\n")));

        var run = CliRun.In(_folder.Path, "screen", "open-1.0.0.tgz", "--report", "console", "--report", "json=out/report.json");

        Assert.StartsWith("ALLOW", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "out", "report.json")));
        Assert.Equal("allow", json.RootElement.GetProperty("decision").GetString());
    }

    [Fact]
    public void Several_targets_are_one_line_of_json_each()
    {
        _folder.File("a.tgz", TestArchive.Npm(OpenPackage));
        _folder.File("b.tgz", TestArchive.Npm(OpenPackage));

        var lines = CliRun.In(_folder.Path, "screen", "a.tgz", "b.tgz", "--report", "json").Output.TrimEnd('\n').Split('\n');

        Assert.Equal(["a.tgz", "b.tgz"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("target").GetString()));
    }

    [Fact]
    public void An_artifact_may_come_on_standard_input()
    {
        var run = CliRun.In(_folder.Path, new MemoryStream(TestArchive.Npm(OpenPackage, ("index.js", "1\n"))), "screen", "-", "--report", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("npm", json.RootElement.GetProperty("artifact").GetProperty("kind").GetString());
    }

    [Fact]
    public void A_directory_is_screened_as_it_stands_without_its_history()
    {
        _folder.File("app/package.json", OpenPackage);
        _folder.File("app/index.js", "1\n");
        _folder.File("app/.git/config", "[core]\n");

        var run = CliRun.In(_folder.Path, "screen", "app", "--report", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("directory", json.RootElement.GetProperty("artifact").GetProperty("kind").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("coverage").GetProperty("entries").GetInt32());
    }

    [Fact]
    public void A_pipe_in_a_tree_is_named_and_does_not_make_the_program_wait()
    {
        _folder.File("app/index.js", "1\n");
        _folder.Run("mkfifo", "app/pipe");

        var run = CliRun.In(_folder.Path, "screen", "app");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("pipe  is a named pipe", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_a_tree_is_not_followed()
    {
        _folder.File("outside/leak.txt", "not part of it\n");
        _folder.File("app/index.js", "1\n");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "app", "link"), Path.Combine(_folder.Path, "outside"));

        var run = CliRun.In(_folder.Path, "screen", "app", "--report", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(3, json.RootElement.GetProperty("coverage").GetProperty("entries").GetInt32());
    }

    [Fact]
    public void A_configuration_inside_the_screened_tree_is_not_obeyed()
    {
        _folder.File("app/sluice.yaml", "version: 1\nvisibility: public\n");
        _folder.File("app/index.js", "1\n");

        var run = CliRun.In(Path.Combine(_folder.Path, "app"), "screen", ".", "--report", "json");

        Assert.Contains("not obeyed", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("proprietary", json.RootElement.GetProperty("artifact").GetProperty("visibility").GetString());
    }

    [Fact]
    public void The_nearest_configuration_upward_is_obeyed_for_other_targets()
    {
        _folder.File("sluice.yaml", "version: 1\nvisibility: public\n");
        _folder.File("deep/er/x.txt", "hello\n");

        var run = CliRun.In(Path.Combine(_folder.Path, "deep", "er"), "screen", "x.txt", "--report", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("public", json.RootElement.GetProperty("artifact").GetProperty("visibility").GetString());
    }

    [Fact]
    public void A_policy_that_this_version_cannot_evaluate_is_refused_and_never_skipped()
    {
        _folder.File("sluice.yaml", "version: 1\npolicies: [builtin:default, policies/]\n");
        _folder.File("x.txt", "hello\n");

        Assert.Equal(ExitCode.Usage, CliRun.In(_folder.Path, "screen", "x.txt").ExitCode);
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes_whatever_the_number_of_threads()
    {
        _folder.File("a.tgz", TestArchive.Npm(OpenPackage, [.. Enumerable.Range(0, 300).Select(i => ($"f{i}.js", new string('x', 700 + i)))]));

        Assert.Equal(
            CliRun.In(_folder.Path, "screen", "a.tgz", "--report", "json", "--jobs", "1").Output,
            CliRun.In(_folder.Path, "screen", "a.tgz", "--report", "json", "--jobs", "7").Output);
    }
}
