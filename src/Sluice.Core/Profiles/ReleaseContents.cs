using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Images;

namespace Sluice.Profiles;

/// <summary>The digest of all files of a release, where it took a second look to learn it: a fact of the root.</summary>
internal sealed record FilesDigest(string Value);

/// <summary>Which commit each tag of a release's source led to: a fact of the root.</summary>
internal sealed record SourceTags(IReadOnlyDictionary<string, string> Commits);

/// <summary>What a release has under names that mean one content.</summary>
internal sealed class ReleaseContents(Func<string?> files, Func<NamedValues<string>> references, Func<NamedValues<string>> names)
{
    public const string Image = "image ";
    public const string Tag = "tag ";
    private const int MarkDigits = 16;

    private readonly Lazy<string?> _files = new(files);
    private readonly Lazy<NamedValues<string>> _references = new(references), _names = new(names);

    /// <summary>A digest of all files and their paths, whatever the archive around them says; null where not all were hashed.</summary>
    public string? Files => _files.Value;

    /// <summary>By which others refer to it or to its source: <c>image NAME:TAG</c>, <c>tag NAME</c>.</summary>
    public NamedValues<string> References => _references.Value;

    /// <summary>Programs that are named after their content, and the start of their SHA-256, as far as they were hashed.</summary>
    public NamedValues<string> Names => _names.Value;

    public static ReleaseContents Of(Artifact artifact)
    {
        var files = new Lazy<List<Entry>>(() => artifact.Entries.Where(IsMember).ToList());
        return new ReleaseContents(() => DigestOf(artifact, files.Value), () => ReferencesOf(artifact), () => NamesOf(files.Value));
    }

    private static NamedValues<string> ReferencesOf(Artifact artifact)
    {
        var references = new NamedValues<string>();
        foreach (var (tag, digest) in ImagesOf(artifact))
            references[Image + tag] = digest;
        foreach (var (tag, commit) in artifact.Root.Fact<SourceTags>()?.Commits ?? new Dictionary<string, string>())
            references[Tag + tag] = commit;
        return references;
    }

    private static string? DigestOf(Artifact artifact, List<Entry> files) =>
        artifact.Root.Fact<FilesDigest>()?.Value ?? (files.Exists(entry => entry.Digest.IsEmpty) ? null : DigestOf(files.ConvertAll(entry => (Findings.Place.Of(entry), entry.Digest))));

    /// <summary>What the registry adds to a package when it takes it is none: it comes and goes without the package being another.</summary>
    public static bool IsMember(Entry entry) => entry is { Kind: EntryKind.File, Container: not null, IsTransparent: false, Origin: not EntryOrigin.Decoded } && !(entry.Path.Value == NugetPlace.Signature && entry.Container.Container is null);

    /// <summary>Null where one has no digest, or there are none.</summary>
    public static string? DigestOf(IReadOnlyList<(string Place, ReadOnlyMemory<byte> Digest)> files)
    {
        if (files.Count == 0 || files.Any(file => file.Digest.IsEmpty))
            return null;
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (place, digest) in files.OrderBy(file => file.Place, StringComparer.Ordinal).ThenBy(file => Convert.ToHexString(file.Digest.Span), StringComparer.Ordinal))
        {
            sum.AppendData(Encoding.UTF8.GetBytes(place + "\0"));
            sum.AppendData(digest.Span);
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    /// <summary>Whether its name says what is in it: part of it is a hash, and it is a program.</summary>
    public static bool IsNamedAfterContent(EntryPath path) => CodeFile.IsSource(path.Extension) && PathPattern.NameOf(PathPattern.Of(path.Value, null, null)).Contains(PathPattern.Hash, StringComparison.Ordinal);

    /// <summary>Of all its configurations; null for what is no image, or where one is not there.</summary>
    public static string? ImageDigestOf(Artifact artifact) =>
        artifact.Manifest?.Entry.Fact<ImageFacts>() is { Images: { Count: > 0 } images } ? DigestOf([.. images.Select(image => (image.Platform ?? "", image.Config?.Digest ?? default)).Distinct()]) : null;

    /// <summary>By tag: the configurations, which name every layer, of all platforms.</summary>
    private static IEnumerable<(string Tag, string Digest)> ImagesOf(Artifact artifact)
    {
        var images = artifact.Manifest?.Entry.Fact<ImageFacts>()?.Images ?? [];
        foreach (var tag in images.SelectMany(image => image.Tags).Distinct())
        {
            if (DigestOf([.. images.Where(image => image.Tags.Contains(tag)).Select(image => (image.Platform ?? "", image.Config?.Digest ?? default))]) is { } digest)
                yield return (tag, digest);
        }
    }

    /// <summary>Two files of one path, in two containers, say nothing.</summary>
    private static NamedValues<string> NamesOf(List<Entry> files)
    {
        var names = new NamedValues<string>();
        foreach (var same in files.Where(entry => !entry.Digest.IsEmpty && IsNamedAfterContent(entry.Path)).GroupBy(entry => entry.Path.Value, StringComparer.Ordinal))
        {
            if (same.Count() == 1)
                names[same.Key] = Convert.ToHexStringLower(same.First().Digest.Span)[..MarkDigits];
        }

        return names;
    }
}
