using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Artifacts.Documents;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

/// <summary>The steps for CI systems, run as those would: their scripts with their variables, on real packages.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PipelineTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "temp"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "work"));
        _folder.File("output", "");
        _folder.File("work/clean.tgz", TestArchive.Npm("""{"name": "a", "version": "1.0.0", "license": "MIT", "files": ["a.js"]}""", ("a.js", "module.exports = 1;\n")));
        _folder.File("work/leak it.tgz", TestArchive.Npm("""{"name": "a", "version": "1.0.0", "license": "MIT", "files": ["a.js"]}""", ("a.js", $"const t = '{TestSecret.GitHub()}';\n")));
        Link("sluice", Path.Combine(AppContext.BaseDirectory, "sluice"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_action_reports_before_it_stops_and_ends_as_the_program_does()
    {
        var steps = Steps();
        Assert.Equal(0, Run(steps[0], ("SLUICE_TARGETS", "*.tgz")).ExitCode);

        var outputs = File.ReadAllLines(Path.Combine(_folder.Path, "output")).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(("1", "deny"), (outputs["exit-code"], outputs["decision"]));
        Assert.Contains("secret/github-token", File.ReadAllText(outputs["sarif"]), StringComparison.Ordinal);
        Assert.Contains("secret/github-token", File.ReadAllText(Path.Combine(_folder.Path, "summary")), StringComparison.Ordinal);
        Assert.Equal(1, Run(steps[^1], ("SLUICE_EXIT_CODE", "1")).ExitCode);
        Assert.Equal(0, Run(steps[^1], ("SLUICE_EXIT_CODE", "0")).ExitCode);
        Assert.Equal(ExitCode.Indeterminate, Run(steps[^1], ("SLUICE_EXIT_CODE", "")).ExitCode);
    }

    [Fact]
    public void The_action_allows_a_clean_package_and_says_when_its_inputs_are_wrong()
    {
        Run(Steps()[0], ("SLUICE_TARGETS", "clean.tgz\n"), ("SLUICE_POLICIES", "builtin:default\nbuiltin:strict"), ("SLUICE_VISIBILITY", "public"), ("SLUICE_PREVIOUS", "cl*.tgz"));
        Assert.Contains("decision=allow", File.ReadAllText(Path.Combine(_folder.Path, "output")), StringComparison.Ordinal);

        Run(Steps()[0], ("SLUICE_TARGETS", "none-*.tgz"));
        Assert.Contains("exit-code=2\ndecision=\n", File.ReadAllText(Path.Combine(_folder.Path, "output")), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_an_input_is_never_run()
    {
        _folder.File("work/$(touch pwned);`touch pwned`.tgz", File.ReadAllBytes(Path.Combine(_folder.Path, "work/clean.tgz")));
        Run(Steps()[0], ("SLUICE_TARGETS", "$(touch pwned);`touch pwned`.tgz"));

        Assert.Contains("decision=allow", File.ReadAllText(Path.Combine(_folder.Path, "output")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "work/pwned")));
    }

    [Fact]
    public void The_action_writes_one_comment_and_brings_it_up_to_date()
    {
        Program("gh", """echo "$@" >>"$CALLS"; case "$*" in *--paginate*) [ ! -e "$CALLS.known" ] || echo 77 ;; esac; for a; do case $a in body=@*) cat "${a#body=@}" >>"$CALLS.body" ;; esac; done""");
        var comment = Steps().Single(step => step.Contains("github-comment", StringComparison.Ordinal));
        _folder.File("report.md", "# DENY\n");
        (string, string)[] variables = [("GH_TOKEN", "x"), ("GITHUB_REPOSITORY", "acme/cli"), ("SLUICE_PULL_REQUEST", "12"), ("SLUICE_REPORT", Path.Combine(_folder.Path, "report.md"))];

        Assert.Equal(0, Run(comment, variables).ExitCode);
        Assert.Contains("-X POST repos/acme/cli/issues/12/comments", Calls(), StringComparison.Ordinal);
        Assert.Equal("<!-- sluice -->\n# DENY\n", File.ReadAllText(Path.Combine(_folder.Path, "calls.body")));
        _folder.File("calls.known", "");
        Run(comment, variables);
        Assert.Contains("-X PATCH repos/acme/cli/issues/comments/77", Calls(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_the_action_is_told_and_none_is_put_into_a_script()
    {
        var action = Document("action.yml");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/ci.md"));

        Assert.All(Names(action["inputs"]).Concat(Names(action["outputs"])), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(Names(action["inputs"]), name => Assert.NotNull(action["inputs"]![name]!["description"]));
        Assert.DoesNotContain(Steps(), step => step.Contains("${{", StringComparison.Ordinal));
        Assert.All(action["runs"]!["steps"]!.Items.Select(step => step["uses"]?.Text).OfType<string>(), uses => Assert.Matches("@[0-9a-f]{40}$", uses));
    }

    [Theory]
    [InlineData("clean.tgz", 0)]
    [InlineData("*.tgz", 1)]
    public void The_step_for_gitlab_ends_as_the_program_does_and_writes_a_note(string targets, int expected)
    {
        Program("curl", """cat >"$CALLS.configuration"; echo "$@" >>"$CALLS" """);
        var script = Document("ci/gitlab.yml")[".sluice"]!["script"]!.Items.Single().Text!;
        var (exitCode, _) = Run(script, ("SLUICE", "sluice"), ("SLUICE_TARGETS", targets), ("SLUICE_OPTIONS", "--policy=builtin:default"), ("SLUICE_NOTE_TOKEN", "to-ken"), ("CI_MERGE_REQUEST_IID", "5"), ("CI_API_V4_URL", "https://gitlab.acme.example/api/v4"), ("CI_PROJECT_ID", "9"));

        Assert.Equal(expected, exitCode);
        Assert.Contains("projects/9/merge_requests/5/notes", Calls(), StringComparison.Ordinal);
        Assert.DoesNotContain("to-ken", Calls(), StringComparison.Ordinal);
        Assert.Equal(expected == 1, File.ReadAllText(Path.Combine(_folder.Path, "work/gl-code-quality-report.json")).Contains("secret/github-token", StringComparison.Ordinal));
    }

    [Fact]
    public void The_step_for_azure_comments_on_a_pull_request_where_it_has_a_token()
    {
        Program("curl", """cat >"$CALLS.configuration"; echo "$@" >>"$CALLS" """);
        var temporary = Path.Combine(_folder.Path, "temp");
        var (exitCode, _) = Run(Document("ci/azure.yml")["steps"]!.Items[0]["bash"]!.Text!, ("SLUICE", "sluice"), ("SLUICE_TARGETS", "leak it.tgz"), ("SLUICE_OPTIONS", ""), ("SLUICE_TOKEN", "to-ken"), ("AGENT_TEMPDIRECTORY", temporary),
            ("BUILD_ARTIFACTSTAGINGDIRECTORY", Path.Combine(_folder.Path, "stage")), ("SYSTEM_COLLECTIONURI", "https://azure.acme.example/acme/"), ("SYSTEM_TEAMPROJECTID", "7f"), ("BUILD_REPOSITORY_ID", "9a"), ("SYSTEM_PULLREQUEST_PULLREQUESTID", "5"));

        Assert.Equal(1, exitCode);
        Assert.Contains("https://azure.acme.example/acme/7f/_apis/git/repositories/9a/pullRequests/5/threads", Calls(), StringComparison.Ordinal);
        Assert.DoesNotContain("to-ken", Calls(), StringComparison.Ordinal);
        using var comment = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(temporary, "sluice-comment.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(temporary, "sluice.md")), comment.RootElement.GetProperty("comments")[0].GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("clean.tgz", 0)]
    [InlineData("leak it.tgz", 1)]
    [InlineData("", 2)]
    public void The_step_for_azure_ends_as_the_program_does(string targets, int expected)
    {
        var step = Document("ci/azure.yml")["steps"]!.Items[0];
        var (exitCode, words) = Run(step["bash"]!.Text!, ("SLUICE", "sluice"), ("SLUICE_TARGETS", targets), ("SLUICE_OPTIONS", ""), ("SLUICE_TOKEN", ""), ("AGENT_TEMPDIRECTORY", Path.Combine(_folder.Path, "temp")), ("BUILD_ARTIFACTSTAGINGDIRECTORY", Path.Combine(_folder.Path, "stage")));

        Assert.Equal(expected, exitCode);
        Assert.Equal(expected != 2, words.Contains("##vso[task.uploadsummary]", StringComparison.Ordinal));
        Assert.Equal(expected != 2, File.Exists(Path.Combine(_folder.Path, "stage/sluice/sluice.sarif")));
        Assert.DoesNotContain("${{", step["bash"]!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", ".github/workflows/sluice.yml")]
    [InlineData("gitlab", ".gitlab/sluice.yml")]
    [InlineData("azure", ".azure-pipelines/sluice.yml")]
    public void What_init_writes_packs_and_screens(string system, string file)
    {
        _folder.File("work/package.json", """{"name": "acme", "version": "1.0.0", "license": "MIT", "files": ["a.js"]}""");
        _folder.File("work/a.js", $"const t = '{TestSecret.GitHub()}';\n");
        Assert.Equal(ExitCode.Allow, CliRun.In(Path.Combine(_folder.Path, "work"), "init", "--yes", "--ci", system).ExitCode);

        var document = Assert.Single(YamlText.Read(File.ReadAllText(Path.Combine(_folder.Path, "work", file))));
        var steps = system switch
        {
            "github" => document["jobs"]!["screen"]!["steps"]!.Items.Select(step => step["run"]?.Text),
            "gitlab" => document["sluice"]!["script"]!.Items.Select(step => step.Text),
            _ => document["steps"]!.Items.Select(step => step["bash"]?.Text),
        };
        var results = steps.OfType<string>().Select(script => Run(script, ("AGENT_TEMPDIRECTORY", Path.Combine(_folder.Path, "temp")), ("BUILD_ARTIFACTSTAGINGDIRECTORY", Path.Combine(_folder.Path, "stage")))).ToList();

        Assert.Equal([0, 0, 1], results.Select(result => result.ExitCode));
        Assert.Contains("secret/github-token", results[^1].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hooks_for_the_pre_commit_framework_are_as_it_wants_them()
    {
        TemporaryFolder.Output(Repository.Root, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml");
        var hooks = Document(".pre-commit-hooks.yaml").Items;

        Assert.Equal(["sluice", "sluice-pre-push"], hooks.Select(hook => hook["id"]!.Text));
        Assert.All(hooks, hook => Assert.True(File.Exists(Path.Combine(Repository.Root, hook["entry"]!.Text!.Split(' ')[0]))));
    }

    [Fact]
    public void The_scripts_have_nothing_that_shellcheck_minds()
    {
        foreach (var script in Steps().Append(Document("ci/gitlab.yml")[".sluice"]!["script"]!.Items.Single().Text!).Append(Document("ci/azure.yml")["steps"]!.Items[0]["bash"]!.Text!))
            TemporaryFolder.Output(Repository.Root, "shellcheck", "--shell=bash", _folder.File("script", script));
        TemporaryFolder.Output(Repository.Root, "shellcheck", "ci/github-screen.sh", "ci/github-comment.sh");
    }

    private static List<string> Steps() => [.. Document("action.yml")["runs"]!["steps"]!.Items.Select(step => step["run"]?.Text).OfType<string>()];

    private static DocumentNode Document(string file) => Assert.Single(YamlText.Read(File.ReadAllText(Path.Combine(Repository.Root, file))));

    private static IEnumerable<string> Names(DocumentNode? map) => map!.Map!.Keys.Select(key => key.Name);

    private string Calls() => File.ReadAllText(Path.Combine(_folder.Path, "calls"));

    private void Link(string name, string target)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "bin"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "bin", name), target);
    }

    private void Program(string name, string script) =>
        File.SetUnixFileMode(_folder.File($"bin/{name}", "#!/bin/sh\n" + script + "\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>As a runner does it: bash that stops at the first failure, in the folder of the project.</summary>
    private (int ExitCode, string Words) Run(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script]) { WorkingDirectory = Path.Combine(_folder.Path, "work"), RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:{start.Environment["PATH"]}";
        start.Environment["GITHUB_ACTION_PATH"] = Repository.Root;
        start.Environment["RUNNER_TEMP"] = Path.Combine(_folder.Path, "temp");
        start.Environment["GITHUB_OUTPUT"] = Path.Combine(_folder.Path, "output");
        start.Environment["GITHUB_PATH"] = Path.Combine(_folder.Path, "path");
        start.Environment["GITHUB_STEP_SUMMARY"] = Path.Combine(_folder.Path, "summary");
        start.Environment["CALLS"] = Path.Combine(_folder.Path, "calls");
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, Regex.Replace(output + error.Result, "\r", ""));
    }
}
