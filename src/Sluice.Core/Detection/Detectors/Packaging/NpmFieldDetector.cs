using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds fields of package.json that tools cannot read as they are, and dependencies that only the author's machine can resolve.</summary>
public sealed class NpmFieldDetector : ManifestDetector
{
    private static readonly Descriptor FieldType = new("packaging/field-type", "Field of the wrong type in the manifest", Severity.Medium,
        "npm, Node and bundlers pass over the field or stop at it: the release is not what the manifest says.",
        "Write the field as the ecosystem's documentation has it.");

    private static readonly Descriptor LocalDependency = new("packaging/local-dependency", "Dependency that only exists in the repository", Severity.Medium,
        "The requirement names a folder or a workspace of the author's machine: installing the release fails.",
        "Publish with the tool that replaces workspace and catalog requirements by versions, or write the version.")
    {
        Exceptions = "Bundled dependencies are in the package and silent, as are development dependencies and optional peers, which nobody installs; optional dependencies warn at a lower level.",
    };

    private static readonly string[] LocalProtocols = ["file:", "link:", "portal:", "workspace:", "catalog:"];

    public override IReadOnlyList<Descriptor> Rules { get; } = [FieldType, LocalDependency];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Ecosystem != "npm" || IsTree(artifact))
            yield break;
        foreach (var (field, expected) in manifest.InvalidFields)
            yield return new Finding(FieldType, manifest.Entry, $"has a field \"{field}\" that is not {expected}") { Subject = field };
        foreach (var dependency in manifest.Dependencies.Where(IsLocal))
        {
            yield return new Finding(LocalDependency, manifest.Entry, $"depends on {dependency.Name} as \"{dependency.Requirement}\", which nobody else can resolve")
            {
                Subject = dependency.Name,
                Severity = dependency.IsOptional ? Severity.Low : LocalDependency.Severity,
            };
        }
    }

    private static bool IsLocal(Dependency dependency) =>
        dependency is { Scope: "runtime" or "optional", IsBundled: false } or { Scope: "peer", IsOptional: false } && Array.Exists(LocalProtocols, protocol => dependency.Requirement.StartsWith(protocol, StringComparison.Ordinal));
}
