using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Whose a file in an image is: installed Python packages keep their manifest beside their folder, distributions keep it elsewhere.</summary>
internal static class InstalledPackage
{
    private static readonly string[] PythonFolders = ["site-packages/", "dist-packages/"];

    /// <summary>The manifest of the package that installed the file, else the nearest one; null when there is none.</summary>
    public static Manifest? Of(Entry file, Artifact artifact)
    {
        foreach (var folder in PythonFolders)
        {
            if (file.Path.Value.IndexOf(folder, StringComparison.Ordinal) is not (>= 0 and var at))
                continue;
            var root = file.Path.Value[..(at + folder.Length)];
            var package = file.Path.Value[root.Length..].Split('/')[0];
            var manifest = artifact.Manifests.FirstOrDefault(candidate => candidate.Entry.Container == file.Container && IsBeside(candidate, root, package));
            if (manifest is not null)
                return manifest;
        }

        return artifact.ManifestFor(file);
    }

    /// <summary>It came with another package, whose licence lets everybody see the source.</summary>
    public static bool IsOpenDependency(Entry file, Artifact artifact) =>
        Of(file, artifact) is { License: { } license } manifest && manifest != artifact.Manifest && !manifest.IsPrivate && OpenSourceLicense.Covers(license);

    /// <summary>In an image: a folder that a distribution or an installer of packages fills, not the product's own build.</summary>
    public static bool IsInFolderOfOthers(Entry file, Artifact artifact)
    {
        if (artifact.Kind is not ("docker" or "oci") || Of(file, artifact) is { } manifest && manifest != artifact.Manifest)
            return false;
        var path = file.Path.Value;
        return path.StartsWith("usr/share/", StringComparison.Ordinal) || path.StartsWith("usr/lib/", StringComparison.Ordinal)
            || PythonFolders.Any(folder => path.Contains(folder, StringComparison.Ordinal));
    }

    /// <summary>PEP 376: <c>name-version.dist-info/METADATA</c>, the name with other separators than its folder.</summary>
    private static bool IsBeside(Manifest manifest, string root, string package) =>
        manifest.Ecosystem == "pypi" && manifest.Name is { } name && manifest.Entry.Path.Value.StartsWith(root, StringComparison.Ordinal)
        && manifest.Entry.Path.Value.IndexOf('/', root.Length) == manifest.Entry.Path.Value.LastIndexOf('/')
        && Normalized(name) == Normalized(package);

    private static string Normalized(string name) => name.Replace('-', '_').Replace('.', '_').ToLowerInvariant();
}
