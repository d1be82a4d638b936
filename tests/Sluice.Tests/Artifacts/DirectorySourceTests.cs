using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

public sealed class DirectorySourceTests
{
    [Fact]
    public void A_folder_that_cannot_be_read_is_named_and_everything_else_is_screened()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        folder.File("a.txt", "in front");
        folder.File("z.zip", TestArchive.Zip(("../escape", "behind"u8.ToArray())));
        // Longer than any path that the system takes: the same for every user, unlike a folder without permissions.
        folder.Run("sh", "-c", "name=$(printf '%0250d' 1); for i in $(seq 20); do mkdir $name && cd -P $name; done");
        try
        {
            var report = ReleaseCheck.Screen(new DirectorySource(folder.Path, "."), new ScreenOptions(), TestContext.Current.CancellationToken);

            Assert.Equal("cannot be read: its path is too long for the system", Assert.Single(report.Artifact.Unscreened).Reason);
            Assert.Empty(report.Faults);
            Assert.Contains("archive/traversal", Screening.Rules(report));
        }
        finally
        {
            folder.Run("sh", "-c", "rm -rf 0*");
        }
    }

    [Fact]
    public void A_file_whose_name_is_not_UTF8_is_never_passed_over()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        folder.File("a.txt", "text");
        folder.Run("sh", "-c", "printf secret > \"$(printf 'b\\377d')\"");
        try
        {
            var report = ReleaseCheck.Screen(new DirectorySource(folder.Path, "."), new ScreenOptions(), TestContext.Current.CancellationToken);

            Assert.Equal("cannot be read: its name is not UTF-8", Assert.Single(report.Artifact.Unscreened).Reason);
            Assert.Equal(Decision.Indeterminate, report.Decision);
        }
        finally
        {
            folder.Run("sh", "-c", "rm -f b*");
        }
    }

    [Fact]
    public void Links_in_circles_are_entries_and_end_nowhere()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        folder.File("a/b/text", "text");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "a", "b", "up"), "..");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "self"), "self");

        var report = ReleaseCheck.Screen(new DirectorySource(folder.Path, "."), new ScreenOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "a/b", "a/b/text", "a/b/up", "self"], Screening.Places(report));
        Assert.Equal(Decision.Allow, report.Decision);
    }
}
