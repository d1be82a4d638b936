using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>For which platform a release was made, in ecosystems where one version is several files: nobody exchanged one of them for another.</summary>
internal static class ReleaseVariant
{
    private const int Longest = 120;

    /// <summary>Null where one file is for all.</summary>
    public static string? Of(Artifact artifact) => Shortened(artifact switch
    {
        { Kind: "deb" or "rpm", Manifest.PackageType: { } architecture } => architecture,
        { Kind: "wheel", Manifest: { } manifest } => TagsOf(artifact, manifest),
        { Kind: "vsix" or "gem", Manifest.Platform: { } platform } => platform,
        _ => null,
    });

    /// <summary>Whether there is a machine on which both would be installed: one of the two is in the place of the other.</summary>
    public static bool Overlap(string one, string other)
    {
        var tags = other.Split(',');
        return Array.Exists(one.Split(','), tag => IsForAll(tag) || Array.Exists(tags, known => IsForAll(known) || known.Equals(tag, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsForAll(string tag) => tag is "all" or "any" or "noarch" or "universal" || tag.EndsWith("-none-any", StringComparison.Ordinal);

    /// <summary>"Platform compatibility tags": of which interpreters and systems.</summary>
    private static string? TagsOf(Artifact artifact, Manifest manifest) =>
        artifact.Entries.FirstOrDefault(entry => ReferenceEquals(entry.Container, manifest.Entry.Container) && entry.Path.Value == manifest.Entry.Path.Directory + "/WHEEL")?.Fact<WheelTags>() is { Tags.Count: > 0 } tags ? string.Join(',', tags.Tags) : null;

    private static string? Shortened(string? variant) => variant is { Length: > 0 } ? string.Concat(variant.Take(Longest).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ',')) : null;
}
