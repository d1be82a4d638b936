using Sluice.Cel;

namespace Sluice.Policies.Testing;

/// <summary>
/// Which branches of a policy the cases of its tests went: each <c>when</c> and <c>check</c> has two, true and false. Where true or false is
/// written out there is only that one.
/// </summary>
public sealed class PolicyCoverage
{
    private readonly List<(string Rule, string Part, bool Value)> _branches = [];
    private readonly HashSet<(string Rule, string Part, bool Value)> _seen = [];

    public PolicyCoverage(Policy policy)
    {
        Policy = policy;
        foreach (var rule in policy.Rules)
        {
            Add(rule, "when", rule.When);
            Add(rule, "check", rule.Check);
        }
    }

    public Policy Policy { get; }

    public int Branches => _branches.Count;

    public int Covered => _branches.Count(_seen.Contains);

    /// <summary>Rounded down: 100 means all.</summary>
    public int Percent => 100 * Covered / Branches;

    /// <summary>What no case did, in words.</summary>
    public IEnumerable<string> Missing =>
        _branches.Where(branch => !_seen.Contains(branch)).Select(branch => $"'{branch.Part}' of {branch.Rule} was never {(branch.Value ? "true" : "false")}");

    internal void See(RuleStep step)
    {
        if (step.Value.IsTrue || step.Value.IsFalse)
            _seen.Add((step.Rule.Document.Id, step.Part, step.Value.IsTrue));
    }

    private void Add(PolicyRule rule, string part, CelProgram? program)
    {
        if (program is null)
            return;
        if (program.Source.Trim() != "false")
            _branches.Add((rule.Document.Id, part, true));
        if (program.Source.Trim() != "true")
            _branches.Add((rule.Document.Id, part, false));
    }
}
