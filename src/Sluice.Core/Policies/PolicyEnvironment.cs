using Sluice.Cel;
using Sluice.Policies.Facts;
using Sluice.Policies.Files;

namespace Sluice.Policies;

/// <summary>The names that policies may use. What later features will know is declared and absent: an empty optional, never a false "nothing".</summary>
internal static class PolicyEnvironment
{
    private static readonly CelType Unknown = CelType.Optional(CelType.Dyn);
    private static readonly CelType UnknownList = CelType.Optional(CelType.List(CelType.Dyn));

    /// <summary>Facts that this version does not gather yet.</summary>
    public static readonly IReadOnlyList<CelVariable> Absent =
    [
        new("previous", Unknown),
        new("diff", Unknown),
        new("attestations", UnknownList),
        new("approvals", UnknownList),
        new("request", Unknown),
    ];

    public static readonly FactType<PolicyDocument> Policy = new("Policy",
        new("name", CelType.String, policy => Fact.Text(policy.Name)),
        new("file", CelType.String, policy => Fact.Text(policy.File)));

    /// <summary>What every expression may name.</summary>
    public static readonly IReadOnlyList<CelVariable> Variables =
    [
        new("artifact", ReleaseFacts.Artifact.Type),
        new("findings", ReleaseFacts.Finding.ListType),
        new("components", ReleaseFacts.Component.ListType),
        new("waivers", ReleaseFacts.Recorded.ListType),
        new("policy", Policy.Type),
        new("params", CelType.Map(CelType.String, CelType.Dyn)),
        new("now", CelType.Timestamp),
        new("provenance", Unknown),
        new("history", ReleaseFacts.History.Type),
        new("release", ReleaseFacts.Release.OptionalType),
        .. Absent,
    ];

    /// <summary>What expressions about files may name: they are asked while a file is at hand, before the release is known.</summary>
    public static readonly IReadOnlyList<CelVariable> FileVariables =
    [
        new("file", StructuredFile.Fact.Type),
        new("doc", CelType.Dyn),
        .. Variables.Where(variable => variable.Name is "policy" or "params" or "now"),
    ];

    /// <param name="isOfFiles">The policy is about files.</param>
    /// <param name="variables">The named expressions of the policy so far; null when there are none.</param>
    /// <param name="item">The type of <c>it</c>; null outside rules with <c>each</c>.</param>
    public static CelEnvironment With(bool isOfFiles, CelObjectType? variables, CelType? item) => (isOfFiles ? OfFiles : OfReleases).With(
    [
        .. isOfFiles ? FileVariables : Variables,
        .. variables is null ? [] : (CelVariable[])[new("variables", variables.Type)],
        .. item is null ? [] : (CelVariable[])[new("it", item)],
    ]);

    private static CelEnvironment OfReleases => field ??= new CelEnvironment(new CelEnvironmentOptions { Functions = PolicyFunctions.All });

    private static CelEnvironment OfFiles => field ??= new CelEnvironment(new CelEnvironmentOptions { Functions = [.. PolicyFunctions.All, .. DocumentFunctions.All] });
}
