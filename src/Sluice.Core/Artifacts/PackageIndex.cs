using Sluice.Artifacts.Manifests;

namespace Sluice.Artifacts;

/// <summary>Finds the package that a path belongs to: the nearest folder upward, in its own container first, that has a manifest.</summary>
internal sealed class PackageIndex
{
    private readonly Dictionary<(int Container, string Folder), Manifest> _byFolder = [];

    public PackageIndex(IEnumerable<Manifest> manifests)
    {
        // A package.json without a name only tells Node how to read a folder.
        foreach (var manifest in manifests.Where(manifest => manifest.Name is not null))
            _byFolder.TryAdd((manifest.Entry.Container?.Ordinal ?? -1, manifest.Entry.Path.Directory), manifest);
    }

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
