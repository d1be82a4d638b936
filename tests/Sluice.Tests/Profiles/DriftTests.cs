using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class DriftTests
{
    [Theory]
    [InlineData(5, false)]
    [InlineData(30, true)]
    public void Small_steps_that_end_far_away_are_told(int releases, bool isTold)
    {
        // A tenth more with each release.
        var book = Book(releases, release => ("data.txt", new string('x', (int)(50_000 * Math.Pow(1.1, release)))));
        var found = Drifts(book, Releases.Pack(releases + 1, "", ("data.txt", new string('x', (int)(50_000 * Math.Pow(1.1, releases + 1))))));

        Assert.Equal(isTold, found.Count > 0);
        Assert.All(found, message => Assert.Contains("times the bytes", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Once_the_profile_has_been_read_it_is_counted_anew()
    {
        var book = Book(30, release => ("data.txt", new string('x', (int)(50_000 * Math.Pow(1.1, release)))));
        book.Review();

        Assert.Empty(Drifts(book, Releases.Pack(31, "", ("data.txt", new string('x', (int)(50_000 * Math.Pow(1.1, 31)))))));
    }

    [Fact]
    public void Many_approved_things_of_a_grave_kind_are_told_together()
    {
        string[] grave = ["require('child_process');\n", "eval('1');\n", "fetch('/');\n"];
        var book = Book(12, release => ("extra.js", string.Concat(grave.Take(release / 4))));
        var message = Assert.Single(Drifts(book, Releases.Pack(13, "", ("extra.js", string.Concat(grave)))));

        Assert.Contains("capabilities: process", message, StringComparison.Ordinal);
        Assert.Contains("1.0.3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_warns_after_a_release_that_went_a_step_further_and_informs_of_the_same_from_then_on()
    {
        string[] grave = ["require('child_process');\n", "eval('1');\n", "fetch('/');\n"];
        (string, string) File(int release) => ("extra.js", string.Concat(grave.Take(release / 4)));
        Severity? After(int releases) => Found(Book(releases, File), Releases.Pack(releases + 1, "", File(releases + 1))).Select(finding => (Severity?)finding.Severity).SingleOrDefault();

        Assert.Null(After(11));
        Assert.Equal(Severity.Low, After(12));
        Assert.Equal(Severity.Info, After(13));
        Assert.Equal(Severity.Info, After(20));
    }

    [Fact]
    public void Growth_is_told_again_when_it_goes_on()
    {
        static (string, string) File(int release) => ("data.txt", new string('x', release < 6 ? 10_000 : release < 12 ? 25_000 : 65_000));
        static Severity Of(int releases) => Assert.Single(Found(Book(releases, File), Releases.Pack(releases + 1, "", File(releases + 1)))).Severity;

        Assert.Equal(Severity.Info, Of(8));
        Assert.Equal(Severity.Low, Of(6));
        Assert.Equal(Severity.Low, Of(12));
        Assert.Equal(Severity.Info, Of(13));
    }

    private static ProfileBook Book(int releases, Func<int, (string, string)> file)
    {
        var profile = new Profile("npm:acme-add");
        for (var release = 1; release <= releases; release++)
        {
            profile.Learn(ReleaseShape.Of(Screening.Of($"acme-add-1.0.{release}.tgz", Releases.Pack(release, "", file(release)), new ScreenOptions { Profiles = new ProfileBook() }).Artifact), null);
            if (release == 3)
                profile.Review();
        }

        return new ProfileBook([profile]);
    }

    private static List<string> Drifts(ProfileBook book, byte[] release) => Found(book, release).ConvertAll(finding => finding.Message);

    private static List<Finding> Found(ProfileBook book, byte[] release) =>
        [.. Screening.Of("acme-add.tgz", release, new ScreenOptions { Profiles = book }).Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id == "deviation/drift")];
}
