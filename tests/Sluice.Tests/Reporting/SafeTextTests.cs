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
    [InlineData("resource.MasterUserPassword = \"SECRET\"")]
    [InlineData("allowed by a comment: a sample; password = 'SECRET'")]
    public void A_secret_is_hidden(string text) => Assert.DoesNotContain(Secret, SafeText.Of(text.Replace("SECRET", Secret, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://acme.test:8080/@scope/pkg@1.0.0 and git+ssh://git@forge.test/x.git")]
    [InlineData("secret/github-token: holds a GitHub token (ghp_…, 40 characters)")]
    [InlineData("lacks 'lib/token.js' and 3 other files that all of 14 releases had")]
    [InlineData("main = lib/index.js, password = ${DB_PASSWORD}")]
    [InlineData("registries: name=acme, time=12:30")]
    public void What_is_none_is_shown(string text) => Assert.Equal(text, SafeText.Of(text));

    [Theory]
    [InlineData("MasterUserPassword", true)]
    [InlineData("description", false)]
    public void A_value_is_hidden_by_its_name(string name, bool isHidden) => Assert.Equal(isHidden ? "***" : Secret, SafeText.OfValue(name, Secret));
}
