using System.Text;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Tokens in two literals that a call puts together: a comma between them joins nothing by itself.</summary>
public sealed class JoinedTokenTests
{
    [Theory]
    [InlineData("a.rs", "let t = concat!(\"FIRST\", \"SECOND\");")]
    [InlineData("a.R", "t <- paste0('FIRST', 'SECOND')")]
    [InlineData("a.js", "const t = [\"FIRST\", \"SECOND\"].join(\"\");")]
    [InlineData("a.sql", "SELECT CONCAT('FIRST', 'SECOND');")]
    [InlineData("a.ps1", "$t = \"FIRST\" + `\r\n  \"SECOND\"")]
    [InlineData("a.bat", "set T=FIRST^\r\nSECOND")]
    public void They_are_found(string file, string text) => Assert.Contains("secret/github-token", Rules(file, text));

    [Theory]
    [InlineData("a.js", "const t = [\"FIRST\", \"SECOND\"];")]
    [InlineData("a.js", "const t = [\"FIRST\", \"SECOND\"].join(\", \");")]
    [InlineData("a.rs", "concat!(\"a\"); f(\"FIRST\", \"SECOND\");")]
    public void Others_are_two_values(string file, string text) => Assert.DoesNotContain("secret/github-token", Rules(file, text));

    private static IEnumerable<string> Rules(string file, string text)
    {
        var token = TestSecret.GitHub();
        text = text.Replace("FIRST", token[..20], StringComparison.Ordinal).Replace("SECOND", token[20..], StringComparison.Ordinal);
        return Screening.Of(file, Encoding.UTF8.GetBytes(text + "\n")).Findings.Select(found => found.Finding.Rule.Id);
    }
}
