using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class PresenceTests
{
    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var releases = random.Next(1, 20);
            var present = Enumerable.Range(1, releases).Where(_ => random.Next(3) > 0).DefaultIfEmpty(releases).ToList();
            var presence = new Presence();
            present.ForEach(presence.Add);

            var read = Presence.Parse(presence.ToText(releases), releases);

            Assert.NotNull(read);
            Assert.Equal(present, Enumerable.Range(1, releases).Where(read.Contains));
        }
    }

    [Fact]
    public void One_more_ordinary_release_changes_nothing_in_the_text()
    {
        var presence = new Presence();
        presence.Add(1);
        presence.Add(2);
        var before = presence.ToText(2);
        presence.Add(3);

        Assert.Equal(before, presence.ToText(3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0-")]
    [InlineData("3-2")]
    [InlineData("1-9")]
    [InlineData("2-,1")]
    [InlineData("1,2")]
    [InlineData("x")]
    public void What_is_no_presence_is_refused(string text) => Assert.Null(Presence.Parse(text, 5));
}
