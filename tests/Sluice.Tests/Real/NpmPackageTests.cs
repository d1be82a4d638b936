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

    [Fact]
    public void Hardly_any_popular_package_has_a_secret_by_its_name_alone()
    {
        var warned = new List<string>();
        foreach (var (name, file) in NpmPackages.All(directOnly: false))
        {
            var report = ReleaseCheck.Screen(new FileSource(file, name), new ScreenOptions(), TestContext.Current.CancellationToken);
            warned.AddRange(report.Findings.Where(found => found.Action >= PolicyAction.Warn && found.Finding.Rule.Id.StartsWith("secret/generic-", StringComparison.Ordinal)).Select(found => $"{name} {found.Finding.Entry.Path} {found.Finding.Line}"));
        }

        // The packages of the lock file are some eight hundred; the bar is that of one hundred.
        Assert.True(warned.Count <= 2, string.Join('\n', warned));
    }
}
