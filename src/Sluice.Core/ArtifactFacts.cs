using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice;

/// <summary>Puts together what the walk learned: kind, manifest, visibility.</summary>
internal static class ArtifactFacts
{
    public static Artifact Of(ArtifactWalk walk, IReadOnlyList<Manifest> manifests, string? fileName, ScreenOptions options)
    {
        var root = walk.Entries[0];
        var manifest = MainManifest.Choose(manifests, fileName);
        var (visibility, reason) = options.Visibility is { } given
            ? (given, "as asked")
            : VisibilityRule.Of(manifest, walk.Entries);
        return new Artifact
        {
            Root = root,
            FileName = fileName,
            Kind = KindOf(walk.Entries, root, manifest),
            Manifest = manifest,
            Manifests = manifests,
            Entries = walk.Entries,
            Anomalies = walk.Anomalies,
            Unscreened = walk.Unscreened,
            Visibility = visibility,
            VisibilityReason = reason,
            PublishedTexts = options.PublishedTexts,
            Registries = options.Registries,
        };
    }

    /// <summary>The manifest decides; without one, the innermost archive behind the compression does.</summary>
    private static string KindOf(IReadOnlyList<Entry> entries, Entry root, Manifest? manifest)
    {
        if (root.Format is "directory" or "git")
            return root.Format;
        if (manifest is not null)
            return manifest.Kind;
        var format = root.Format;
        for (var i = 1; i < entries.Count && entries[i].IsTransparent; i++)
            format = entries[i].Format;
        return format ?? "file";
    }
}
