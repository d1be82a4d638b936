using System.Text;
using Sluice.Configuration;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class ProfileFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    [InlineData(60)]
    public void What_is_written_is_what_is_read(int releases)
    {
        var written = ProfileFile.Write([Releases.Profile(releases)]);

        Assert.Equal(written, ProfileFile.Write(ProfileFile.Read("profile.json", Encoding.UTF8.GetBytes(written))));
    }

    [Fact]
    public void Old_releases_are_forgotten() => Assert.Equal("1.0.11", Releases.Profile(60).Releases[0].Version);

    [Fact]
    public void An_ordinary_release_changes_a_few_lines_of_the_file()
    {
        var (before, after) = (ProfileFile.Write([Releases.Profile(9)]).Split('\n'), ProfileFile.Write([Releases.Profile(10)]).Split('\n'));

        Assert.InRange(after.Except(before).Count(), 1, 14);
    }

    [Theory]
    [InlineData("""{"version": 1, "packages": {}}""", "version")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": ["1.0.0"], "measures": {"bytes": "1 2"}}}}""", "1 numbers are expected")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": ["1.0.0"], "measures": {}, "files": {"a": "1-7"}}}}""", "numbers of releases")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": [], "measures": {}, "fils": {}}}}""", "fils")]
    [InlineData("""{"version": 6, "packages": []}""", "an object is expected")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": {}, "measures": {}}}}""", "a list of releases")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": ["1.0.0 sha256:zz"], "measures": {}}}}""", "64 hexadecimal digits")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": ["1.0.0"], "measures": {}, "files": []}}}""", "an object is expected")]
    [InlineData("""{"version": 6, "packages": {"npm:a": {"releases": ["1.0.0"], "reviewed": 2, "measures": {}}}}""", "up to 1")]
    public void A_file_that_is_not_understood_is_refused(string text, string says)
    {
        var problems = Assert.Throws<ConfigurationException>(() => ProfileBook.Read("profile.json", Encoding.UTF8.GetBytes(text))).Problems;

        Assert.Contains(problems, problem => problem.ToString().Contains(says, StringComparison.Ordinal));
    }
}
