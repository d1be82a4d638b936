namespace Sluice.Journals;

/// <summary>What a journal tells policies: earlier screenings of this project or team, each release once, oldest first.</summary>
public sealed record ReleaseHistory
{
    /// <summary>No journal is kept.</summary>
    public static readonly ReleaseHistory None = new() { IsKept = false, Denials = [], Exposures = [] };

    public required bool IsKept { get; init; }

    /// <summary>Releases that were denied.</summary>
    public required IReadOnlyList<JournalEntry> Denials { get; init; }

    /// <summary>Releases that exposed something or a secret, or nearly did: the last screening of each that told so.</summary>
    public required IReadOnlyList<JournalEntry> Exposures { get; init; }

    public static ReleaseHistory Of(IReadOnlyList<JournalEntry> entries) => new()
    {
        IsKept = true,
        Denials = EachOnce(entries.Where(entry => entry.Decision == "deny")),
        Exposures = EachOnce(entries.Where(entry => entry.IsExposure)),
    };

    /// <summary>With one more screening, as if it had been written before.</summary>
    public ReleaseHistory With(JournalEntry entry) => this with
    {
        Denials = entry.Decision == "deny" ? EachOnce(Denials.Append(entry)) : Denials,
        Exposures = entry.IsExposure ? EachOnce(Exposures.Append(entry)) : Exposures,
    };

    /// <summary>As it was at that time.</summary>
    public ReleaseHistory Until(DateTimeOffset time) => this with
    {
        Denials = [.. Denials.Where(entry => entry.Time <= time)],
        Exposures = [.. Exposures.Where(entry => entry.Time <= time)],
    };

    /// <summary>Without what is told of a release itself: whoever screens it again after a correction has not done it again.</summary>
    public ReleaseHistory Without(string release) => this with
    {
        Denials = [.. Denials.Where(entry => entry.Release != release)],
        Exposures = [.. Exposures.Where(entry => entry.Release != release)],
    };

    private static List<JournalEntry> EachOnce(IEnumerable<JournalEntry> entries) =>
        [.. entries.GroupBy(entry => entry.Release, StringComparer.Ordinal).Select(release => release.MaxBy(entry => entry.Time)!).OrderBy(entry => entry.Time).ThenBy(entry => entry.Release, StringComparer.Ordinal)];
}
