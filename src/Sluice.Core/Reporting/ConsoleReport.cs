using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Sources;

namespace Sluice.Reporting;

/// <summary>For people: the decision first, then what, where, why and how to fix. Long lists are folded; nothing that stops a release is.</summary>
public sealed class ConsoleReport : ReportWriter
{
    private const int PlacesShown = 5;
    private const int UnscreenedShown = 10;

    public override string Format => "console";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            if (i > 0 && !style.IsQuiet)
                output.WriteLine();
            new Page(reports[i], style, output).Write();
        }

        if (reports.Count > 1 && !style.IsQuiet)
            output.WriteLine($"\n{reports.Count} targets: {string.Join(", ", reports.GroupBy(report => report.Decision).OrderByDescending(group => group.Key).Select(group => $"{group.Count()} {Words.Of(group.Key)}"))}");
    }

    private sealed class Page(Report report, ReportStyle style, TextWriter output)
    {
        private readonly Paint _paint = new(style.UseColor);

        public void Write()
        {
            WriteDecision();
            if (style.IsQuiet)
                return;
            var shown = report.Findings.Where(finding => style.IsVerbose || finding.Action > PolicyAction.Allow);
            foreach (var group in FindingGroup.Of(shown))
                WriteGroup(group);
            foreach (var reason in report.Reasons.Where(reason => reason is { IsOfFindings: false, Policy: not PolicySet.Engine }))
                WriteReason(reason);
            WriteUnscreened();
            WriteFaults();
            WriteWaivers();
            WriteSource();
            WriteSummary();
        }

        private void WriteDecision()
        {
            var word = Words.Of(report.Decision).ToUpperInvariant();
            output.WriteLine($"{_paint.Decision(report.Decision, word)}  {_paint.Bold(SafeText.Of(report.Target))}  {_paint.Dim(Describe(report.Artifact))}");
        }

        private static string Describe(Artifact artifact)
        {
            var parts = new List<string> { artifact.Kind };
            if (artifact.Manifest is { Name: { } name } manifest)
                parts[0] += $" {SafeText.Of(name)} {SafeText.Of(manifest.Version ?? "")}".TrimEnd();
            if (artifact.Root.Size > 0)
                parts.Add(ByteSize.Text(artifact.Root.Size));
            parts.Add($"{Words.Of(artifact.Visibility)} ({SafeText.Of(artifact.VisibilityReason)})");
            return string.Join(", ", parts);
        }

        private void WriteGroup(FindingGroup group)
        {
            output.WriteLine();
            output.WriteLine($"  {_paint.Action(group.Action, Words.Of(group.Action))}  {_paint.Bold(group.Rule.Id)}  {group.Rule.Name} {_paint.Dim($"({Words.Of(group.Severity)})")}");
            var places = style.IsVerbose ? group.Findings.Count : PlacesShown;
            foreach (var reported in group.Findings.Take(places))
                WriteFinding(reported);
            if (group.Findings.Count > places)
                output.WriteLine(_paint.Dim($"    … and {group.Findings.Count - places} more places (--verbose lists them)"));
            if (group.Action == PolicyAction.Allow)
                return;
            WriteWrapped("why", group.Rule.Why);
            WriteWrapped("fix", group.Remedy);
        }

        /// <summary>What a policy says of the release as a whole.</summary>
        private void WriteReason(Reason reason)
        {
            output.WriteLine();
            output.WriteLine($"  {_paint.Action(reason.Action, Words.Of(reason.Action))}  {_paint.Bold(SafeText.Of($"{reason.Policy} {reason.Rule}"))}  {SafeText.Of(reason.Title ?? "")}");
            WriteLines("    ", "    ", reason.Message, line => line);
            if (reason.Remedy is { } remedy)
                WriteWrapped("fix", remedy);
        }

        private void WriteFinding(ReportedFinding reported)
        {
            var finding = reported.Finding;
            var place = SafeText.Of(Words.PlaceOf(finding.Entry));
            if (finding.Line is { } line)
                place += finding.Column is { } column ? $":{line}:{column}" : $":{line}";
            if (finding.Entry.Note is { } note)
                place += _paint.Dim($" ({SafeText.Of(note)})");
            output.WriteLine($"    {(place.Length == 0 ? "" : place + "  ")}{SafeText.Of(finding.Message)}");
            if ((style.IsVerbose || finding.Severity >= Severity.High) && FindingGroup.EvidenceLine(finding) is { Length: > 0 } evidence)
                WriteLines("      ", "      ", evidence, _paint.Dim);
        }

        private void WriteWrapped(string label, string text) => WriteLines($"    {_paint.Dim(label)}  ", "         ", text, line => line);

        /// <summary>Breaks at words; a word longer than the line stays whole.</summary>
        private void WriteLines(string first, string next, string text, Func<string, string> paint)
        {
            var room = Math.Max(style.Width - next.Length, 40);
            var (lead, line) = (first, new System.Text.StringBuilder());
            foreach (var word in SafeText.Of(text).Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > room)
                {
                    output.WriteLine(lead + paint(line.ToString()));
                    lead = next;
                    line.Clear();
                }

                line.Append(line.Length == 0 ? "" : " ").Append(word);
            }

            output.WriteLine(lead + paint(line.ToString()));
        }

        private void WriteUnscreened()
        {
            var parts = report.Coverage.Unscreened;
            if (parts.Count == 0)
                return;
            output.WriteLine();
            output.WriteLine($"  {_paint.Action(PolicyAction.Hold, "not screened")}  {parts.Count} {(parts.Count == 1 ? "part" : "parts")}: what is in there is unknown, so this is no pass");
            var shown = style.IsVerbose ? parts.Count : UnscreenedShown;
            foreach (var part in parts.Take(shown))
            {
                var place = SafeText.Of(Words.PlaceOf(part));
                output.WriteLine($"    {(place.Length == 0 ? "" : place + "  ")}{SafeText.Of(part.Reason)}");
            }

            if (parts.Count > shown)
                output.WriteLine(_paint.Dim($"    … and {parts.Count - shown} more (--verbose lists them)"));
        }

        private void WriteFaults()
        {
            foreach (var fault in report.Faults)
                output.WriteLine($"\n  {_paint.Action(PolicyAction.Deny, "fault")}  {SafeText.Of(fault.Part)} did not do its work on {SafeText.Of(fault.Where)}: {SafeText.Of(fault.Message)}");
        }

        /// <summary>What somebody allowed in a file is shown one by one; a baseline is a list of its own.</summary>
        private void WriteWaivers()
        {
            var waived = report.Findings.Where(reported => reported.Finding.Waiver is not null).Select(reported => reported.Finding).ToList();
            foreach (var group in waived.Where(finding => finding.Waiver!.By == "baseline").GroupBy(finding => finding.Waiver!.At))
                output.WriteLine($"\n  {_paint.Dim("waived")}  {group.Count()} known {(group.Count() == 1 ? "finding" : "findings")}, by {SafeText.Of(group.Key)} until {group.Min(finding => finding.Waiver!.Until):yyyy-MM-dd}");
            foreach (var finding in waived.Where(finding => finding.Waiver!.By != "baseline"))
                output.WriteLine($"\n  {_paint.Dim("waived")}  {finding.Rule.Id} in {SafeText.Of(Words.PlaceOf(finding.Entry))}, {SafeText.Of(Words.Of(finding.Waiver!)["waived ".Length..])}");
            foreach (var note in report.Notes)
                output.WriteLine($"\n  {_paint.Action(PolicyAction.Warn, "note")}  {SafeText.Of(note)}");
        }

        private void WriteSource()
        {
            if (report.Artifact.Root.Fact<SourceComparison>() is not { } source)
                return;
            output.WriteLine($"\n  {_paint.Dim("source")}  {SafeText.Of(Words.Of(source))}");
            foreach (var gap in source.Gaps)
                output.WriteLine($"    {SafeText.Of(gap)}");
            foreach (var file in style.IsVerbose ? source.Unexplained : [])
                output.WriteLine($"    {SafeText.Of(file.Path)}  {SafeText.Of(file.Reason)}");
        }

        private void WriteSummary()
        {
            var coverage = report.Coverage;
            var text = $"screened {coverage.Entries} {(coverage.Entries == 1 ? "entry" : "entries")}, {ByteSize.Text(coverage.Bytes)}, {coverage.Containers} {(coverage.Containers == 1 ? "container" : "containers")}";
            if (style.WithTimings)
                text += FormattableString.Invariant($" in {report.Run.Elapsed.TotalSeconds:0.00} s");
            var silent = report.Findings.Count(finding => finding.Action == PolicyAction.Allow && finding.Finding.Waiver is null);
            if (silent > 0 && !style.IsVerbose)
                text += $"; {silent} informational {(silent == 1 ? "finding" : "findings")} (--verbose shows them)";
            output.WriteLine();
            output.WriteLine(_paint.Dim("  " + text));
        }
    }

    /// <summary>ANSI colours (ECMA-48 SGR), or nothing.</summary>
    private sealed class Paint(bool isOn)
    {
        public string Bold(string text) => Wrap("1", text);

        public string Dim(string text) => Wrap("2", text);

        public string Decision(Decision decision, string text) => Wrap(decision switch
        {
            Policies.Decision.Allow => "1;32",
            Policies.Decision.Deny => "1;31",
            _ => "1;33",
        }, text);

        public string Action(PolicyAction action, string text) => Wrap(action switch
        {
            PolicyAction.Deny => "31",
            PolicyAction.Allow => "2",
            _ => "33",
        }, text);

        private string Wrap(string code, string text) => isOn ? $"\e[{code}m{text}\e[0m" : text;
    }
}
