using Sluice.Packages;
using Sluice.Policies;
using Sluice.Profiles;

namespace Sluice;

/// <summary>What a screened release may teach.</summary>
public static class ReleaseTeaching
{
    /// <summary>In the order of versions where all are semantic and of one package; else as given.</summary>
    public static IReadOnlyList<Report> InOrder(IReadOnlyList<Report> releases)
    {
        var versions = releases.Select(release => SemanticVersion.TryParse(release.Artifact.Manifest?.Version ?? "", out var version) ? version : null).ToList();
        return versions.Contains(null) ? releases : [.. releases.Zip(versions).OrderBy(item => item.Second).Select(item => item.First)];
    }

    /// <summary>Why a release must not teach: what was stopped, or let through by an exception, is no example. Null when it may.</summary>
    public static string? ReasonAgainst(Report release)
    {
        if (release.Decision != Decision.Allow)
            return $"the decision is {release.Decision.ToString().ToLowerInvariant()}";
        return release.Findings.FirstOrDefault(finding => finding.Finding.Waiver is not null) is { } waived ? $"{waived.Finding.Rule.Id} is waived in it" : null;
    }

    /// <param name="release">Screened with a book: else nobody read what profiles keep.</param>
    public static Lesson Teach(Report release, ProfileBook book) => book.Learn(ReleaseShape.Of(release.Artifact), release.Artifact.Root.Digest, ReleaseContents.Of(release.Artifact));
}
