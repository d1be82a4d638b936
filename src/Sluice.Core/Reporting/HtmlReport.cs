using System.Net;
using Sluice.Configuration;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>One self-contained page for people who do not use a terminal: no script, no font, no image from elsewhere.</summary>
public sealed class HtmlReport : ReportWriter
{
    private const string Style = """
        :root{color-scheme:light dark;--deny:#b3261e;--hold:#9a6700;--allow:#1a7f37;--line:#8884;--soft:#8881}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
        .badge{display:inline-block;color:#fff;border-radius:.3rem;padding:.1rem .6rem;font-weight:600;text-transform:uppercase;font-size:.85em}
        .deny{background:var(--deny)}.hold,.indeterminate,.warn{background:var(--hold)}.allow{background:var(--allow)}
        section.finding{border:1px solid var(--line);border-radius:.5rem;padding:.8rem 1rem;margin:.8rem 0}
        code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere;background:var(--soft);padding:0 .2em;border-radius:.2em}
        ul{padding-left:1.2rem;margin:.4rem 0}p{margin:.4rem 0}.meta{opacity:.75}dt{font-weight:600}dd{margin:0 0 .4rem 0}summary{cursor:pointer}
        table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0;vertical-align:top}
        """;

    public override string Format => "html";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        output.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        output.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        output.Write($"<title>Sluice: {Words.Of(reports.Count == 0 ? Decision.Allow : reports.Max(report => report.Decision))}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        foreach (var report in reports)
            WriteReport(report, output);
        output.Write($"<p class=\"meta\">sluice {ToolVersion.Text}, {Html(style.Now.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))} UTC</p>\n</body>\n</html>\n");
    }

    private static void WriteReport(Report report, TextWriter output)
    {
        var decision = Words.Of(report.Decision);
        output.Write($"<article>\n<h1><span class=\"badge {decision}\">{decision}</span> {Html(report.Target)}</h1>\n");
        WriteFacts(report, output);
        if (report.Reasons.Count > 0)
        {
            output.Write("<h2>Why this decision</h2>\n<ul>\n");
            foreach (var reason in report.Reasons)
                output.Write($"<li><code>{Html(reason.Rule)}</code> {Html(reason.Message)}</li>\n");
            output.Write("</ul>\n");
        }

        var groups = FindingGroup.Of(report.Findings);
        if (groups.Any(group => group.Action > PolicyAction.Allow))
            output.Write("<h2>Findings</h2>\n");
        foreach (var group in groups.Where(group => group.Action > PolicyAction.Allow))
            WriteGroup(group, output);
        WriteIncomplete(report, output);
        WriteWaivers(report, output);
        WriteInformational([.. groups.Where(group => group.Action == PolicyAction.Allow)], output);
        output.Write("</article>\n");
    }

    private static void WriteFacts(Report report, TextWriter output)
    {
        var artifact = report.Artifact;
        output.Write("<table class=\"meta\">\n");
        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                output.Write($"<tr><td>{name}</td><td>{Html(value)}</td></tr>\n");
        }

        Row("kind", artifact.Kind);
        Row("name", artifact.Manifest?.Name);
        Row("version", artifact.Manifest?.Version);
        Row("size", artifact.Root.Size > 0 ? ByteSize.Text(artifact.Root.Size) : null);
        Row("digest", artifact.Root.Digest.IsEmpty ? null : "sha256:" + Convert.ToHexStringLower(artifact.Root.Digest.Span));
        Row("source", $"{Words.Of(artifact.Visibility)} ({artifact.VisibilityReason})");
        Row("screened", $"{report.Coverage.Entries} entries, {ByteSize.Text(report.Coverage.Bytes)}, {report.Coverage.Containers} containers");
        output.Write("</table>\n");
    }

    private static void WriteGroup(FindingGroup group, TextWriter output)
    {
        var action = Words.Of(group.Action);
        output.Write($"<section class=\"finding\">\n<p><span class=\"badge {action}\">{action}</span> <strong>{Html(group.Rule.Name)}</strong> <span class=\"meta\"><code>{Html(group.Rule.Id)}</code> {Words.Of(group.Severity)}</span></p>\n<ul>\n");
        foreach (var reported in group.Findings)
            WriteFinding(reported, output);
        output.Write($"</ul>\n<dl><dt>Why</dt><dd>{Html(group.Rule.Why)}</dd><dt>Fix</dt><dd>{Html(group.Remedy)}</dd></dl>\n</section>\n");
    }

    private static void WriteFinding(ReportedFinding reported, TextWriter output)
    {
        var finding = reported.Finding;
        var place = Words.PlaceOf(finding.Entry) + (finding.Line is { } line ? $":{line}" : "");
        output.Write($"<li>{(place.Length == 0 ? "" : $"<code>{Html(place)}</code> ")}{Html(finding.Message)}");
        if (FindingGroup.EvidenceLine(finding) is { Length: > 0 } evidence)
            output.Write($"<br><span class=\"meta\">{Html(evidence)}</span>");
        output.Write("</li>\n");
    }

    private static void WriteIncomplete(Report report, TextWriter output)
    {
        if (report.Coverage.Unscreened.Count + report.Faults.Count == 0)
            return;
        output.Write("<h2>Not screened</h2>\n<ul>\n");
        foreach (var unscreened in report.Coverage.Unscreened)
            output.Write($"<li><code>{Html(Words.PlaceOf(unscreened))}</code> {Html(unscreened.Reason)}</li>\n");
        foreach (var fault in report.Faults)
            output.Write($"<li>{Html(fault.Part)} failed on <code>{Html(fault.Where)}</code>: {Html(fault.Message)}</li>\n");
        output.Write("</ul>\n");
    }

    private static void WriteWaivers(Report report, TextWriter output)
    {
        var waived = report.Findings.Where(reported => reported.Finding.Waiver is not null).ToList();
        if (waived.Count + report.Notes.Count == 0)
            return;
        output.Write("<h2>Waived</h2>\n<ul>\n");
        foreach (var reported in waived)
            output.Write($"<li><code>{Html(reported.Finding.Rule.Id)}</code> <code>{Html(Words.PlaceOf(reported.Finding.Entry))}</code> {Html(Words.Of(reported.Finding.Waiver!))}</li>\n");
        foreach (var note in report.Notes)
            output.Write($"<li>{Html(note)}</li>\n");
        output.Write("</ul>\n");
    }

    private static void WriteInformational(IReadOnlyList<FindingGroup> groups, TextWriter output)
    {
        var findings = groups.SelectMany(group => group.Findings).Where(reported => reported.Finding.Waiver is null).ToList();
        if (findings.Count == 0)
            return;
        output.Write($"<details>\n<summary>{findings.Count} informational findings</summary>\n<ul>\n");
        foreach (var reported in findings)
            output.Write($"<li><code>{Html(reported.Finding.Rule.Id)}</code> <code>{Html(Words.PlaceOf(reported.Finding.Entry))}</code> {Html(reported.Finding.Message)}</li>\n");
        output.Write("</ul>\n</details>\n");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(SafeText.Of(text));
}
