using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Texts that give nothing new away: what stands in the artifact as a plain file, and what is published already.</summary>
internal sealed class KnownTexts
{
    private readonly HashSet<ReadOnlyMemory<byte>> _plain = new(DigestComparer.Instance);
    private readonly IReadOnlySet<ReadOnlyMemory<byte>> _published;

    public KnownTexts(Artifact artifact)
    {
        _published = artifact.PublishedTexts;
        Scope = artifact.Manifest?.Name is { } name && name.StartsWith('@') && name.IndexOf('/') is > 0 and var slash ? name[..(slash + 1)] : null;
        foreach (var entry in artifact.Entries)
        {
            if (entry is { Origin: EntryOrigin.Member, Text: { } text })
                _plain.Add(text.Digest);
        }
    }

    /// <summary>The npm scope of the artifact with its slash: packages in it are the publisher's own.</summary>
    public string? Scope { get; }

    public bool Contains(Entry source)
    {
        var digest = source.Text?.Digest ?? source.Digest;
        return _plain.Contains(digest) || _published.Contains(digest);
    }
}
