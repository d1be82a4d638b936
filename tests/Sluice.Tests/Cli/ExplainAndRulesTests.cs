using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class ExplainAndRulesTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");

    [Fact]
    public void Every_rule_can_be_explained()
    {
        foreach (var rule in Catalog.Rules)
        {
            var run = CliRun.In(Samples, "explain", rule.Id);
            Assert.Equal(ExitCode.Allow, run.ExitCode);
            Assert.Contains(rule.Why, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_misspelt_rule_gets_a_suggestion()
    {
        var run = CliRun.In(Samples, "rules", "show", "exposure/sourcemap");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("exposure/source-map", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_is_explained_from_its_report()
    {
        using var folder = new TemporaryFolder();
        var report = folder.File("report.json", CliRun.In(Samples, "screen", "acme-cli-2.1.88.tgz", "--report", "json").Output);
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        var fingerprint = json.RootElement.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("action").GetString() == "deny").GetProperty("fingerprint").GetString()!;

        var run = CliRun.In(folder.Path, "explain", fingerprint[..10], "--in", "report.json");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Golden.Check("explain/source-map.txt", run.Output);
    }

    [Fact]
    public void A_report_that_is_none_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.File("report.json", "[1,2,3]");

        Assert.Equal(ExitCode.Usage, CliRun.In(folder.Path, "explain", "0123456789", "--in", "report.json").ExitCode);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Completion_scripts_ask_the_program(string shell) =>
        Assert.Contains("[suggest:", CliRun.In(Samples, "completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void The_bash_completion_completes_options_and_rules()
    {
        // The script as bash runs it, against the built program under the name it will have.
        using var folder = new TemporaryFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "sluice.dll");
        folder.File("bin/sluice", $"#!/bin/sh\nexec dotnet '{program}' \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(folder.Path, "bin/sluice"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        const string Script = """
            PATH="$PWD/bin:$PATH"; eval "$(sluice completion bash)"
            ask() { COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sluice; printf '%s\n' "${COMPREPLY[@]}"; }
            ask 'sluice screen --vis'; ask 'sluice rules show exposure/source-map'; ask 'sluice dif'
            """;

        var completions = folder.Run("bash", "-c", Script).Split('\n');

        Assert.Contains("--visibility", completions);
        Assert.Contains("exposure/source-map-reference", completions);
        Assert.Contains("diff", completions);
    }
}
