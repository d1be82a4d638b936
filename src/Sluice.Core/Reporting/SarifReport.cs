using System.Text;
using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>
/// SARIF 2.1.0 (OASIS, 2020), one run a target. A place inside an archive is a file of its own to viewers: its URI joins the containers
/// and the path. Levels follow the action: deny is an error, hold and warn are warnings, the rest notes.
/// </summary>
public sealed class SarifReport : ReportWriter
{
    /// <summary>Viewers take no thousands of places for one result.</summary>
    private const int MaxRelated = 100;

    public override string Format => "sarif";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Options(indented: true)))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            foreach (var report in reports)
                WriteRun(json, report);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        output.Write('\n');
    }

    private static void WriteRun(Utf8JsonWriter json, Report report)
    {
        List<ReportedFinding> findings = [.. report.Findings, .. PolicyResults.Of(report)];
        var rules = findings.Select(finding => finding.Finding.Rule).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sluice");
        json.WriteString("version", ToolVersion.Text);
        json.WriteString("semanticVersion", ToolVersion.Text);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
            WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        WriteAutomation(json, report);
        WriteInvocation(json, report);
        json.WriteStartArray("results");
        foreach (var finding in findings)
            WriteResult(json, report, finding, rules.FindIndex(rule => rule.Id == finding.Finding.Rule.Id));
        json.WriteEndArray();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartObject("properties");
        json.WriteString("decision", Words.Of(report.Decision));
        json.WriteString("visibility", Words.Of(report.Artifact.Visibility));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, Descriptor rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", NameOf(rule.Id));
        WriteMessage(json, "shortDescription", rule.Name);
        WriteMessage(json, "fullDescription", rule.Why);
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.Why}\n\nFix: {rule.Fix}");
        json.WriteString("markdown", $"{rule.Why}\n\n**Fix.** {rule.Fix}{(rule.Exceptions is { } exceptions ? $"\n\n{exceptions}" : "")}");
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", rule.Severity >= Severity.High ? "error" : rule.Severity >= Severity.Low ? "warning" : "note");
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("security");
        json.WriteStringValue(rule.Family);
        json.WriteEndArray();
        json.WriteString("security-severity", Score(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Code-scanning viewers sort by a number from 0 to 10.</summary>
    private static string Score(Severity severity) => severity switch
    {
        Severity.Critical => "9.5",
        Severity.High => "8.0",
        Severity.Medium => "5.5",
        Severity.Low => "3.0",
        _ => "0.0",
    };

    /// <summary>The standard wants a name in Pascal case: <c>exposure/source-map</c> is ExposureSourceMap.</summary>
    private static string NameOf(string id) =>
        string.Concat(id.Split('/', '-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));

    private static void WriteAutomation(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject("automationDetails");
        json.WriteString("id", $"sluice/{Uri(Path.GetFileName(report.Target.TrimEnd('/')))}/");
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, Report report)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", report.Faults.Count == 0 && report.Coverage.Unscreened.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var unscreened in report.Coverage.Unscreened)
            WriteNotification(json, $"not screened: {Words.PlaceOf(unscreened)}: {unscreened.Reason}");
        foreach (var fault in report.Faults)
            WriteNotification(json, $"{fault.Part} failed on {fault.Where}: {fault.Message}");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNotification(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("level", "error");
        WriteMessage(json, "message", text);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Report report, ReportedFinding reported, int ruleIndex)
    {
        var finding = reported.Finding;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", reported.Action switch { PolicyAction.Deny => "error", PolicyAction.Allow => "note", _ => "warning" });
        WriteMessage(json, "message", $"{Sentence(report, finding)}. {finding.Advice}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        WritePhysicalLocation(json, report, finding.Entry, finding.Line, finding.Column);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteOtherPlaces(json, report, finding.AlsoAt);
        WriteSuppression(json, finding.Waiver);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("sluice/v1", reported.Fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("action", Words.Of(reported.Action));
        json.WriteString("severity", Words.Of(finding.Severity));
        json.WriteString("confidence", Words.Of(finding.Confidence));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePhysicalLocation(Utf8JsonWriter json, Report report, Entry entry, int? line, int? column)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri(Location(report, entry)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line ?? 1);
        if (column is { } known)
            json.WriteNumber("startColumn", known);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOtherPlaces(Utf8JsonWriter json, Report report, IReadOnlyList<Place> places)
    {
        if (places.Count == 0)
            return;
        json.WriteStartArray("relatedLocations");
        foreach (var place in places.Take(MaxRelated))
        {
            json.WriteStartObject();
            WritePhysicalLocation(json, report, place.Entry, place.Line, null);
            WriteMessage(json, "message", "the same here");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Section 3.27.23: viewers hide a result that is suppressed, and say why.</summary>
    private static void WriteSuppression(Utf8JsonWriter json, Waiver? waiver)
    {
        if (waiver is null)
            return;
        json.WriteStartArray("suppressions");
        json.WriteStartObject();
        json.WriteString("kind", waiver.By == "comment" ? "inSource" : "external");
        json.WriteString("justification", SafeText.Of($"{waiver.Reason} (until {waiver.Until:yyyy-MM-dd}, {waiver.At})"));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Sentence(Report report, Finding finding) => $"{Location(report, finding.Entry)} {finding.Message}";

    private static string Location(Report report, Entry entry)
    {
        var place = Words.PlaceOf(entry);
        if (place.Length == 0)
            return Path.GetFileName(report.Target.TrimEnd('/'));
        return report.Artifact.Kind is "directory" or "git" ? place : $"{Path.GetFileName(report.Target)}/{place.Replace("!/", "/", StringComparison.Ordinal)}";
    }

    /// <summary>A relative URI reference (RFC 3986): each segment escaped, no scheme to be mistaken, no way up.</summary>
    private static string Uri(string place) =>
        string.Join('/', place.Split('/').Where(segment => segment.Length > 0).Select(segment => segment is "." or ".." ? "%2E" : System.Uri.EscapeDataString(SafeText.Of(segment))));

    private static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", SafeText.Of(text));
        json.WriteEndObject();
    }
}
