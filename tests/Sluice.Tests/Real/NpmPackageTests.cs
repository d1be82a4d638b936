using Sluice.Artifacts;
using Sluice.Policies;

namespace Sluice.Tests.Real;

public sealed class NpmPackageTests
{
    [Fact]
    public void At_least_sixty_popular_packages_are_at_hand()
    {
        Assert.True(NpmPackages.All(directOnly: true).Count >= 60, "run ./test, which fetches them");
    }

    [Fact]
    public void No_popular_package_is_denied_held_or_left_in_part_unread()
    {
        var problems = new List<string>();
        foreach (var (name, file) in NpmPackages.All(directOnly: false))
        {
            var report = ReleaseCheck.Screen(new FileSource(file, name), new ScreenOptions(), TestContext.Current.CancellationToken);
            if (report.Decision != Decision.Allow)
                problems.Add($"{name}: {report.Decision}: {string.Join("; ", report.Reasons.Select(reason => $"{reason.Rule} {reason.Message}"))} {string.Join("; ", report.Coverage.Unscreened.Select(part => part.Reason).Take(2))}");
            if (report.Artifact.Kind != "npm" || report.Artifact.Manifest?.Name is null)
                problems.Add($"{name}: not understood as an npm package but as {report.Artifact.Kind}");
        }

        Assert.Empty(problems);
    }
}
