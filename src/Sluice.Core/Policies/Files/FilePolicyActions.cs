using Sluice.Findings;
using Sluice.Policies.Facts;

namespace Sluice.Policies.Files;

/// <summary>
/// How the findings of rules about files weigh. Each is acted upon by its own rule, and by any policy that looks at findings: so that <c>builtin:default</c> does not deny what a
/// rule only holds or warns about, the findings of such a rule are of medium severity at most, and those of a rule on trial inform.
/// </summary>
internal static class FilePolicyActions
{
    /// <summary>Evidence of a finding: whose rule made it.</summary>
    public const string Policy = "policy";

    /// <summary>Evidence of a finding: its rule could not be decided.</summary>
    public const string Undecided = "undecided";

    /// <summary>Evidence of a finding: where it stands, it only warns.</summary>
    public const string Context = "context";

    public static Severity MostSevere(RuleDocument rule) => rule.Action == PolicyAction.Deny ? rule.Severity : Least(rule.Severity, Severity.Medium);

    public static Severity SeverityOf(PolicyRule rule, bool isError, DateOnly today)
    {
        if (rule.IsTried(today))
            return Severity.Info;
        if (isError)
            return rule.Document.OnError == PolicyAction.Deny ? Severity.High : Severity.Medium;
        return MostSevere(rule.Document);
    }

    /// <summary>What other people wrote, or what does nothing where it is.</summary>
    public static Severity Lowered(Severity severity) => Least(severity, Severity.Low);

    /// <summary>What the rules of a policy about files make of the findings that they led to.</summary>
    public static void AddOutcomes(Policies.Policy policy, FactSource facts, List<PolicyOutcome> outcomes)
    {
        var today = DateOnly.FromDateTime(facts.Now.UtcDateTime);
        foreach (var finding in facts.Findings)
        {
            if (finding.Waiver is not null || policy.RuleOf(finding) is not { } rule)
                continue;
            var isError = Has(finding, Undecided);
            var isWeak = rule.IsTried(today) || Has(finding, Context);
            outcomes.Add(new PolicyOutcome(policy, rule, isWeak ? PolicyAction.Warn : isError ? rule.Document.OnError : rule.Document.Action, null, finding));
        }
    }

    private static bool Has(Finding finding, string name)
    {
        foreach (var evidence in finding.Evidence)
        {
            if (evidence.Name == name)
                return true;
        }

        return false;
    }

    private static Severity Least(Severity a, Severity b) => a < b ? a : b;
}
