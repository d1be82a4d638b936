using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>A file of a release, and where it is for those who use it.</summary>
internal sealed record PlacedFile(Entry Entry, string Place);

/// <summary>Where a file of a release is for those who use it, whatever holds it on the way there.</summary>
internal static class ReleasePlace
{
    private const string PackageFolder = "package/";

    /// <summary>Where installed files begin, and what the package manager keeps to itself ("deb(5)").</summary>
    private const string ControlFolder = "DEBIAN/";

    /// <summary>The files of a release, in the order of the walk, without what it is packed in.</summary>
    public static List<PlacedFile> FilesOf(Artifact artifact)
    {
        var files = artifact.Entries.Where(ReleaseContents.IsMember).ToList();
        var layers = artifact.Manifest?.Entry.Fact<ImageFacts>()?.Images.SelectMany(item => item.Layers).Select(layer => layer.Files).OfType<Entry>().ToHashSet();
        if (layers is { Count: > 0 })
            files.RemoveAll(entry => !IsInLayer(entry, layers));
        files.RemoveAll(entry => IsPacking(artifact.Kind, entry));
        var package = artifact.Manifest is { Kind: "npm", DescribesArtifact: true } npm && ManifestPlace.IsInTar(npm.Entry) ? npm.Entry.Container : null;
        return files.ConvertAll(entry => new PlacedFile(entry, package is not null ? OfInstalled(entry, package) : artifact.Kind is "deb" or "gem" ? OfPacked(Findings.Place.Of(entry)) : Of(entry, layers)));
    }

    /// <summary>What holds the layers of an image is the business of whoever packs it.</summary>
    private static bool IsInLayer(Entry entry, HashSet<Entry> layers)
    {
        for (var holder = entry.Container; holder is not null; holder = holder.Container)
        {
            if (layers.Contains(holder))
                return true;
        }

        return false;
    }

    /// <summary>Within a layer, the path in the image: layers are named by digests, and a file that moves to another one is the same.</summary>
    private static string Of(Entry entry, HashSet<Entry>? layers)
    {
        var place = entry.Path.Value;
        for (var holder = layers is null ? null : entry.Container; holder is not null; holder = holder.Container)
        {
            if (layers!.Contains(holder))
                return place;
            place = holder.IsTransparent ? place : $"{holder.Path.Value}!/{place}";
        }

        return Findings.Place.Of(entry);
    }

    /// <summary>What a package of these kinds is packed in says how it was packed, and nothing of the release.</summary>
    private static bool IsPacking(string kind, Entry entry) => kind is "deb" or "gem" && entry.Container is { Container: null } && PartOf(entry.Path.Value) is not null;

    /// <summary>Where it is installed, or what it is to the package manager, without the archive that carries it there.</summary>
    private static string OfPacked(string place) =>
        place.IndexOf("!/", StringComparison.Ordinal) is > 0 and var end && PartOf(place[..end]) is { } folder ? folder + place[(end + 2)..] : place;

    /// <summary>Null of what is none of the archives that a package consists of.</summary>
    private static string? PartOf(string name) => name.StartsWith("data.tar", StringComparison.Ordinal) ? "" : name.StartsWith("control.tar", StringComparison.Ordinal) ? ControlFolder : null;

    /// <summary>Below the folder that npm takes away, whatever it is called: a second one must not make all files new.</summary>
    public static string OfInstalled(Entry entry, Entry package)
    {
        var place = Findings.Place.Of(entry);
        var member = entry;
        while (member.Container is { } container && !ReferenceEquals(container, package))
            member = container;
        if (InstalledPath.OfNpm(member.Path) is not { } installed || !place.StartsWith(member.Path.Value, StringComparison.Ordinal))
            return place;
        return string.Concat(PackageFolder, installed, place.AsSpan(member.Path.Value.Length));
    }

    /// <summary>The folder that everything lies in, which says nothing: npm's <c>package/</c>, the name and version of a source archive.</summary>
    /// <param name="kind">Of the artifact: what is installed where it says lies in no such folder.</param>
    public static string TopOf(string kind, IReadOnlyList<string> places)
    {
        if (kind is "deb" or "rpm" or "oci" or "docker")
            return "";
        if (places.Any(place => place.StartsWith(PackageFolder, StringComparison.Ordinal)) && places.All(place => place.StartsWith(PackageFolder, StringComparison.Ordinal) || place.IndexOf('/') < 0))
            return PackageFolder;
        if (places.Count == 0 || places[0].IndexOf('/') is not (> 0 and var slash) || places[0][slash - 1] == '!')
            return "";
        var top = places[0][..(slash + 1)];
        return places.All(place => place.StartsWith(top, StringComparison.Ordinal)) ? top : "";
    }
}
