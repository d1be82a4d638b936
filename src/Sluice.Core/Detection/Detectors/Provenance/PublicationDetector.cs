using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Packages;
using Sluice.Registries;

namespace Sluice.Detection.Detectors.Provenance;

/// <summary>Holds a release against the history of its package in the registry. Without a registry it finds nothing.</summary>
public sealed class PublicationDetector : Detector
{
    private const int MostExamples = 5;
    private const string FromPipeline = "Find out why the pipeline did not publish it; publish from the pipeline that published before.";

    public override IReadOnlyList<Descriptor> Rules { get; } =
        [PublicationRules.NewDependency, PublicationRules.DormantRevival, PublicationRules.MutableReference, PublicationRules.PublisherChange, PublicationRules.ReleaseBurst, PublicationRules.VersionJump];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (artifact.Root.Fact<RegistryFacts>()?.Publication is not { } publication || artifact.Manifest is not { } manifest)
            return [];
        var signs = new PublicationSigns(publication, artifact);
        return
        [
            .. Exchanged(artifact, publication),
            .. PublisherFindings(manifest.Entry, publication, signs),
            .. SleepFindings(manifest.Entry, publication, signs),
            .. VersionFindings(manifest.Entry, publication, signs),
            .. signs.Young.Select(dependency => YoungFinding(manifest.Entry, dependency, signs)),
        ];
    }

    private static IEnumerable<Finding> Exchanged(Artifact artifact, Publication publication)
    {
        foreach (var file in publication.Current?.Files ?? [])
        {
            var own = file.Algorithm switch { "sha256" => artifact.Root.Digest, "sha512" => artifact.Root.WideDigest, _ => default };
            var isSameFile = publication.Current!.Files.Count == 1 || file.Name == artifact.FileName;
            if (isSameFile && !own.IsEmpty && file.Digest is { } digest && Convert.ToHexStringLower(own.Span) != digest)
                yield return new Finding(PublicationRules.MutableReference, artifact.Root, $"is not the file that the registry has as {publication.Current.Version}: it has other bytes") { Evidence = [("version", publication.Current.Version), ("registry", $"{file.Algorithm}:{digest}"), ("here", $"{file.Algorithm}:{Convert.ToHexStringLower(own.Span)}"), .. PublishedOf(publication)] };
        }
    }

    private static IEnumerable<Finding> PublisherFindings(Entry entry, Publication publication, PublicationSigns signs)
    {
        var publisher = publication.Current?.Publisher;
        var earlier = publication.Settled.Select(version => version.Publisher).OfType<string>().Distinct().Reverse().Take(MostExamples).ToList();
        IReadOnlyList<(string, object)> evidence = [("publisher", publisher ?? "a pipeline"), ("earlier publishers", earlier), ("releases", publication.Settled.Count), .. PublishedOf(publication)];
        if (signs.Publisher == PublisherSign.Stranger)
            yield return new Finding(PublicationRules.PublisherChange, entry, $"was published by '{publisher}', who published none of {Releases(publication)} and could not") { Evidence = evidence, Subject = "publisher" }.As(signs.Weigh(Severity.Medium, signs.IsGrave(exceptPublisher: true)));
        else if (signs.Publisher == PublisherSign.FirstTime)
            yield return new Finding(PublicationRules.PublisherChange, entry, $"was published by '{publisher}', a maintainer who published none of {Releases(publication)}") { Evidence = evidence, Subject = "publisher" }.As(signs.Weigh(Severity.Info, isGrave: false));
        else if (signs.Publisher == PublisherSign.Pipeline)
            yield return new Finding(PublicationRules.PublisherChange, entry, "was published by a pipeline of its own identity, where people published before") { Severity = Severity.Info, Evidence = evidence, Subject = "publisher" };
        if (signs.LostProvenance)
            yield return new Finding(PublicationRules.PublisherChange, entry, "was published without provenance, which the releases before it had") { Evidence = evidence, Subject = "provenance", Remedy = FromPipeline }.As(signs.Weigh(Severity.Medium, signs.IsGrave(exceptProvenance: true)));
        else if (signs.LeftPipeline)
            yield return new Finding(PublicationRules.PublisherChange, entry, $"was published by '{publisher}', where a pipeline of its own identity published before") { Evidence = evidence, Subject = "pipeline", Remedy = FromPipeline }.As(signs.Weigh(Severity.Low, signs.IsGrave()));
    }

    private static IEnumerable<Finding> SleepFindings(Entry entry, Publication publication, PublicationSigns signs)
    {
        if (signs.Sleep is not { } sleep)
            yield break;
        var isGrave = signs.IsGrave(exceptSleep: true) || signs.SmallSigns > 1;
        List<string> also = [.. SmallSigns(publication, signs)];
        yield return new Finding(PublicationRules.DormantRevival, entry, $"wakes a package that slept for {Ages.Of(sleep)}{(also.Count > 0 ? $", {string.Join(" and ", also)}" : "")}")
        {
            Evidence = [("slept", Ages.Of(sleep)), ("last release", publication.Previous?.Version ?? ""), ("releases", publication.Before.Count), .. PublishedOf(publication)],
        }.As(signs.Weigh(signs.SmallSigns > 0 ? Severity.Medium : Severity.Low, isGrave));
    }

    private static IEnumerable<string> SmallSigns(Publication publication, PublicationSigns signs)
    {
        if (signs.IsSkipping)
            yield return $"skips versions after {publication.Previous!.Version}";
        if (signs.BurstOf.Count > 0)
            yield return $"is one of {signs.BurstOf.Count} versions within an hour";
        if (signs.ReplacedFiles is [var replaced, ..])
            yield return $"comes with new files of the old version {replaced.Version}";
    }

    private static IEnumerable<Finding> VersionFindings(Entry entry, Publication publication, PublicationSigns signs)
    {
        var isGrave = signs.IsGrave();
        if (signs.JumpedFrom is { } highest)
            yield return new Finding(PublicationRules.VersionJump, entry, $"jumps over all versions so far, of which {highest} is the highest") { Evidence = [("highest", highest), ("releases", publication.Before.Count)] }.As(signs.Weigh(Severity.Low, isGrave));
        if (signs.BurstOf.Count > 0)
            yield return new Finding(PublicationRules.ReleaseBurst, entry, $"is one of {signs.BurstOf.Count} versions on several lines within an hour{(signs.HasNewScript ? ", and runs something new where it is installed" : "")}") { Evidence = [("versions", signs.BurstOf.Select(version => version.Version).Take(MostExamples).ToList()), .. PublishedOf(publication)] }.As(signs.Weigh(Severity.Info, isGrave));
        else if (signs.HurriedVersions.Count > 0)
            yield return new Finding(PublicationRules.ReleaseBurst, entry, $"is one of {signs.HurriedVersions.Count} versions of its line within minutes") { Evidence = [("versions", signs.HurriedVersions.Select(version => version.Version).Take(MostExamples).ToList()), .. PublishedOf(publication)] }.As(signs.Weigh(Severity.Info, isGrave));
    }

    private static Finding YoungFinding(Entry entry, YoungDependency young, PublicationSigns signs)
    {
        var name = young.Dependency.Name;
        var isGrave = young.IsAlarming || signs.Publisher == PublisherSign.Stranger || signs.LostProvenance || signs.Sleep is not null;
        return new Finding(PublicationRules.NewDependency, entry, $"newly depends on '{name}', which was there for {Ages.Of(young.Age)}{(young.IsInstallScript ? " and runs something where it is installed" : "")}")
        {
            Severity = isGrave && (young.KnowsAccounts || signs.HasHistory) ? Severity.High : Severity.Medium,
            Confidence = young.KnowsAccounts ? Confidence.High : Confidence.Low,
            Evidence = [("package", name), ("age", Ages.Of(young.Age)), ("versions", young.Versions), ("install script", young.IsInstallScript)],
            Subject = name,
        };
    }

    private static string Releases(Publication publication) => publication.Settled.Count == 1 ? $"{publication.Settled[0].Version}, the only release before" : $"{publication.Settled.Count} releases before";

    private static IEnumerable<(string, object)> PublishedOf(Publication publication) =>
        publication.Current?.Published is { } time ? [("published", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture))] : [];
}

/// <summary>Gives a finding the weight that it has among the other signs.</summary>
file static class Weights
{
    public static Finding As(this Finding finding, (Severity Severity, Confidence Confidence) weight) => finding with { Severity = weight.Severity, Confidence = weight.Confidence };
}
