using System.Text;
using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Texts that give nothing new away: what stands in the artifact as a plain file, and what is published already.</summary>
internal sealed class KnownTexts
{
    private readonly HashSet<TextDigest> _plain = [];
    private readonly IReadOnlySet<TextDigest> _published;

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

    /// <summary>By text, without regard to line ends; what is no text is only the same as itself.</summary>
    public static TextDigest IdentityOf(Entry source) => source.Text?.Digest ?? TextDigest.Of(Encoding.UTF8.GetBytes($"{source.Ordinal} {source.Path.Value}"));

    public bool Contains(Entry source)
    {
        var digest = IdentityOf(source);
        return _plain.Contains(digest) || _published.Contains(digest);
    }
}
