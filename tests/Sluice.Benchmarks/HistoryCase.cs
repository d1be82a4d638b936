using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Profiles;

namespace Sluice.Benchmarks;

/// <summary>What the releases of one package look like, oldest first. Only what a profile keeps is read: other detectors take no part.</summary>
internal sealed class HistoryCase
{
    private readonly IReadOnlyList<string> _files;

    public HistoryCase(PackageHistory package, string cache)
    {
        Package = package;
        _files = package.FilesIn(cache);
        Reports = [.. _files.Select(file => Screen(new FileSource(file, file)))];
        Shapes = Reports.ConvertAll(report => ReleaseShape.Of(report.Artifact));
        Transitions = [.. News.Past(Learn(0, Shapes.Count)).Skip(Calibration.FewestReleases)];
    }

    public PackageHistory Package { get; }

    public List<Report> Reports { get; }

    public List<ReleaseShape> Shapes { get; }

    /// <summary>Releases that teach nothing when all are learned at once.</summary>
    public IEnumerable<Taught> Refused(Survey survey) =>
        new ReleaseTeaching(new ProfileBook { Survey = survey }, BuiltInPolicies.Default).Teach(Reports).Where(taught => taught.Lesson is null);

    /// <summary>The last release with a change; null where the change cannot be made.</summary>
    public ReleaseShape? Last(Injection injection) => injection.To(_files[^1]) is { } bytes ? ShapeOf(new MemorySource(_files[^1], bytes)) : null;

    /// <summary>Of some of the releases in a row.</summary>
    public Profile Learn(int from, int count)
    {
        var profile = new Profile(Shapes[from].Package);
        foreach (var shape in Shapes.GetRange(from, count))
            profile.Learn(shape, null);
        return profile;
    }

    /// <summary>The kinds of news that each release brought, from the first that there are enough releases before.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Transitions { get; }

    private static ReleaseShape ShapeOf(ArtifactSource source) => ReleaseShape.Of(Screen(source).Artifact);

    private static Report Screen(ArtifactSource source) =>
        ReleaseCheck.Screen(source, new ScreenOptions { Detectors = [new DeviationDetector()], Profiles = new ProfileBook(), Jobs = 1 }, CancellationToken.None);

    private sealed class MemorySource(string name, byte[] bytes) : ArtifactSource
    {
        public override string Name => name;

        public override string? FileName => name;

        public override void Walk(ArtifactWalk walk) => walk.Open(name, Content.Of(bytes));
    }
}
