using Sluice.Policies;
using Sluice.Sources;

namespace Sluice.Reporting;

/// <summary>GitHub-flavoured Markdown for a comment on a pull request: the decision, a table, details folded.</summary>
public sealed class MarkdownReport : ReportWriter
{
    private const int RowsShown = 30;

    public override string Format => "markdown";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        foreach (var report in reports)
            Write(report, output);
    }

    private static void Write(Report report, TextWriter output)
    {
        output.WriteLine($"## Sluice: {Words.Of(report.Decision)} — {Code(report.Target)}");
        output.WriteLine();
        foreach (var reason in report.Reasons)
            output.WriteLine($"- **{Words.Of(reason.Action)}** {Code(reason.Rule)}: {Text(reason.Message)}");
        if (report.Reasons.Count > 0)
            output.WriteLine();
        var shown = report.Findings.Where(finding => finding.Action > PolicyAction.Allow).OrderByDescending(finding => finding.Action).ThenByDescending(finding => finding.Finding.Severity).ToList();
        WriteTable(shown, output);
        WriteFixes(shown, output);
        WriteIncomplete(report, output);
        var waived = report.Findings.Where(finding => finding.Finding.Waiver is not null).ToList();
        WriteWaivers(waived, report.Notes, output);
        if (report.Artifact.Root.Fact<SourceComparison>() is { } source)
            output.WriteLine($"Source: {Text(Words.Of(source))}\n");
        var coverage = report.Coverage;
        output.WriteLine($"<sub>{coverage.Entries} entries, {Configuration.ByteSize.Text(coverage.Bytes)}, {coverage.Containers} containers; {report.Findings.Count - shown.Count - waived.Count} informational findings; sluice {ToolVersion.Text}</sub>");
        output.WriteLine();
    }

    private static void WriteTable(List<ReportedFinding> findings, TextWriter output)
    {
        if (findings.Count == 0)
            return;
        output.WriteLine("| action | severity | rule | where | what |");
        output.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var reported in findings.Take(RowsShown))
        {
            var finding = reported.Finding;
            var place = Words.PlaceOf(finding.Entry) + (finding.Line is { } line ? $":{line}" : "");
            output.WriteLine($"| {Words.Of(reported.Action)} | {Words.Of(finding.Severity)} | {Code(finding.Rule.Id)} | {(place.Length == 0 ? "the artifact" : Code(place))} | {Text(finding.Message)} |");
        }

        if (findings.Count > RowsShown)
            output.WriteLine($"\n… and {findings.Count - RowsShown} more.");
        output.WriteLine();
    }

    private static void WriteFixes(List<ReportedFinding> findings, TextWriter output)
    {
        if (findings.Count == 0)
            return;
        output.WriteLine("<details><summary>Why and how to fix</summary>");
        output.WriteLine();
        foreach (var group in FindingGroup.Of(findings))
            output.WriteLine($"- {Code(group.Rule.Id)}: {Text(group.Rule.Why)} **Fix:** {Text(group.Remedy)}");
        output.WriteLine();
        output.WriteLine("</details>");
        output.WriteLine();
    }

    private static void WriteWaivers(List<ReportedFinding> waived, IReadOnlyList<string> notes, TextWriter output)
    {
        foreach (var reported in waived.Take(RowsShown))
            output.WriteLine($"- {Code(reported.Finding.Rule.Id)} in {Code(Words.PlaceOf(reported.Finding.Entry))}: {Text(Words.Of(reported.Finding.Waiver!))}");
        if (waived.Count > RowsShown)
            output.WriteLine($"- … and {waived.Count - RowsShown} more waived");
        foreach (var note in notes)
            output.WriteLine($"- note: {Text(note)}");
        if (waived.Count + notes.Count > 0)
            output.WriteLine();
    }

    private static void WriteIncomplete(Report report, TextWriter output)
    {
        foreach (var unscreened in report.Coverage.Unscreened.Take(RowsShown))
            output.WriteLine($"- not screened: {Code(Words.PlaceOf(unscreened))} {Text(unscreened.Reason)}");
        if (report.Coverage.Unscreened.Count > RowsShown)
            output.WriteLine($"- … and {report.Coverage.Unscreened.Count - RowsShown} more parts not screened");
        foreach (var fault in report.Faults)
            output.WriteLine($"- fault: {Text(fault.Part)} on {Code(fault.Where)}: {Text(fault.Message)}");
        if (report.Coverage.Unscreened.Count + report.Faults.Count > 0)
            output.WriteLine();
    }

    /// <summary>A code span whose fence is longer than any run of backticks inside; a pipe would end the table cell.</summary>
    private static string Code(string text)
    {
        var safe = SafeText.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
        var fence = new string('`', 1 + LongestRun(safe, '`'));
        return fence.Length == 1 ? $"`{safe}`" : $"{fence} {safe} {fence}";
    }

    /// <summary>No markup, no mentions and no links come from inside an artifact.</summary>
    private static string Text(string text)
    {
        var safe = new System.Text.StringBuilder();
        foreach (var c in SafeText.Of(text))
        {
            if (c is '<' or '>' or '&')
                safe.Append(c switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' or '!')
                safe.Append('\\').Append(c);
            else if (c is '@')
                safe.Append("&#64;");
            else
                safe.Append(c);
        }

        return safe.ToString().Replace("://", ":&#47;/", StringComparison.Ordinal);
    }

    private static int LongestRun(string text, char of)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == of ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
