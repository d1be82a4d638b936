using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>
/// Which news may stop a release of one project, so that ordinary releases are stopped no more often than the budget says. The chance that an ordinary release brings news of any
/// of the chosen kinds is estimated from the project's own releases and, as if it were up to two hundred more of them, from the survey; half a case is added to the survey, so that
/// what never happened is not taken for impossible. Kinds are taken in as long as the estimate for all of them together stays within the budget.
/// </summary>
internal sealed class Calibration
{
    /// <summary>With fewer, nothing is out of the ordinary yet.</summary>
    public const int FewestReleases = 3;

    private const double WeightOfSurvey = 200;
    private readonly List<string> _blocking = [];

    /// <param name="version">Of the release that is held against the profile.</param>
    public Calibration(Profile profile, Survey survey, double budget, string version)
    {
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

    /// <param name="kind">Of news.</param>
    public bool MayBlock(string kind) => _blocking.Contains(kind) && (!IsNewSeries || Dimension.BlockingKindsOfNewSeries.Contains(kind));

    /// <summary>High where it may stop or hold the release; where others' would be, and this project's are not rare enough, medium.</summary>
    public Severity SeverityOf(News news)
    {
        if (!HasEnoughHistory)
            return Severity.Info;
        if (news.Dimension.Holds || MayBlock(news.Kind))
            return Severity.High;
        // A word that projects take up as they go on.
        if (news.Dimension.WordsThatBlock is not null && !Dimension.BlockingKinds.Contains(news.Kind))
            return Severity.Low;
        return news.Dimension.MayBlock || news.Dimension.Rule.Severity > Severity.Medium ? Severity.Medium : news.Dimension.Rule.Severity;
    }

    private double ChanceOf(List<IReadOnlySet<string>> past, Survey survey)
    {
        var weight = Math.Min(WeightOfSurvey, survey.Transitions + 1);
        var ofSurvey = (survey.Count(_blocking) + 0.5) / (survey.Transitions + 1);
        return (past.Count(release => release.Overlaps(_blocking)) + (weight * ofSurvey)) / (past.Count + weight);
    }
}
