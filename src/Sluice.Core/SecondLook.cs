using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Profiles;

namespace Sluice;

/// <summary>Opens an artifact once more, for what is asked for only now.</summary>
internal static class SecondLook
{
    /// <param name="take">Gets every entry with its bytes, in the order of before.</param>
    public static void Each(ArtifactSource source, Action<Entry> take, ScreenOptions options, CancellationToken cancel) =>
        source.Walk(new ArtifactWalk(options.Readers, new Visitor(take), options.Limits, options.Clock, cancel));

    /// <summary>The digest of all files becomes a fact of the artifact's root.</summary>
    public static void DigestFiles(ArtifactSource source, Artifact artifact, ScreenOptions options, CancellationToken cancel)
    {
        var files = new List<(string, ReadOnlyMemory<byte>)>();
        var visitor = new Visitor(entry =>
        {
            if (ReleaseContents.IsMember(entry))
                files.Add((Place.Of(entry), entry.Digest));
        });
        source.Walk(new ArtifactWalk(options.Readers, visitor, options.Limits, options.Clock, cancel) { IsDigestWanted = _ => true });
        if (ReleaseContents.DigestOf(files) is { } digest)
            artifact.Root.Learn(new FilesDigest(digest));
    }

    private sealed class Visitor(Action<Entry> take) : IEntryVisitor
    {
        public void Visit(Entry entry)
        {
            take(entry);
            entry.Release();
        }

        /// <summary>Of what does not fit into memory the digest is all that is known.</summary>
        public void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
        {
        }
    }
}
