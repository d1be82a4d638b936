using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>For people: the decision first, then what, where, why and how to fix.</summary>
public sealed class ConsoleReport : ReportWriter
{
    public override string Format => "console";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        foreach (var report in reports)
        {
            output.WriteLine($"{Words.Of(report.Decision).ToUpperInvariant()} {SafeText.Of(report.Target)}");
            foreach (var reported in report.Findings.Where(f => f.Action >= PolicyAction.Warn))
                output.WriteLine($"  {Words.Of(reported.Finding.Severity)} {reported.Finding.Rule.Id} {SafeText.Of(Words.PlaceOf(reported.Finding.Entry))}: {SafeText.Of(reported.Finding.Message)}");
            foreach (var unscreened in report.Coverage.Unscreened)
                output.WriteLine($"  unscreened {SafeText.Of(Words.PlaceOf(unscreened))}: {SafeText.Of(unscreened.Reason)}");
            foreach (var fault in report.Faults)
                output.WriteLine($"  fault {fault.Part} {SafeText.Of(fault.Where)}: {SafeText.Of(fault.Message)}");
        }
    }
}
