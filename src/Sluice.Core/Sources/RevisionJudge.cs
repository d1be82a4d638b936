using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>Says whether the revision is that of the version: the tag that is missing, the tag of another version.</summary>
internal sealed class RevisionJudge(ComparisonContext context, string treeName)
{
    private const int MostTags = 12;

    public IEnumerable<Finding> Findings() => VersionFindings().Concat(RecordedFindings());

    private IEnumerable<Finding> VersionFindings()
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

    /// <summary>
    /// The commit that the release names is a claim: a thief can name a good one, so that it fits proves nothing, and content decides. That it does not fit
    /// has honest reasons, too: the tag is often a commit behind the one of the build.
    /// </summary>
    private IEnumerable<Finding> RecordedFindings()
    {
        if (context.Revision.Recorded is not { } recorded)
            yield break;
        var (claim, says) = (recorded.Claim, $"says in {recorded.Claim.By} that it was made of commit {recorded.Claim.Id.Short}");
        if (recorded.Commit is null)
            yield return Claimed(claim, context.Revision.IsShallow ? Severity.Low : Severity.Medium, $"{says}, which '{treeName}' does not have{(context.Revision.IsShallow ? "; the clone is shallow" : "")}");
        else if (!recorded.IsOnBranch)
            yield return Claimed(claim, Severity.Medium, $"{says}, to which no branch and no tag leads");
        else if (!recorded.IsSame)
            yield return Claimed(claim, recorded.Apart is { Ahead: > 0, Behind: > 0 } ? Severity.Medium : Severity.Info, $"{says}, which is {Distance(recorded.Apart)} {context.SourceName}");
        if (claim.IsDirty)
            yield return Claimed(claim, Severity.Low, $"{says}, with changes that were not committed") with { Subject = "dirty" };
    }

    private static string Distance((int Ahead, int Behind) apart) => apart switch
    {
        (> 0, > 0) => "on another branch than",
        (_, > 0) => $"{Commits(apart.Behind)} before",
        (> 0, _) => $"{Commits(apart.Ahead)} after",
        _ => "not",
    };

    private static string Commits(int count) => count == 1 ? "1 commit" : $"{count} commits";

    private Finding Claimed(RecordedCommit claim, Severity severity, string message) => new(SourceRules.Version, context.Artifact.Root, message)
    {
        Severity = severity,
        Confidence = Confidence.Medium,
        Subject = "commit",
        Remedy = "Find out where the release was made; publish from the commit that is tagged. In CI, fetch all of the history first.",
        Evidence = [("recorded commit", claim.Id.ToString()), ("commit", context.Revision.Commit.ToString())],
    };

    /// <summary>The manifest of the package as the source has it.</summary>
    private Manifest? SourceManifest() => context.Artifact.Manifest is { } shipped && context.SourceManifestFor(shipped) is { } manifest && (manifest.Name == shipped.Name || manifest.Name is null) ? manifest : null;

    /// <summary>Tools that take the version from the tag leave these in the source.</summary>
    private static bool IsPlaceholder(string version) => version is "" or "0.0.0" or "0.0" or "0" or "dynamic" || version.StartsWith("0.0.0-", StringComparison.Ordinal) || version.Contains('$', StringComparison.Ordinal);

    private Finding NoTag(string version, string? inSource)
    {
        var revision = context.Revision;
        var hasHabit = revision.OtherTags.Count > 0;
        var isAhead = inSource is not null && VersionTags.IsSame(inSource, version);
        var (what, whole) = revision.IsRecorded ? ("the commit", $"commit {revision.Ref}, of which it says that it was made") : ("HEAD", "HEAD");
        var says = isAhead ? $"{what} is of this version, and the tag may follow" : inSource is not null ? $"{what} is of version {inSource}" : $"{what} names no version";
        var others = hasHabit ? $"; {revision.OtherTags.Count} other {(revision.OtherTags.Count == 1 ? "version is" : "versions are")} tagged" : revision.IsShallow ? "; the clone is shallow, its tags may be missing" : "; no version is tagged here";
        return new Finding(SourceRules.NoTag, context.Artifact.Root, $"is version {version}, for which '{treeName}' has no tag{others}; compared with {whole}: {says}")
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
