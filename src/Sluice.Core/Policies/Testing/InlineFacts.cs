using System.Globalization;
using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies.Facts;

namespace Sluice.Policies.Testing;

/// <summary>What a test says in place of what a release is. A fact that it does not name is the release's, or nothing where there is no release.</summary>
internal sealed class InlineSource(IReadOnlyDictionary<string, CelValue> facts, FactSource? release, DateTimeOffset now) : FactSource
{
    public override IReadOnlyList<Finding> Findings => facts.ContainsKey("findings") ? [] : release?.Findings ?? [];

    public override CelValue? Parameters => facts.TryGetValue("params", out var parameters) ? parameters : null;

    public override CelValue Get(string name) =>
        facts.TryGetValue(name, out var value) ? value
        : release?.Get(name) ?? (name == "now" ? CelValue.Timestamp(now) : InlineFacts.DefaultOf(InlineFacts.TypeOf(name)));
}

/// <summary>Reads plain values of a test file as the declared types of facts: what is missing is empty, what is not declared is a problem.</summary>
internal sealed class InlineFacts(DocumentProblems problems)
{
    private static readonly Dictionary<string, CelType> Types = PolicyEnvironment.Variables.ToDictionary(variable => variable.Name, variable => variable.Type);
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public Dictionary<string, CelValue> Read(DocumentNode node)
    {
        var facts = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        // The policy speaks for itself.
        var known = PolicyEnvironment.Variables.Where(variable => variable.Name != "policy").ToList();
        problems.CheckKeys(node, "facts", [.. known.Select(variable => variable.Name)], []);
        foreach (var variable in known)
        {
            if (node[variable.Name] is { } value)
                facts[variable.Name] = ValueOf(value, variable.Type);
        }

        return facts;
    }

    public static CelType TypeOf(string name) => Types[name];

    public static CelValue DefaultOf(CelType type) => type.Form switch
    {
        CelTypeKind.Bool => CelValue.False,
        CelTypeKind.Int => CelValue.Int(0),
        CelTypeKind.Uint => CelValue.Uint(0),
        CelTypeKind.Double => CelValue.Double(0),
        CelTypeKind.String => CelValue.String(""),
        CelTypeKind.Timestamp => CelValue.Timestamp(DateTimeOffset.UnixEpoch),
        CelTypeKind.List => CelValue.List(),
        CelTypeKind.Map => CelValue.Map([]),
        CelTypeKind.Opaque => Fact.None,
        CelTypeKind.Object => CelValue.Of(new InlineObject(type.Declaration!, new CelValue?[type.Declaration!.Fields.Count])),
        _ => CelValue.Null,
    };

    private CelValue ValueOf(DocumentNode node, CelType type)
    {
        switch (type.Form)
        {
            case CelTypeKind.Dyn:
                return DocumentFacts.Of(node);
            case CelTypeKind.List when node.Value is IReadOnlyList<DocumentNode> items:
                return CelValue.List([.. items.Select(item => ValueOf(item, type.Parameters[0]))]);
            case CelTypeKind.Map when node.Map is { } map:
                return CelValue.Map(map.Keys.Select(key => new KeyValuePair<CelValue, CelValue>(CelValue.String(key.Name), ValueOf(map[key.Name], type.Parameters[1]))));
            case CelTypeKind.Opaque:
                return node.Value is null ? Fact.None : CelValue.Of(CelOptional.Of(ValueOf(node, type.Parameters[0])));
            case CelTypeKind.Object when node.Map is { } map:
                return ObjectOf(node, map, type.Declaration!);
            default:
                return ScalarOf(node, type);
        }
    }

    private CelValue ScalarOf(DocumentNode node, CelType type)
    {
        switch (type.Form, node.Value)
        {
            case (CelTypeKind.Bool, bool flag):
                return CelValue.Bool(flag);
            case (CelTypeKind.Int, long number):
                return CelValue.Int(number);
            case (CelTypeKind.Double, long number):
                return CelValue.Double(number);
            case (CelTypeKind.Double, double number):
                return CelValue.Double(number);
            case (CelTypeKind.String, string text):
                return CelValue.String(text);
            case (CelTypeKind.Timestamp, DateTimeOffset time):
                return CelValue.Timestamp(time);
            case (CelTypeKind.Timestamp, string text) when DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                return CelValue.Timestamp(time);
        }

        problems.Add(node, $"a value of type {type} is expected here", HintOf(type));
        return DefaultOf(type);
    }

    private static string? HintOf(CelType type) => type.Form switch
    {
        CelTypeKind.String => "put numbers and true or false into quotes",
        CelTypeKind.Timestamp => "write for example 2026-03-31 or 2026-03-31T12:00:00Z",
        CelTypeKind.List => "write one '- item' a line",
        CelTypeKind.Object or CelTypeKind.Map => "write 'key: value' lines",
        _ => null,
    };

    private CelValue ObjectOf(DocumentNode node, DocumentMap map, CelObjectType type)
    {
        problems.CheckKeys(node, $"facts of type {type.Name}", [.. type.Fields.Select(field => field.Name)], []);
        var fields = type.Fields.Select(field => map.GetValueOrDefault(field.Name) is { } value ? ValueOf(value, field.Type) : (CelValue?)null).ToArray();
        if (ReferenceEquals(type, ReleaseFacts.Finding.Type.Declaration))
            Complete(type, fields);
        return CelValue.Of(new InlineObject(type, fields));
    }

    /// <summary>The family of a finding is in the name of its rule, and one that names a waiver is waived.</summary>
    private static void Complete(CelObjectType finding, CelValue?[] fields)
    {
        if (fields[finding.IndexOf("rule")] is { } rule)
            fields[finding.IndexOf("family")] ??= CelValue.String(rule.AsString.Split('/')[0]);
        if (fields[finding.IndexOf("waiver")] is { } waiver)
            fields[finding.IndexOf("waived")] ??= CelValue.Bool(waiver.AsOptional.HasValue);
    }

    /// <param name="fields">Null for those that the test does not name.</param>
    private sealed class InlineObject(CelObjectType type, CelValue?[] fields) : CelObject(type)
    {
        public override CelValue GetField(int index) => fields[index] ??= DefaultOf(Type.Fields[index].Type);
    }
}
