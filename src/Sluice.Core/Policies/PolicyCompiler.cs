using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Configuration;
using Sluice.Policies.Facts;
using Sluice.Policies.Files;

namespace Sluice.Policies;

/// <summary>Compiles what a policy file says. A typing error anywhere is a problem of the file: no policy is half compiled.</summary>
internal sealed class PolicyCompiler
{
    private readonly DocumentProblems _problems;
    private readonly Dictionary<string, CelEnvironment> _environments = new(StringComparer.Ordinal);
    private CelObjectType? _variables;
    private bool _isOfFiles;

    private static readonly CelValue NoParameters = DocumentFacts.Of(new DocumentNode(new DocumentMap(), 1, 1));

    private PolicyCompiler(DocumentProblems problems) => _problems = problems;

    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static Policy Compile(string file, string yaml)
    {
        var problems = new DocumentProblems(file);
        return Compile(file, problems.Document(yaml), problems);
    }

    /// <inheritdoc cref="Compile(string, string)"/>
    public static Policy Compile(string file, DocumentNode root) => Compile(file, root, new DocumentProblems(file));

    private static Policy Compile(string file, DocumentNode? root, DocumentProblems problems)
    {
        var document = PolicyFileReader.Read(file, root, problems);
        var policy = document is null ? null : new PolicyCompiler(problems).Compile(document);
        problems.ThrowIfAny();
        return policy!;
    }

    private Policy Compile(PolicyDocument document)
    {
        _isOfFiles = document.Match.IsOfFiles;
        var fields = new List<CelField>();
        var variables = new List<CelProgram>();
        foreach (var (name, expression) in document.Variables)
        {
            // One that does not compile is known all the same, so that its mistake is told once.
            var program = Program(expression, null, null);
            fields.Add(new CelField(name, program?.Type ?? CelType.Dyn));
            if (program is not null)
                variables.Add(program);
            _variables = new CelObjectType("Variables", fields);
            _environments.Clear();
        }

        var rules = document.Rules.Select(Rule).ToList();
        return new Policy(document, _variables, variables, ParametersOf(document), [.. rules.OfType<PolicyRule>()]) { UnreadableRule = _isOfFiles && document.Rules.Count > 0 ? Rule(FindingRules.UnreadableOf(document)) : null };
    }

    private PolicyRule? Rule(RuleDocument rule)
    {
        var each = rule.Each is { } list ? Program(list, null, CelTypeKind.List) : null;
        var item = rule.Each is null ? null : each?.Type is { Form: CelTypeKind.List } type ? type.Parameters[0] : CelType.Dyn;
        var when = rule.When is { } condition ? Program(condition, item, CelTypeKind.Bool) : null;
        var check = Program(rule.Check, item, CelTypeKind.Bool);
        var message = rule.Message is { } text ? Program(text, item, CelTypeKind.String) : null;
        return check is null ? null : new PolicyRule(rule, each, when, check, message) { AsksWhenFirst = each is not null && when?.Names("it") == false };
    }

    private CelProgram? Program(PolicyText expression, CelType? item, CelTypeKind? expected)
    {
        var compiled = EnvironmentOf(item).Compile(expression.Text);
        foreach (var diagnostic in compiled.Diagnostics)
            _problems.Add(Place(expression, diagnostic, diagnostic.Render(expression.Text)[(diagnostic.Render(expression.Text).IndexOf('\n') + 1)..]));
        if (compiled.Type is { } type && expected is { } form && type.Form != form && type.Form != CelTypeKind.Dyn)
            _problems.Add(expression.Node, $"this is of type {type}, where {WordOf(form)} is expected", null);
        return compiled.Program;
    }

    private Diagnostic Place(PolicyText expression, CelDiagnostic diagnostic, string snippet)
    {
        var place = _problems.At(expression.Node, $"{diagnostic.Message}\n{snippet}");
        // In a block of several lines the text begins below its mark, and how far it is indented is not known.
        return expression.Text.Contains('\n') ? place with { Line = place.Line + diagnostic.Line } : place with { Column = place.Column + diagnostic.Column - 1 };
    }

    private static string WordOf(CelTypeKind form) => form switch { CelTypeKind.Bool => "a bool", CelTypeKind.List => "a list", _ => "a string" };

    private CelEnvironment EnvironmentOf(CelType? item)
    {
        var key = item?.ToString() ?? "";
        if (!_environments.TryGetValue(key, out var environment))
            _environments[key] = environment = PolicyEnvironment.With(_isOfFiles, _variables, item);
        return environment;
    }

    private static CelValue ParametersOf(PolicyDocument document) => document.Parameters is { Map: not null } parameters ? DocumentFacts.Of(parameters) : NoParameters;
}
