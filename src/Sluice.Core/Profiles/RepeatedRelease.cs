using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>A release of a version that was learned before.</summary>
internal static class RepeatedRelease
{
    /// <summary>One file of a version: folders and repositories differ while people work, and images go by their tags.</summary>
    public static bool IsOfFixedContent(Artifact artifact) => artifact.Kind is not ("directory" or "git" or "oci" or "docker") && artifact.Manifest?.Version is { Length: > 0 } && !artifact.Root.Digest.IsEmpty;

    /// <summary>What was learned of the version, for the same platform.</summary>
    public static IReadOnlyList<LearnedRelease> Of(Artifact artifact, Profile profile)
    {
        var (known, variant) = (profile.Find(artifact.Manifest?.Version), ReleaseVariant.Of(artifact));
        return [.. known.Where(release => release.Variant is null || variant is null || ReleaseVariant.Overlap(release.Variant, variant))];
    }

    /// <summary>The version was learned with other bytes: only its files tell whether it is the same all the same.</summary>
    public static bool NeedsFiles(Artifact artifact, ProfileBook book)
    {
        if (!IsOfFixedContent(artifact) || book.Find(ReleaseShape.PackageOf(artifact)) is not { } profile || Of(artifact, profile) is not { Count: > 0 } known)
            return false;
        var own = Convert.ToHexStringLower(artifact.Root.Digest.Span);
        return known.Any(release => release.Files is not null) && known.All(release => release.Digest is not null && release.Digest != own);
    }
}
