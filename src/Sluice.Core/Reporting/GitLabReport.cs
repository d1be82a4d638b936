using System.Text;
using System.Text.Json;
using Sluice.Findings;

namespace Sluice.Reporting;

/// <summary>GitLab's code quality report: an array of issues with a fingerprint, a severity and a place.</summary>
public sealed class GitLabReport : ReportWriter
{
    public override string Format => "gitlab";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Options(indented: true)))
        {
            json.WriteStartArray();
            foreach (var report in reports)
            {
                foreach (var finding in report.Findings.Concat(PolicyResults.Of(report)))
                    WriteIssue(json, report, finding);
                foreach (var unscreened in report.Coverage.Unscreened)
                    Write(json, "fault/incomplete", $"not screened: {unscreened.Reason}", "critical", PlaceIn(report, Words.PlaceOf(unscreened)), 1, $"{report.Target}\n{Words.PlaceOf(unscreened)}\n{unscreened.Reason}");
                foreach (var fault in report.Faults)
                    Write(json, "fault/incomplete", $"{fault.Part} failed: {fault.Message}", "critical", PlaceIn(report, fault.Where), 1, $"{report.Target}\n{fault.Part}\n{fault.Where}");
            }

            json.WriteEndArray();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    private static void WriteIssue(Utf8JsonWriter json, Report report, ReportedFinding reported)
    {
        var finding = reported.Finding;
        Write(json, finding.Rule.Id, $"{finding.Rule.Name}: {finding.Message}", Level(finding.Severity), PlaceIn(report, Words.PlaceOf(finding.Entry)), finding.Line ?? 1, $"{Path.GetFileName(report.Target)}\n{reported.Fingerprint}");
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Critical => "blocker",
        Severity.High => "critical",
        Severity.Medium => "major",
        Severity.Low => "minor",
        _ => "info",
    };

    private static string PlaceIn(Report report, string place) =>
        place.Length == 0 ? report.Target : report.Artifact.Kind is "directory" or "git" ? place : $"{report.Target}/{place}";

    /// <param name="identity">Hashed: the field must be unique in the document and the same in the next run.</param>
    private static void Write(Utf8JsonWriter json, string rule, string description, string severity, string path, int line, string identity)
    {
        json.WriteStartObject();
        json.WriteString("type", "issue");
        json.WriteString("check_name", rule);
        json.WriteString("description", SafeText.Of(description));
        json.WriteString("severity", severity);
        json.WriteString("fingerprint", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16)));
        json.WriteStartObject("location");
        json.WriteString("path", SafeText.Of(path));
        json.WriteStartObject("lines");
        json.WriteNumber("begin", line);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
