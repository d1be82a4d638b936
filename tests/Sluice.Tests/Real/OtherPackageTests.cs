using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Real;

/// <summary>Packages that this machine's own package managers fetched: none of them may be denied, held or left in part unread.</summary>
public sealed class OtherPackageTests
{
    [Fact]
    public void NuGet_packages_from_the_restore_cache_are_allowed()
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var packages = Directory.EnumerateFiles(folder, "*.nupkg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        Assert.True(packages.Count >= 10, "the restore of this solution leaves more than ten packages");
        Assert.Empty(Problems(packages, "nuget"));
    }

    [Fact]
    public void Debian_packages_are_allowed()
    {
        var packages = Directory.EnumerateFiles(Path.Combine(Repository.Root, ".build", "debian"), "*.deb").Order(StringComparer.Ordinal).ToList();

        Assert.True(packages.Count >= 5, "run ./test, which fetches them");
        Assert.Empty(Problems(packages, "deb"));
    }

    [Fact]
    public void The_wheels_that_come_with_python_are_allowed()
    {
        var folder = TemporaryFolder.Output(Repository.Root, "python3", "-c", "import ensurepip, os; print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))").Trim();
        // Debian keeps them in a package of their own.
        var folders = new[] { folder, "/usr/share/python-wheels" }.Where(Directory.Exists);
        var wheels = folders.SelectMany(at => Directory.EnumerateFiles(at, "*.whl")).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(wheels);
        Assert.Empty(Problems(wheels, "wheel"));
    }

    private static List<string> Problems(IEnumerable<string> files, string kind)
    {
        var problems = new List<string>();
        foreach (var file in files)
        {
            var report = ReleaseCheck.Screen(new FileSource(file, file), new ScreenOptions(), TestContext.Current.CancellationToken);
            if (report.Decision != Decision.Allow || report.Artifact.Kind != kind || report.Artifact.Manifest?.Name is null)
                problems.Add($"{Path.GetFileName(file)}: {report.Artifact.Kind} {report.Decision}: {string.Join("; ", report.Reasons.Select(reason => $"{reason.Rule} {reason.Message}"))} {string.Join("; ", report.Coverage.Unscreened.Select(part => part.Reason).Take(1))}");
        }

        return problems;
    }
}
