using System.Text;
using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Policies.Facts;
using Sluice.Sources;

namespace Sluice.Reporting;

/// <summary>The contract's JSON report: one object a target; one line each when there are several.</summary>
public sealed class JsonReport : ReportWriter
{
    public override string Format => "json";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        foreach (var report in reports)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, JsonText.Options(style.IsPretty && reports.Count == 1)))
                Write(json, report, style);
            output.Write(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
            output.Write('\n');
        }
    }

    private static void Write(Utf8JsonWriter json, Report report, ReportStyle style)
    {
        json.WriteStartObject();
        json.WriteString("schema", Report.Schema);
        json.WriteStartObject("tool");
        json.WriteString("name", "sluice");
        json.WriteString("version", report.Tool?.Version ?? ToolVersion.Text);
        json.WriteString("rules", report.Tool?.Rules ?? ToolVersion.RulesDigest(report.AddedRules));
        json.WriteEndObject();
        json.WriteString("target", SafeText.Of(report.Target));
        WriteArtifact(json, report.Artifact);
        json.WriteString("decision", Words.Of(report.Decision));
        WriteReasons(json, report.Reasons);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
            WriteFinding(json, finding);
        json.WriteEndArray();
        WriteCoverage(json, report.Coverage);
        json.WriteStartArray("faults");
        foreach (var fault in report.Faults)
        {
            json.WriteStartObject();
            json.WriteString("part", fault.Part);
            json.WriteString("path", SafeText.Of(fault.Where));
            json.WriteString("message", SafeText.Of(fault.Message));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.Notes.Count > 0)
            WriteEvidence(json, "notes", report.Notes);
        if (report.Artifact.Root.Fact<SourceComparison>() is { } comparison)
        {
            json.WritePropertyName("source");
            new FactText(json, SafeText.OfValue).WriteValue(SourceFacts.Of(comparison));
        }

        if (style.WithFacts)
        {
            json.WritePropertyName("facts");
            new FactText(json, SafeText.OfValue).Write(report.Input.Facts);
        }

        if (style.WithTimings)
        {
            json.WriteStartObject("run");
            json.WriteNumber("milliseconds", (long)report.Run.Elapsed.TotalMilliseconds);
            json.WriteNumber("jobs", report.Run.Jobs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter json, Artifact artifact)
    {
        json.WriteStartObject("artifact");
        json.WriteString("kind", artifact.Kind);
        WriteOptional(json, "name", artifact.Manifest?.Name);
        WriteOptional(json, "version", artifact.Manifest?.Version);
        WriteOptional(json, "digest", artifact.Root.Digest.IsEmpty ? null : "sha256:" + Convert.ToHexStringLower(artifact.Root.Digest.Span));
        json.WriteNumber("size", artifact.Root.Size);
        json.WriteString("visibility", Words.Of(artifact.Visibility));
        json.WriteEndObject();
    }

    private static void WriteReasons(Utf8JsonWriter json, IReadOnlyList<Reason> reasons)
    {
        json.WriteStartArray("reasons");
        foreach (var reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("policy", reason.Policy);
            json.WriteString("rule", reason.Rule);
            json.WriteString("action", Words.Of(reason.Action));
            json.WriteString("message", SafeText.Of(reason.Message));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteFinding(Utf8JsonWriter json, ReportedFinding reported)
    {
        var finding = reported.Finding;
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", Words.Of(finding.Severity));
        json.WriteString("confidence", Words.Of(finding.Confidence));
        json.WriteString("action", Words.Of(reported.Action));
        json.WriteString("path", SafeText.Of(Place.PathOf(finding.Entry)));
        json.WriteStartArray("container");
        foreach (var holder in finding.Entry.ContainerChain)
            json.WriteStringValue(SafeText.Of(holder));
        json.WriteEndArray();
        WriteOptional(json, "line", finding.Line);
        WriteOptional(json, "column", finding.Column);
        json.WriteString("message", SafeText.Of(finding.Message));
        json.WriteStartObject("evidence");
        foreach (var (name, value) in finding.Evidence)
            WriteEvidence(json, name, value);
        json.WriteEndObject();
        json.WriteString("remedy", SafeText.Of(finding.Advice));
        json.WriteString("fingerprint", reported.Fingerprint);
        WriteWaiver(json, finding.Waiver);
        json.WriteEndObject();
    }

    private static void WriteWaiver(Utf8JsonWriter json, Waiver? waiver)
    {
        if (waiver is null)
        {
            json.WriteNull("waiver");
            return;
        }

        json.WriteStartObject("waiver");
        json.WriteString("by", waiver.By);
        json.WriteString("reason", SafeText.Of(waiver.Reason));
        json.WriteString("until", waiver.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("at", SafeText.Of(waiver.At));
        if (waiver.Owner is { } owner)
            json.WriteString("owner", SafeText.Of(owner));
        if (waiver.Ticket is { } ticket)
            json.WriteString("ticket", SafeText.Of(ticket));
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, string name, object value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case string text:
                json.WriteStringValue(SafeText.Of(text));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case IEnumerable<string> list:
                json.WriteStartArray();
                foreach (var item in list)
                    json.WriteStringValue(SafeText.Of(item));
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"evidence '{name}' has the unsupported type {value.GetType().Name}", nameof(value));
        }
    }

    private static void WriteCoverage(Utf8JsonWriter json, Coverage coverage)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("entries", coverage.Entries);
        json.WriteNumber("bytes", coverage.Bytes);
        json.WriteNumber("containers", coverage.Containers);
        json.WriteStartArray("unscreened");
        foreach (var unscreened in coverage.Unscreened)
        {
            json.WriteStartObject();
            json.WriteString("path", SafeText.Of(Words.PlaceOf(unscreened)));
            json.WriteString("reason", SafeText.Of(unscreened.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            json.WriteNull(name);
        else
            json.WriteString(name, SafeText.Of(value));
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
