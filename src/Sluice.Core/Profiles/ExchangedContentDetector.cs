using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Detection.Detectors.Provenance;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>Says which names of a release stood for something else when they were learned. Without past releases it finds nothing.</summary>
public sealed class ExchangedContentDetector : Detector
{
    private const int MostApart = 5;
    private const string FromElsewhere = "Compare it with the one that was learned, and find out who exchanged it and whether anybody took it meanwhile.";

    private readonly ProfileBook? _book;

    /// <summary>Knows no past.</summary>
    public ExchangedContentDetector()
    {
    }

    internal ExchangedContentDetector(ProfileBook book) => _book = book;

    /// <summary>Its rule is that of <see cref="PublicationDetector"/>, which holds releases against the registry.</summary>
    public override IReadOnlyList<Descriptor> Rules => [];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (_book?.Find(ReleaseShape.PackageOf(artifact)) is not { Releases.Count: > 0 } profile)
            return [];
        var contents = ReleaseContents.Of(artifact);
        List<Finding> findings = [.. Republished(artifact, contents, profile)];
        // Few packages have names of either sort, and what this release has is found out only where some are known.
        if (profile.Contents.References.Count > 0)
            findings.AddRange(Retagged(artifact, contents, profile));
        if (profile.Contents.Names.Count > 0)
            findings.AddRange(Renamed(artifact, contents, profile));
        return findings;
    }

    /// <summary>Versions are raised when a release is made: a build of what comes after the newest release may still have its number. One that has been followed by others has no such excuse.</summary>
    private static IEnumerable<Finding> Republished(Artifact artifact, ReleaseContents contents, Profile profile)
    {
        var version = artifact.Manifest?.Version;
        if (!RepeatedRelease.IsOfFixedContent(artifact) || RepeatedRelease.Of(artifact, profile) is not { Count: > 0 } known || known.Any(release => release.Digest is null))
            yield break;
        var own = Convert.ToHexStringLower(artifact.Root.Digest.Span);
        if (known.Any(release => release.Digest == own || (release.Files is { } files && files == contents.Files)))
            yield break;
        var isOld = profile.HasSuccessor(version!);
        var areFiles = contents.Files is not null && known.Any(release => release.Files is not null);
        yield return new Finding(PublicationRules.MutableReference, artifact.Root, $"is not the {version} that was learned: {(areFiles ? "it has other files" : "it has other bytes")}")
        {
            Severity = isOld ? Severity.High : Severity.Medium,
            Evidence = [("version", version!), ("learned", $"sha256:{known[^1].Digest}"), ("here", $"sha256:{own}")],
            Remedy = isOld ? FromElsewhere : $"If it was built here, raise the version: what was released once as {version} keeps its content. If not, find out who exchanged it.",
            Subject = "version",
        };
    }

    private static IEnumerable<Finding> Retagged(Artifact artifact, ReleaseContents contents, Profile profile)
    {
        foreach (var (reference, digest) in contents.References)
        {
            if (!reference.StartsWith(ReleaseContents.Image, StringComparison.Ordinal) || !profile.Contents.References.TryGetValue(reference, out var known) || known == digest)
                continue;
            var isFixed = FixedTag.Is(reference[(reference.LastIndexOfAny([':', ' ']) + 1)..]);
            yield return new Finding(PublicationRules.MutableReference, artifact.Root, $"is another image than '{reference[ReleaseContents.Image.Length..]}' was when it was learned{(isFixed ? "" : ", as tags that are no full version are")}")
            {
                Severity = isFixed ? Severity.High : Severity.Info,
                Evidence = [("reference", reference[ReleaseContents.Image.Length..]), ("learned", known), ("here", digest)],
                Remedy = isFixed ? $"{FromElsewhere} Deploy images by their digest." : "Deploy images by their digest.",
                Subject = reference,
            };
        }
    }

    private static IEnumerable<Finding> Renamed(Artifact artifact, ReleaseContents contents, Profile profile)
    {
        var exchanged = profile.Contents.Exchanged(contents.Names);
        foreach (var (path, release, isCertain) in exchanged[..Math.Min(MostApart, exchanged.Count)])
        {
            var entry = artifact.Entries.First(entry => ReleaseContents.IsMember(entry) && entry.Path.Value == path);
            var version = profile.Releases[release - 1].Version;
            yield return new Finding(PublicationRules.MutableReference, entry, $"is named after its content, and had another one in {(version.Length > 0 ? version : "a release that was learned")}{(exchanged.Count > 1 ? $", as {exchanged.Count - 1} more" : "")}")
            {
                Severity = isCertain && profile.Releases.Count >= Calibration.FewestReleases ? Severity.High : Severity.Medium,
                Confidence = Confidence.Medium,
                Evidence = [("learned", profile.Contents.Names[path].Digest), ("here", contents.Names[path])],
                Remedy = "Build the release again from its source: bundlers give another content another name, so this file was changed after the build.",
            };
        }
    }
}
