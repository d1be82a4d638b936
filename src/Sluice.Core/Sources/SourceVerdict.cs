using Sluice.Artifacts;
using Sluice.Detection.Detectors.Provenance;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>
/// Judges files by what the rest of the artifact is like: one strange file among files of the source stands out, one among a build's output does not.
/// </summary>
internal sealed class SourceVerdict(ComparisonContext context, IReadOnlyList<ShippedFile> files)
{
    private const int MostAlarms = 50;
    private const int MostExamples = 10;

    /// <summary>Fewer changed files are never taken for the wrong source.</summary>
    private const int FewChanged = 4;

    private const AlienMarks Running = AlienMarks.Process | AlienMarks.Evaluation | AlienMarks.Network;

    public IEnumerable<Finding> Findings()
    {
        ExplainPrograms();
        AlarmAtNewStarts();
        AlarmAtNewCode();
        foreach (var file in files)
            file.Alarm ??= file.Hint;
        var alarms = files.Where(file => file.Alarm is not null).ToList();
        var (shown, rest) = IsOtherSource(alarms) ? ([.. alarms.Where(IsOdd)], alarms.Where(file => !IsOdd(file)).ToList()) : (alarms, new List<ShippedFile>());
        foreach (var file in shown.Take(MostAlarms))
            yield return file.Alarm!;
        rest.AddRange(shown.Skip(MostAlarms));
        if (rest.Count > 0)
            yield return OtherSource(rest);
        if (shown.Count > 0 && context.Artifact.Manifest is { Ecosystem: "go" } && context.Revision is { IsTag: true, IsExact: true } && context.Artifact.Kind == "zip")
            yield return Moved(shown);
        if (Unexplained() is { } unexplained)
            yield return unexplained;
    }

    /// <summary>An assembly is of what its symbols are of, where they lie beside it.</summary>
    private void ExplainPrograms()
    {
        var symbols = files.Where(file => file is { Entry.ContentKind: ContentKind.PortablePdb, Origin: FileOrigin.Derived }).Select(file => Path.ChangeExtension(file.Path, null)).ToHashSet(StringComparer.Ordinal);
        if (symbols.Count == 0)
            return;
        foreach (var file in files)
        {
            if (file is { Origin: FileOrigin.Unexplained, Entry.ContentKind: ContentKind.PortableExecutable, Alarm: null } && symbols.Contains(Path.ChangeExtension(file.Path, null)))
                file.Origin = FileOrigin.Derived;
        }
    }

    /// <summary>A manifest that has run what the source's does not is how a file is started of which the source knows nothing.</summary>
    private void AlarmAtNewStarts()
    {
        EntryTargets.Follow(files);
        foreach (var file in files)
        {
            if (file is not { Start: { IsNew: true } start, Alarm: null })
                continue;
            if (file.Origin == FileOrigin.Unexplained && (!start.MayBeBuilt || file.Nature is null or { IsKin: false, IsSlight: false }))
                file.Alarm = FileFindings.Started(context, file, $"is run by way of '{start.Point.Field}', for which the manifest in {context.SourceName} has another file, and nothing of the source is in it");
            else if (file.Origin is FileOrigin.Source or FileOrigin.Normalised && CodeFiles.IsTest(file.Path))
                file.Alarm = FileFindings.Started(context, file, $"is one of the source's tests, but is run by way of '{start.Point.Field}', for which the manifest there has another file");
        }
    }

    private void AlarmAtNewCode()
    {
        var code = files.Where(file => file.IsCode).ToList();
        var explained = code.Count(file => file.Origin != FileOrigin.Unexplained);
        foreach (var file in code)
        {
            if (file is not { NewCode: { } content, Origin: FileOrigin.Unexplained, Alarm: null })
                continue;
            file.Reason = "is code that is not in the source";
            if (file.IsStartupHook)
                file.Alarm = FileFindings.Added(context, file, Severity.High);
            else if ((content.Marks & Running) != 0 && explained * 2 >= code.Count && context.IsAmongSource(file))
                file.Alarm = FileFindings.Added(context, file, context.Stops);
            else if ((file.IsSmallAndOdd && code.Count - explained <= Math.Max(1, explained)) || (file.ReachesOut && file.Start is not { IsNew: false } && explained > 0 && code.Count - explained <= explained))
                file.Alarm = FileFindings.Added(context, file, context.Stops) with { Confidence = Confidence.Low };
        }
    }

    /// <summary>Where most of what stands in the source differs, it is not the source of this, or not in this form.</summary>
    private bool IsOtherSource(List<ShippedFile> alarms)
    {
        var changed = alarms.Count(file => file is { Counterpart: not null, IsCode: true, Alarm.Severity: >= Severity.Medium });
        return changed >= FewChanged && changed > files.Count(file => file is { IsCode: true, Origin: FileOrigin.Source or FileOrigin.Normalised });
    }

    /// <summary>What looks like a payload is told by itself in any company.</summary>
    private static bool IsOdd(ShippedFile file) => file.Counterpart is null || file.Alarm!.Evidence.Count(pair => pair.Name is "uses" or "hosts" or "encoded characters") >= 2;

    private Finding OtherSource(List<ShippedFile> changed) => new(SourceRules.Mismatch, context.Artifact.Root, $"differs from {context.SourceName} in {changed.Count} files that are there: is this the source that it was made of?")
    {
        Severity = Severity.Medium,
        Evidence = Examples(changed),
        Subject = "other source",
    };

    private Finding Moved(List<ShippedFile> changed) => new(PublicationRules.MutableReference, context.Artifact.Root, $"is not what {context.SourceName} has now: {changed.Count} {(changed.Count == 1 ? "file differs" : "files differ")}, and module zips are made of the tag alone")
    {
        Remedy = "Do not use this version: whoever reads the tag sees other code than is installed. Find out who moved the tag.",
        Evidence = [("commit", context.Revision.Commit.ToString()), .. Examples(changed)],
    };

    private Finding? Unexplained()
    {
        var left = files.Where(file => file is { Origin: FileOrigin.Unexplained, Alarm: null }).ToList();
        if (left.Count == 0)
            return null;
        var code = left.Count(file => file.IsCode || CodeFiles.IsProgram(file.Entry.ContentKind));
        var what = $"{left.Count} of {files.Count} files are explained by nothing in {context.SourceName}";
        return new Finding(SourceRules.Unexplained, context.Artifact.Root, code > 0 ? $"{what}, {code} of them code" : what)
        {
            Severity = code > 0 ? Severity.Low : Severity.Info,
            Evidence = [("bytes", left.Sum(file => file.Entry.Size)), .. Examples([.. left.OrderBy(file => file.IsCode ? 0 : 1)]), .. Reaching(left)],
        };
    }

    /// <summary>Where to look first.</summary>
    private static IEnumerable<(string, object)> Reaching(List<ShippedFile> left)
    {
        var reaching = left.Where(file => ((file.NewCode?.Marks ?? AlienMarks.None) & Running) != 0).Take(MostExamples).Select(file => Place.Of(file.Entry)).ToList();
        if (reaching.Count > 0)
            yield return ("starts or fetches something", reaching);
    }

    private static List<(string, object)> Examples(List<ShippedFile> some) => [("files", (long)some.Count), ("examples", some.Take(MostExamples).Select(file => Place.Of(file.Entry)).ToList())];
}
