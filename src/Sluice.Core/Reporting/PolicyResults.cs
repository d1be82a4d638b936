using Sluice.Findings;
using Sluice.Policies;

namespace Sluice.Reporting;

/// <summary>
/// What policies have to say that no finding says, in the form of findings at the artifact itself: formats that know findings alone would else show
/// nothing of what stopped a release.
/// </summary>
internal static class PolicyResults
{
    public static IEnumerable<ReportedFinding> Of(Report report)
    {
        foreach (var reason in report.Reasons)
        {
            // What the engine says is told by each part that was not screened and each fault.
            if (reason.IsOfFindings || reason.Policy == PolicySet.Engine)
                continue;
            var finding = new Finding(RuleOf(reason), report.Artifact.Root, $"{VerbOf(reason.Action)} {reason.Policy}: {reason.Message}") { Subject = reason.Policy };
            yield return new ReportedFinding(finding, reason.Action, Fingerprint.Of(finding, 0));
        }
    }

    private static Descriptor RuleOf(Reason reason) => new(
        $"policy/{reason.Rule}",
        reason.Title ?? reason.Rule,
        reason.Action switch { PolicyAction.Deny => Severity.High, PolicyAction.Hold => Severity.Medium, _ => Severity.Low },
        $"The policy '{reason.Policy}' of this project asks for it.",
        reason.Remedy ?? $"See what the rule looked at with 'sluice policy explain --rule {reason.Rule}'.");

    private static string VerbOf(PolicyAction action) => action switch
    {
        PolicyAction.Deny => "is denied by",
        PolicyAction.Hold => "is held by",
        _ => "is warned of by",
    };
}
