using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>Says whether the revision is that of the version: the tag that is missing, the tag of another version.</summary>
internal sealed class RevisionJudge(ComparisonContext context, string treeName)
{
    private const int MostTags = 12;

    public IEnumerable<Finding> Findings()
    {
        if (ReleaseName.Of(context.Artifact).Version is not { } version)
            yield break;
        var revision = context.Revision;
        var inSource = SourceManifest()?.Version is { } written && !IsPlaceholder(written) ? written : null;
        if (revision.LookedFor.Count > 0)
            yield return NoTag(version, inSource);
        else if (revision is { IsTag: true, Version: { } tagged } && !VersionTags.IsSame(tagged, version))
            yield return Mismatch(version, tagged, Severity.High, $"is version {version}, but tag {revision.Ref} is of version {tagged}");
        else if (inSource is not null && !VersionTags.IsSame(inSource, version) && revision.IsExact)
            yield return Mismatch(version, inSource, revision.IsTag && revision.Version is not null ? Severity.Info : Severity.Medium, $"is version {version}, but the manifest in {context.SourceName} says {inSource}");
    }

    /// <summary>The manifest of the package as the source has it.</summary>
    private Manifest? SourceManifest() => context.Tree.Manifests.FirstOrDefault(manifest =>
        PackageFolder.FolderOf(manifest.Entry.Path.Value) == context.Folder && manifest.Ecosystem == context.Artifact.Manifest?.Ecosystem && (manifest.Name == context.Artifact.Manifest.Name || manifest.Name is null));

    /// <summary>Tools that take the version from the tag leave these in the source.</summary>
    private static bool IsPlaceholder(string version) => version is "" or "0.0.0" or "0.0" or "0" or "dynamic" || version.StartsWith("0.0.0-", StringComparison.Ordinal) || version.Contains('$', StringComparison.Ordinal);

    private Finding NoTag(string version, string? inSource)
    {
        var revision = context.Revision;
        var hasHabit = revision.OtherTags.Count > 0;
        var isAhead = inSource is not null && VersionTags.IsSame(inSource, version);
        var says = isAhead ? $"HEAD is of this version, and the tag may follow" : inSource is not null ? $"HEAD is of version {inSource}" : "HEAD names no version";
        var others = hasHabit ? $"; {revision.OtherTags.Count} other {(revision.OtherTags.Count == 1 ? "version is" : "versions are")} tagged" : revision.IsShallow ? "; the clone is shallow, its tags may be missing" : "; no version is tagged here";
        return new Finding(SourceRules.NoTag, context.Artifact.Root, $"is version {version}, for which '{treeName}' has no tag{others}; compared with HEAD: {says}")
        {
            Severity = isAhead ? Severity.Low : hasHabit && !revision.IsShallow ? Severity.High : Severity.Medium,
            Confidence = inSource is null ? Confidence.Medium : Confidence.High,
            Evidence = [("looked for", revision.LookedFor.Take(MostTags).ToList()), .. hasHabit ? [("tags", (object)revision.OtherTags.TakeLast(MostTags).ToList())] : (IEnumerable<(string, object)>)[], ("commit", revision.Commit.ToString())],
        };
    }

    private Finding Mismatch(string version, string other, Severity severity, string message) => new(SourceRules.Version, context.Artifact.Root, message)
    {
        Severity = severity,
        Evidence = [("version", version), ("version of the source", other), ("commit", context.Revision.Commit.ToString())],
    };
}
