using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Artifacts.Manifests;
using Sluice.Detection;

namespace Sluice;

/// <summary>Puts together what the walk learned: kind, manifest, visibility.</summary>
internal static class ArtifactFacts
{
    public static Artifact Of(ArtifactWalk walk, IReadOnlyList<Manifest> manifests, string? fileName, ScreenOptions options)
    {
        var root = walk.Entries[0];
        var manifest = Named(CommandFolder.Expanded(MainManifest.Choose(manifests, fileName), walk.Entries), options.Project);
        var (visibility, reason) = options.Visibility is { } given
            ? (given, "as asked")
            : VisibilityRule.Of(manifest, walk.Entries);
        var kind = KindOf(walk.Entries, root, manifest);
        return WithoutDoubts(new Artifact
        {
            Root = root,
            FileName = fileName,
            Kind = kind,
            IsSystem = kind is "oci" or "docker" || (kind is "tar" or "directory" && walk.Entries.Any(IsSystemRelease)),
            Manifest = manifest,
            Manifests = manifests,
            Entries = walk.Entries,
            Anomalies = InstalledNames.Clashes(walk.Entries, kind, manifest) is { Count: > 0 } clashes ? [.. walk.Anomalies, .. clashes] : walk.Anomalies,
            Unscreened = walk.Unscreened,
            Visibility = visibility,
            VisibilityReason = reason,
            PublishedTexts = options.PublishedTexts,
            Registries = options.Registries,
        });
    }

    /// <summary>
    /// What looks like an archive in the midst of an ordinary file of other people's tests: broken and locked archives are what such tests are
    /// about. It is a finding and not a gap. Everywhere else it is a gap: see docs/decisions/guessed-archives.md.
    /// </summary>
    private static Artifact WithoutDoubts(Artifact artifact)
    {
        var doubtful = artifact.Unscreened.Where(part => IsDoubtful(part, artifact)).ToList();
        return doubtful.Count == 0 ? artifact : artifact with
        {
            Anomalies = [.. artifact.Anomalies, .. doubtful.Select(part => new Anomaly(AnomalyKind.Unopened, part.Container, part.Path, $"was not opened: {part.Reason}"))],
            Unscreened = [.. artifact.Unscreened.Where(part => !IsDoubtful(part, artifact))],
        };
    }

    private static bool IsDoubtful(Unscreened part, Artifact artifact) =>
        part.Container.IsGuessed && Placement.Of(artifact, part.Container) is { IsInstalled: true, IsSample: true };

    /// <summary>An image layout knows the tag of an image, as a rule, and not its name.</summary>
    private static Manifest? Named(Manifest? manifest, string? project) => manifest is { Kind: "oci" or "docker", Name: null } && project is { Length: > 0 } ? manifest with { Name = project } : manifest;

    /// <summary>The file by which a system says what it is, at the top of a tree (os-release(5)).</summary>
    private static bool IsSystemRelease(Entry entry) =>
        entry.Path.Value is "usr/lib/os-release" or "etc/os-release" && entry is { Origin: EntryOrigin.Member, Holder.Container: null };

    /// <summary>What the artifact is put together as decides, then the manifest; without either, the archive behind the compression; anything else is a file.</summary>
    private static string KindOf(IReadOnlyList<Entry> entries, Entry root, Manifest? manifest)
    {
        var wrappings = Wrappings(entries, root).ToList();
        if (wrappings.Select(entry => entry.Fact<ImageFacts>()).FirstOrDefault(image => image is not null) is { } image)
            return image.Kind;
        if (root.Format is "directory" or "git")
            return root.Format;
        if (manifest is not null)
            return manifest.Kind;
        if (wrappings.FirstOrDefault(entry => entry.Format is "rpm" or "crx" or "asar") is { } package)
            return package.Format!;
        // Compression around a single file, and archives that are no kind of package, say nothing of what the artifact is.
        return wrappings[^1].Format is "zip" or "tar" ? wrappings[^1].Format! : "file";
    }

    /// <summary>The artifact and what it wraps: the tar in a tgz, the zip in a crx.</summary>
    private static IEnumerable<Entry> Wrappings(IReadOnlyList<Entry> entries, Entry root)
    {
        yield return root;
        var outer = root;
        foreach (var entry in entries)
        {
            if (!entry.IsTransparent || entry.Container != outer)
                continue;
            yield return entry;
            outer = entry;
        }
    }
}
