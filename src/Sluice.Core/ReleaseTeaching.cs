using System.Globalization;
using Sluice.Findings;
using Sluice.Journals;
using Sluice.Packages;
using Sluice.Policies;
using Sluice.Profiles;

namespace Sluice;

/// <summary>What became of a release that was to teach.</summary>
/// <param name="Lesson">Null when it taught nothing.</param>
/// <param name="Reason">Why it taught nothing; null when it did.</param>
public sealed record Taught(Report Release, Lesson? Lesson, string? Reason)
{
    /// <summary>What would have stopped it and is waived: that did not teach.</summary>
    public IReadOnlyList<Finding> Excepted { get; init; } = [];
}

/// <summary>
/// Teaches a book of profiles with releases that were screened, one after the other, each held against what is known by then: a release that is denied is no example, by whatever
/// it is denied, and of one that passes by exceptions that which they are about. Not thread safe.
/// </summary>
/// <param name="book">Learns.</param>
/// <param name="policies">Decide whether past releases stop one.</param>
public sealed class ReleaseTeaching(ProfileBook book, PolicySet policies)
{
    /// <summary>
    /// So many later releases that go on with what would have stopped one show that it was meant: what is slipped in is found and taken back sooner. The newest so many never
    /// vouch for themselves, however often they repeat it.
    /// </summary>
    private const int Followers = 5;

    /// <summary>Between a release and the last of those followers, where the registry says when they came out: versions are quickly published.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromDays(14);

    private const int MostRules = 3;

    /// <summary>Somebody looked at what past releases, or the journal, would stop, and meant it. The profile says so of the release.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Earlier screenings: the last decision about the bytes of a release holds.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>In the order of versions where all are semantic and of one package; else as given.</summary>
    public static IReadOnlyList<Report> InOrder(IReadOnlyList<Report> releases) => ReleaseVersion.InOrder(releases, release => release.Artifact.Manifest?.Version);

    /// <summary>When and by whom a release was published; null for what no registry says.</summary>
    public Func<Report, PublishedVersion?> PublicationOf { get; init; } = _ => null;

    /// <param name="releases">Screened with a book and with digests of all files: else nobody read what profiles keep. In the order in which they came out.</param>
    public IReadOnlyList<Taught> Teach(IReadOnlyList<Report> releases)
    {
        var taught = new List<Taught>();
        for (var i = 0; i < releases.Count; i++)
        {
            var stopped = StoppedIn(releases[i]);
            var reason = ReasonAgainst(releases[i]) ?? (IsApproved ? null : ReasonAgainst(releases, i, stopped));
            var excepted = reason is null ? ExceptedIn(releases[i]) : [];
            var lesson = reason is null ? book.Learn(releases[i].Artifact, isApproved: IsApproved && stopped.Count > 0, new ExceptedParts(excepted)) : null;
            taught.Add(new Taught(releases[i], lesson, reason) { Excepted = excepted });
        }

        return taught;
    }

    /// <summary>What was stopped is no example, whoever approves of it.</summary>
    private static string? ReasonAgainst(Report release)
    {
        if (release.Decision != Decision.Allow)
            return $"the decision is {release.Decision.ToString().ToLowerInvariant()}; screen it, and learn from it once it passes";
        return release.Artifact.Manifest is null && !release.Artifact.Entries.Any(ReleaseContents.IsMember) ? "it is a single file that says of no package that it is one" : null;
    }

    /// <summary>What would stop a release if nothing were waived. A waiver of what would pass anyway changes nothing.</summary>
    private List<Finding> ExceptedIn(Report release)
    {
        if (!release.Findings.Any(reported => reported.Finding.Waiver is not null))
            return [];
        var verdict = policies.Decide(release.Input with { Findings = [.. release.Input.Findings.Select(finding => finding with { Waiver = null })], Waivers = [] });
        return [.. release.Input.Findings.Where((finding, i) => finding.Waiver is not null && (verdict.Actions[i] >= PolicyAction.Hold || finding.Rule.Family == "fault"))];
    }

    private string? ReasonAgainst(IReadOnlyList<Report> releases, int at, HashSet<string> stopped)
    {
        var release = releases[at];
        if (DecisionInJournal(release) is { Decision: not "allow" } entry)
            return string.Create(CultureInfo.InvariantCulture, $"the journal has it as {(entry.Decision == "deny" ? "denied" : entry.Decision == "hold" ? "held" : entry.Decision)} on {entry.Time:yyyy-MM-dd}; if somebody looked at it and meant it, say --approved");
        if (stopped.Count == 0 || IsGoneOnWith(releases, at, stopped))
            return null;
        var rules = stopped.Select(what => what.Split(' ')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return $"the releases before it stop it ({string.Join(", ", rules.Take(MostRules))}{(rules.Count > MostRules ? ", …" : "")}); if somebody looked at it and meant it, say --approved";
    }

    private JournalEntry? DecisionInJournal(Report release)
    {
        var digest = Convert.ToHexStringLower(release.Artifact.Root.Digest.Span);
        return digest.Length == 0 ? null : Journal.Where(entry => entry.Digest == digest).MaxBy(entry => entry.Time);
    }

    /// <summary>What of a release past ones would stop: rules and what they are about. Empty when it passes, or is known already.</summary>
    private HashSet<string> StoppedIn(Report release)
    {
        var stopped = new HashSet<string>(StringComparer.Ordinal);
        if (book.Knows(release.Artifact))
            return stopped;
        List<Finding> own = [.. new DeviationDetector(book).Conclude(release.Artifact), .. new ExchangedContentDetector(book).Conclude(release.Artifact)];
        if (own.Count == 0)
            return stopped;
        var verdict = policies.Decide(release.Input with { Findings = [.. release.Input.Findings, .. own] });
        for (var i = 0; i < own.Count && verdict.Decision != Decision.Allow; i++)
        {
            if (verdict.Actions[release.Input.Findings.Count + i] >= PolicyAction.Hold)
                stopped.Add($"{own[i].Rule.Id} {own[i].Subject}");
        }

        return stopped;
    }

    private bool IsGoneOnWith(IReadOnlyList<Report> releases, int at, HashSet<string> stopped)
    {
        var package = ReleaseShape.PackageOf(releases[at].Artifact);
        bool IsOfPackage(Report other) => ReleaseShape.PackageOf(other.Artifact) == package;
        var followers = releases.Skip(at + 1).Where(IsOfPackage).Take(Followers).ToList();
        return followers.Count == Followers && AreByKnownPeople(releases.Take(at).Where(IsOfPackage), [releases[at], .. followers]) && followers.TrueForAll(follower => stopped.IsSubsetOf(StoppedIn(follower)));
    }

    /// <summary>By the registry, where it says so: over some time, and by whoever published before. A stolen account, or a new one, would vouch for itself.</summary>
    private bool AreByKnownPeople(IEnumerable<Report> earlier, List<Report> releases)
    {
        List<PublishedVersion> published = [.. releases.Select(PublicationOf).OfType<PublishedVersion>()];
        var times = published.ConvertAll(version => version.Published).OfType<DateTimeOffset>().ToList();
        if (times.Count > 0 && times.Max() - times.Min() < LeastTime)
            return false;
        var known = earlier.Select(PublicationOf).Select(version => version?.Publisher).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return known.Count == 0 || published.TrueForAll(version => version.IsTrusted || version.Publisher is null || known.Contains(version.Publisher));
    }
}
