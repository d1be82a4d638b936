using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>What a policy says and its author cannot have meant is told before anything is decided by it.</summary>
public sealed class PolicyCheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("check: true", "house.yaml:4:12: rule 'a': this is always true: the rule never fires")]
    [InlineData("check: 1 < 2 || artifact.size > 0", "this is always true: the rule never fires")]
    [InlineData("check: false", "this is never true: the rule always fires")]
    [InlineData("check: artifact.size > 0\n    when: true", "house.yaml:5:11: rule 'a': this is always true; take 'when' out")]
    [InlineData("check: artifact.size > 0\n    when: '''a'' == ''b'''", "the rule is never asked")]
    [InlineData("check: artifact.size > 0\n    until: 2026-03-30", "house.yaml:5:12: rule 'a': the rule was over on 2026-03-30")]
    [InlineData("check: artifact.size > 0\n  - id: b\n    check: artifact.size > 0", "house.yaml:6:12: rule 'b': this is what 'a' asks already")]
    [InlineData("check: artifact.size > 0\n  - id: b\n    when: artifact.kind == 'npm'\n    check: artifact.size > 0", "rule 'b': 'a' asks this without a condition and is as strict")]
    [InlineData("when: artifact.kind == 'npm'\n    check: artifact.size > 0\n    action: warn\n  - id: b\n    check: artifact.size > 0", "rule 'a': 'b' asks this without a condition and is as strict")]
    public void Rules_that_say_nothing_are_warned_about(string rule, string told)
    {
        var run = Check(rule);

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("house: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check: artifact.size > 0")]
    [InlineData("check: false\n    each: artifact.scripts")]
    [InlineData("check: false\n    when: artifact.kind == 'npm'")]
    [InlineData("check: artifact.size > 0\n    until: 2026-03-31")]
    [InlineData("check: artifact.size > 0\n    action: warn\n  - id: b\n    when: artifact.kind == 'npm'\n    check: artifact.size > 0")]
    [InlineData("check: artifact.size > 0\n    mode: audit\n  - id: b\n    when: artifact.kind == 'npm'\n    check: artifact.size > 0")]
    public void Rules_that_say_something_are_not(string rule)
    {
        var run = Check(rule);

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.Contains("nothing to warn about", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_day_is_that_of_the_time_that_is_given()
    {
        Assert.Contains("was over", Check("check: artifact.size > 0\n    until: 2027-01-01", "--now", "2027-01-02T00:00:00Z").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Check("check: artifact.size > 0", "--now", "soon").ExitCode);
    }

    [Fact]
    public void Costs_are_told_for_every_part()
    {
        var run = Check("each: artifact.files\n    when: it.size > 0\n    check: '!it.executable'\n    message: it.path");

        Assert.Contains("  a: cost each 2, when 3, check 3, message 2\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_every_policy_is_told()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "other.yaml"), "version: 1\nrules: [{id: b, check: 'fndings == []'}]\n");

        var run = Check("check: artifact.knd == ''\n    action: block", "other.yaml", "builtin:non");

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        foreach (var text in (string[])["house.yaml:4:", "knd", "unknown action 'block'", "other.yaml:2:", "fndings", "there is no policy 'builtin:non'"])
            Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_policies_have_nothing_to_warn_about()
    {
        var run = CliRun.In(_folder.Path, ["policy", "check", .. Sluice.Policies.BuiltInPolicies.Names]);

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.DoesNotContain("warning:", run.Output, StringComparison.Ordinal);
    }

    private CliRun Check(string rule, params string[] more)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "house.yaml"), $"version: 1\nrules:\n  - id: a\n    {rule}\n");
        return CliRun.In(_folder.Path, ["policy", "check", "house.yaml", .. more]);
    }
}
