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
    private readonly bool _isPublic;
    private readonly double _budget;
    private readonly Profile _profile;
    private readonly Survey _survey;
    private double _chance;

    /// <param name="version">Of the release that is held against the profile.</param>
    /// <param name="visibility">Of its source.</param>
    public Calibration(Profile profile, Survey survey, double budget, string version, Visibility visibility)
    {
        (_isPublic, _budget, _profile, _survey) = (visibility == Visibility.Public, budget, profile, survey);
        IsNewSeries = profile.BeginsSeries(version, profile.Releases.Count + 1);
        Releases = profile.Versions;
    }

    /// <summary>Known releases; those of one version for several platforms are one.</summary>
    public int Releases { get; }

    /// <summary>Estimated, that an ordinary release is stopped; 0 where none can be.</summary>
    public double Chance => Blocking.Count > 0 ? _chance : 0;

    public bool HasEnoughHistory => Releases >= FewestReleases;

    /// <summary>The first of a major version or a channel: it is expected to differ.</summary>
    public bool IsNewSeries { get; }

    /// <summary>The kinds that may stop a release. Chosen when the first one is asked for: most releases bring none that could.</summary>
    private List<string> Blocking => field ??= HasEnoughHistory ? Chosen() : [];

    /// <summary>Says, where that is not what is judged, of which packages the survey is: a blank and words in brackets, else nothing.</summary>
    public string SurveyOf => _profile.Package.StartsWith("npm:", StringComparison.Ordinal) ? "" : " (of npm packages)";

    /// <summary>Those kinds of news of one release that stop it, with the kind in whose company each does; null for those that do alone.</summary>
    public IReadOnlyDictionary<string, string?> Stopping(IEnumerable<string> kinds)
    {
        var (may, stopping) = (new HashSet<string>(kinds.Where(kind => Dimension.BlockingKinds.Contains(kind) && Blocking.Contains(kind)), StringComparer.Ordinal), new Dictionary<string, string?>(StringComparer.Ordinal));
        if (IsNewSeries)
            may = new HashSet<string>(may.Where(kind => MayBlock(kind) || Dimension.MayStopNewSeries(kind, may)), StringComparer.Ordinal);
        foreach (var kind in may)
        {
            if (!NeedsCompany(kind) && MayBlock(kind))
                stopping.Add(kind, null);
            else if ((CompanyOf(kind, may, Blocking) ?? (IsNewSeries ? Dimension.CompanyInNewSeries(kind, may) : null)) is { } company)
                stopping.Add(kind, company);
        }

        return stopping;
    }

    /// <summary>It may stop a release, alone or in company. Maps give away what the world may not read, whatever the version.</summary>
    /// <param name="kind">Of news.</param>
    public bool MayBlock(string kind) => Blocking.Contains(kind) && (!IsNewSeries || Dimension.BlockingKindsOfNewSeries.Contains(kind) || (!_isPublic && kind == FirstMaps));

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

    private List<string> Chosen()
    {
        var chosen = new List<string>();
        List<IReadOnlySet<string>> past = [.. News.Past(_profile).Skip(FewestReleases)];
        _chance = ChanceOf(past, chosen);
        foreach (var kind in Dimension.BlockingKinds)
        {
            var own = past.Count(release => release.Contains(kind));
            // What this project did itself more often than that is ordinary here, whatever others do. What somebody had to approve of is not, unless it goes on.
            if (own > _budget * past.Count && (own > 1 || !IsApproved(kind, past)))
                continue;
            chosen.Add(kind);
            // What never happened stops nothing that did.
            var chance = own == 0 && _survey.Count(kinds => kinds.Contains(kind)) == 0 ? _chance : ChanceOf(past, chosen);
            if (chance <= _budget)
                _chance = chance;
            else
                chosen.RemoveAt(chosen.Count - 1);
        }

        return chosen;
    }

    /// <summary>Whether the one release that brought it was stopped by it, or by something else, until somebody looked.</summary>
    private bool IsApproved(string kind, List<IReadOnlySet<string>> past) => _profile.Releases[FewestReleases + past.FindIndex(release => release.Contains(kind))].IsApproved;

    private double ChanceOf(List<IReadOnlySet<string>> past, List<string> blocking)
    {
        var weight = Math.Min(WeightOfSurvey, _survey.Transitions + 1);
        var ofSurvey = (_survey.Count(kinds => IsStopped(kinds, blocking)) + 0.5) / (_survey.Transitions + 1);
        return (past.Count(kinds => IsStopped(kinds, blocking)) + (weight * ofSurvey)) / (past.Count + weight);
    }

    private bool IsStopped(IReadOnlySet<string> kinds, List<string> blocking)
    {
        foreach (var kind in blocking)
        {
            if (kinds.Contains(kind) && (!NeedsCompany(kind) || CompanyOf(kind, kinds, blocking) is not null))
                return true;
        }

        return false;
    }

    /// <summary>The worst of another side; null for none.</summary>
    private static string? CompanyOf(string kind, IReadOnlySet<string> kinds, List<string> blocking)
    {
        var side = Dimension.SideOf(kind);
        foreach (var other in blocking)
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
