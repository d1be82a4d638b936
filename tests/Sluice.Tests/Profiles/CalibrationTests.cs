using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class CalibrationTests
{
    [Fact]
    public void Without_a_survey_nothing_blocks_on_a_short_history() =>
        Assert.DoesNotContain(Dimension.Blocking, new Calibration(Releases.Profile(14), Survey.Parse("0"), 0.01).MayBlock);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_fewer_than_three_releases_nothing_blocks(int releases)
    {
        var calibration = new Calibration(Releases.Profile(releases), Survey.Parse("5000"), 0.5);

        Assert.False(calibration.HasEnoughHistory);
        Assert.DoesNotContain(Dimension.Blocking, calibration.MayBlock);
    }

    [Fact]
    public void What_ordinary_projects_often_do_does_not_block()
    {
        var calibration = new Calibration(Releases.Profile(8), Survey.Parse("400\n20 file-capabilities\n1 shapes"), 0.01);

        Assert.True(calibration.MayBlock(Dimension.InstallScripts));
        Assert.True(calibration.MayBlock(Dimension.Shapes));
        Assert.False(calibration.MayBlock(Dimension.FileCapabilities));
        Assert.InRange(calibration.Chance, 0.001, 0.01);
    }

    [Fact]
    public void What_this_project_did_before_does_not_block()
    {
        var profile = Releases.Profile(8, release => release is 5 ? ("postinstall", "node a.js") : null);

        Assert.False(new Calibration(profile, Survey.Parse("400"), 0.01).MayBlock(Dimension.InstallScripts));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    public void A_budget_that_is_smaller_than_what_can_be_known_lets_nothing_block(double budget) =>
        Assert.DoesNotContain(Dimension.Blocking, new Calibration(Releases.Profile(8), Survey.Parse("400"), budget).MayBlock);
}
