using Sluice.Detection.Detectors.Secrets;

namespace Sluice.Tests.Secrets;

public sealed class ArticleTests
{
    [Theory]
    [InlineData("AWS access key", "an")]
    [InlineData("OpenAI key", "an")]
    [InlineData("SSH key", "an")]
    [InlineData("npm token", "an")]
    [InlineData("HMAC key", "an")]
    [InlineData("SAML response", "a")]
    [InlineData("NuGet key", "a")]
    [InlineData("OneSignal key", "a")]
    [InlineData("Unity key", "a")]
    [InlineData("Upstash token", "an")]
    [InlineData("GitHub token", "a")]
    [InlineData("", "a")]
    public void It_follows_the_sound(string name, string article) => Assert.Equal(article, Article.Before(name));
}
