using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Packages;
using Sluice.Registries;

namespace Sluice.Detection.Detectors.Names;

/// <summary>Finds names, of dependencies and in instructions for agents, that nobody owns or that somebody took just now: what a model made up, an attacker can register.</summary>
public sealed class PackageNameDetector : Detector
{
    /// <summary>Names that are believed to be real are older.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(30);

    internal static readonly Descriptor Slopsquat = new("name/slopsquat", "Package name that nobody, or somebody new, owns", Severity.High,
        "Models make up names of packages, and texts spread them. Whoever registers such a name runs code on every machine that follows the text.",
        "Look the package up, and write the name of the one that is meant. Names of your own that no public registry has belong into internal-names of sluice.yaml.")
    {
        Exceptions = "Only where a registry is given (--registry, registries). Names that match internal-names, commands that the artifact brings itself, and scoped names, which only the owner of the scope can take, are left out.",
    };

    private readonly bool _isAsked;

    /// <summary>Asks for nothing.</summary>
    public PackageNameDetector()
    {
    }

    internal PackageNameDetector(bool isAsked) => _isAsked = isAsked;

    public override IReadOnlyList<Descriptor> Rules { get; } = [Slopsquat];

    public override bool Wants(Entry entry) => _isAsked && entry is { IsText: true, Kind: EntryKind.File, Origin: not EntryOrigin.Decoded } && AgentInstructions.Is(entry.Path);

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (InstallCommands.In(entry.Bytes.Span) is { Count: > 0 } mentions)
            entry.Learn(new PackageMentions(mentions));
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (artifact.Root.Fact<RegistryFacts>() is not { } registry)
            yield break;
        foreach (var dependency in registry.Publication?.NewDependencies.Where(dependency => !dependency.History.IsKnown) ?? [])
            yield return Missing(artifact.Manifest!.Entry, dependency);
        var own = artifact.Manifests.SelectMany(manifest => manifest.EntryPoints.Where(point => point.Field.StartsWith("bin.", StringComparison.Ordinal)).Select(point => point.Field[4..]).Append(manifest.Name ?? "")).ToHashSet(StringComparer.Ordinal);
        foreach (var (entry, mention, history) in registry.Mentioned)
        {
            if (own.Contains(mention.Name) || mention.Name.StartsWith('@'))
                continue;
            if (Problem(mention, history, registry.Now) is { } problem)
                yield return new Finding(Slopsquat, entry, problem) { Line = mention.Line, Confidence = Confidence.Medium, Subject = $"{mention.Ecosystem} {mention.Name}", Evidence = [("package", mention.Name), ("ecosystem", mention.Ecosystem), ("versions", history.Versions.Count)] };
        }
    }

    private static Finding Missing(Entry entry, NewDependency dependency)
    {
        var isTakeable = !dependency.Name.StartsWith('@') && !dependency.IsOptional;
        return new Finding(Slopsquat, entry, $"depends on '{dependency.Name}', which the registry does not have")
        {
            Severity = isTakeable ? Severity.High : Severity.Medium,
            Evidence = [("package", dependency.Name)],
            Subject = dependency.Name,
            Remedy = "Write the name of the package that is meant. One of your own that only your registry has belongs into internal-names of sluice.yaml.",
        };
    }

    private static string? Problem(PackageMention mention, PackageHistory history, DateTimeOffset now)
    {
        if (!history.IsKnown)
            return $"tells its readers to run '{mention.Command} {mention.Name}', a package that the registry does not have";
        return history.FirstPublished is { } first && now - first < Young && now >= first
            ? $"tells its readers to run '{mention.Command} {mention.Name}', a package that is there for {Ages.Of(now - first)}" : null;
    }
}
