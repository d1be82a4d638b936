using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>
/// Which news may stop a release of one project, so that ordinary releases are stopped no more often than the budget says. The chance that an ordinary release brings news of any
/// of the chosen kinds is estimated from the project's own releases and, as if it were up to two hundred more of them, from the survey; half a case is added to the survey, so that
/// what never happened is not taken for impossible. Kinds are taken in as long as the estimate for all of them together stays within the budget. What honest projects do once in
/// their life stops a release in company only: with another sign, of another side.
/// </summary>
internal sealed class Calibration
{
    /// <summary>With fewer, nothing is out of the ordinary yet.</summary>
    public const int FewestReleases = 3;

    private static readonly string FirstMaps = Dimension.SourceMaps.KindOf("map");

    private const double WeightOfSurvey = 200;
    private readonly List<string> _blocking = [];
    private readonly bool _isPublic;
    private readonly Survey _survey;

    /// <param name="version">Of the release that is held against the profile.</param>
    /// <param name="visibility">Of its source.</param>
    public Calibration(Profile profile, Survey survey, double budget, string version, Visibility visibility)
    {
        (_isPublic, _survey) = (visibility == Visibility.Public, survey);
        IsNewSeries = profile.BeginsSeries(version, profile.Releases.Count + 1);
        Releases = profile.Releases.Count;
        List<IReadOnlySet<string>> past = [.. News.Past(profile).Skip(FewestReleases)];
        foreach (var kind in Releases < FewestReleases ? [] : Dimension.BlockingKinds)
        {
            // What this project did itself more often than that is ordinary here, whatever others do.
            if (past.Count(release => release.Contains(kind)) > budget * past.Count)
                continue;
            _blocking.Add(kind);
            var chance = ChanceOf(past, survey);
            if (chance <= budget)
                Chance = chance;
            else
                _blocking.RemoveAt(_blocking.Count - 1);
        }
    }

    /// <summary>Known releases.</summary>
    public int Releases { get; }

    /// <summary>Estimated, that an ordinary release is stopped; 0 where none can be.</summary>
    public double Chance { get; }

    public bool HasEnoughHistory => Releases >= FewestReleases;

    /// <summary>The first of a major version or a channel: it is expected to differ.</summary>
    public bool IsNewSeries { get; }

    /// <summary>Those kinds of news of one release that stop it, with the kind in whose company each does; null for those that do alone.</summary>
    public IReadOnlyDictionary<string, string?> Stopping(IEnumerable<string> kinds)
    {
        var (may, stopping) = (new HashSet<string>(kinds.Where(_blocking.Contains), StringComparer.Ordinal), new Dictionary<string, string?>(StringComparer.Ordinal));
        if (IsNewSeries)
            may = new HashSet<string>(may.Where(kind => MayBlock(kind) || Dimension.MayStopNewSeries(kind, may)), StringComparer.Ordinal);
        foreach (var kind in may)
        {
            if (!NeedsCompany(kind) && MayBlock(kind))
                stopping.Add(kind, null);
            else if ((CompanyOf(kind, may) ?? (IsNewSeries ? Dimension.CompanyInNewSeries(kind, may) : null)) is { } company)
                stopping.Add(kind, company);
        }

        return stopping;
    }

    /// <summary>It may stop a release, alone or in company. Maps give away what the world may not read, whatever the version.</summary>
    /// <param name="kind">Of news.</param>
    public bool MayBlock(string kind) => _blocking.Contains(kind) && (!IsNewSeries || Dimension.BlockingKindsOfNewSeries.Contains(kind) || (!_isPublic && kind == FirstMaps));

    /// <summary>High where it stops or holds the release; where others' would, and this does not here, medium.</summary>
    /// <param name="stopping">Kinds that stop the release.</param>
    public Severity SeverityOf(News news, IReadOnlyDictionary<string, string?> stopping)
    {
        if (!HasEnoughHistory)
            return Severity.Info;
        if (news.Dimension.Holds || stopping.ContainsKey(news.Kind))
            return Severity.High;
        // A word that projects take up as they go on.
        if (news.Dimension.WordsThatBlock is not null && !Dimension.BlockingKinds.Contains(news.Kind))
            return Severity.Low;
        return news.Dimension.MayBlock || news.Dimension.Rule.Severity > Severity.Medium ? Severity.Medium : news.Dimension.Rule.Severity;
    }

    /// <summary>How many releases of the survey brought news of a kind, and of how many; null for kinds that are not counted.</summary>
    public (int Releases, int Of)? InSurvey(string kind) => Dimension.BlockingKinds.Contains(kind) ? (_survey.Count(kinds => kinds.Contains(kind)), _survey.Transitions) : null;

    private double ChanceOf(List<IReadOnlySet<string>> past, Survey survey)
    {
        var weight = Math.Min(WeightOfSurvey, survey.Transitions + 1);
        var ofSurvey = (survey.Count(IsStopped) + 0.5) / (survey.Transitions + 1);
        return (past.Count(IsStopped) + (weight * ofSurvey)) / (past.Count + weight);
    }

    private bool IsStopped(IReadOnlySet<string> kinds)
    {
        foreach (var kind in _blocking)
        {
            if (kinds.Contains(kind) && (!NeedsCompany(kind) || CompanyOf(kind, kinds) is not null))
                return true;
        }

        return false;
    }

    /// <summary>The worst of another side; null for none.</summary>
    private string? CompanyOf(string kind, IReadOnlySet<string> kinds)
    {
        var side = Dimension.SideOf(kind);
        foreach (var other in _blocking)
        {
            if (kinds.Contains(other) && Dimension.SideOf(other) != side)
                return other;
        }

        return null;
    }

    private bool NeedsCompany(string kind) => Dimension.CompanyOf(kind) switch
    {
        Company.Needed => true,
        Company.NeededInPublic => _isPublic,
        _ => false,
    };
}
