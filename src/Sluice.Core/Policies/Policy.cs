using Sluice.Cel;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies.Files;

namespace Sluice.Policies;

/// <summary>A rule with its expressions compiled.</summary>
internal sealed record PolicyRule(RuleDocument Document, CelProgram? Each, CelProgram? When, CelProgram Check, CelProgram? Message)
{
    public IEnumerable<CelProgram> Programs => new[] { Each, When, Check, Message }.OfType<CelProgram>();

    /// <summary>The condition does not look at the item: it is asked once, before there is a list.</summary>
    public bool AsksWhenFirst { get; init; }

    /// <summary>Today it only warns.</summary>
    public bool IsTried(DateOnly today) => Document.Mode == PolicyMode.Warn || Document.EffectiveOn > today;
}

/// <summary>A policy that compiled. Immutable; any number of threads may decide by it.</summary>
public sealed class Policy
{
    internal Policy(PolicyDocument document, CelObjectType? variableType, IReadOnlyList<CelProgram> variables, CelValue parameters, IReadOnlyList<PolicyRule> rules)
    {
        (Document, VariableType, Variables, Parameters, Rules) = (document, variableType, variables, parameters, rules);
        Fact = PolicyEnvironment.Policy.Of(document);
    }

    /// <summary>It is about files, and what its rules find is findings.</summary>
    public bool IsOfFiles => Document.Match.IsOfFiles;

    /// <summary>The rules as findings name them; empty for a policy about releases.</summary>
    public IReadOnlyList<Descriptor> FindingRules => field ??= Files.FindingRules.Of(Document);

    /// <summary>The ids of its rules, and of what it says by itself.</summary>
    internal IEnumerable<string> ReportedIds => UnreadableRule is null ? RuleIds : RuleIds.Append(Files.FindingRules.Unreadable);

    /// <summary>Null for a policy about releases.</summary>
    internal PolicyRule? UnreadableRule { get; init; }

    private IEnumerable<PolicyRule> RulesOfFiles => Rules.Append(UnreadableRule!);

    /// <summary>As reports name it: <c>builtin:default</c>, or the name in the file.</summary>
    public string Name => Document.Name;

    /// <summary>The ids of its rules, in the order of the file.</summary>
    public IEnumerable<string> RuleIds => Rules.Select(rule => rule.Document.Id);

    internal PolicyDocument Document { get; }

    /// <summary>Null when the policy names no expressions.</summary>
    internal CelObjectType? VariableType { get; }

    internal IReadOnlyList<CelProgram> Variables { get; }

    internal CelValue Parameters { get; }

    internal IReadOnlyList<PolicyRule> Rules { get; }

    internal CelValue Fact { get; }

    /// <summary>The rule that made a finding; null when it is none of this policy.</summary>
    internal PolicyRule? RuleOf(Finding finding)
    {
        if (!IsOfFiles || !finding.Evidence.Contains((FilePolicyActions.Policy, Name)))
            return null;
        var id = finding.Rule.Id.AsSpan(finding.Rule.Family.Length + 1);
        foreach (var rule in RulesOfFiles)
        {
            if (id.SequenceEqual(rule.Document.Id))
                return rule;
        }

        return null;
    }

    internal Descriptor DescriptorOf(RuleDocument rule) => Files.FindingRules.Of(Document, rule);

    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static Policy Parse(string file, string yaml) => PolicyCompiler.Compile(file, yaml);
}
