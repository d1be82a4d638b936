using System.Globalization;
using System.Xml;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>JUnit XML as CI systems read it: a suite a target, a case for each rule that found something and one for the decision; what stops the release fails, what is not screened is an error.</summary>
public sealed class JUnitReport : ReportWriter
{
    public override string Format => "junit";

    public override void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output)
    {
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CloseOutput = false, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "sluice");
            foreach (var report in reports)
                WriteSuite(xml, report, style);
            xml.WriteEndElement();
        }

        output.Write('\n');
    }

    private static void WriteSuite(XmlWriter xml, Report report, ReportStyle style)
    {
        var byRule = report.Findings.GroupBy(finding => finding.Finding.Rule.Id).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var failures = byRule.Count(group => group.Any(finding => finding.Action >= PolicyAction.Hold));
        var errors = report.Coverage.Unscreened.Count + report.Faults.Count;
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", SafeText.Of(report.Target));
        xml.WriteAttributeString("tests", Number(1 + byRule.Count + errors));
        xml.WriteAttributeString("failures", Number(failures + (IsStopped(report) ? 1 : 0)));
        xml.WriteAttributeString("errors", Number(errors));
        xml.WriteAttributeString("skipped", "0");
        xml.WriteAttributeString("timestamp", style.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        WriteDecision(xml, report);
        foreach (var group in byRule)
            WriteCase(xml, report, group.First().Finding.Rule, [.. group]);
        foreach (var unscreened in report.Coverage.Unscreened)
            WriteError(xml, report, "not screened: " + Words.PlaceOf(unscreened), unscreened.Reason);
        foreach (var fault in report.Faults)
            WriteError(xml, report, $"{fault.Part}: {fault.Where}", fault.Message);
        xml.WriteEndElement();
    }

    private static bool IsStopped(Report report) => report.Decision != Decision.Allow;

    private static void WriteDecision(XmlWriter xml, Report report)
    {
        StartCase(xml, report, "decision");
        if (IsStopped(report))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Words.Of(report.Decision));
            xml.WriteAttributeString("type", "decision");
            xml.WriteString(string.Join('\n', report.Reasons.Select(reason => SafeText.Of($"{reason.Rule}: {reason.Message}"))));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Report report, Findings.Descriptor rule, IReadOnlyList<ReportedFinding> findings)
    {
        StartCase(xml, report, rule.Id);
        var stopping = findings.Where(finding => finding.Action >= PolicyAction.Hold).ToList();
        if (stopping.Count > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", SafeText.Of(stopping[0].Finding.Message));
            xml.WriteAttributeString("type", Words.Of(stopping[0].Finding.Severity));
            xml.WriteString(string.Join('\n', stopping.Select(Line).Append("Fix: " + SafeText.Of(stopping[0].Finding.Advice))));
            xml.WriteEndElement();
        }

        var warnings = findings.Where(finding => finding.Action == PolicyAction.Warn).ToList();
        if (warnings.Count > 0)
            xml.WriteElementString("system-out", string.Join('\n', warnings.Select(Line)));
        xml.WriteEndElement();
    }

    private static void WriteError(XmlWriter xml, Report report, string name, string message)
    {
        StartCase(xml, report, name);
        xml.WriteStartElement("error");
        xml.WriteAttributeString("message", SafeText.Of(message));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void StartCase(XmlWriter xml, Report report, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", SafeText.Of(Path.GetFileName(report.Target.TrimEnd('/'))));
        xml.WriteAttributeString("name", SafeText.Of(name));
        xml.WriteAttributeString("time", "0");
    }

    private static string Line(ReportedFinding reported) => SafeText.Of($"{Words.Of(reported.Action)}: {Words.PlaceOf(reported.Finding.Entry)} {reported.Finding.Message}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
