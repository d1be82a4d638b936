using System.Net;
using System.Text;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class SourcePageReaderTests
{
    private const string Closed = """{"name":"@acme/cli","version":"1.0.0","license":"UNLICENSED"}""";

    private static readonly string Source = TestMap.Source(5, 30);

    private static string Shown => WebUtility.HtmlEncode(Source);

    public static TheoryData<string, string, string> Reports => new()
    {
        { "coverage/lcov-report/a.ts.html", Istanbul("src/a.ts"), "src/a.ts" },
        { "cov/a.c.gcov.html", $"<!DOCTYPE HTML><html><head><title>LCOV - all - src/a.c</title></head><body><pre class=\"source\">{Shown}</pre></body></html>", "src/a.c" },
        { "htmlcov/z_a_py.html", $"<!DOCTYPE html><html><head><title>Coverage for src/acme/a.py: 80%</title></head><body>{Each("<p class=\"run\"><span class=\"n\"><a href=\"#t1\">1</a></span><span class=\"t\">", "&nbsp;</span><span class=\"r\"></span></p>")}</body></html>", "src/acme/a.py" },
        { "jacoco/A.java.html", $"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html><head><title>A.java</title></head><body><pre class=\"source lang-java linenums\">{Shown}</pre></body></html>", "A.java" },
        { "cover.html", $"<!DOCTYPE html><html><head><title>acme: Go Coverage Report</title><style>pre{{}}</style></head><body><select><option value=\"file0\">acme/a.go (91.7%)</option></select><pre class=\"file\" id=\"file0\">{Shown}</pre><script>var a;</script></body></html>", "acme/a.go" },
        { "report/Acme_A.html", $"<!DOCTYPE html><html><head><title>Acme.A - Coverage Report</title></head><body><table>{Each("<tr><td>1</td><td><code>", "</code></td></tr>")}</table></body></html>", "Acme_A" },
        { "out/a.js.html", $"<!DOCTYPE html><html><head><title>JSDoc: Source: lib/a.js</title></head><body><h1>Source</h1><pre class=\"prettyprint source\"><code>{Shown}</code></pre></body></html>", "lib/a.js" },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_page_that_shows_a_source_file_gives_it_away(string path, string page, string name)
    {
        var report = Screening.Of("a.tgz", TestArchive.Npm(Closed, (path, page)));

        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value.EndsWith(name, StringComparison.Ordinal) && entry.Text?.Lines >= Source.Count(c => c == '\n') - 1);
        Assert.Contains("exposure/source-text", Screening.Rules(report));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void Numbers_in_front_of_the_listing_are_left_out()
    {
        var report = Screening.Of("a.tgz", TestArchive.Npm(Closed, ("coverage/a.ts.html", Istanbul("src/a.ts"))));
        var listing = Assert.Single(report.Artifact.Entries, entry => entry.Path.Value == "../src/a.ts" || entry.Path.Value == "src/a.ts");

        Assert.Equal(Encoding.UTF8.GetByteCount(Source), listing.Size);
    }

    public static TheoryData<string> Honest =>
    [
        "<!DOCTYPE html><html><head><title>Configure main.ts</title></head><body>" + string.Concat(Enumerable.Repeat("<p>Words that explain how the file is put together and what for.</p>", 40)) + "<pre>a = 1;\nb = 2;\nc = 3;\nd = 4;\ne = f(a);\ng(b, c);\n</pre></body></html>",
        $"<!DOCTYPE html><html><head><title>Examples</title></head><body><pre>{WebUtility.HtmlEncode(TestMap.Source(6, 30))}</pre></body></html>",
        "<!DOCTYPE html><html><head><title>Code coverage report for All files</title></head><body><pre>Statements 93%\nBranches 80%\n</pre></body></html>",
        "<!DOCTYPE html><html><head><title>a.ts</title></head><body><pre>words\nand words\nin lines\nthat are\nno code\nat all\n</pre></body></html>",
    ];

    [Theory]
    [MemberData(nameof(Honest))]
    public void Documentation_with_examples_is_no_disclosure(string page) =>
        Assert.DoesNotContain("exposure/source-text", Screening.Rules(Screening.Of("a.tgz", TestArchive.Npm(Closed, ("docs/page.html", page)))));

    [Fact]
    public void A_page_about_a_file_that_ships_anyway_only_informs()
    {
        var report = Screening.Of("a.tgz", TestArchive.Npm(Closed, ("coverage/a.py.html", Istanbul("acme/a.py")), ("acme/a.py", Source)));

        Assert.DoesNotContain(report.Findings, finding => finding.Finding.Rule.Id == "exposure/source-text" && finding.Finding.Severity > Sluice.Findings.Severity.Info);
    }

    [Fact]
    public void A_report_with_many_pages_is_told_once()
    {
        var pages = Enumerable.Range(0, 40).Select(i => ($"coverage/f{i}.ts.html", Istanbul($"src/f{i}.ts").Replace("return", $"return {i} +", StringComparison.Ordinal)));
        var report = Screening.Of("a.tgz", TestArchive.Npm(Closed, [.. pages]));

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.InRange(report.Findings.Count(finding => finding.Finding.Rule.Id == "exposure/source-text"), 1, 5);
    }

    [Fact]
    public void Tags_without_an_end_take_linear_time()
    {
        var page = "<!DOCTYPE html><html><head><title>Coverage a.ts</title></head>" + string.Concat(Enumerable.Repeat("<pre><code>", 200_000));
        var report = Screening.Of("a.tgz", TestArchive.Npm(Closed, ("page.html", page)));

        Assert.Empty(report.Faults);
    }

    private static string Istanbul(string name) => $"<!doctype html>\n<html lang=\"en\"><head><title>Code coverage report for {name}</title></head><body><pre><table class=\"coverage\"><tr><td class=\"line-count\"><a href='#L1'>1</a>\n<a href='#L2'>2</a></td><td class=\"text\"><pre class=\"prettyprint lang-js\">{Shown.Replace("return", "<span class=\"cstat-no\" title=\"statement not covered\" >return</span>", StringComparison.Ordinal)}</pre></td></tr></table></pre></body></html>";

    private static string Each(string before, string after) => string.Join('\n', Shown.Split('\n').Select(line => before + line + after));
}
