using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class DotNetReaderTests
{
    private static readonly string Nuspec = "<package><metadata><id>Acme.Closed</id><version>1.0.0</version><authors>acme</authors></metadata></package>";

    [Fact]
    public void Literals_resources_and_embedded_sources_of_an_assembly_are_entries()
    {
        var report = Screening.Of(TestAssembly.Build(source: TestMap.Source(1, 40), literal: "a literal nobody sees"));

        var labels = report.Artifact.Entries.Select(e => e.Path.Value).ToList();
        Assert.Contains("user strings", labels);
        Assert.Contains("hidden.txt", labels);
        Assert.Contains("/src/Secret.cs", labels);
        Assert.Equal(Encoding.UTF8.GetByteCount("a literal nobody sees\n"), report.Artifact.Entries.Single(e => e.Path.Value == "user strings").Size);
        Assert.True(report.Artifact.Root.Fact<DotNetFacts>()!.HasEmbeddedPdb);
    }

    [Fact]
    public void Embedded_sources_of_a_closed_product_stop_the_release()
    {
        var report = Pack(Nuspec, TestAssembly.Build(source: TestMap.Source(1, 40)));

        var finding = report.Findings.Select(f => f.Finding).First(f => f.Rule.Id == "exposure/debug-symbols");
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Equal("lib/net10.0/Acme.Closed.dll", finding.Entry.Path.Value);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void Embedded_sources_of_an_open_library_are_good_practice()
    {
        var open = Nuspec.Replace("</metadata>", "<license type=\"expression\">MIT</license></metadata>", StringComparison.Ordinal);
        var report = Pack(open, TestAssembly.Build(source: TestMap.Source(1, 40)));

        Assert.All(report.Findings.Where(f => f.Finding.Rule.Id == "exposure/debug-symbols"), f => Assert.Equal(Severity.Info, f.Finding.Severity));
    }

    [Fact]
    public void A_debug_build_is_warned_of_and_a_release_build_is_not()
    {
        Assert.Contains(Pack(Nuspec, TestAssembly.Build(isDebug: true)).Findings, f => f.Finding.Message == "is a Debug build" && f.Action == PolicyAction.Warn);
        Assert.DoesNotContain(Pack(Nuspec, TestAssembly.Build(isDebug: false)).Findings, f => f.Finding.Message == "is a Debug build");
    }

    [Fact]
    public void Source_link_to_a_private_host_is_told()
    {
        Assert.Contains(Pack(Nuspec, TestAssembly.Build(sourceLink: "https://git.corp/acme/*")).Findings, f => f.Finding.Subject == "source-link");
        Assert.DoesNotContain(Pack(Nuspec, TestAssembly.Build(sourceLink: "https://git.example.com/acme/*")).Findings, f => f.Finding.Subject == "source-link");
    }

    private static Report Pack(string nuspec, byte[] assembly) =>
        Screening.Of("Acme.Closed.1.0.0.nupkg", TestArchive.Zip(("Acme.Closed.nuspec", Encoding.UTF8.GetBytes(nuspec)), ("lib/net10.0/Acme.Closed.dll", assembly)));
}
