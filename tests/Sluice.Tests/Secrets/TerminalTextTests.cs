using System.Text;
using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Logs and outputs of programs: what a terminal obeys is no part of what it shows.</summary>
public sealed class TerminalTextTests
{
    private const string Plain = "plain: ";

    public static TheoryData<string> Sequences =>
    [
        "\u001b[32m", "\u001b[0;31m", "\u001b[38;2;10;200;30m", "\u001b[01;31m\u001b[K", "\u001b(B\u001b[m", "\u001b[?25l", "\\x1b[32m", "\\u001b[1m", "\\u001B[1m", "\\\\u001b[32m", "\\u{1b}[32m", "\\e[36m", "\\033[0;32m", "^[[32m", "%1B[32m", "&#27;[32m", "`e[32m",
        "[32m", "[0;31m", "\u001b]8;;https://acme.test/\u0007", "\\u001b]8;;https://acme.test/\\u001b\\\\", "\u001b]0;title\u001b\\",
    ];

    [Theory]
    [MemberData(nameof(Sequences))]
    public void A_token_behind_a_sequence_is_found_once_and_in_its_line(string sequence)
    {
        foreach (var (token, rule) in new[] { (TestSecret.GitHub(), "secret/github-token"), (TestSecret.Slack(), "secret/slack-token"), (TestSecret.Stripe(), "secret/stripe-key"), (TestSecret.AwsId(), "secret/aws-access-key") })
        {
            var findings = Screening.Of("build.log", Encoding.UTF8.GetBytes($"{Plain}\n{sequence}{token}\u001b[0m\n")).Findings.Select(found => found.Finding).Where(finding => finding.Rule.Family == "secret").ToList();

            Assert.Equal(rule, Assert.Single(findings).Rule.Id);
            Assert.Equal(2, findings[0].Line);
        }
    }

    [Theory]
    [InlineData("rate(requests[5m])")]
    [InlineData("items[3m")]
    [InlineData("a[32mb]")]
    [InlineData("colours: \\x1b[32m and \\x1b[0m")]
    public void What_has_no_secret_stays_silent(string text) =>
        Assert.Empty(Screening.Of("build.log", Encoding.UTF8.GetBytes($"{Plain}{text}\npassword: \u001b[32m${{PASSWORD}}\u001b[0m\ntoken=\u001b[33m<your-token>\u001b[0m\n")).Findings);

    [Fact]
    public void A_number_in_brackets_ends_no_word() =>
        Assert.DoesNotContain(Screening.Of("a.js", Encoding.UTF8.GetBytes($"const x = y[32]x{TestSecret.GitHub()};\n")).Findings, found => found.Finding.Rule.Id == "secret/github-token");
}
