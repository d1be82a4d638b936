using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Waivers;

/// <summary>Comments allow something only where the project's configuration says so, only in sources, only for a time and a reason.</summary>
public sealed class AllowCommentTests : IDisposable
{
    private const string Mark = "sluice:" + "allow";

    private readonly GitFolder _git = new();

    public AllowCommentTests() => _git.File("sluice.yaml", "version: 1\nallow-comments: true\n");

    public void Dispose() => _git.Dispose();

    [Theory]
    [InlineData("// {0} secret/github-token until 2026-12-31 revoked, kept as a sample\n{1}")]
    [InlineData("{1} # {0} secret/github-token until 2026-03-31 revoked, kept as a sample")]
    [InlineData("<!-- {0}  secret/github-token  until 2026-12-31  revoked, kept as a sample -->\r\n{1}\r\n")]
    public void In_its_line_and_the_next_it_allows_for_a_time_and_stays_visible(string text)
    {
        var run = Staged(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Mark, Line));

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("revoked, kept as a sample", run.Output, StringComparison.Ordinal);
        Assert.Contains("by a comment at a.js:1: revoked", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret/github-token until 2026-03-30 a reason", "allowed until 2026-03-30")]
    [InlineData("secret/github-token until 2026-03-30 a reason", "allows nothing any longer")]
    [InlineData("secret/github-token until 2099-01-01 a reason", "for more than a year")]
    [InlineData("secret/github-token a reason", "says no last day")]
    [InlineData("secret/github-token until tomorrow a reason", "says no last day")]
    [InlineData("secret/github-token until 2026-12-31", "gives no reason")]
    [InlineData("secret/github-tokem until 2026-12-31 a reason", "there is no rule")]
    [InlineData("everything until 2026-12-31 a reason", "names no rule")]
    [InlineData("secret/slack-bot-token until 2026-12-31 a reason", "")]
    public void Without_a_rule_a_day_or_a_reason_or_after_that_day_it_allows_nothing_and_is_told(string comment, string told)
    {
        var run = Staged($"// {Mark} {comment}\n{Line}");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/*", "*/")]
    [InlineData("<!--", "-->")]
    [InlineData("//", "")]
    public void What_stands_behind_a_comment_is_never_shown(string open, string close)
    {
        var password = "kX9!" + TestSecret.Alphanumeric(12, 7);
        var run = Staged($"{open} {Mark} secret/github-token until 2026-12-31 kept as a sample {close} var password = \"{password}\"; var token = \"{TestSecret.GitHub(1)}\";\n");

        Assert.Contains("kept as a sample", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(password, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_with_nothing_to_allow_is_told()
    {
        Assert.Contains("no such finding", Staged($"// {Mark} secret/github-token until 2026-12-31 a reason\nharmless\n").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_allows_nothing_further_down_and_nothing_in_another_file()
    {
        _git.File("b.js", "// other\n" + Line);
        _git.Git("add", "b.js");

        Assert.Equal(ExitCode.Deny, Staged($"// {Mark} secret/github-token until 2026-12-31 a reason\n{Line}").ExitCode);
        _git.Git("rm", "-q", "--cached", "b.js");
        Assert.Equal(ExitCode.Deny, Staged($"// {Mark} secret/github-token until 2026-12-31 a reason\n\n{Line}").ExitCode);
    }

    [Fact]
    public void Unless_the_configuration_asks_for_it_no_comment_counts()
    {
        _git.File("sluice.yaml", "version: 1\n");

        Assert.Equal(ExitCode.Deny, Staged(Allowed).ExitCode);
    }

    [Fact]
    public void In_an_artifact_no_comment_ever_counts()
    {
        _git.File("a.tgz", TestArchive.Npm("""{"name":"a","version":"1.0.0"}""", ("a.js", Allowed)));
        _git.File("tree/a.tgz", TestArchive.Npm("""{"name":"a","version":"1.0.0"}""", ("a.js", Allowed)));

        Assert.Equal(ExitCode.Deny, CliRun.In(_git.Path, "screen", "a.tgz").ExitCode);
        Assert.Equal(ExitCode.Deny, CliRun.In(_git.Path, "screen", "tree").ExitCode);
    }

    [Fact]
    public void A_folder_that_brings_its_own_configuration_cannot_switch_them_on()
    {
        _git.File("stranger/sluice.yaml", "version: 1\nallow-comments: true\n");
        _git.File("stranger/a.js", Allowed);
        File.Delete(Path.Combine(_git.Path, "sluice.yaml"));

        Assert.Equal(ExitCode.Deny, CliRun.In(Path.Combine(_git.Path, "stranger"), "screen", ".").ExitCode);
    }

    private static string Line => $"const token = '{TestSecret.GitHub()}';";

    private static string Allowed => $"// {Mark} secret/github-token until 2026-12-31 a reason\n{Line}\n";

    private CliRun Staged(string text)
    {
        _git.File("a.js", text);
        _git.Git("add", "a.js");
        return _git.Screen("git:staged");
    }
}
