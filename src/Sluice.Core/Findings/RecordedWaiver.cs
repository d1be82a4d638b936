using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Packages;

namespace Sluice.Findings;

/// <summary>An exception that somebody wrote into the waivers file: which findings of one rule do not count, where, in which bytes, until when, and who answers for it.</summary>
public sealed record RecordedWaiver
{
    /// <summary>Where it stands, for messages: the file and the line.</summary>
    public required Diagnostic Place { get; init; }

    public required string Rule { get; init; }

    /// <summary>Matches the path in the innermost container, or the whole place with <c>!/</c> between containers; null for every place. <c>.</c> is the artifact itself.</summary>
    public Glob? Path { get; init; }

    /// <summary>SHA-256 of the content in lower-case hexadecimal; null for <c>any</c>.</summary>
    public string? Content { get; init; }

    /// <summary>The artifact's name; null for any.</summary>
    public Glob? Artifact { get; init; }

    /// <summary>The artifact's versions, and the text of it for versions that are not semantic; null for any.</summary>
    public (VersionRange? Range, string Text)? Versions { get; init; }

    public required string Owner { get; init; }

    public required string Reason { get; init; }

    public string? Ticket { get; init; }

    /// <summary>The last day on which it holds.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>How many findings it may cover in one screening; null for no limit.</summary>
    public int? MaxUses { get; init; }

    /// <summary>It may cover what was not screened or what is odd about an archive: said in so many words.</summary>
    public bool CoversScreening { get; init; }

    /// <summary>Nothing narrows it down: neither the bytes nor a place nor an artifact.</summary>
    public bool IsOverBroad => Content is null && (Path is null || Path.Text is "**" or "**/*" or "*") && Artifact is null;

    public bool IsFor(Artifact artifact) =>
        (Artifact is null || (artifact.Manifest?.Name is { } name && Artifact.Matches(name)))
        && (Versions is not { } versions || (artifact.Manifest?.Version is { } version && HasVersion(versions, version)));

    public bool Covers(Entry entry)
    {
        if (Content is not null && (entry.Digest.IsEmpty || Convert.ToHexStringLower(entry.Digest.Span) != Content))
            return false;
        return IsAt(entry);
    }

    /// <summary>As <see cref="Covers"/>, before the bytes are known.</summary>
    public bool IsAt(Entry entry)
    {
        if (Path is null)
            return true;
        if (entry.Container is null)
            return Path.Text == ".";
        return Path.Matches(entry.Path.Value) || (entry.ContainerChain.Count > 0 && Path.Matches(string.Join("!/", entry.ContainerChain.Append(entry.Path.Value))));
    }

    public Waiver Applied => new("waiver", Reason, Expires, $"{Place.File}:{Place.Line}") { Owner = Owner, Ticket = Ticket };

    private static bool HasVersion((VersionRange? Range, string Text) versions, string version) =>
        versions.Range is { } range && SemanticVersion.TryParse(version, out var semantic) ? range.IsSatisfiedBy(semantic) : versions.Text == version;
}
