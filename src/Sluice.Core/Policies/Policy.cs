using Sluice.Cel;
using Sluice.Configuration;

namespace Sluice.Policies;

/// <summary>A rule with its expressions compiled.</summary>
internal sealed record PolicyRule(RuleDocument Document, CelProgram? Each, CelProgram? When, CelProgram Check, CelProgram? Message)
{
    public IEnumerable<CelProgram> Programs => new[] { Each, When, Check, Message }.OfType<CelProgram>();
}

/// <summary>A policy that compiled. Immutable; any number of threads may decide by it.</summary>
public sealed class Policy
{
    internal Policy(PolicyDocument document, CelObjectType? variableType, IReadOnlyList<CelProgram> variables, CelValue parameters, IReadOnlyList<PolicyRule> rules)
    {
        (Document, VariableType, Variables, Parameters, Rules) = (document, variableType, variables, parameters, rules);
        Fact = PolicyEnvironment.Policy.Of(document);
    }

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

    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static Policy Parse(string file, string yaml) => PolicyCompiler.Compile(file, yaml);
}
