using Sluice.Artifacts.Manifests;

namespace Sluice.Artifacts;

/// <summary>Finds the package that a path belongs to: the nearest folder upward, in its own container first, that has a manifest.</summary>
internal sealed class PackageIndex
{
    private readonly Dictionary<(int Container, string Folder), Manifest> _byFolder = [];

    public PackageIndex(IEnumerable<Manifest> manifests)
    {
        foreach (var manifest in manifests.Where(IsPackage))
            _byFolder.TryAdd((manifest.Entry.Container?.Ordinal ?? -1, manifest.Entry.Path.Directory), manifest);
    }

    /// <summary>A package.json without a name, or without a version, only tells Node how to read a folder of the package around it.</summary>
    private static bool IsPackage(Manifest manifest) =>
        manifest.Name is not null && (manifest.Ecosystem != "npm" || manifest.Version is not null || manifest.IsPrivate || manifest.DescribesArtifact);

    public Manifest? Find(Entry entry)
    {
        for (var at = entry; at.Container is { } container; at = container)
        {
            for (var folder = at.Path.Directory; ; folder = folder.LastIndexOf('/') is >= 0 and var slash ? folder[..slash] : "")
            {
                if (_byFolder.TryGetValue((container.Ordinal, folder), out var manifest))
                    return manifest;
                if (folder.Length == 0)
                    break;
            }
        }

        return null;
    }
}
