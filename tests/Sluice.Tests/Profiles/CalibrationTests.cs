using Sluice.Artifacts;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class CalibrationTests
{
    [Fact]
    public void Without_a_survey_nothing_blocks_on_a_short_history() =>
        Assert.DoesNotContain(Dimension.BlockingKinds, Of(Releases.Profile(14), "0").MayBlock);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_fewer_than_three_releases_nothing_blocks(int releases)
    {
        var calibration = Of(Releases.Profile(releases), "5000", 0.5);

        Assert.False(calibration.HasEnoughHistory);
        Assert.DoesNotContain(Dimension.BlockingKinds, calibration.MayBlock);
    }

    [Fact]
    public void What_ordinary_projects_often_do_does_not_block()
    {
        var calibration = Of(Releases.Profile(8), "400\n20 file-capabilities:process\n1 shapes:minified");

        Assert.True(calibration.MayBlock("install-scripts"));
        Assert.True(calibration.MayBlock("shapes:minified"));
        Assert.False(calibration.MayBlock("file-capabilities:process"));
        Assert.InRange(calibration.Chance, 0.001, 0.01);
    }

    [Fact]
    public void What_this_project_did_before_does_not_block()
    {
        var profile = Releases.Profile(8, release => release is 5 ? ("postinstall", "node a.js") : null);

        Assert.False(Of(profile, "400").MayBlock("install-scripts"));
    }

    /// <summary>Somebody looked at one case, and not at all that may come.</summary>
    [Fact]
    public void What_had_to_be_approved_once_still_blocks_and_what_goes_on_does_not()
    {
        ProfileBook Book(params int[] with)
        {
            var book = new ProfileBook { Survey = Survey.Parse("400") };
            for (var release = 1; release <= 9; release++)
            {
                string[] scripts = [.. with.Where(at => at <= release).Select(at => $"\"{(at == with[0] ? "preinstall" : "postinstall")}\":\"node a.js\"")];
                book.Learn(Screening.Of("acme.tgz", Releases.Pack(release, scripts.Length > 0 ? $",\"scripts\":{{{string.Join(',', scripts)}}}" : ""), new ScreenOptions { Profiles = new ProfileBook() }).Artifact, isApproved: with.Contains(release));
            }

            return book;
        }

        bool Blocks(ProfileBook book) => new Calibration(book.Find("npm:acme-add")!, Survey.Parse("400"), 0.01, "1.0.10", Visibility.Public).MayBlock("install-scripts");

        Assert.True(Blocks(Book(6)));
        Assert.False(Blocks(Book(6, 8)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    public void A_budget_that_is_smaller_than_what_can_be_known_lets_nothing_block(double budget) =>
        Assert.DoesNotContain(Dimension.BlockingKinds, Of(Releases.Profile(8), "400", budget).MayBlock);

    [Theory]
    [InlineData("install-scripts", true)]
    [InlineData("shapes:obfuscated", true)]
    [InlineData("commands", false)]
    [InlineData("native-code", false)]
    public void The_first_release_of_a_major_version_is_stopped_by_what_none_has_to_bring(string kind, bool blocks)
    {
        var (next, first) = (Of(Releases.Profile(8), "400", version: "1.1.0"), Of(Releases.Profile(8), "400", version: "2.0.0"));

        Assert.True(next.MayBlock(kind));
        Assert.Equal(blocks, first.MayBlock(kind));
    }

    [Theory]
    [InlineData("0.9.0")]
    [InlineData("latest")]
    [InlineData("")]
    [InlineData("1.8.0-evil.0")]
    [InlineData("1.8.0-beta.1")]
    public void A_version_that_continues_nothing_upward_begins_no_series(string version) => Assert.True(Of(Releases.Profile(8), "400", version: version).MayBlock("native-code"));

    [Theory]
    [InlineData("2.0.0-beta.1")]
    [InlineData("9.0.0")]
    public void A_major_version_and_a_channel_that_people_know_do(string version) => Assert.False(Of(Releases.Profile(8), "400", version: version).MayBlock("native-code"));

    /// <summary>New versions bring native code, capabilities and addresses; what takes something away brings an address with one of the others.</summary>
    [Theory]
    [InlineData("called-hosts", "capabilities:network", true)]
    [InlineData("called-hosts", "together:network-process", true)]
    [InlineData("native-code", "called-hosts", true)]
    [InlineData("native-code", "capabilities:network", false)]
    [InlineData("called-hosts", "commands", false)]
    [InlineData("called-hosts", "hosts", false)]
    [InlineData("called-hosts", "install-scripts", true)]
    [InlineData("capabilities:evaluation", "capabilities:network", true)]
    [InlineData("file-capabilities:network", "capabilities:process", true)]
    [InlineData("capabilities:process", "capabilities:concealment", true)]
    [InlineData("capabilities:process", "install-files", true)]
    [InlineData("capabilities:process", "commands", false)]
    [InlineData("capabilities:evaluation", "native-code", false)]
    [InlineData("capabilities:evaluation", "install-commands:another", false)]
    [InlineData("install-commands:fetching", "commands", true)]
    [InlineData("native-code", "capabilities:native-code", true)]
    [InlineData("native-code", "commands", false)]
    [InlineData("capabilities:process", "carrying-programs", true)]
    [InlineData("capabilities:process", "private-places:npm-credentials", true)]
    [InlineData("capabilities:process", "programs", false)]
    public void The_first_release_of_a_major_version_is_stopped_by_what_seldom_comes_together(string kind, string other, bool stops) =>
        Assert.Equal(stops, Of(Releases.Profile(8), "400", version: "2.0.0").Stopping([kind, other]).Count > 0);

    /// <summary>Another build brings another command and maps at once; another reach is no matter of the build.</summary>
    [Theory]
    [InlineData("source-maps:map", false)]
    [InlineData("install-files", false)]
    [InlineData("file-capabilities:network", true)]
    [InlineData("reached-hosts", true)]
    [InlineData("publishers", true)]
    public void Another_command_at_installation_stops_in_company_of_what_code_does_and_of_whom(string other, bool stops) =>
        Assert.Equal(stops, Of(Releases.Profile(8), "400").Stopping(["install-commands:another", other]).Count > 0);

    [Theory]
    [InlineData(Visibility.Public, false)]
    [InlineData(Visibility.Proprietary, true)]
    public void First_maps_of_a_closed_source_stop_any_version(Visibility visibility, bool stops) =>
        Assert.Equal(stops, Of(Releases.Profile(8), "400", version: "2.0.0", visibility: visibility).Stopping(["source-maps:map"]).Count > 0);

    [Fact]
    public void How_often_others_brought_such_news_is_known_of_each_kind()
    {
        var calibration = Of(Releases.Profile(8), "400\n2 install-scripts\n1 commands install-scripts");

        Assert.Equal((3, 400), calibration.InSurvey("install-scripts"));
        Assert.Equal((0, 400), calibration.InSurvey("native-code"));
        Assert.Null(calibration.InSurvey("files"));
    }

    [Fact]
    public void Some_capabilities_are_rarer_than_others()
    {
        var calibration = Of(Releases.Profile(8), "400\n20 capabilities:network");

        Assert.True(calibration.MayBlock("capabilities:process"));
        Assert.False(calibration.MayBlock("capabilities:network"));
        Assert.False(calibration.MayBlock("capabilities:environment"));
    }

    private static Calibration Of(Profile profile, string survey, double budget = 0.01, string version = "1.0.99", Visibility visibility = Visibility.Public) => new(profile, Survey.Parse(survey), budget, version, visibility);
}
