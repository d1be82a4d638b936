using System.Globalization;
using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>Says what about a release no past release of the same package had. Without past releases it finds nothing.</summary>
public sealed class DeviationDetector : Detector
{
    /// <summary>Of one dimension: beyond, one finding stands for all.</summary>
    private const int MostApart = 5;
    private const int MostExamples = 10;

    private static readonly HashSet<string> CodeExtensions = new(StringComparer.Ordinal)
    {
        ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".rb", ".php", ".pl", ".sh", ".bash", ".ps1", ".psm1", ".bat", ".cmd", ".lua", ".cs", ".java", ".kt", ".go", ".rs", ".c", ".cc", ".cpp", ".h", ".targets", ".props", ".vue", ".svelte", "",
    };

    private readonly ProfileBook? _book;

    /// <summary>Knows no past.</summary>
    public DeviationDetector()
    {
    }

    internal DeviationDetector(ProfileBook book) => _book = book;

    public override IReadOnlyList<Descriptor> Rules => DeviationRules.All;

    public override bool Wants(Entry entry) => _book is not null && entry is { IsText: true, Kind: EntryKind.File, Origin: not EntryOrigin.Decoded };

    /// <summary>What a profile keeps of a text waits on the entry until all of the release is known.</summary>
    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        entry.Learn(ContentTraits.Of(entry.Bytes.Span, CodeExtensions.Contains(entry.Path.Extension)));
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (_book?.Find(ReleaseShape.PackageOf(artifact)) is not { Releases.Count: > 0 } profile)
            yield break;
        var shape = ReleaseShape.Of(artifact);
        var calibration = new Calibration(profile, _book.Survey, _book.AlertBudget);
        foreach (var news in News.Of(profile, shape).GroupBy(item => item.Dimension))
        {
            foreach (var finding in FindingsOf(news.Key, [.. news], profile, calibration))
                yield return finding;
        }

        if (calibration.HasEnoughHistory && MissingOf(profile, shape) is { Count: > 0 } missing)
            yield return Missing(artifact, missing, profile, calibration);
    }

    private static IEnumerable<Finding> FindingsOf(Dimension dimension, List<News> news, Profile profile, Calibration calibration)
    {
        if (news.Count <= MostApart)
            return news.Select(item => Finding(item, [item], profile, calibration));
        return [Finding(news[0], news, profile, calibration)];
    }

    private static Finding Finding(News first, List<News> all, Profile profile, Calibration calibration)
    {
        var says = string.Format(CultureInfo.InvariantCulture, first.Dimension.Says, first.Value);
        var others = all.Count > 1 ? $", with {all.Count - 1} more of this sort" : "";
        return new Finding(first.Dimension.Rule, first.Entry, $"{says}{others}: {NoneOf(profile)}")
        {
            Severity = SeverityOf(first.Dimension, calibration),
            Evidence = [("observed", first.Value), .. all.Count > 1 ? Examples(all.ConvertAll(item => item.Value)) : [], .. EvidenceOf(profile, calibration, calibration.MayBlock(first.Dimension))],
            Subject = $"{first.Dimension.Key} {(all.Count > 1 || !Dimension.Kept.Contains(first.Dimension) ? "" : first.Value)}",
        };
    }

    private static Severity SeverityOf(Dimension dimension, Calibration calibration)
    {
        if (!calibration.HasEnoughHistory)
            return Severity.Info;
        if (calibration.MayBlock(dimension))
            return Severity.High;
        return dimension.MayBlock || dimension.Rule.Severity > Severity.Medium ? Severity.Medium : dimension.Rule.Severity;
    }

    private static string NoneOf(Profile profile)
    {
        var releases = profile.Releases;
        if (releases.Count == 1)
            return $"the only release known, {releases[0].Version}, is not like this (not enough history)";
        var none = $"none of {releases.Count} releases is like this ({releases[0].Version} to {releases[^1].Version})";
        return releases.Count < Calibration.FewestReleases ? $"{none}; not enough history" : none;
    }

    private static IEnumerable<(string, object)> Examples(List<string> values) => [("values", (long)values.Count), ("examples", values.Take(MostExamples).ToList())];

    private static IEnumerable<(string, object)> EvidenceOf(Profile profile, Calibration calibration, bool blocks)
    {
        yield return ("releases", (long)profile.Releases.Count);
        yield return ("learned", profile.Releases.Select(release => release.Version).ToList());
        yield return ("history", calibration.HasEnoughHistory ? "enough" : "not enough");
        if (blocks)
            yield return ("ordinary releases stopped", string.Create(CultureInfo.InvariantCulture, $"an estimated {calibration.Chance:0.0%}"));
    }

    /// <summary>Files that every known release had.</summary>
    private static List<string> MissingOf(Profile profile, ReleaseShape shape)
    {
        var here = shape.ValuesOf(Dimension.Files);
        return [.. profile.ValuesOf(Dimension.Files).Where(file => file.Value.Count == profile.Releases.Count && !here.ContainsKey(file.Key)).Select(file => file.Key)];
    }

    private static Finding Missing(Artifact artifact, List<string> missing, Profile profile, Calibration calibration) =>
        new(DeviationRules.MissingFile, artifact.Root, $"lacks '{missing[0]}'{(missing.Count > 1 ? $" and {missing.Count - 1} other files" : "")} that all of {profile.Releases.Count} releases had")
        {
            Evidence = [.. Examples(missing), .. EvidenceOf(profile, calibration, blocks: false)],
        };
}
