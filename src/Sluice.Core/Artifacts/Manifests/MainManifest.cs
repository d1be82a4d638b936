namespace Sluice.Artifacts.Manifests;

/// <summary>Chooses the manifest of the whole artifact, and completes it from the one that accompanies it in some formats.</summary>
internal static class MainManifest
{
    /// <summary>
    /// The kinds in the order in which they decide: a source distribution may carry a package.json at its top and an APK carries a
    /// jar's manifest, never the other way round.
    /// </summary>
    private static readonly string[] Order = ["wheel", "sdist", "nuget", "vsix", "gem", "deb", "rpm", "crate", "ipa", "apk", "crx", "helm", "jar", "oci", "docker", "asar", "npm"];

    public static Manifest? Choose(IReadOnlyList<Manifest> manifests, string? fileName)
    {
        var chosen = manifests.Where(m => m.DescribesArtifact).OrderBy(m => Array.IndexOf(Order, m.Kind) is >= 0 and var rank ? rank : Order.Length).FirstOrDefault();
        return chosen?.Kind switch
        {
            "npm" when ManifestPlace.IsInTar(chosen.Entry) => OfNpm(manifests, chosen),
            "jar" => Complete(chosen, PomOf(manifests, fileName)),
            "vsix" => Complete(chosen, manifests.FirstOrDefault(m => m.Ecosystem == "npm" && m.Entry.Path.Value == "extension/package.json" && ManifestPlace.IsOutermost(m.Entry))),
            _ => chosen,
        };
    }

    /// <summary>npm unpacks one file over the other: the last that lands at the top counts, whatever folder it was in.</summary>
    private static Manifest OfNpm(IReadOnlyList<Manifest> manifests, Manifest first) =>
        manifests.LastOrDefault(m => m.DescribesArtifact && m.Kind == "npm" && m.Entry.Container == first.Entry.Container && InstalledPath.OfNpm(m.Entry.Path) == m.Entry.Path.Name) ?? first;

    private static Manifest Complete(Manifest manifest, Manifest? companion) => companion is null ? manifest : manifest with
    {
        Name = manifest.Kind == "jar" ? companion.Name ?? manifest.Name : manifest.Name,
        Version = manifest.Kind == "jar" ? companion.Version ?? manifest.Version : manifest.Version,
        License = manifest.License ?? companion.License,
        Repository = manifest.Repository ?? companion.Repository,
        Homepage = manifest.Homepage ?? companion.Homepage,
        IsPrivate = manifest.Kind == "jar" && companion.IsPrivate,
        Scripts = companion.Scripts,
        Dependencies = companion.Dependencies,
        Permissions = companion.Permissions,
    };

    /// <summary>A shaded jar has many; the one of the jar itself is the only one, or the one that the file is named after.</summary>
    private static Manifest? PomOf(IReadOnlyList<Manifest> manifests, string? fileName)
    {
        var poms = manifests.Where(m => m.Ecosystem == "maven" && m.Entry.Path.Value.StartsWith("META-INF/maven/", StringComparison.Ordinal) && ManifestPlace.IsOutermost(m.Entry)).ToList();
        if (poms.Count == 1)
            return poms[0];
        return fileName is null ? null : poms.Find(pom => pom.Name?.Split(':')[^1] is { } artifact && fileName.StartsWith(artifact + "-", StringComparison.Ordinal));
    }
}
