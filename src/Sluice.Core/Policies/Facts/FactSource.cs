using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Cel;
using Sluice.Findings;
using Sluice.Registries;

namespace Sluice.Policies.Facts;

/// <summary>Where the values of the names in <see cref="PolicyEnvironment"/> come from.</summary>
internal abstract class FactSource
{
    /// <summary>A name that is declared; what only a policy knows (<c>policy</c>, <c>params</c>, <c>variables</c>, <c>it</c>) is not asked for.</summary>
    public abstract CelValue Get(string name);

    /// <summary>In place of what the policy says; null for that.</summary>
    public virtual CelValue? Parameters => null;

    /// <summary>The records behind <c>findings</c>; empty where a test makes them up.</summary>
    public virtual IReadOnlyList<Finding> Findings => [];

    public DateTimeOffset Now => Get("now").AsTimestamp;

    public string Kind => TextOf("kind");

    public string Name => TextOf("name");

    private string TextOf(string field)
    {
        var artifact = Get("artifact").AsObject;
        return artifact.GetField(artifact.Type.IndexOf(field)).AsString;
    }
}

/// <summary>A release that was screened.</summary>
internal sealed class ReleaseSource(PolicyInput input) : FactSource
{
    private readonly CelValue _artifact = ReleaseFacts.Artifact.Of(input.Artifact);
    private readonly CelValue _findings = ReleaseFacts.Finding.ListOf(input.Findings);
    private CelValue _components;

    public override IReadOnlyList<Finding> Findings => input.Findings;

    public override CelValue Get(string name) => name switch
    {
        "artifact" => _artifact,
        "findings" => _findings,
        "components" => Components,
        "waivers" => ReleaseFacts.Recorded.ListOf(input.Waivers),
        "now" => CelValue.Timestamp(input.Now),
        "provenance" => SourceFacts.Provenance(input.Artifact),
        "history" => ReleaseFacts.History.Of(input.History),
        "release" => ReleaseFacts.Release.OptionalOf(input.Artifact.Root.Fact<RegistryFacts>()?.Publication),
        _ => Fact.None,
    };

    private CelValue Components => _components.Kind == CelKind.Null ? _components = ReleaseFacts.Component.ListOf(ComponentsOf(input.Artifact)) : _components;

    /// <summary>The manifest of the artifact comes first.</summary>
    private static IReadOnlyList<Manifest> ComponentsOf(Artifact artifact) =>
        artifact.Manifest is { } main ? [main, .. artifact.Manifests.Where(manifest => !ReferenceEquals(manifest, main))] : artifact.Manifests;
}
