using Sluice.Findings;
using Sluice.Journals;
using Sluice.Policies;
using Sluice.Reporting;

namespace Sluice;

/// <summary>What the journal keeps of a report.</summary>
public static class ReleaseRecord
{
    /// <param name="profile">SHA-256 of the profile in hexadecimal; null for none.</param>
    public static JournalEntry Of(Report report, string? project, string? profile)
    {
        var counted = report.Findings.Where(finding => finding.Finding.Waiver is null).ToList();
        return new JournalEntry
        {
            Time = report.Input.Now,
            Target = SafeText.Of(report.Target),
            Package = Name(report.Artifact.Manifest?.Name),
            Version = Name(report.Artifact.Manifest?.Version),
            Digest = DigestOf(report.Artifact.Root),
            Decision = Words.Of(report.Decision),
            Stopped = RulesOf(counted.Where(finding => finding.Action >= PolicyAction.Hold)),
            Near = RulesOf(counted.Where(finding => finding.Action == PolicyAction.Warn && finding.Finding.Severity >= Severity.Medium && finding.Finding.Rule.Family is "exposure" or "secret")),
            Profile = profile,
            Project = project,
        };
    }

    /// <summary>The name by which the journal knows the release of a screening.</summary>
    public static string NameOf(Artifacts.Artifact artifact, string target) =>
        new JournalEntry { Time = default, Target = SafeText.Of(target), Decision = "", Package = Name(artifact.Manifest?.Name), Version = Name(artifact.Manifest?.Version), Digest = DigestOf(artifact.Root) }.Release;

    private static string? Name(string? text) => text is null ? null : SafeText.Of(text);

    private static string? DigestOf(Artifacts.Entry root) => root.Digest.IsEmpty ? null : Convert.ToHexStringLower(root.Digest.Span);

    private static List<string> RulesOf(IEnumerable<ReportedFinding> findings) => [.. findings.Select(finding => finding.Finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];
}
