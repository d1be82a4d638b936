using System.Text;
using System.Text.Json.Nodes;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection.Exposure;

public sealed class SourceMapDetectorTests
{
    private const string Closed = """{"name":"@acme/cli","version":"1.0.0","license":"UNLICENSED"}""";
    private const string Open = """{"name":"acme-lib","version":"1.0.0","license":"MIT","repository":"github:acme/lib"}""";

    private static readonly JsonObject Map = TestMap.Map(("../src/main.tsx", TestMap.Source(1, 120)), ("../src/util.ts", TestMap.Source(2, 30)), ("../node_modules/dep/index.js", TestMap.Source(3, 10)));

    [Fact]
    public void A_closed_product_must_not_ship_its_sources_in_a_map()
    {
        var report = Screening.Of(TestArchive.Npm(Closed, ("cli.js", "x()\n"), ("cli.js.map", Map.ToJsonString())));

        var finding = Only(report);
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Equal("package/cli.js.map", finding.Entry.Path.Value);
        Assert.Equal("carries the full text of 3 source files (160 lines)", finding.Message);
        Assert.Equal(2, Evidence(finding, "privateSources"));
        Assert.Equal(150L, Evidence(finding, "privateLines"));
        Assert.Equal((long)Encoding.UTF8.GetByteCount(TestMap.Source(1, 120) + TestMap.Source(2, 30)), Evidence(finding, "disclosedPrivateBytes"));
        Assert.Contains("!**/*.map", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inline")]
    [InlineData("eval")]
    [InlineData("gzip")]
    [InlineData("index")]
    public void The_form_of_the_map_makes_no_difference(string form)
    {
        var (name, bytes) = form switch
        {
            "inline" => ("cli.js", Encoding.UTF8.GetBytes("x()\n" + TestMap.Inline(Map))),
            "eval" => ("cli.js", Encoding.UTF8.GetBytes("eval(" + TestMap.JavaScriptLiteral(TestMap.Source(1, 150) + "//# sourceURL=webpack://acme/./src/main.tsx?") + ")")),
            "gzip" => ("cli.bin", TestArchive.Gzip(TestMap.Bytes(Map))),
            _ => ("cli.txt", TestMap.Bytes(TestMap.Index(Map.DeepClone()))),
        };
        var report = Screening.Of(TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(Closed)), ("package/" + name, bytes)));

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.True((long)Evidence(Only(report), "privateLines") >= 150);
    }

    [Fact]
    public void An_open_package_may_ship_its_maps()
    {
        var report = Screening.Of(TestArchive.Npm(Open, ("LICENSE", "MIT License\n"), ("cli.js.map", Map.ToJsonString())));

        Assert.Equal(Severity.Info, Only(report).Severity);
        Assert.NotEqual(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_map_whose_sources_are_in_the_package_gives_nothing_away()
    {
        var report = Screening.Of(TestArchive.Npm(Closed, ("cli.js.map", Map.ToJsonString()), ("src/main.tsx", TestMap.Source(1, 120).Replace("\n", "\r\n", StringComparison.Ordinal)), ("src/util.ts", "\ufeff" + TestMap.Source(2, 30))));

        Assert.Equal(Severity.Info, Only(report).Severity);
    }

    [Fact]
    public void A_map_of_what_is_published_already_gives_nothing_away()
    {
        var published = new HashSet<TextDigest>();
        foreach (var text in new[] { TestMap.Source(1, 120), TestMap.Source(2, 30) })
            published.Add(TextDigest.Of(Encoding.UTF8.GetBytes(text)));
        var report = Screening.Of(TestArchive.Npm(Closed, ("cli.js.map", Map.ToJsonString())), new ScreenOptions { PublishedTexts = published });

        Assert.Equal(Severity.Info, Only(report).Severity);
    }

    [Fact]
    public void The_maps_of_a_bundled_open_package_are_its_own_affair()
    {
        var report = Screening.Of(TestArchive.Npm(Closed, ("node_modules/dep/package.json", """{"name":"dep","version":"1.0.0","license":"MIT"}"""), ("node_modules/dep/dist/package.json", """{"type":"module"}"""), ("node_modules/dep/dist/index.js.map", Map.ToJsonString())));

        Assert.Equal(Severity.Info, Only(report).Severity);
    }

    [Theory]
    [InlineData("""{"name":"dep/app","main":"index.js"}""", Severity.Info)]
    [InlineData("""{"name":"secret","version":"1.0.0"}""", Severity.Critical)]
    [InlineData("""{"name":"secret","private":true}""", Severity.Critical)]
    public void A_folder_is_a_package_of_its_own_when_its_manifest_has_a_version(string inner, Severity severity)
    {
        var report = Screening.Of(TestArchive.Npm(Closed, ("node_modules/dep/package.json", """{"name":"dep","version":"1.0.0","license":"MIT"}"""), ("node_modules/dep/app/package.json", inner), ("node_modules/dep/app/index.js.map", Map.ToJsonString())));

        Assert.Equal(severity, Only(report).Severity);
    }

    [Theory]
    [InlineData("MIT", Severity.Info)]
    [InlineData("Proprietary", Severity.Critical)]
    public void The_maps_of_an_installed_python_package_are_judged_by_its_own_licence(string license, Severity severity)
    {
        var report = Screening.Of(TestArchive.Zip(
            ("app/site-packages/Dep_Ui/static/a.js.map", TestMap.Bytes(Map)),
            ("app/site-packages/dep_ui-1.0.dist-info/METADATA", Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: dep-ui\nVersion: 1.0\nLicense: {license}\n")),
            ("app/site-packages/dep_ui-1.0.dist-info/RECORD", "Dep_Ui/static/a.js.map,,\n"u8.ToArray()),
            ("app/site-packages/other-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: other\nVersion: 1.0\nLicense: MIT\n"u8.ToArray())));

        Assert.Equal(severity, Only(report).Severity);
    }

    [Fact]
    public void Only_third_party_sources_are_no_disclosure_but_packages_of_the_own_scope_are()
    {
        var other = TestMap.Map(("webpack:///node_modules/dep/a.js", TestMap.Source(1, 9)), ("webpack:///webpack/bootstrap", TestMap.Source(2, 9)));
        var own = TestMap.Map(("../node_modules/@acme/core/src/a.ts", TestMap.Source(1, 9)));

        Assert.Equal(Severity.Info, Only(Screening.Of(TestArchive.Npm(Closed, ("a.js.map", other.ToJsonString())))).Severity);
        Assert.Equal(Severity.Critical, Only(Screening.Of(TestArchive.Npm(Closed, ("a.js.map", own.ToJsonString())))).Severity);
    }

    [Fact]
    public void Stylesheets_and_names_only_warn()
    {
        var styles = TestMap.Map(("../scss/main.scss", TestMap.Source(1, 9)));
        var names = TestMap.Map(("../src/main.ts", null));
        names.Remove("sourcesContent");

        Assert.Equal(Severity.Low, Only(Screening.Of(TestArchive.Npm(Closed, ("a.css.map", styles.ToJsonString())))).Severity);
        Assert.Equal(Severity.Low, Only(Screening.Of(TestArchive.Npm(Closed, ("a.js.map", names.ToJsonString())))).Severity);
        names["file"] = "main.d.ts";
        Assert.DoesNotContain("exposure/source-map", Screening.Rules(Screening.Of(TestArchive.Npm(Closed, ("main.d.ts.map", names.ToJsonString())))));
    }

    [Theory]
    [InlineData(Open, 1)]
    [InlineData(Closed, 21)]
    public void Hundreds_of_maps_are_told_in_few_lines(string manifest, int most)
    {
        var files = Enumerable.Range(0, 300).Select(i => ($"dist/f{i}.js.map", TestMap.Map(($"../src/f{i}.ts", TestMap.Source(i, 5))).ToJsonString())).ToArray();
        var report = Screening.Of(TestArchive.Npm(manifest, files));

        var findings = report.Findings.Where(f => f.Finding.Rule.Id == "exposure/source-map").ToList();
        Assert.InRange(findings.Count, 1, most);
        Assert.Equal(300, Evidence(findings[0].Finding, "files"));
        Assert.Equal(300, Evidence(findings[0].Finding, "sources"));
    }

    private static Finding Only(Report report) => Assert.Single(report.Findings, f => f.Finding.Rule.Id == "exposure/source-map").Finding;

    private static object Evidence(Finding finding, string name) => finding.Evidence.First(e => e.Name == name).Value;
}
