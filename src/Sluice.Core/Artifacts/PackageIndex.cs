using Sluice.Artifacts.Manifests;

namespace Sluice.Artifacts;

/// <summary>Finds the package that a path belongs to: the nearest folder upward, in its own container first, that has a manifest.</summary>
internal sealed class PackageIndex
{
    /// <summary>By the container's number, then by folder.</summary>
    private readonly Dictionary<int, Dictionary<string, Manifest>> _byContainer = [];

    public PackageIndex(IEnumerable<Manifest> manifests)
    {
        foreach (var manifest in manifests.Where(IsPackage))
        {
            var container = manifest.Entry.Container?.Ordinal ?? -1;
            if (!_byContainer.TryGetValue(container, out var folders))
                _byContainer.Add(container, folders = new(StringComparer.Ordinal));
            folders.TryAdd(manifest.Entry.Path.Directory, manifest);
        }
    }

    /// <summary>A package.json without a name, or without a version, only tells Node how to read a folder of the package around it.</summary>
    private static bool IsPackage(Manifest manifest) =>
        manifest.Name is not null && (manifest.Ecosystem != "npm" || manifest.Version is not null || manifest.IsPrivate || manifest.DescribesArtifact);

    public Manifest? Find(Entry entry)
    {
        for (var at = entry; at.Container is { } container; at = container)
        {
            if (!_byContainer.TryGetValue(container.Ordinal, out var folders))
                continue;
            for (var folder = at.Path.Directory; ; folder = folder.LastIndexOf('/') is >= 0 and var slash ? folder[..slash] : "")
            {
                if (folders.TryGetValue(folder, out var manifest))
                    return manifest;
                if (folder.Length == 0)
                    break;
            }
        }

        return null;
    }
}
