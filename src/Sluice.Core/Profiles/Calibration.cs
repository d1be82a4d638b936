namespace Sluice.Profiles;

/// <summary>
/// Which news may stop a release of one project, so that ordinary releases are stopped no more often than the budget says. The chance that an ordinary release brings news in any
/// of the chosen dimensions is estimated from the project's own releases and, as if it were up to a hundred more of them, from the survey; half a case is added, so that what
/// never happened is not taken for impossible. Dimensions are taken in as long as the estimate for all of them together stays within the budget.
/// </summary>
internal sealed class Calibration
{
    /// <summary>With fewer, nothing is out of the ordinary yet.</summary>
    public const int FewestReleases = 3;

    private const double WeightOfSurvey = 100;
    private readonly List<Dimension> _blocking = [];

    public Calibration(Profile profile, Survey survey, double budget)
    {
        Releases = profile.Releases.Count;
        var past = Enumerable.Range(FewestReleases + 1, Math.Max(0, Releases - FewestReleases)).Select(release => News.Past(profile, release)).ToList();
        foreach (var dimension in Releases < FewestReleases ? [] : Dimension.Blocking)
        {
            _blocking.Add(dimension);
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

    public bool MayBlock(Dimension dimension) => _blocking.Contains(dimension);

    private double ChanceOf(List<IReadOnlySet<Dimension>> past, Survey survey)
    {
        var weight = Math.Min(WeightOfSurvey, survey.Transitions);
        var ofSurvey = survey.Transitions == 0 ? 0 : weight * survey.Count(_blocking) / survey.Transitions;
        return (past.Count(release => release.Overlaps(_blocking)) + ofSurvey + 0.5) / (past.Count + weight + 1);
    }
}
