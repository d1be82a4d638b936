using Sluice.Findings;

namespace Sluice.Policies.Files;

/// <summary>The rules of a policy about files, as findings name them. Known without compiling the policy, which takes a hundred times as long.</summary>
internal static class FindingRules
{
    /// <summary>The id of what a policy about files says of those that cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The family of what the rules of a project find in files.</summary>
    private const string Family = "policy";

    /// <summary>Empty for a policy about releases.</summary>
    public static IReadOnlyList<Descriptor> Of(PolicyDocument policy) =>
        policy.Match.IsOfFiles && policy.Rules.Count > 0 ? [.. policy.Rules.Append(UnreadableOf(policy)).Select(rule => Of(policy, rule))] : [];

    public static Descriptor Of(PolicyDocument policy, RuleDocument rule) => new(
        $"{FamilyOf(policy)}/{rule.Id}",
        rule.Title,
        FilePolicyActions.MostSevere(rule),
        rule.Why ?? $"The policy '{policy.Name}' asks for it of every such file.",
        rule.Remedy ?? $"Change the file so that it is kept: {rule.Title}.");

    /// <summary>As strict as the rules are that could not be asked.</summary>
    public static RuleDocument UnreadableOf(PolicyDocument policy)
    {
        var (strictest, root) = (policy.Rules.Max(rule => rule.OnError), policy.Rules[0].Node);
        return new RuleDocument
        {
            Id = Unreadable,
            Node = root,
            Title = "Every file of these rules can be read",
            Severity = Severity.High,
            Check = new PolicyText("false", root),
            Action = strictest,
            OnError = strictest,
            Mode = policy.Rules.Min(rule => rule.Mode),
            Why = "The rules could not be asked about it: it may hold anything.",
            Remedy = "Repair it. A template is screened as what it renders.",
        };
    }

    /// <summary>What comes with the program has families of its own.</summary>
    private static string FamilyOf(PolicyDocument policy) =>
        policy.Name.StartsWith(BuiltInPolicies.Prefix, StringComparison.Ordinal) ? policy.Name[BuiltInPolicies.Prefix.Length..] : Family;
}
