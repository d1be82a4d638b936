using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Profiles;

namespace Sluice.Benchmarks;

/// <summary>How profiles do on real histories: ordinary releases that would be stopped, and changes that are noticed.</summary>
internal sealed class HistoryFigures
{
    private static readonly int[] Known = [1, 3, 5, 10, int.MaxValue];

    private readonly List<(PackageHistory Package, List<ReleaseShape> Shapes, IReadOnlyList<string> Files)> _histories = [];

    public HistoryFigures(IReadOnlyList<PackageHistory> packages, string cache)
    {
        foreach (var package in packages)
        {
            var files = package.FilesIn(cache);
            _histories.Add((package, [.. files.Select(file => ReleaseShape.Of(Screen(new FileSource(file, file), new ProfileBook()).Artifact))], files));
            Console.Error.WriteLine($"read {package.Name}");
        }
    }

    /// <summary>The text of <c>docs/profile-evaluation.md</c>.</summary>
    public string Evaluation()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # How profiles do on real histories

            Written by `dotnet run -c Release --project tests/Sluice.Benchmarks -- history --cache DIR --write`, which fetches the releases pinned in `bench/history/packages.txt` with npm: {_histories.Sum(history => history.Shapes.Count)} consecutive
            releases of {_histories.Count} packages. A package is judged with the counts of the others only (leave one out). The budget is the default, 1 %.
            What is learned was corrected twice after looking at these same histories (dependencies from a registry are no source of their own; content is held against known kinds of files only), so they are no independent proof, and {_histories.Count} packages
            are a small survey. Other detectors take no part.

            ## Ordinary releases that would be stopped

            | releases known | transitions | stopped | share |
            | --- | ---: | ---: | ---: |

            """);
        var stopped = new List<string>();
        foreach (var known in Known)
            text.Append(Row(known, stopped));
        text.Append("\nStopped, by how many releases were known:\n\n").AppendJoin('\n', stopped.Select(line => "- " + line));
        text.Append("\n\n## News of any kind\n\nFrom the fourth release of each package on, all releases before it known.\n\n| dimension | may stop | releases with news | share |\n| --- | --- | ---: | ---: |\n");
        var news = _histories.SelectMany(Transitions).ToList();
        foreach (var dimension in Dimension.Kept.Concat([Dimension.Size, Dimension.Count]))
            text.Append(CultureInfo.InvariantCulture, $"| {dimension.Key} | {(dimension.MayBlock ? "yes" : "no")} | {news.Count(item => item.Contains(dimension))} of {news.Count} | {(double)news.Count(item => item.Contains(dimension)) / news.Count:0.0%} |\n");
        text.Append("\nThe news of what may stop a release, all releases before it known:\n\n").AppendJoin('\n', _histories.SelectMany(Told).Select(line => "- " + line));
        text.Append("\n\n## Changes that are noticed\n\nEach done to the last release of each package where it can be, all releases before it known, and once more with only five known. Told: a finding of any severity that the unchanged release does not have.\n\n| change | releases | stopped | told | stopped, 5 known | told, 5 known |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        return text.Append(Injections()).ToString();
    }

    /// <summary>The text of the survey that the program comes with.</summary>
    public string SurveyText(string heading) => heading + "\n" + SurveyOf(_histories);

    private static Report Screen(ArtifactSource source, ProfileBook book) =>
        ReleaseCheck.Screen(source, new ScreenOptions { Detectors = [new DeviationDetector()], Profiles = book, Jobs = 1 }, CancellationToken.None);

    private static IEnumerable<HashSet<Dimension>> Transitions((PackageHistory Package, List<ReleaseShape> Shapes, IReadOnlyList<string> Files) history)
    {
        var profile = Learn(history.Shapes);
        return Enumerable.Range(Calibration.FewestReleases + 1, profile.Releases.Count - Calibration.FewestReleases).Select(release => News.Past(profile, release).ToHashSet());
    }

    private static IEnumerable<string> Told((PackageHistory Package, List<ReleaseShape> Shapes, IReadOnlyList<string> Files) history)
    {
        for (var at = Calibration.FewestReleases; at < history.Shapes.Count; at++)
        {
            foreach (var news in News.Of(Learn(history.Shapes.Take(at)), history.Shapes[at]).Where(item => item.Dimension.MayBlock))
                yield return $"{history.Package.Name} {history.Shapes[at].Version}, {news.Dimension.Key}: {news.Value}";
        }
    }

    private static Profile Learn(IEnumerable<ReleaseShape> shapes)
    {
        Profile? profile = null;
        foreach (var shape in shapes)
            (profile ??= new Profile(shape.Package)).Learn(shape, null);
        return profile!;
    }

    private static string SurveyOf(IEnumerable<(PackageHistory, List<ReleaseShape>, IReadOnlyList<string>)> histories)
    {
        var news = histories.SelectMany(Transitions).Select(item => string.Join(' ', Dimension.Blocking.Where(item.Contains).Select(dimension => dimension.Key))).ToList();
        var lines = news.Where(keys => keys.Length > 0).GroupBy(keys => keys).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}"));
        return string.Join('\n', [string.Create(CultureInfo.InvariantCulture, $"{news.Count}"), .. lines]) + "\n";
    }

    private Survey SurveyWithout(PackageHistory package) => Survey.Parse(SurveyOf(_histories.Where(history => history.Package != package)));

    private string Row(int known, List<string> stopped)
    {
        var (transitions, stops) = (0, 0);
        foreach (var (package, shapes, _) in _histories)
        {
            var survey = SurveyWithout(package);
            for (var at = known == int.MaxValue ? Calibration.FewestReleases : known; at < shapes.Count; at++)
            {
                var profile = Learn(shapes.GetRange(Math.Max(0, at - known), Math.Min(at, known)));
                var calibration = new Calibration(profile, survey, ProfileBook.DefaultAlertBudget);
                var news = News.Of(profile, shapes[at]).Where(item => calibration.MayBlock(item.Dimension)).ToList();
                transitions++;
                stops += news.Count > 0 ? 1 : 0;
                if (news.Count > 0)
                    stopped.Add($"{(known == int.MaxValue ? "all" : known.ToString(CultureInfo.InvariantCulture))}: {package.Name} {shapes[at].Version}, {news[0].Dimension.Key}: {news[0].Value}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"| {(known == int.MaxValue ? "all before, at least 3" : $"the last {known}")} | {transitions} | {stops} | {(double)stops / transitions:0.0%} |\n");
    }

    private string Injections()
    {
        var table = new StringBuilder();
        var sums = new int[5];
        foreach (var injection in Injection.All)
        {
            var counts = new int[5];
            foreach (var (package, shapes, files) in _histories)
            {
                if (injection.To(files[^1]) is not { } bytes)
                    continue;
                var changed = ReleaseShape.Of(Screen(new MemorySource(files[^1], bytes), new ProfileBook()).Artifact);
                counts[0]++;
                Count(shapes, shapes.Count - 1, changed, SurveyWithout(package), counts, 1);
                Count(shapes, 5, changed, SurveyWithout(package), counts, 3);
            }

            for (var i = 0; i < sums.Length; i++)
                sums[i] += counts[i];
            table.Append(CultureInfo.InvariantCulture, $"| {injection.Name} | {string.Join(" | ", counts)} |\n");
        }

        return table.Append(CultureInfo.InvariantCulture, $"| all | {string.Join(" | ", sums)} |\n").ToString();
    }

    private static void Count(List<ReleaseShape> shapes, int known, ReleaseShape changed, Survey survey, int[] counts, int at)
    {
        var profile = Learn(shapes.GetRange(shapes.Count - 1 - known, known));
        var calibration = new Calibration(profile, survey, ProfileBook.DefaultAlertBudget);
        var before = News.Of(profile, shapes[^1]).Select(item => (item.Dimension, item.Value)).ToHashSet();
        var added = News.Of(profile, changed).Where(item => !before.Contains((item.Dimension, item.Value))).ToList();
        counts[at] += added.Exists(item => calibration.MayBlock(item.Dimension)) ? 1 : 0;
        counts[at + 1] += added.Count > 0 ? 1 : 0;
    }

    private sealed class MemorySource(string name, byte[] bytes) : ArtifactSource
    {
        public override string Name => name;

        public override string? FileName => name;

        public override void Walk(ArtifactWalk walk) => walk.Open(name, Content.Of(bytes));
    }
}
