using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Packages;

namespace Sluice.Detection.Detectors.Provenance;

/// <summary>Who published, as far as the registry tells.</summary>
internal enum PublisherSign
{
    /// <summary>As before, or not told.</summary>
    Usual,

    /// <summary>Could publish before, and never did.</summary>
    FirstTime,

    /// <summary>A pipeline where people published before.</summary>
    Pipeline,

    /// <summary>Neither published before nor could.</summary>
    Stranger,
}

/// <summary>
/// What is unusual about a release in the history of its package. Each sign has honest reasons; several at once are what takeovers look like.
/// </summary>
internal sealed class PublicationSigns
{
    public static readonly TimeSpan LongSleep = TimeSpan.FromDays(730);

    private const int LookedBack = 10;
    private const int AttestedBefore = 3;
    private const int Jump = 5;
    private const int BurstVersions = 3;
    private const int ByPipelineBefore = 3;
    private const int Unusual = 2;
    private static readonly TimeSpan Hurry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Burst = TimeSpan.FromHours(1);

    private readonly Publication _publication;

    public PublicationSigns(Publication publication, Artifact artifact)
    {
        _publication = publication;
        var hasTimes = !publication.History.HasCopiedTimes;
        Young = !hasTimes ? [] : [.. publication.NewDependencies.Select(dependency => YoungDependency.Of(dependency, publication)).OfType<YoungDependency>()];
        Publisher = PublisherOf();
        LostProvenance = publication.Current is { IsAttested: false, IsTrusted: false } && Attested();
        Sleep = hasTimes ? SleepOf() : null;
        LeftPipeline = LeftPipelineOf();
        HurriedVersions = hasTimes ? Hurried() : [];
        HasNewScript = (artifact.Kind == "npm" ? InstallationStep.Of(artifact).Count > 0 : artifact.Manifest?.Scripts.Any(script => NpmLifecycle.OnInstallation.Contains(script.Name)) == true) && HadNoScript();
        BurstOf = hasTimes ? Together() : [];
        JumpedFrom = JumpFrom(artifact.Manifest!.Version!);
        IsSkipping = publication.Previous is { } previous && !Numbers.Of(artifact.Manifest.Version!).Follows(Numbers.Of(previous.Version));
        ReplacedFiles = hasTimes ? Replaced() : [];
    }

    /// <summary>There was a release before.</summary>
    public bool HasHistory => _publication.Before.Count > 0;

    public PublisherSign Publisher { get; }

    /// <summary>The releases before had a statement of how they were built; this one has none.</summary>
    public bool LostProvenance { get; }

    /// <summary>How long the package slept before; null where that is usual for it.</summary>
    public TimeSpan? Sleep { get; }

    /// <summary>Something runs on installation, and with none of the last releases did.</summary>
    public bool HasNewScript { get; }

    public IReadOnlyList<YoungDependency> Young { get; }

    /// <summary>Versions published within an hour of this one, this one included; empty for fewer than three, or one line.</summary>
    public IReadOnlyList<PublishedVersion> BurstOf { get; }

    /// <summary>People publish it by hand, where a pipeline published the last releases.</summary>
    public bool LeftPipeline { get; }

    /// <summary>Versions of one line that came within minutes of each other, this one the last of them; empty for fewer than three.</summary>
    public IReadOnlyList<PublishedVersion> HurriedVersions { get; }

    /// <summary>The highest version so far, where this one is far above; else null.</summary>
    public string? JumpedFrom { get; }

    /// <summary>It is none of the versions that may come next.</summary>
    public bool IsSkipping { get; }

    /// <summary>Old versions that got new files in the days before this one.</summary>
    public IReadOnlyList<PublishedVersion> ReplacedFiles { get; }

    /// <summary>Signs that honest releases seldom show together with another one.</summary>
    public bool IsGrave(bool exceptPublisher = false, bool exceptProvenance = false, bool exceptSleep = false) =>
        HasNewScript || Young.Any(dependency => dependency.IsAlarming)
        || (!exceptPublisher && Publisher == PublisherSign.Stranger) || (!exceptProvenance && LostProvenance) || (!exceptSleep && Sleep is not null);

    /// <summary>
    /// How a finding about one of the signs weighs among the others. Each of them has honest reasons, so that one alone says little; two that have nothing to do with each other are seldom honest, and somebody should look.
    /// </summary>
    /// <param name="alone">Its severity without any other sign.</param>
    /// <param name="isGrave">What together with it is no coincidence.</param>
    public (Severity Severity, Confidence Confidence) Weigh(Severity alone, bool isGrave) =>
        isGrave ? (Severity.High, Confidence.High) : alone < Severity.High && UnusualSigns >= Unusual ? (Severity.High, Confidence.Low) : (alone, Confidence.High);

    /// <summary>Of what seldom happens. A lost provenance is the same event as the pipeline that was left, and so is the first publication by hand where none was before.</summary>
    private int UnusualSigns =>
        (Publisher == PublisherSign.Stranger || (Publisher == PublisherSign.FirstTime && _publication.Settled.Any(version => version is { IsTrusted: false, Publisher: not null })) ? 1 : 0) + (LostProvenance || LeftPipeline ? 1 : 0) + (Sleep is not null ? 1 : 0) + (HasNewScript ? 1 : 0) + (Young.Count > 0 ? 1 : 0)
        + (BurstOf.Count > 0 || HurriedVersions.Count > 0 ? 1 : 0) + (ReplacedFiles.Count > 0 ? 1 : 0) + (JumpedFrom is not null ? 1 : 0);

    public int SmallSigns => (IsSkipping ? 1 : 0) + (BurstOf.Count > 0 ? 1 : 0) + (ReplacedFiles.Count > 0 ? 1 : 0) + (JumpedFrom is not null ? 1 : 0);

    private PublisherSign PublisherOf()
    {
        if (_publication.Current is not { } current)
            return PublisherSign.Usual;
        var told = _publication.Settled.Where(version => version.Publisher is not null).ToList();
        if (current.IsTrusted)
            return told.Count > 0 && !_publication.Settled.Any(version => version.IsTrusted) ? PublisherSign.Pipeline : PublisherSign.Usual;
        if (current.Publisher is not { } publisher || told.Count == 0 || told.Exists(version => version.Publisher == publisher))
            return PublisherSign.Usual;
        return _publication.Settled.Any(version => version.Maintainers?.Contains(publisher) == true) ? PublisherSign.FirstTime : PublisherSign.Stranger;
    }

    /// <summary>The last three of the same line, or of all where the line is young.</summary>
    private bool Attested()
    {
        var major = _publication.Current!.Semantic?.Major;
        var line = _publication.Settled.Where(version => version.Semantic is not { IsPrerelease: true } && version.Semantic?.Major == major).TakeLast(AttestedBefore).ToList();
        var last = line.Count == AttestedBefore ? line : _publication.Settled.TakeLast(AttestedBefore).ToList();
        return last.Count == AttestedBefore && last.TrueForAll(version => version.IsAttested == true);
    }

    private bool LeftPipelineOf() =>
        _publication.Current is { IsTrusted: false, Publisher: not null } && _publication.Settled.TakeLast(ByPipelineBefore).ToList() is { Count: ByPipelineBefore } last && last.TrueForAll(version => version.IsTrusted);

    /// <summary>Whoever corrects a broken release is in a hurry, too; that is why it says nothing by itself.</summary>
    private List<PublishedVersion> Hurried()
    {
        if (_publication.Current is not { Semantic: { IsPrerelease: false } } current)
            return [];
        var line = Numbers.Of(current.Version).Line;
        List<PublishedVersion> near = [.. _publication.Before.Where(version => version is { Published: { } time, Semantic.IsPrerelease: false } && _publication.AsOf - time <= Hurry && Numbers.Of(version.Version).Line == line), current];
        return near.Count >= BurstVersions ? near : [];
    }

    private TimeSpan? SleepOf()
    {
        if (_publication.Before is not [.., { Published: { } last }])
            return null;
        var sleep = _publication.AsOf - last;
        // The versions of the same awakening slept as long as the first of them.
        var awake = _publication.Before.Reverse().TakeWhile(version => _publication.AsOf - version.Published < TimeSpan.FromDays(30)).Count();
        var times = _publication.Before.Take(_publication.Before.Count - awake).Select(version => version.Published!.Value).ToList();
        if (awake > 0 && times.Count > 0)
            sleep = _publication.Before[times.Count].Published!.Value - times[^1];
        var longest = times.Count > 1 ? times.Zip(times.Skip(1)).Max(pair => pair.Second - pair.First) : TimeSpan.Zero;
        return times.Count > 0 && sleep >= LongSleep && sleep >= 2 * longest ? sleep : null;
    }

    private bool HadNoScript()
    {
        var told = _publication.Settled.TakeLast(LookedBack).Where(version => version.HasInstallScript is not null).ToList();
        return told.Count > 0 && told.TrueForAll(version => version.HasInstallScript == false);
    }

    private List<PublishedVersion> Together()
    {
        if (_publication.Current is null)
            return [];
        List<PublishedVersion> near = [.. _publication.History.Versions.Where(version => version.Published is { } time && (time - _publication.AsOf).Duration() <= Burst && version.Semantic is not { IsPrerelease: true })];
        return near.Count >= BurstVersions && near.Select(version => Numbers.Of(version.Version).Line).Distinct().Count() > 1 ? near : [];
    }

    private string? JumpFrom(string version)
    {
        var highest = _publication.Before.MaxBy(known => Numbers.Of(known.Version).Major);
        var major = Numbers.Of(version).Major;
        return highest is not null && major - Numbers.Of(highest.Version).Major >= Jump && major is not (>= 19 and <= 40 or >= 1990 and <= 2100) ? highest.Version : null;
    }

    private List<PublishedVersion> Replaced() =>
        [.. _publication.Before.Where(version => version.Completed - version.Published > TimeSpan.FromDays(365) && (_publication.AsOf - version.Completed)?.Duration() < TimeSpan.FromDays(30))];
}
