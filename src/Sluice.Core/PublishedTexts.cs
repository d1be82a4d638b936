using Sluice.Artifacts;

namespace Sluice;

/// <summary>Collects the texts of releases that are out already, so that giving them away again counts for nothing.</summary>
public static class PublishedTexts
{
    /// <summary>Every text in earlier releases, those restored from their maps included.</summary>
    /// <exception cref="ArtifactException">One of them could not be read.</exception>
    public static HashSet<TextDigest> Of(IEnumerable<ArtifactSource> releases, ScreenOptions options, CancellationToken cancel)
    {
        var texts = new HashSet<TextDigest>();
        foreach (var release in releases)
            Collect(release, texts, options, cancel);
        return texts;
    }

    private static void Collect(ArtifactSource source, HashSet<TextDigest> texts, ScreenOptions options, CancellationToken cancel)
    {
        var report = ReleaseCheck.Screen(source, options with { Detectors = [] }, cancel);
        foreach (var entry in report.Artifact.Entries)
        {
            if (entry.Text is { } text)
                texts.Add(text.Digest);
        }
    }
}
