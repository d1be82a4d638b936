using System.Globalization;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>Says what about a release no past release of the same package had. Without past releases it finds nothing.</summary>
public sealed class DeviationDetector : Detector
{
    /// <summary>Of one dimension: beyond, one finding stands for all.</summary>
    private const int MostApart = 5;
    private const int MostExamples = 10;
    private const int MostKnown = 3;

    private readonly ProfileBook? _book;

    /// <summary>Knows no past.</summary>
    public DeviationDetector()
    {
    }

    internal DeviationDetector(ProfileBook book) => _book = book;

    public override IReadOnlyList<Descriptor> Rules => DeviationRules.All;

    public override bool Wants(Entry entry) => _book is not null && entry is { Kind: EntryKind.File, Origin: not EntryOrigin.Decoded } && (entry.IsText || CodeFile.IsCompiled(entry.ContentKind) || CodeFile.IsNative(entry.ContentKind));

    /// <summary>What a profile keeps of a content waits on the entry until all of the release is known.</summary>
    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (CodeFile.IsNative(entry.ContentKind) && entry.HasAllBytes && !PortableExecutableHeader.IsManaged(entry.Bytes.Span))
            entry.Learn(NativeTraits.Of(entry.Bytes.Span, entry.ContentKind));
        if (!entry.IsText && !CodeFile.IsCompiled(entry.ContentKind))
            return [];
        var dialect = CodeFile.DialectOf(entry);
        if (entry.ContentKind == ContentKind.PortableExecutable)
            LearnProgram(entry);
        else
            Learn(entry, entry.Bytes.Span, dialect);
        if (entry.IsText && dialect is { } known && Recipients.Of(entry.Bytes.Span, known) is { } recipients)
            entry.Learn(recipients);
        if (StatedTraits.Of(entry) is { } stated)
            entry.Learn(stated);
        return [];
    }

    public override IEnumerable<Finding> InspectWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
    {
        if (entry.IsText || CodeFile.IsCompiled(entry.ContentKind))
            Learn(entry, window.Span, CodeFile.DialectOf(entry));
        return [];
    }

    /// <summary>Of an assembly its metadata says all; of one with native code in it, and of other programs, the names and texts in them.</summary>
    private static void LearnProgram(Entry entry)
    {
        var (file, managed) = (entry.Bytes, entry.HasAllBytes ? ManagedReading.Of(entry.Bytes) : null);
        if (managed is not null && PortableExecutableHeader.IsManaged(file.Span))
            entry.Learn(managed with { IsManaged = true });
        else
            Learn(entry, PortableExecutableHeader.WithoutSignatures(file.Span), CodeDialect.None, managed);
    }

    private static void Learn(Entry entry, ReadOnlySpan<byte> content, CodeDialect? dialect, ContentTraits? known = null)
    {
        var traits = ContentTraits.Of(content, dialect, entry.IsText ? entry.Text?.Lines ?? content.Count((byte)'\n') + 1 : 0, !entry.HasAllBytes || (entry.Marks & TextMarks.MapReference) != 0);
        if (entry.ContentKind == ContentKind.PortableExecutable && PortableExecutableHeader.IsManaged(content))
            traits = traits with { IsManaged = true };
        entry.Learn((known ?? entry.Fact<ContentTraits>()) is { } before ? before.With(traits) : traits);
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (_book?.NormOf(artifact) is not { Releases.Count: > 0 } profile)
        {
            if (_book is not null && UnknownPackage.Of(_book, artifact) is { } unknown)
                yield return unknown;
            yield break;
        }

        var shape = ReleaseShape.Of(artifact);
        var (news, missing) = (News.Of(profile, shape), profile.Versions < Calibration.FewestReleases ? [] : MissingOf(profile, shape));
        if (news.Count + missing.Count > 0)
        {
            foreach (var finding in Judged(artifact, news, missing, profile, new Calibration(profile, _book.Survey ?? Survey.BuiltIn, _book.AlertBudget, shape.Version, artifact.Visibility)))
                yield return finding;
        }

        if (Drift.Of(profile, shape) is { } drift)
            yield return DriftOf(artifact, drift);
    }

    private static IEnumerable<Finding> Judged(Artifact artifact, IReadOnlyList<News> news, List<string> missing, Profile profile, Calibration calibration)
    {
        var stopping = calibration.Stopping(news.Select(item => item.Kind));
        foreach (var items in news.GroupBy(item => item.Kind))
        {
            foreach (var finding in FindingsOf([.. items], profile, calibration, stopping))
                yield return finding;
        }

        if (missing.Count > 0)
            yield return Missing(artifact, missing, profile, calibration);
    }

    private static Finding DriftOf(Artifact artifact, Drift drift) =>
        new(DeviationRules.Drift, artifact.Root, string.Create(CultureInfo.InvariantCulture, $"differs much from {drift.Since}, the last release that the profile was read with, {drift.Releases} releases ago: {string.Join("; ", drift.Changes.Take(MostApart))}"))
        {
            Severity = drift.GoesOn ? DeviationRules.Drift.Severity : Severity.Info,
            Evidence = [("since", drift.Since), ("releases", (long)drift.Releases), ("changes", (long)drift.Changes.Count), ("examples", drift.Changes.Take(MostExamples).ToList())],
            Remedy = "Read the profile, and say so with 'sluice learn --reviewed'.",
        };

    private static IEnumerable<Finding> FindingsOf(List<News> news, Profile profile, Calibration calibration, IReadOnlyDictionary<string, string?> stopping)
    {
        if (news.Count <= MostApart)
            return news.Select(item => Finding(item, [item], profile, calibration, stopping));
        return [Finding(news[0], news, profile, calibration, stopping)];
    }

    private static Finding Finding(News first, List<News> all, Profile profile, Calibration calibration, IReadOnlyDictionary<string, string?> stopping)
    {
        var says = string.Format(CultureInfo.InvariantCulture, first.Dimension.Says, first.Value);
        var others = all.Count > 1 ? $", with {all.Count - 1} more of this sort" : "";
        var known = first.Dimension.TellsKnown ? KnownOf(profile, first.Dimension) : first.Dimension == Dimension.MovedEntries || first.Dimension == Dimension.ReachingEntries ? KnownOf(profile, Dimension.EntryFiles) : [];
        var instead = known.Count == 0 ? "" : $"; known: {string.Join(", ", known.Take(MostKnown))}{(known.Count > MostKnown ? $" and {known.Count - MostKnown} more" : "")}";
        return new Finding(first.Dimension.Rule, first.Entry, $"{says}{others}: {NoneOf(profile)}{instead}{(calibration.HasEnoughHistory ? Rarity(first.Kind, calibration) : "")}")
        {
            Severity = calibration.SeverityOf(first, stopping),
            Confidence = first.Dimension.Holds ? Confidence.Low : Confidence.High,
            Evidence = [("observed", first.Value), .. all.Count > 1 ? Examples(all.ConvertAll(item => item.Value)) : [], .. known.Count > 0 ? [("known", (object)known.Take(MostKnown).ToList())] : Array.Empty<(string, object)>(), .. RarityOf(first.Kind, calibration), .. EvidenceOf(profile, calibration, stopping.ContainsKey(first.Kind), stopping.GetValueOrDefault(first.Kind))],
            Subject = $"{first.Dimension.Key} {(all.Count > 1 || (Dimension.Derived.Contains(first.Dimension) && first.Dimension.Rule != DeviationRules.EntryPoint) ? "" : first.Value)}",
        };
    }

    private static string NoneOf(Profile profile)
    {
        var (releases, count) = (profile.Releases, profile.Versions);
        if (count == 1)
            return $"the only release known, {releases[0].Version}, is not like this (not enough history)";
        var none = $"none of {count} releases is like this ({releases[0].Version} to {releases[^1].Version})";
        return count < Calibration.FewestReleases ? $"{none}; not enough history" : none;
    }

    /// <summary>What the last releases had, the latest first.</summary>
    private static List<string> KnownOf(Profile profile, Dimension dimension) =>
        [.. profile.ValuesOf(dimension).Names.OrderByDescending(value => profile.ValuesOf(dimension)[value].Last).ThenBy(value => value, StringComparer.Ordinal)];

    private static string Rarity(string kind, Calibration calibration) => RarityOf(kind, calibration).Select(evidence => $"; so did {evidence.Item2}").FirstOrDefault() ?? "";

    /// <summary>How unusual this is in projects at large, whatever else may stop a release.</summary>
    private static IEnumerable<(string, object)> RarityOf(string kind, Calibration calibration)
    {
        if (calibration.InSurvey(kind) is var (releases, all) && all > 0)
            yield return ("in the survey", string.Create(CultureInfo.InvariantCulture, $"{releases} of {all:N0} ordinary releases of the survey{calibration.SurveyOf}"));
    }

    private static IEnumerable<(string, object)> Examples(List<string> values) => [("values", (long)values.Count), ("examples", values.Take(MostExamples).ToList())];

    private static IEnumerable<(string, object)> EvidenceOf(Profile profile, Calibration calibration, bool blocks, string? company = null)
    {
        yield return ("releases", (long)profile.Versions);
        yield return ("learned", profile.Releases.Select(release => release.Version).Distinct(StringComparer.Ordinal).ToList());
        yield return ("history", !calibration.HasEnoughHistory ? "not enough" : calibration.IsNewSeries ? "enough; the first of a new version or channel, which is expected to differ" : "enough");
        if (company is not null)
            yield return ("stops together with", company);
        if (blocks)
            yield return ("ordinary releases stopped", string.Create(CultureInfo.InvariantCulture, $"an estimated {calibration.Chance:0.0%}{calibration.SurveyOf}"));
    }

    /// <summary>Files that every known release had.</summary>
    private static List<string> MissingOf(Profile profile, ReleaseShape shape)
    {
        var here = shape.ValuesOf(Dimension.Files);
        var near = profile.Near(shape.Version, profile.Releases.Count + 1);
        var missing = new List<string>();
        foreach (var (file, presence) in profile.ValuesOf(Dimension.Files))
        {
            if (!here.Contains(file) && presence.CoversAll(near))
                missing.Add(file);
        }

        return missing;
    }

    private static Finding Missing(Artifact artifact, List<string> missing, Profile profile, Calibration calibration) =>
        new(DeviationRules.MissingFile, artifact.Root, $"lacks '{missing[0]}'{(missing.Count > 1 ? $" and {missing.Count - 1} other files" : "")} that all of {profile.Versions} releases had")
        {
            Evidence = [.. Examples(missing), .. EvidenceOf(profile, calibration, blocks: false)],
        };
}
