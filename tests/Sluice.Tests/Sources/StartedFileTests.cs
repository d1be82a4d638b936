using System.Text;
using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>A manifest that has other files run than the source's does: by hostile hands, and by honest builds.</summary>
public sealed class StartedFileTests
{
    private const string Plain = """{"name":"header","version":"1.2.3","license":"MIT","main":"lib/index.js"}""";
    private const string Stealer = "const fs = require('fs');\nconst found = fs.readFileSync(require('os').homedir() + '/.config/wallet', 'utf8');\nfunction passOn(gatheredText) {\n  const chosenRelay = pickRelay();\n  return chosenRelay.deliver(gatheredText, XMLHttpRequest);\n}\npassOn(found);\n";

    /// <summary>Readable code of a package, whose names are its own.</summary>
    private static string Code(int seed) => string.Concat(Enumerable.Range(0, 12).Select(i => $"export function parseHeader{seed}Part{Letters(i)}(inputBytes, headerOffset) {{\n  return inputBytes.sliceOf{Letters(seed)}Part(headerOffset + {i}).toFieldMap('field-{i}');\n}}\n"));

    private static string Bundle(int seed, int foreign = 0) =>
        string.Concat(Enumerable.Range(0, 12).Select(i => $"function parseHeader{seed}Part{Letters(i)}(a,b){{return a.sliceOf{Letters(seed)}Part(b+{i}).toFieldMap(\"field-{i}\")}}"))
        + string.Concat(Enumerable.Range(0, foreign).Select(i => $"var vendorThing{Letters(i)}=makeVendor{Letters(i * 7)}Value(\"vendor{Letters(i)}\");")) + "\n";

    private static string Letters(int number) => string.Concat($"{number:000}".Select(digit => (char)('a' + digit - '0')));

    private static Report Hold(string sourceManifest, string shippedManifest, (string Path, string Text)[] shipped, params (string Path, string Text)[] source)
    {
        using var tree = SourceFolder.Of("v1.2.3", [("package.json", sourceManifest), ("lib/index.js", Code(1)), ("lib/other.js", Code(2)), .. source]);
        return tree.Hold("header-1.2.3.tgz", TestArchive.Npm(shippedManifest, shipped));
    }

    private static (string, string)[] Source => [("lib/index.js", Code(1)), ("lib/other.js", Code(2))];

    private static byte[] Crate((string Path, string Text)[] files) => TestArchive.Tgz([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    private static string With(string more) => Plain.Replace("\"main\":\"lib/index.js\"", more, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"main\":\"runtime/start.js\"", "runtime/start.js")]
    [InlineData("\"main\":\"./runtime\"", "runtime/index.js")]
    [InlineData("\"type\":\"commonjs\"", "index.js")]
    [InlineData("\"main\":\"lib/index.js\",\"exports\":{\".\":{\"import\":\"./lib/index.js\",\"default\":\"./runtime/start.mjs\"}}", "runtime/start.mjs")]
    [InlineData("\"main\":\"lib/index.js\",\"exports\":{\".\":[\"./lib/\",\"./runtime/start.js\"]}", "runtime/start.js")]
    [InlineData("\"main\":\"lib/index.js\",\"imports\":{\"#helper\":\"./runtime/start.js\"}", "runtime/start.js")]
    [InlineData("\"main\":\"lib/index.js\",\"browser\":{\"./lib/index.js\":\"./runtime/start.js\"}", "runtime/start.js")]
    [InlineData("\"main\":\"data/notes.txt\"", "data/notes.txt")]
    public void Code_that_only_the_release_has_and_runs_stops_it(string field, string path)
    {
        var report = Hold(Plain, With(field), [.. Source, (path, Stealer)]);

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
        Assert.Equal("package/" + path, Assert.Single(report.Findings, finding => finding.Finding is { Rule.Id: "provenance/source-mismatch", Severity: Severity.High }).Finding.Entry.Path.Value);
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("'use strict';\nmodule.exports = require('../lib/index.js');\nrequire('./data.bin');\n", "runtime/data.bin")]
    [InlineData("export * from \"../lib/index.js\";\nimport \"../assets/more\";\n", "assets/more.js")]
    public void So_does_what_a_small_loader_leads_to(string loader, string path)
    {
        var report = Hold(Plain, With("\"main\":\"runtime/start.js\""), [.. Source, ("runtime/start.js", loader), (path, Stealer)]);

        Assert.Equal("package/" + path, Assert.Single(report.Findings, finding => finding.Finding is { Rule.Id: "provenance/source-mismatch", Severity: Severity.High }).Finding.Entry.Path.Value);
    }

    [Theory]
    [InlineData("'use strict';\nmodule.exports = require('../lib/index.js');\n")]
    [InlineData("export { parseHeader1PartAAA as default } from \"../lib/index.js\";\n")]
    [InlineData("console.warn('The build for scripts is deprecated since release 150; please use modules instead.');\nmodule.exports = require('../lib/index.js');\n")]
    public void A_few_lines_that_lead_back_to_the_source_do_not(string loader)
    {
        var report = Hold(Plain, With("\"main\":\"runtime/start.js\""), [.. Source, ("runtime/start.js", loader)]);

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void Parts_of_a_bundle_that_are_other_peoples_do_not()
    {
        var vendor = string.Concat(Enumerable.Range(0, 60).Select(i => $"var vendorThing{Letters(i)}=makeVendor{Letters(i * 7)}Value(\"vendor{Letters(i)}\");\n")) + "fetch('https://vendor.example/');\n";

        var report = Hold(Plain, With("\"main\":\"dist/index.cjs\""), [("dist/index.cjs", "require('./vendor.cjs');" + Bundle(1, 100)), ("dist/vendor.cjs", vendor)]);

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void So_does_a_program_that_a_known_command_is_led_to()
    {
        const string Manifest = """{"name":"header","version":"1.2.3","license":"MIT","main":"lib/index.js","bin":{"header":"lib/other.js"}}""";

        var report = Hold(Manifest, Manifest.Replace("\"lib/other.js\"", "\"vendor/header\"", StringComparison.Ordinal), [.. Source, ("vendor/header", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0>\0")]);

        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "provenance/source-mismatch", Severity: Severity.High } && finding.Finding.Message.Contains("bin.header", StringComparison.Ordinal));
    }

    [Fact]
    public void Tests_of_the_source_are_no_entry_point()
    {
        var report = Hold(Plain, With("\"main\":\"test/fixtures/hostile.js\""), [.. Source, ("test/fixtures/hostile.js", Stealer)], ("test/fixtures/hostile.js", Stealer));

        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "provenance/source-mismatch", Severity: Severity.High } && finding.Finding.Message.Contains("tests", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"main\":\"dist/index.cjs\"", "dist/index.cjs")]
    [InlineData("\"main\":\"index.js\"", "index.js")]
    [InlineData("\"exports\":{\".\":\"./dist/index.mjs\"}", "dist/index.mjs")]
    public void A_bundle_of_the_source_and_of_others_may_be_led_to(string field, string path)
    {
        var report = Hold(Plain, With(field), [(path, Bundle(1, 400))]);

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
        Assert.NotEqual(Decision.Deny, report.Decision);
    }

    [Fact]
    public void What_is_published_is_what_the_manifest_says_for_it()
    {
        const string Publish = """{"name":"header","version":"1.2.3","license":"MIT","main":"lib/index.js","publishConfig":{"main":"dist/native.js"}}""";

        var report = Hold(Publish, With("\"main\":\"dist/native.js\""), [("dist/native.js", Stealer)]);

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void What_the_configuration_declares_may_be_led_to()
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Plain), ("lib/index.js", Code(1)));
        Assert.True(Glob.TryParse("dist/**", out var pattern, out _));

        var report = Screening.Of("header-1.2.3.tgz", TestArchive.Npm(With("\"main\":\"dist/module.js\""), ("dist/module.js", Stealer)), new ScreenOptions { Visibility = Visibility.Public, Source = tree.Request() with { Generated = [pattern] } });

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void What_a_pattern_offers_warns()
    {
        var report = Hold(Plain, With("\"main\":\"lib/index.js\",\"exports\":{\".\":\"./lib/index.js\",\"./*\":\"./runtime/*.js\"}"), [.. Source, ("runtime/start.js", Stealer)]);

        Assert.Contains("source-mismatch Medium", SourceFolder.Provenance(report));
        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_manifest_that_a_build_writes_for_another_package_warns_at_most()
    {
        var report = Hold(Plain, """{"name":"header-linux-x64","version":"1.2.3","license":"MIT","main":"header.node"}""", [("header.node", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0>\0")]);

        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData("{\"header\":\"lib/index.js\"}", "\"lib/index.js\"", true)]
    [InlineData("\"lib/index.js\"", "{\"header\":\"lib/index.js\"}", true)]
    [InlineData("{\"header\":\"lib/index.js\"}", null, false)]
    [InlineData("{\"git\":\"lib/index.js\"}", "\"lib/index.js\"", false)]
    public void A_command_has_to_be_that_of_the_source(string shipped, string? source, bool isKnown)
    {
        var report = Hold(source is null ? Plain : With($"\"main\":\"lib/index.js\",\"bin\":{source}"), With($"\"main\":\"lib/index.js\",\"bin\":{shipped}"), Source);

        Assert.Equal(isKnown, !SourceFolder.Provenance(report).Contains("source-mismatch High"));
    }

    [Fact]
    public void Commands_of_a_folder_are_written_out_by_npm()
    {
        var report = Hold(With("\"main\":\"lib/index.js\",\"directories\":{\"bin\":\"./bin\"}"), With("\"main\":\"lib/index.js\",\"directories\":{\"bin\":\"./bin\"},\"bin\":{\"other.js\":\"bin/other.js\"}"), [.. Source, ("bin/other.js", Code(3))], ("bin/other.js", Code(3)));

        Assert.Equal(["source-mismatch Info"], SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData("", "build.rs", "fn main() { prepare_everything(); }\n", true)]
    [InlineData("build = \"tools/prepare.rs\"\n", "tools/prepare.rs", "fn main() { prepare_everything(); }\n", true)]
    [InlineData("", "src/more.rs", "pub fn more_of_it() {}\n", false)]
    public void What_cargo_runs_to_build_a_crate_has_to_be_in_the_source(string field, string path, string code, bool isStopped)
    {
        const string Manifest = "[package]\nname = \"header\"\nversion = \"1.2.3\"\nlicense = \"MIT\"\n";
        using var tree = SourceFolder.Of("v1.2.3", ("Cargo.toml", Manifest), ("src/lib.rs", "pub fn parse_header() {}\n"));

        var report = tree.Hold("header-1.2.3.crate", Crate([("header-1.2.3/Cargo.toml", Manifest + field), ("header-1.2.3/src/lib.rs", "pub fn parse_header() {}\n"), ("header-1.2.3/" + path, code)]));

        Assert.Equal(isStopped, SourceFolder.Provenance(report).Contains("source-mismatch High"));
    }

    [Theory]
    [InlineData("[dependencies]\nserde = \"1\"\n", true)]
    [InlineData("[dependencies]\nserde = \"1\"\nnot-there = \"1\"\n", false)]
    [InlineData("[dependencies.serde]\nversion = \"1\"\npackage = \"serde-but-other\"\n", false)]
    [InlineData("[target.\"cfg(unix)\".build-dependencies.not-there]\nversion = \"1\"\n", false)]
    public void A_dependency_of_a_crate_has_to_be_in_its_source(string shipped, bool isKnown)
    {
        const string Manifest = "[package]\nname = \"header\"\nversion = \"1.2.3\"\nlicense = \"MIT\"\n\n";
        using var tree = SourceFolder.Of("v1.2.3", ("Cargo.toml", Manifest + "[dependencies]\nserde = \"1\"\n"), ("src/lib.rs", "pub fn parse_header() {}\n"));

        var report = tree.Hold("header-1.2.3.crate", Crate([("header-1.2.3/Cargo.toml", "# by cargo\n" + Manifest + shipped), ("header-1.2.3/src/lib.rs", "pub fn parse_header() {}\n")]));

        Assert.Equal(isKnown, !SourceFolder.Provenance(report).Contains("source-mismatch High"));
    }
}
