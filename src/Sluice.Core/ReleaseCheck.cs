using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Detection;
using Sluice.Detection.Detectors.Names;
using Sluice.Detection.Detectors.Secrets;
using Sluice.Findings;
using Sluice.Journals;
using Sluice.Policies;
using Sluice.Policies.Files;
using Sluice.Profiles;
using Sluice.Registries;
using Sluice.Secrets;
using Sluice.Sources;
using Sluice.Waivers;

namespace Sluice;

/// <summary>What to screen an artifact with and against. The defaults are what <c>sluice screen TARGET</c> uses.</summary>
public sealed record ScreenOptions
{
    public IReadOnlyList<ArtifactReader> Readers { get; init; } = Catalog.Readers;

    public IReadOnlyList<Detector> Detectors { get; init; } = Catalog.Detectors;

    /// <summary>What finds secrets: <see cref="ProjectRules"/> adds kinds to those of the program.</summary>
    public SecretScanner Secrets { get => field ?? SecretScanner.BuiltIn; init; }

    public PolicySet Policies { get => field ?? BuiltInPolicies.Default; init; }

    public ReadLimits Limits { get; init; } = new();

    /// <summary>Null: read it off the manifest.</summary>
    public Visibility? Visibility { get; init; }

    /// <summary>What the project calls itself: the name of images that have none of their own. Null for none.</summary>
    public string? Project { get; init; }

    /// <summary>Texts that are already out, by <see cref="TextFacts.Digest"/>.</summary>
    public IReadOnlySet<TextDigest> PublishedTexts { get; init; } = new HashSet<TextDigest>();

    /// <summary>Registry addresses by ecosystem, to compare manifests with.</summary>
    public IReadOnlyDictionary<string, string> Registries { get; init; } = new Dictionary<string, string>();

    /// <summary>Where packages are looked up; null to ask nobody.</summary>
    public PackageLookup? Lookup { get; init; }

    /// <summary>What the journal tells of earlier screenings.</summary>
    public ReleaseHistory History { get; init; } = ReleaseHistory.None;

    /// <summary>Findings that were there when screening began; null for none.</summary>
    public KnownFindings? Known { get; init; }

    /// <summary>Exceptions that the project has recorded.</summary>
    public IReadOnlyList<RecordedWaiver> Waivers { get; init; } = [];

    /// <summary>Which entries are hashed beside those that waivers name: to record a new waiver.</summary>
    public bool HashesAll { get; init; }

    /// <summary>Whether comments in a repository or a folder may waive findings. Those in artifacts never do.</summary>
    public bool AllowComments { get; init; }

    /// <summary>What past releases looked like; null to ask for nothing of it. An empty one finds nothing, and lets the release be learned from.</summary>
    public ProfileBook? Profiles { get; init; }

    /// <summary>Which source the artifact claims to come from; null for none. The artifact is opened a second time to compare what differs.</summary>
    public SourceRequest? Source { get; init; }

    /// <summary>The time that expiry is held against; null for what the clock says.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>What policies about files are asked with beside the time; null for nothing more.</summary>
    internal FileRun? FileRun { get; init; }

    /// <summary>Threads, the walk's included.</summary>
    public int Jobs { get; init; } = 1;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called on the thread of the walk now and then: entries and bytes so far.</summary>
    public Action<int, long>? Progress { get; init; }
}

/// <summary>
/// The flow from bytes to verdict: the walk opens the artifact, the inspection looks at every entry, the detectors conclude over
/// the whole, the policy decides.
/// </summary>
public static class ReleaseCheck
{
    public static Report Screen(ArtifactSource source, ScreenOptions options, CancellationToken cancel)
    {
        var started = options.Clock.GetTimestamp();
        var now = options.Now ?? options.Clock.GetUtcNow();
        using var inspection = new Inspection(DetectorsOf(options, now), options.Jobs, cancel);
        var visitor = new Visitor(inspection, options.Progress);
        var walk = new ArtifactWalk(options.Readers, visitor, options.Limits, options.Clock, cancel) { IsDigestWanted = IsDigestWanted(options), IsWideDigestWanted = options.Lookup is not null };
        try
        {
            source.Walk(walk);
            walk.Finish();
        }
        finally
        {
            inspection.Complete();
        }

        var opened = ArtifactFacts.Of(walk, visitor.Manifests, source.FileName, options);
        LookAgain(opened, source, options, visitor.Faults, cancel);
        // What the registry keeps of a release may name the commit of its source.
        var registry = options.Lookup is { } lookup ? new RegistryQuestions(opened, lookup, now, cancel).Ask() : null;
        if (registry is not null)
            opened.Root.Learn(registry);
        var waivers = new WaiverBook(WithSource(opened, source, options, visitor.Faults, cancel), source.Name, options, now);
        var artifact = waivers.Artifact;
        inspection.Conclude(artifact);
        source.Trace([.. inspection.Findings.Select(finding => finding.Entry).Distinct()]);
        var findings = MergedFindings.Of(waivers.Apply(HistoryEvidence.AddTo(inspection.Findings, artifact)));
        IReadOnlyList<Fault> faults = [.. walk.Faults, .. visitor.Faults, .. inspection.Faults, .. registry?.Faults ?? []];
        var input = new PolicyInput(artifact, findings, faults) { Now = now, Waivers = options.Waivers, History = options.History.IsKept ? options.History.Without(ReleaseRecord.NameOf(artifact, source.Name)) : options.History };
        var verdict = options.Policies.Decide(input);
        return new Report
        {
            Target = source.Name,
            Artifact = artifact,
            Input = input,
            Decision = verdict.Decision,
            Reasons = verdict.Reasons,
            Findings = Number(findings, verdict.Actions),
            Coverage = new Coverage(walk.Entries.Count, walk.BytesRead, walk.Containers, artifact.Unscreened),
            Faults = faults,
            Notes = [.. waivers.Notes, .. registry?.Notes ?? [], .. options.Profiles?.NoteOn(artifact) is { } note ? [note] : (string[])[]],
            AddedRules = options.Secrets.Added,
            Run = new RunFacts(options.Clock.GetElapsedTime(started), options.Jobs),
        };
    }

    /// <summary>A version that was learned with other bytes may have the same files in another wrapping.</summary>
    private static void LookAgain(Artifact artifact, ArtifactSource source, ScreenOptions options, List<Fault> faults, CancellationToken cancel)
    {
        if (options.HashesAll || source is StreamSource || options.Profiles is not { } profiles || !RepeatedRelease.NeedsFiles(artifact, profiles))
            return;
        try
        {
            SecondLook.DigestFiles(source, artifact, options, cancel);
        }
        catch (Exception e) when (e is ArtifactException or IOException)
        {
            faults.Add(new Fault("profile", source.Name, e.Message));
        }
    }

    /// <summary>What could not be compared is a fault, never a file that is in order.</summary>
    private static Artifact WithSource(Artifact artifact, ArtifactSource source, ScreenOptions options, List<Fault> faults, CancellationToken cancel)
    {
        if (options.Source is not { } request)
            return artifact;
        try
        {
            return SourceReading.Compare(source, artifact, options, cancel);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            faults.Add(new Fault("source", request.Name, e is ArtifactException or IOException ? e.Message : $"{e.GetType().Name}: {e.Message}"));
            return artifact;
        }
    }

    /// <summary>Decides once more over what a report tells: with the policies of then, the same comes out.</summary>
    /// <param name="history">What a journal tells, for reports that were written without facts; of it, what was there at the time of the decision.</param>
    public static Report Replay(Report report, PolicySet policies, ReleaseHistory? history = null)
    {
        if (history is { IsKept: true } && report.Input.Recorded is { } recorded)
            report = report with { Input = report.Input with { Recorded = recorded.With(history.Until(report.Input.Now).Without(ReleaseRecord.NameOf(report.Artifact, report.Target))) } };
        var verdict = policies.Decide(report.Input);
        return report with
        {
            Decision = verdict.Decision,
            Reasons = verdict.Reasons,
            Findings = [.. report.Findings.Select((finding, i) => finding with { Action = verdict.Actions[i] })],
        };
    }

    /// <summary>A waiver holds for bytes: their digest is asked for where one may apply, and where a name says what is in a file.</summary>
    private static Func<Entry, bool>? IsDigestWanted(ScreenOptions options)
    {
        var bound = options.Waivers.Where(waiver => waiver.Content is not null).ToList();
        if (options.HashesAll)
            return _ => true;
        var names = options.Profiles;
        return bound.Count > 0 || names is not null ? entry => bound.Exists(waiver => waiver.IsAt(entry)) || names?.HasNamed(entry.Path.Value) == true : null;
    }

    /// <summary>With the secrets and the policies of this very screening.</summary>
    private static IReadOnlyList<Detector> DetectorsOf(ScreenOptions options, DateTimeOffset now)
    {
        var hasFiles = options.Policies.Policies.Any(policy => policy.IsOfFiles);
        return [.. options.Detectors.Select(detector => detector switch
        {
            SecretDetector => new SecretDetector(options.Secrets, now),
            FilePolicyDetector when hasFiles => new FilePolicyDetector(options.Policies, (options.FileRun ?? new FileRun(now)) with { Now = now }),
            PackageNameDetector when options.Lookup is not null => new PackageNameDetector(isAsked: true),
            DeviationDetector when options.Profiles is { } profiles => new DeviationDetector(profiles),
            ExchangedContentDetector when options.Profiles is { } profiles => new ExchangedContentDetector(profiles),
            _ => detector,
        })];
    }

    private static List<ReportedFinding> Number(IReadOnlyList<Finding> findings, IReadOnlyList<PolicyAction> actions)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var reported = new List<ReportedFinding>(findings.Count);
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            var first = Fingerprint.Of(finding, 0);
            var occurrence = seen.GetValueOrDefault(first);
            seen[first] = occurrence + 1;
            reported.Add(new ReportedFinding(finding, actions[i], occurrence == 0 ? first : Fingerprint.Of(finding, occurrence)));
        }

        return reported;
    }

    /// <summary>Reads manifests as they come by, and hands every entry to the inspection.</summary>
    private sealed class Visitor(Inspection inspection, Action<int, long>? progress) : IEntryVisitor
    {
        private long _bytes;

        public List<Manifest> Manifests { get; } = [];

        public List<Fault> Faults { get; } = [];

        public void Visit(Entry entry)
        {
            _bytes += entry.Size;
            progress?.Invoke(entry.Ordinal, _bytes);
            foreach (var reader in Catalog.ManifestReaders)
                ReadManifest(reader, entry);
            inspection.Add(entry);
        }

        public void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset) => inspection.AddWindow(entry, window, offset);

        /// <summary>A manifest that cannot be read is unscreened in the sense that nothing checked it: a fault. The root may be a folder: an image layout.</summary>
        private void ReadManifest(ManifestReader reader, Entry entry)
        {
            try
            {
                if ((entry.Kind == EntryKind.File || entry.Container is null) && reader.Recognizes(entry) && reader.Read(entry) is { } manifest)
                    Manifests.Add(manifest);
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                Faults.Add(new Fault($"manifest {reader.GetType().Name}", entry.Path.Value, e.Message));
            }
        }
    }
}
