using Sluice.Packages;

namespace Sluice.Tests.Packages;

public sealed class ReleaseVersionTests
{
    /// <summary>Each is before the next.</summary>
    [Theory]
    [InlineData("1.8", "1.9", "1.10", "1.11")]
    [InlineData("4.9.0.0", "4.10.0.1", "4.10.1")]
    [InlineData("2.0.dev1", "2.0a1", "2.0b2", "2.0rc1", "2.0", "2.0.post1", "2.1")]
    [InlineData("2.0.0.dev3", "2.0.0rc1", "2.0.0rc2", "2.0.0rc10", "2.0.0")]
    [InlineData("1.2~rc1-1", "1.2-1", "1.2-1ubuntu1", "1.2-2", "1.2-10", "1:0.9-1")]
    [InlineData("1.0-alpha", "1.0-beta.2", "1.0-beta.11", "1.0", "1.0.1")]
    [InlineData("2025.12", "2026.1", "2026.11.22")]
    [InlineData("v1.2", "1.3", "1!1.0")]
    public void Versions_of_any_ecosystem_have_an_order(params string[] versions)
    {
        var parsed = versions.Select(text => ReleaseVersion.TryParse(text, out var version) ? version : throw new ArgumentException(text)).ToList();

        for (var i = 0; i < parsed.Count; i++)
        {
            for (var j = 0; j < parsed.Count; j++)
                Assert.Equal(i.CompareTo(j), Math.Sign(parsed[i].CompareTo(parsed[j])));
        }

        Assert.Equal(versions, ReleaseVersion.InOrder([.. versions.Reverse()], version => version));
    }

    [Theory]
    [InlineData("2.0.0rc1", "rc")]
    [InlineData("2.0a3", "alpha")]
    [InlineData("1.2~git20260101", "git")]
    [InlineData("1.2-preview3", "preview")]
    [InlineData("1.2.post1", "")]
    [InlineData("1.2-1", "")]
    [InlineData("1.2+dfsg-3", "")]
    [InlineData("1.2.3.4", "")]
    public void What_comes_before_a_release_is_a_channel(string text, string channel)
    {
        Assert.True(ReleaseVersion.TryParse(text, out var version));
        Assert.Equal(channel, version.Channel);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("latest")]
    [InlineData("99999999999999999999.1")]
    public void What_begins_with_no_number_is_none(string? text) => Assert.False(ReleaseVersion.TryParse(text, out _));

    [Fact]
    public void Where_one_has_no_version_all_stay_as_they_are() => Assert.Equal(["1.2", "nightly", "1.1"], ReleaseVersion.InOrder(["1.2", "nightly", "1.1"], version => version));
}
