using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection.Exposure;

public sealed class SourceMapReferenceTests
{
    private const string Closed = """{"name":"@acme/cli","version":"1.0.0","license":"UNLICENSED"}""";

    [Theory]
    [InlineData("https://acme-maps.s3.eu-west-1.amazonaws.com/cli.js.map", "bucket", Severity.Medium)]
    [InlineData("https://d111111abcdef8.cloudfront.net/cli.js.map", "cdn", Severity.Low)]
    [InlineData("//maps.acme.example/cli.js.map", "public", Severity.Low)]
    [InlineData("http://127.0.0.1:8080/cli.js.map", "loopback", Severity.Low)]
    [InlineData("http://localhost/cli.js.map", "loopback", Severity.Low)]
    [InlineData("http://[::1]/cli.js.map", "loopback", Severity.Low)]
    [InlineData("http://10.1.2.3/cli.js.map", "private", Severity.Low)]
    [InlineData("https://artifacts.corp/cli.js.map", "private", Severity.Low)]
    [InlineData("http://buildserver/cli.js.map", "private", Severity.Low)]
    [InlineData("file:///home/build/cli.js.map", "local-file", Severity.Low)]
    [InlineData("cli.js.map", "missing", Severity.Info)]
    public void An_address_elsewhere_is_told_with_the_kind_of_its_host(string address, string host, Severity severity)
    {
        var finding = Assert.Single(Screen(("dist/cli.js", $"x()\n//# sourceMappingURL={address}\n"))).Finding;

        Assert.Equal(severity, finding.Severity);
        Assert.Equal(host, finding.Evidence.Single(e => e.Name == "host").Value);
    }

    [Theory]
    [InlineData("cli.js.map")]
    [InlineData("./cli.js.map")]
    [InlineData("../dist/cli.js.map?v=1")]
    [InlineData("cli%2ejs.map")]
    public void A_map_that_is_there_is_no_reference_elsewhere(string address) =>
        Assert.Empty(Screen(("dist/cli.js", $"x()\n//# sourceMappingURL={address}\n"), ("dist/cli.js.map", "{}")));

    [Theory]
    [InlineData("out += \"//# sourceMappingURL=\" + url;\n")]
    [InlineData("const re = /\\/\\/# sourceMappingURL=(.*)$/;\n")]
    [InlineData("code += `//# sourceMappingURL=${file}.map`;\n")]
    [InlineData("// the sourceMappingURL=x.map comment\n")]
    public void A_program_that_writes_such_comments_is_no_reference(string code) => Assert.Empty(Screen(("a.js", code)));

    [Fact]
    public void A_bundled_package_only_informs() =>
        Assert.Equal(Severity.Info, Assert.Single(Screen(
            ("node_modules/dep/package.json", """{"name":"dep","version":"1.0.0","license":"MIT"}"""),
            ("node_modules/dep/a.js", "x()\n//# sourceMappingURL=https://maps.s3.amazonaws.com/a.js.map\n"))).Finding.Severity);

    private static List<ReportedFinding> Screen(params (string Path, string Text)[] files) =>
        [.. Screening.Of(TestArchive.Npm(Closed, files)).Findings.Where(f => f.Finding.Rule.Id == "exposure/source-map-reference")];
}
