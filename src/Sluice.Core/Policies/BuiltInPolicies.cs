using System.Reflection;
using Sluice.Artifacts.Documents;

namespace Sluice.Policies;

/// <summary>
/// The policies that come with the program, compiled when they are first used. They are written in YAML like any other (<c>Packs/*.yaml</c>); what is
/// embedded is the same in JSON, which a test holds equal: reading YAML would cost every start some 20 ms.
/// </summary>
public static class BuiltInPolicies
{
    public const string Prefix = "builtin:";

    private static readonly Dictionary<string, Lazy<Policy>> All = new(StringComparer.Ordinal)
    {
        ["default"] = new(() => Load("default")),
        ["infrastructure"] = new(() => Load("infrastructure")),
        ["strict"] = new(() => Load("strict")),
    };

    private static readonly Lazy<PolicySet> DefaultSet = new(() => new PolicySet([Find("builtin:default")!]));

    public static IReadOnlyCollection<string> Names => [.. All.Keys.Select(name => Prefix + name)];

    /// <summary>What decides when nobody says otherwise.</summary>
    public static PolicySet Default => DefaultSet.Value;

    /// <summary>What those about files find.</summary>
    public static IReadOnlyList<Findings.Descriptor> FindingRules => field ??= [.. All.Keys.SelectMany(name => Files.FindingRules.Of(Document(name)))];

    /// <summary>Null when there is none of that name, which has the prefix.</summary>
    public static Policy? Find(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && All.TryGetValue(name[Prefix.Length..], out var policy) ? policy.Value : null;

    private static Policy Load(string name) => PolicyCompiler.Compile(Prefix + name, Json(name));

    private static PolicyDocument Document(string name) => PolicyFileReader.Read(Prefix + name, Json(name), new DocumentProblems(Prefix + name))!;

    private static DocumentNode Json(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Sluice.Policies.{name}.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return JsonText.Read(bytes);
    }
}
