using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Waivers;

/// <summary>Findings that were there when screening began do not stop; everything else does, and nothing in the file helps to guess a secret.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly GitFolder _git = new();

    public void Dispose() => _git.Dispose();

    [Fact]
    public void What_was_there_passes_and_is_shown_and_what_is_new_does_not_pass()
    {
        _git.Commit("old.js", Line(TestSecret.GitHub(1)));
        Assert.Equal(ExitCode.Deny, _git.Screen("git:all", "--write-baseline", "known.json").ExitCode);

        var run = Screen("git:all");
        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("1 known finding, by known.json until 2027-03-31", run.Output, StringComparison.Ordinal);
        var finding = Assert.Single(GitFolder.FindingsOf(Screen("git:all", "--report", "json")));
        Assert.Equal(("allow", "baseline"), (finding.GetProperty("action").GetString(), finding.GetProperty("waiver").GetProperty("by").GetString()));

        _git.Commit("new.js", Line(TestSecret.GitHub(2)));
        Assert.Equal(ExitCode.Deny, Screen("git:all").ExitCode);
    }

    [Fact]
    public void Another_secret_in_the_same_place_is_new()
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Screen("git:all", "--write-baseline", "known.json");
        _git.Commit("a.js", Line(TestSecret.GitHub(2)));

        Assert.Equal(ExitCode.Deny, Screen("git:all").ExitCode);
        Assert.Equal(ExitCode.Deny, Screen("git:HEAD~1..HEAD").ExitCode);
    }

    /// <summary>Of many secrets of a kind in one file not each is told by itself.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(130)]
    public void Another_secret_among_very_many_is_new(int known)
    {
        var text = string.Concat(Enumerable.Range(1, known).Select(seed => Line(TestSecret.GitHub(seed))));
        _git.Commit("a.js", text);
        _git.Screen("git:all", "--write-baseline", "known.json");
        Assert.Equal(ExitCode.Allow, Screen("git:all").ExitCode);

        _git.Commit("a.js", "\n" + text);
        Assert.Equal(ExitCode.Allow, Screen("git:all").ExitCode);
        _git.Commit("a.js", text + Line(TestSecret.GitHub(known + 1)));
        Assert.Equal(ExitCode.Deny, Screen("git:HEAD~1..HEAD").ExitCode);
    }

    /// <summary>Passwords have no value in the file: their number tells.</summary>
    [Fact]
    public void Another_password_among_very_many_is_new()
    {
        string Passwords(int count) => string.Concat(Enumerable.Range(1, count).Select(seed => $"A{seed}_PASSWORD=k7Q-{TestSecret.Alphanumeric(14, seed)}9z\n"));
        _git.Commit("a.env", Passwords(150));
        _git.Screen("git:all", "--write-baseline", "known.json");
        Assert.All(GitFolder.FindingsOf(Screen("git:all", "--report", "json")), finding => Assert.Equal("allow", finding.GetProperty("action").GetString()));

        _git.Commit("a.env", Passwords(151));
        Assert.Contains(GitFolder.FindingsOf(Screen("git:all", "--report", "json")), finding => finding.GetProperty("action").GetString() == "warn");
    }

    [Fact]
    public void The_file_itself_is_no_finding()
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Screen("git:all", "--write-baseline", "known.json");
        _git.Git("add", "known.json");
        _git.Git("commit", "-qm", "known findings");

        Assert.DoesNotContain(GitFolder.FindingsOf(Screen("git:all", "--report", "json")), finding => finding.PathOf() == "known.json");
    }

    [Fact]
    public void The_same_secret_in_another_file_is_new_and_in_another_line_is_not()
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Screen("git:all", "--write-baseline", "known.json");

        _git.Commit("a.js", "\n\n" + Line(TestSecret.GitHub(1)));
        Assert.Equal(ExitCode.Allow, Screen("git:all").ExitCode);
        _git.Commit("b.js", "//\n" + Line(TestSecret.GitHub(1)));
        Assert.Equal(ExitCode.Deny, Screen("git:all").ExitCode);
    }

    [Fact]
    public void The_file_holds_no_secret_and_no_digest_of_what_people_chose()
    {
        const string password = "Winter-2026-Xq7";
        _git.Commit("url.txt", "postgres://app:" + password + "@db.internal:5432/app\n");
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        var secretName = "x-" + TestSecret.GitHub(3) + ".txt";
        _git.Commit(secretName, "x\n");
        _git.Screen("git:all", "--write-baseline", "known.json");

        var file = File.ReadAllText(Path.Combine(_git.Path, "known.json"));
        Assert.DoesNotContain(password, file, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecret.GitHub(1), file, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecret.GitHub(3), file, StringComparison.Ordinal);
        Assert.DoesNotContain("values", file.Split('\n').Single(line => line.Contains("url.txt", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("values", file.Split('\n').Single(line => line.Contains("\"a.js\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, Screen("git:all").ExitCode);
    }

    [Fact]
    public void After_its_last_day_it_does_not_help()
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Screen("git:all", "--write-baseline", "known.json");

        Assert.Equal(ExitCode.Allow, Screen("git:all", "--now", "2027-03-31T12:00:00Z").ExitCode);
        var run = Screen("git:all", "--now", "2027-04-01T12:00:00Z");
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("known until 2027-03-31", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_is_said_for_the_target_that_it_was_in()
    {
        _git.File("tree/a.js", Line(TestSecret.GitHub(1)));
        _git.File("tree/b.js", Line(TestSecret.GitHub(2)));
        CliRun.In(_git.Path, "screen", "tree", "--write-baseline", "known.json");
        _git.File("tree/b.js", "clean\n");

        var run = Screen("tree", "--report", "console", "--report", "json=out.json");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("1 known finding is gone (secret/github-token in b.js)", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"notes\":", File.ReadAllText(Path.Combine(_git.Path, "out.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("gone", Screen("git:all").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_it_anew_keeps_reasons_days_and_other_targets()
    {
        _git.File("one/a.js", Line(TestSecret.GitHub(1)));
        _git.File("two/b.js", Line(TestSecret.GitHub(2)));
        CliRun.In(_git.Path, "screen", "one", "--write-baseline", "known.json");
        var file = Path.Combine(_git.Path, "known.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("]}", "], \"until\": \"2026-12-31\", \"reason\": \"ticket 7\"}", StringComparison.Ordinal));
        CliRun.In(_git.Path, "screen", "two", "--write-baseline", "known.json");
        CliRun.In(_git.Path, "screen", "one", "--baseline", "known.json", "--write-baseline", "known.json");

        var text = File.ReadAllText(file);
        Assert.Contains("\"reason\": \"ticket 7\"", text, StringComparison.Ordinal);
        Assert.Contains("\"place\": \"b.js\"", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, Screen("one", "two").ExitCode);
    }

    [Fact]
    public void The_configuration_may_name_it_and_a_hook_uses_it()
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Screen("git:all", "--write-baseline", "known.json");
        _git.File("sluice.yaml", "version: 1\nbaseline: known.json\n");
        _git.File("a.js", "// moved\n" + Line(TestSecret.GitHub(1)));
        _git.Git("add", "a.js");

        Assert.Equal(ExitCode.Allow, CliRun.In(_git.Path, "hook", "run", "pre-commit").ExitCode);
        _git.File("a.js", Line(TestSecret.GitHub(9)));
        _git.Git("add", "a.js");
        Assert.Equal(ExitCode.Deny, CliRun.In(_git.Path, "hook", "run", "pre-commit").ExitCode);
    }

    [Theory]
    [InlineData("sarif", "\"kind\": \"external\"")]
    [InlineData("markdown", "waived until 2027-03-31 by known.json")]
    [InlineData("html", "waived until 2027-03-31 by known.json")]
    public void Every_report_for_people_shows_what_is_waived(string format, string shown)
    {
        _git.Commit("a.js", Line(TestSecret.GitHub(1)));
        _git.Commit("b.js", "//\n" + Line(TestSecret.GitHub(1)));
        Assert.DoesNotContain("waived", _git.Screen("git:all", "--write-baseline", "known.json", "--report", format).Output, StringComparison.Ordinal);

        var output = Screen("git:all", "--report", format).Output;

        Assert.Contains(shown, output, StringComparison.Ordinal);
        Assert.Equal(format == "sarif", output.Contains("relatedLocations", StringComparison.Ordinal));
    }

    [Fact]
    public void Under_a_key_another_password_in_the_same_place_is_new()
    {
        string Url(string password) => "postgres://app:" + password + "@db.internal:5432/app\n";
        _git.Commit("url.txt", Url("Winter-2026-Xq7"));
        _git.Screen("git:all", "--write-baseline", "known.json");
        _git.Commit("url.txt", Url("Summer-2027-Yr8"));
        var known = Sluice.Waivers.KnownFindingsFile.Parse("known.json", File.ReadAllBytes(Path.Combine(_git.Path, "known.json")), [1, 2, 3]);

        Assert.Equal(ExitCode.Deny, Screen("git:all").ExitCode);
        Assert.Equal(ExitCode.Allow, Screen("git:HEAD~1..HEAD").ExitCode);
        var report = ReleaseCheck.Screen(
            Sluice.Artifacts.Repositories.GitSource.Of(new(_git.Path, true), "HEAD~1..HEAD", new()),
            new ScreenOptions { Known = known with { Findings = [.. known.Findings.Select(finding => finding with { Values = ["key:" + new string('0', 32)] })] }, Now = CliRun.Now },
            TestContext.Current.CancellationToken);
        Assert.Equal(Sluice.Policies.Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("{\"schema\":\"urn:sluice:baseline:v1\",\"until\":\"never\",\"reason\":\"x\",\"salt\":\"00\",\"findings\":[]}")]
    public void A_file_that_is_no_baseline_is_an_error_of_the_command_line(string text)
    {
        _git.File("known.json", text);

        Assert.Equal(ExitCode.Usage, Screen("git:all").ExitCode);
    }

    private CliRun Screen(params string[] arguments) => CliRun.In(_git.Path, ["screen", .. arguments, "--baseline", "known.json"]);

    private static string Line(string secret) => $"const token = '{secret}';\n";
}
