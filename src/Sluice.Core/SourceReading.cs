using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Sources;

namespace Sluice;

/// <summary>Reads the source that an artifact claims to come from, and holds the artifact against it.</summary>
internal static class SourceReading
{
    /// <summary>The artifact, with what it has in common with its source on its root, and the texts of a public source among those that are out.</summary>
    /// <exception cref="ArtifactException">Artifact or source cannot be read.</exception>
    public static Artifact Compare(ArtifactSource source, Artifact artifact, ScreenOptions options, CancellationToken cancel)
    {
        var request = options.Source!;
        if (request.IsForFilesAlone && (artifact.Kind is "git" or "oci" or "docker" || artifact.Root.Format == "directory" || source is StreamSource))
            return artifact;
        var revision = SourceRevision.Find(request, ReleaseName.Of(artifact), RecordedCommit.Of(artifact));
        var tree = request.Trees.Of(revision.Commit, () => Read(request, revision, options, cancel));
        if (tree.Artifact.Visibility == Visibility.Public)
            artifact = artifact with { PublishedTexts = new HashSet<TextDigest>([.. artifact.PublishedTexts, .. tree.Artifact.Entries.Where(entry => entry.Text is not null).Select(entry => entry.Text!.Digest)]) };
        // A repository is held against nothing: it is the source.
        if (!request.IsCompared || artifact.Kind == "git")
            return artifact;
        var folder = PackageFolder.Find(artifact, tree, request.Repository.Prefix);
        var context = new ComparisonContext(artifact, tree, revision, folder, request.Generated, cancel);
        new SourceComparer(context, request).Compare(take => SecondLook.Each(source, take, options, cancel));
        if (options.Profiles is { } profiles)
            HoldTags(context, profiles);
        return artifact;
    }

    private static SourceTree Read(SourceRequest request, SourceRevision revision, ScreenOptions options, CancellationToken cancel)
    {
        var source = GitSource.Tree(request.Repository, revision.Commit.ToString());
        var report = ReleaseCheck.Screen(source, options with { Source = null, Detectors = [], Profiles = null, Policies = BuiltInPolicies.Default, Waivers = [], Known = null, AllowComments = false, Visibility = null, Progress = null }, cancel);
        return new SourceTree(request.Repository, report.Artifact, source.Added);
    }

    /// <summary>Where tags lead now is held against where they led when releases were learned, and what is learned.</summary>
    private static void HoldTags(ComparisonContext context, ProfileBook profiles)
    {
        var root = context.Artifact.Root;
        root.Learn(new SourceTags(VersionTags.Kept(context.Tree.Repository)));
        if (profiles.TagsOf(context.Artifact) is { Count: > 0 } known)
            root.Learn(new SourceFindings([.. root.Fact<SourceFindings>()!.Findings, .. new MovedTags(context, known).Findings()]));
    }
}
