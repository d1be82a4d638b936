using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds manifests that forbid the publishing that is about to happen, or ask for two things that exclude each other.</summary>
public sealed class PublishingDetector : ManifestDetector
{
    private static readonly Descriptor Private = new("packaging/private-package", "Package that is marked as never to be published", Severity.High,
        "The manifest says that it is internal. Once out, a version cannot be taken back for good.",
        "Do not publish it; if it is meant to be public by now, remove the mark first.");

    private static readonly Descriptor Registry = new("packaging/registry-mismatch", "Manifest that disagrees on where to publish", Severity.Medium,
        "What was meant for an internal registry ends up in a public one, or the other way round.",
        "Make scope, access and registry agree with each other and with the registries of sluice.yaml.");

    private static readonly Descriptor Duplicate = new("packaging/duplicate-field", "Field that occurs twice in the manifest", Severity.Medium,
        "Tools disagree on which one counts: what a person reviews is not what is installed.",
        "Keep one of the two and remove the other.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Duplicate, Private, Registry];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.IsPrivate && manifest.Kind is "npm" or "wheel" or "sdist" or "crate" && !IsTree(artifact))
            yield return new Finding(Private, manifest.Entry, $"is marked {(manifest.Ecosystem == "npm" ? "\"private\": true" : manifest.Ecosystem == "pypi" ? "\"Private ::\"" : "publish = false")}");
        foreach (var field in manifest.DuplicateFields)
            yield return new Finding(Duplicate, manifest.Entry, $"has the field \"{field}\" more than once") { Subject = field };
        if (manifest.Ecosystem == "npm" && RegistryProblem(manifest) is { } problem)
            yield return new Finding(Registry, manifest.Entry, problem);
        else if (ConfiguredProblem(artifact, manifest) is { } difference)
            yield return new Finding(Registry, manifest.Entry, difference) { Confidence = Confidence.Medium, Subject = "configured" };
    }

    private static string? RegistryProblem(Manifest manifest)
    {
        var isScoped = manifest.Name?.StartsWith('@') == true;
        if (manifest.PublishAccess == "restricted" && !isScoped)
            return "asks for restricted access, which only scoped packages have: it would be published for everyone";
        if (manifest.PublishAccess is { } access && access is not ("public" or "restricted"))
            return $"asks for access \"{access}\", which does not exist";
        if (manifest.PublishRegistry is not { } registry)
            return null;
        if (!Uri.TryCreate(registry, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return $"names the registry \"{registry}\", which is no address";
        if (manifest.PublishAccess == "public" && IsInternal(address))
            return $"asks for public access in the internal registry {address.Host}";
        return address.Scheme == "http" && !IsInternal(address) ? $"publishes to {address.Host} without encryption" : null;
    }

    /// <summary>The registry that releases of this project go to, as people said, against the one that the manifest asks for.</summary>
    private static string? ConfiguredProblem(Artifact artifact, Manifest manifest)
    {
        if (manifest.PublishRegistry is not { } asked || !artifact.Registries.TryGetValue(manifest.Ecosystem, out var expected))
            return null;
        return string.Equals(asked.TrimEnd('/'), expected.TrimEnd('/'), StringComparison.OrdinalIgnoreCase) ? null : $"publishes to {asked}, but releases of this project go to {expected}";
    }

    private static bool IsInternal(Uri address) =>
        address.IsLoopback || !address.Host.Contains('.', StringComparison.Ordinal)
        || address.Host.StartsWith("10.", StringComparison.Ordinal) || address.Host.StartsWith("192.168.", StringComparison.Ordinal)
        || address.Host.EndsWith(".internal", StringComparison.Ordinal) || address.Host.EndsWith(".local", StringComparison.Ordinal) || address.Host.EndsWith(".corp", StringComparison.Ordinal) || address.Host.EndsWith(".lan", StringComparison.Ordinal) || address.Host.EndsWith(".intranet", StringComparison.Ordinal);
}
