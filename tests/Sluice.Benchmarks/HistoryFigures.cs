using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Profiles;

namespace Sluice.Benchmarks;

/// <summary>How profiles do on real histories: ordinary releases that would be stopped, and changes that are noticed.</summary>
internal sealed class HistoryFigures(IReadOnlyList<HistoryCase> cases)
{
    private static readonly int[] Known = [1, 3, 5, 10, int.MaxValue];

    private const string LookedAt = "looked at";

    /// <summary>Of the table of changes, for each set.</summary>
    private const int Columns = 7;

    /// <summary>The survey is of these only.</summary>
    private readonly List<HistoryCase> _lookedAt = [.. cases.Where(item => item.Package.Set == LookedAt)];

    /// <summary>As the list has them.</summary>
    private readonly List<IGrouping<string, HistoryCase>> _sets = [.. cases.GroupBy(item => item.Package.Set)];

    private readonly Dictionary<HistoryCase, Survey> _surveys = [];

    /// <summary>The text of <c>docs/profile-evaluation.md</c>.</summary>
    /// <param name="withChanges">Those that are made to the last release of each package, too.</param>
    public string Evaluation(bool withChanges)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # How profiles do on real histories

            Written by `dotnet run -c Release --project tests/Sluice.Benchmarks -- history --cache DIR --write`, which fetches the releases pinned in `bench/history/packages.txt` with npm: {cases.Sum(item => item.Shapes.Count)} consecutive
            releases of {cases.Count} packages, in sets. Rules and survey were made and corrected with those *looked at*, each of which is judged here with the counts of the others only. Those *fresh* were chosen and fetched once the rules were
            done, and had not been looked at: they show what to expect of projects that are unlike the others. The budget is the default, {ProfileBook.DefaultAlertBudget:0%}. Other detectors take no part. The source of
            all of them is public; what would be stopped if it were not is counted as well.

            ## Ordinary releases that would be stopped

            Warned: something at least of low severity that does not stop the release. Taken back: stopped, and the project itself went back: one of its next two releases, held against the same past, would pass.

            | releases known | {string.Join(" | ", _sets.Select(set => $"{set.Key}: transitions | stopped | taken back | warned"))} |
            | --- |{string.Concat(Enumerable.Repeat(" ---: | ---: | ---: | ---: |", _sets.Count))}

            """);
        var stopped = new List<string>();
        foreach (var known in Known)
            text.Append(CultureInfo.InvariantCulture, $"| {Name(known)} | {string.Join(" | ", _sets.Select(set => Row(set, known, Visibility.Public, stopped)))} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {Name(int.MaxValue)}, were the source not public | {string.Join(" | ", _sets.Select(set => Row(set, int.MaxValue, Visibility.Proprietary, [])))} |\n");
        text.Append("\nStopped, by how many releases were known:\n\n").AppendJoin('\n', stopped.Select(line => "- " + line));
        var refused = cases.SelectMany(Refused).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\n\n## Releases that do not teach\n\nWhen all releases of a package are learned at once: {refused.Count} of {cases.Sum(item => item.Shapes.Count)} teach nothing, because those before them stop them and too few later ones go on with the same.\n\n").AppendJoin('\n', refused.Select(line => "- " + line));
        text.Append(CultureInfo.InvariantCulture, $"\n\n## News of any kind\n\nFrom the fourth release of each package on, all releases before it known: releases that bring news of a kind.\n\n| kind | may stop | {string.Join(" | ", _sets.Select(set => set.Key))} |\n| --- | --- |{string.Concat(Enumerable.Repeat(" ---: |", _sets.Count))}\n").Append(Kinds());
        text.Append("\nThe news of kinds that may stop a release, all releases before it known:\n\n").AppendJoin('\n', cases.SelectMany(Told).Select(line => "- " + line));
        if (!withChanges)
            return text.ToString();
        text.Append("\n\n## Changes that are noticed\n\nEach done to the last release of each package where it can be, all releases before it known, and once more with only five known. Stopped and warned as above, where warned counts what is stopped, too; told: a finding of any severity that the unchanged release does not have.\n\n")
            .Append(CultureInfo.InvariantCulture, $"| change | {string.Join(" | ", _sets.Select(set => $"{set.Key}: releases | stopped | warned | told | not public: stopped | 5 known: stopped | warned"))} |\n| --- |{string.Concat(Enumerable.Repeat(" ---: |", Columns * _sets.Count))}\n");
        return text.Append(Injections()).ToString();
    }

    /// <summary>The text of the survey that the program comes with.</summary>
    public string SurveyText(string heading) => heading + "\n" + SurveyOf(_lookedAt);

    private static string SurveyOf(IEnumerable<HistoryCase> cases)
    {
        var news = cases.SelectMany(item => item.Transitions).Select(item => string.Join(' ', Dimension.BlockingKinds.Where(item.Contains))).ToList();
        var lines = news.Where(kinds => kinds.Length > 0).GroupBy(kinds => kinds).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}"));
        return string.Join('\n', [string.Create(CultureInfo.InvariantCulture, $"{news.Count}"), .. lines]) + "\n";
    }

    /// <summary>Of the others that were looked at.</summary>
    private Survey SurveyFor(HistoryCase judged)
    {
        if (!_surveys.TryGetValue(judged, out var survey))
            _surveys.Add(judged, survey = Survey.Parse(SurveyOf(_lookedAt.Where(item => item != judged))));
        return survey;
    }

    private static string Name(int known) => known == int.MaxValue ? "all before, at least 3" : string.Create(CultureInfo.InvariantCulture, $"the last {known}");

    private string Row(IEnumerable<HistoryCase> set, int known, Visibility visibility, List<string> stopped)
    {
        var (transitions, stops, back, warnings) = (0, 0, 0, 0);
        foreach (var item in set)
        {
            var survey = SurveyFor(item);
            for (var at = known == int.MaxValue ? Calibration.FewestReleases : known; at < item.Shapes.Count; at++)
            {
                var profile = item.Learn(Math.Max(0, at - known), Math.Min(at, known));
                var calibration = new Calibration(profile, survey, ProfileBook.DefaultAlertBudget, item.Shapes[at].Version, visibility);
                var news = Judged(News.Of(profile, item.Shapes[at]), calibration);
                transitions++;
                var isBack = news.Contains(Severity.High) && IsTakenBack(item, at, profile, calibration);
                stops += news.Contains(Severity.High) ? 1 : 0;
                back += isBack ? 1 : 0;
                warnings += !news.Contains(Severity.High) && (news.Contains(Severity.Medium) || news.Contains(Severity.Low)) ? 1 : 0;
                stopped.AddRange(news[Severity.High].Take(1).Select(first => $"{Name(known)}: {item.Package.Name} {item.Shapes[at].Version}, {Says(first)}{(isBack ? " (taken back)" : "")}"));
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{transitions} | {Share(stops, transitions)} | {back} | {Share(warnings, transitions)}");
    }

    /// <summary>Whether the project itself went back: one of the next two releases, held against the same past, would pass.</summary>
    private static bool IsTakenBack(HistoryCase item, int at, Profile profile, Calibration calibration) =>
        item.Shapes.Skip(at + 1).Take(2).Any(next => !Judged(News.Of(profile, next), calibration).Contains(Severity.High));

    private static ILookup<Severity, News> Judged(IReadOnlyList<News> news, Calibration calibration)
    {
        var stopping = calibration.Stopping(news.Select(item => item.Kind));
        return news.ToLookup(item => calibration.SeverityOf(item, stopping));
    }

    private static string Share(int part, int all) => string.Create(CultureInfo.InvariantCulture, $"{part} ({(all == 0 ? 0 : (double)part / all):0.0%})");

    private string Kinds()
    {
        var table = new StringBuilder();
        var sets = _sets.ConvertAll(set => set.SelectMany(item => item.Transitions).ToList());
        foreach (var kind in Dimension.Kept.Concat(Dimension.Derived).Where(dimension => !dimension.MayBlock && !Dimension.BlockingKinds.Contains(dimension.Key)).Select(dimension => dimension.Key).Concat(Dimension.BlockingKinds))
            table.Append(CultureInfo.InvariantCulture, $"| {kind} | {(Dimension.BlockingKinds.Contains(kind) ? "yes" : "no")} | {string.Join(" | ", sets.Select(set => Share(set.Count(item => item.Contains(kind)), set.Count)))} |\n");
        return table.ToString();
    }

    /// <summary>Names of hosts are left out: the repository names no registry.</summary>
    private static string Says(News news) => news.Dimension == Dimension.ReachedHosts || news.Dimension == Dimension.CalledHosts ? news.Dimension.Key : $"{news.Dimension.Key}: {news.Value}";

    private IEnumerable<string> Refused(HistoryCase item) => item.Refused(SurveyFor(item)).Select(taught => $"{item.Package.Name} {taught.Release.Artifact.Manifest?.Version}: {taught.Reason}");

    private static IEnumerable<string> Told(HistoryCase item)
    {
        for (var at = Calibration.FewestReleases; at < item.Shapes.Count; at++)
        {
            foreach (var news in News.Of(item.Learn(0, at), item.Shapes[at]).Where(news => Dimension.BlockingKinds.Contains(news.Kind)))
                yield return $"{item.Package.Name} {item.Shapes[at].Version}, {Says(news)} ({news.Entry.Path})";
        }
    }

    private string Injections()
    {
        var table = new StringBuilder();
        var sums = new int[Columns * _sets.Count];
        foreach (var injection in Injection.All)
        {
            int[] counts = [.. _sets.SelectMany(set => Counts(set, injection))];
            for (var i = 0; i < sums.Length; i++)
                sums[i] += counts[i];
            table.Append(CultureInfo.InvariantCulture, $"| {injection.Name} | {string.Join(" | ", counts)} |\n");
        }

        return table.Append(CultureInfo.InvariantCulture, $"| all | {string.Join(" | ", sums)} |\n").ToString();
    }

    /// <summary>Releases; stopped, warned at least, told with all known; stopped if the source were not public; stopped, warned at least with five.</summary>
    private int[] Counts(IEnumerable<HistoryCase> set, Injection injection)
    {
        var counts = new int[Columns];
        foreach (var item in set)
        {
            if (item.Last(injection) is not { } changed)
                continue;
            var (all, closed, five) = (Worst(item, changed, item.Shapes.Count - 1, Visibility.Public), Worst(item, changed, item.Shapes.Count - 1, Visibility.Proprietary), Worst(item, changed, 5, Visibility.Public));
            counts[0]++;
            counts[1] += all >= Severity.High ? 1 : 0;
            counts[2] += all >= Severity.Low ? 1 : 0;
            counts[3] += all is not null ? 1 : 0;
            counts[4] += closed >= Severity.High ? 1 : 0;
            counts[5] += five >= Severity.High ? 1 : 0;
            counts[6] += five >= Severity.Low ? 1 : 0;
            if (all is null or < Severity.High)
                Console.Error.WriteLine($"{injection.Name}: {item.Package.Name}: {all}");
        }

        return counts;
    }

    /// <summary>The worst of what the change brings; null for nothing.</summary>
    private Severity? Worst(HistoryCase item, ReleaseShape changed, int known, Visibility visibility)
    {
        var profile = item.Learn(item.Shapes.Count - 1 - known, known);
        var calibration = new Calibration(profile, SurveyFor(item), ProfileBook.DefaultAlertBudget, changed.Version, visibility);
        var before = News.Of(profile, item.Shapes[^1]).Select(news => (news.Dimension, news.Value)).ToHashSet();
        return Judged(News.Of(profile, changed), calibration).Where(group => group.Any(news => !before.Contains((news.Dimension, news.Value)))).Select(group => (Severity?)group.Key).Max();
    }
}
