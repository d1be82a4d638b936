using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Samples;

public sealed class SampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Clean => [.. SamplePackages.All().Select(sample => sample.Name).Where(name => !name.Contains("2.1.88", StringComparison.Ordinal))];

    public static TheoryData<string> Leaky => [.. SamplePackages.All().Select(sample => sample.Name).Where(name => name.Contains("2.1.88", StringComparison.Ordinal))];

    [Fact]
    public void The_committed_samples_are_what_the_generator_writes()
    {
        foreach (var (name, bytes) in SamplePackages.All())
        {
            var file = Path.Combine(Folder, name);
            if (Repository.IsAccepting)
                File.WriteAllBytes(file, bytes);
            Assert.True(bytes.Length < 200_000, $"{name} has {bytes.Length} bytes");
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(file)), $"samples/{name} differs; run the tests with SLUICE_ACCEPT=1 and look at the change");
        }
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void A_clean_release_is_allowed(string name)
    {
        var report = Screening.Of(name, File.ReadAllBytes(Path.Combine(Folder, name)));

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.DoesNotContain(report.Findings, finding => finding.Action >= PolicyAction.Hold);
    }

    [Theory]
    [MemberData(nameof(Leaky))]
    public void A_release_that_gives_its_source_away_is_denied_in_every_format(string name)
    {
        var report = Screening.Of(name, File.ReadAllBytes(Path.Combine(Folder, name)));

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == "exposure/source-map" && finding.Action == PolicyAction.Deny);
    }
}
