using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests.Reporting;

/// <summary>Nothing that is shown holds a secret, wherever it comes from.</summary>
public sealed class SafeTextTests
{
    private static readonly string Secret = "k7Q-" + TestSecret.Alphanumeric(14, 5) + "9z";

    [Theory]
    [InlineData("postinstall: curl -u deploy:SECRET https://get.acme.test/x")]
    [InlineData("build: INTERNAL_API_KEY=SECRET make")]
    [InlineData("homepage: https://acme.test/?token=SECRET&x=1")]
    [InlineData("git+https://deploy:SECRET@git.acme.test/z.git")]
    [InlineData("http://user:a#SECRET@host is no address")]
    [InlineData("http://user:a/SECRET@host:80/x")]
    [InlineData("https://SECRET@git.acme.test/z.git")]
    [InlineData("cache/https%3A%2F%2Fdeploy:SECRET@git.acme.test%2Fz.git")]
    [InlineData("cache/https%3a%2f%2fdeploy%3aSECRET%40git.acme.test%2fz.git")]
    [InlineData("a/https%253A%252F%252Fdeploy%253ASECRET%2540git.acme.test")]
    [InlineData("backup%20password%3D%22SECRET%22.sql")]
    [InlineData("resource.MasterUserPassword = \"SECRET\"")]
    [InlineData("allowed by a comment: a sample; password = 'SECRET'")]
    public void A_secret_is_hidden(string text) => Assert.DoesNotContain(Secret, SafeText.Of(text.Replace("SECRET", Secret, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://acme.test:8080/@scope/pkg@1.0.0 and git+ssh://git@forge.test/x.git")]
    [InlineData("secret/github-token: holds a GitHub token (ghp_…, 40 characters)")]
    [InlineData("lacks 'lib/token.js' and 3 other files that all of 14 releases had")]
    [InlineData("main = lib/index.js, password = ${DB_PASSWORD}")]
    [InlineData("registries: name=acme, time=12:30")]
    [InlineData("a%2Fb%40c.js is 100% of %zz and 50%25 of %7")]
    [InlineData("cache/https%3A%2F%2Fgit.acme.test%3A8080%2F%40scope%2Fz.git")]
    public void What_is_none_is_shown(string text) => Assert.Equal(text, SafeText.Of(text));

    [Theory]
    [InlineData("MasterUserPassword", true)]
    [InlineData("description", false)]
    public void A_value_is_hidden_by_its_name(string name, bool isHidden) => Assert.Equal(isHidden ? "***" : Secret, SafeText.OfValue(name, Secret));

    /// <summary>In whatever form a report is written.</summary>
    [Fact]
    public void Names_of_entries_show_no_password_in_any_report()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.zip", TestArchive.Zip(($"cache/https%3A%2F%2Fdeploy%3A{Secret}%40git.acme.test", System.Text.Encoding.UTF8.GetBytes("token = " + TestSecret.GitHub())), ($"https%3A%2F%2Fdeploy:{Secret}@git.acme.test.zip", "PK\u0003\u0004 damaged"u8.ToArray())));
        foreach (var format in (string[])["console", "json", "sarif", "markdown", "html", "junit", "gitlab"])
        {
            var run = CliRun.In(folder.Path, "screen", "a.zip", "--report", format);
            Assert.Contains("***", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        }
    }
}
