using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>The <c>type</c> of the nearest package.json above a file, which is how Node tells what its .js files are.</summary>
internal sealed class ModuleScopes
{
    private readonly Dictionary<string, string?> _types = new(StringComparer.Ordinal);

    public ModuleScopes(Artifact artifact, Manifest manifest)
    {
        foreach (var scope in artifact.Manifests.Where(m => m.Ecosystem == "npm" && ReferenceEquals(m.Entry.Container, manifest.Entry.Container)))
            _types.TryAdd(scope.Entry.Path.Directory, scope.PackageType);
    }

    /// <summary>"module", "commonjs", or null where the package.json does not say.</summary>
    public string? TypeOf(Entry file)
    {
        for (var folder = file.Path.Directory; ; folder = folder.LastIndexOf('/') is >= 0 and var slash ? folder[..slash] : "")
        {
            if (_types.TryGetValue(folder, out var type))
                return type is "module" or "commonjs" ? type : null;
            if (folder.Length == 0)
                return null;
        }
    }
}
