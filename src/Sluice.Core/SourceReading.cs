using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Policies;
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
        new SourceComparer(context, request).Compare(take => LookAgain(source, take, options, cancel));
        return artifact;
    }

    private static SourceTree Read(SourceRequest request, SourceRevision revision, ScreenOptions options, CancellationToken cancel)
    {
        var source = GitSource.Tree(request.Repository, revision.Commit.ToString());
        var report = ReleaseCheck.Screen(source, options with { Source = null, Detectors = [], Profiles = null, Policies = BuiltInPolicies.Default, Waivers = [], Known = null, AllowComments = false, Visibility = null, Progress = null }, cancel);
        return new SourceTree(request.Repository, report.Artifact, source.Added);
    }

    private static void LookAgain(ArtifactSource source, Action<Entry> take, ScreenOptions options, CancellationToken cancel) =>
        source.Walk(new ArtifactWalk(options.Readers, new Visitor(take), options.Limits, options.Clock, cancel));

    private sealed class Visitor(Action<Entry> take) : IEntryVisitor
    {
        public void Visit(Entry entry)
        {
            take(entry);
            entry.Release();
        }

        /// <summary>What does not fit into memory was compared by its digest.</summary>
        public void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
        {
        }
    }
}
