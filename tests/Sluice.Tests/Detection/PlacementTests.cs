using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class PlacementTests
{
    [Theory]
    [InlineData("src/a.js", false, false)]
    [InlineData("node_modules/b/a.js", true, false)]
    [InlineData("lib/vendor/a.js", true, false)]
    [InlineData("vendors/a.js", false, false)]
    [InlineData("src/__tests__/a.js", false, true)]
    [InlineData("src/a.test.js", false, true)]
    [InlineData("contest/a.js", false, false)]
    [InlineData("share/test-ca/rsa/a.key", false, true)]
    [InlineData("tests_certs/a.pem", false, true)]
    [InlineData("test-runner/a.js", false, false)]
    [InlineData("latest-keys/a.pem", false, false)]
    [InlineData("node_modules", false, false)]
    [InlineData("tests", false, false)]
    public void A_place_is_told_by_the_folders_above(string path, bool isThirdParty, bool isSample)
    {
        var report = Screening.Of(TestArchive.Tgz((path, [65])));
        var placed = Placement.Of(report.Artifact, report.Artifact.Entries[^1]);
        Assert.Equal((isThirdParty, isSample), (placed.IsThirdParty, placed.IsSample));
    }

    [Theory]
    [InlineData("app/node_modules/b/test/a.js", true)]
    [InlineData("opt/py/lib/python3.12/test/a.py", true)]
    [InlineData("lib64/python2.7/a.py", true)]
    [InlineData("calib/python3/a.py", false)]
    [InlineData("python3.12/a.py", false)]
    [InlineData("app/BOOT-INF/lib/b.jar", true)]
    [InlineData("WEB-INF/lib/b.jar", true)]
    [InlineData("BOOT-INF/classes/a.class", false)]
    [InlineData("lib/a.class", false)]
    [InlineData("vendor/b/a.js", false)]
    [InlineData("usr/lib/b/a.so", false)]
    public void Installed_is_what_package_managers_write(string path, bool isInstalled)
    {
        var report = Screening.Of(TestArchive.Tgz((path, [65])));
        Assert.Equal(isInstalled, Placement.Of(report.Artifact, report.Artifact.Entries[^1]).IsInstalled);
    }

    [Theory]
    [InlineData("usr/lib/os-release", true)]
    [InlineData("./etc/os-release", true)]
    [InlineData("etc/hostname", false)]
    [InlineData("rootfs/etc/os-release", false)]
    public void The_folders_of_an_exported_system_are_the_distributions(string file, bool isInstalled)
    {
        var report = Screening.Of(TestArchive.Tar((file, [65]), ("usr/lib/b/a.so", [65]), ("app/a", [65])));
        Assert.Equal(isInstalled, Placement.Of(report.Artifact, report.Artifact.Entries[^2]).IsInstalled);
        Assert.False(Placement.Of(report.Artifact, report.Artifact.Entries[^1]).IsInstalled);
    }

    [Fact]
    public void What_lies_in_an_archive_below_a_folder_of_others_is_of_others()
    {
        var report = Screening.Of(TestArchive.Zip(("vendor/inner.zip", TestArchive.Zip(("a.js", [65])))));
        Assert.True(Placement.Of(report.Artifact, report.Artifact.Entries.Single(e => e.Path.Name == "a.js")).IsThirdParty);
    }

    [Fact]
    public void The_target_itself_may_be_a_folder_of_others()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "node_modules");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, ".env"), "A=1");
        var report = ReleaseCheck.Screen(new DirectorySource(target, target), new ScreenOptions(), TestContext.Current.CancellationToken);
        Assert.True(Placement.Of(report.Artifact, report.Artifact.Entries[^1]).IsThirdParty);
    }
}
