namespace Sluice.Profiles;

/// <summary>A release that a profile was learned from.</summary>
/// <param name="Digest">SHA-256 in hexadecimal; null where it was not a file.</param>
internal sealed record LearnedRelease(string Version, string? Digest)
{
    /// <summary>SHA-256 over all its files, whatever packed them; null where they were not hashed.</summary>
    public string? Files { get; init; }

    /// <summary>For which platform it was made, where each has a release of its own; null where all have one, or nobody knows.</summary>
    public string? Variant { get; init; }

    /// <summary>The releases before it would have stopped it; somebody looked, and meant it.</summary>
    public bool IsApproved { get; init; }
}

/// <summary>
/// What the releases of one package have looked like: for each value of each dimension the releases that had it, and the sizes and counts of each release. No content, no
/// secret. Not for several threads while it learns.
/// </summary>
internal sealed class Profile
{
    /// <summary>Older releases are forgotten.</summary>
    public const int MostReleases = 50;

    /// <summary>Of versions with several files each, so many files.</summary>
    private const int MostFiles = 250;

    /// <summary>Of a dimension: beyond, its values are not kept one by one.</summary>
    public const int MostValues = 1500;

    private readonly List<LearnedRelease> _releases;
    private readonly List<ReleaseSeries> _series;
    private readonly Dictionary<Dimension, NamedValues<Presence>> _values;
    private readonly NamedValues<long?[]> _measures;

    public Profile(string package)
        : this(package, [], Dimension.Kept.ToDictionary(dimension => dimension, _ => new NamedValues<Presence>()), new())
    {
    }

    /// <summary>As it was written down.</summary>
    public Profile(string package, List<LearnedRelease> releases, Dictionary<Dimension, NamedValues<Presence>> values, NamedValues<long?[]> measures, int reviewed = 0) =>
        (Reviewed, Package, _releases, _series, _values, _measures) = (reviewed, package, releases, releases.ConvertAll(release => ReleaseSeries.Of(release.Version)), values, measures);

    public string Package { get; }

    /// <summary>In the order in which they were learned, which should be that in which they were published.</summary>
    public IReadOnlyList<LearnedRelease> Releases => _releases;

    /// <summary>How many that are, those of one version for several platforms counted as one.</summary>
    public int Versions => VersionsOf(_releases);

    /// <summary>Of so many releases somebody has read what they brought: the first ones learned, and those up to <see cref="Review"/>. 0 where nobody said so.</summary>
    public int Reviewed { get; private set; }

    /// <summary>What stood behind names that mean one content.</summary>
    public KnownContents Contents { get; init; } = new();

    public NamedValues<Presence> ValuesOf(Dimension dimension) => _values[dimension];

    /// <summary>For each measure a value for each release; null where there was nothing to measure.</summary>
    public NamedValues<long?[]> Measures => _measures;

    /// <summary>The releases before one that it continues: of the same series where three and more are, else all. Counted from 1, in order.</summary>
    /// <param name="release">Counted from 1.</param>
    public IReadOnlyList<int> Near(string version, int release)
    {
        var (all, near, series) = (new List<int>(release), new List<int>(release), ReleaseSeries.Of(version));
        for (var known = 1; known < release; known++)
        {
            all.Add(known);
            if (_series[known - 1] == series)
                near.Add(known);
        }

        return near.Count >= Calibration.FewestReleases ? near : all;
    }

    /// <summary>Whether any of some releases has such a measure.</summary>
    public bool HasMeasured(string measure, IReadOnlyList<int> releases)
    {
        if (!_measures.TryGetValue(measure, out var values))
            return false;
        foreach (var release in releases)
        {
            if (values[release - 1] is not null)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether no release before one is of its series, and it is a continuation upward: a version below, or one that says nothing, begins nothing. A release before another is not the
    /// first of a series where the other would not be: its version is easily written.
    /// </summary>
    /// <param name="release">Counted from 1.</param>
    public bool BeginsSeries(string version, int release) =>
        ReleaseSeries.Of(version) is var series && !IsKnown(series, release) && !IsKnown(series with { Channel = "" }, release) && ReleaseSeries.MayBegin(version, _releases.Take(release - 1).Select(known => known.Version));

    private bool IsKnown(ReleaseSeries series, int release) => _series.IndexOf(series) is >= 0 and var first && first < release - 1;

    /// <summary>The releases of a version, which should be one.</summary>
    public IReadOnlyList<LearnedRelease> Find(string? version) => _releases.FindAll(release => release.Version == version);

    /// <summary>Whether a later release of the same series is known.</summary>
    public bool HasSuccessor(string version) =>
        _releases.FindLastIndex(release => release.Version == version) is >= 0 and var at && _series.FindIndex(at + 1, series => series == _series[at]) >= 0;

    /// <summary>Says that somebody has read all that was learned.</summary>
    public void Review() => Reviewed = _releases.Count;

    public bool Knows(string version, string? digest) => Known(version, digest) is not null;

    /// <summary>The very release, where it was learned.</summary>
    public LearnedRelease? Known(string version, string? digest) => _releases.Find(known => known.Version == version && (known.Digest is null || known.Digest == digest));

    /// <summary>False when it was learned before: nothing is counted twice.</summary>
    public bool Learn(ReleaseShape shape, string? digest, ReleaseContents? contents = null, bool isApproved = false)
    {
        if (Knows(shape.Version, digest))
            return false;
        _releases.Add(new LearnedRelease(shape.Version, digest) { Files = contents?.Files, Variant = ReleaseVariant.Of(shape.Artifact), IsApproved = isApproved });
        _series.Add(ReleaseSeries.Of(shape.Version));
        foreach (var dimension in Dimension.Kept)
        {
            var values = _values[dimension];
            foreach (var (value, _) in shape.ValuesOf(dimension))
            {
                if (values.Find(value) is not { } presence)
                    values.TryAdd(value, presence = new Presence());
                presence.Add(_releases.Count);
            }
        }

        foreach (var name in _measures.Names.Union(shape.Measures.Names, StringComparer.Ordinal))
        {
            var known = _measures.Find(name) ?? new long?[_releases.Count - 1];
            _measures[name] = [.. known, shape.Measures.Find(name)?.Value];
        }

        if (contents is not null)
            Contents.Learn(contents, _releases.Count);
        Forget(Surplus(_releases));
        return true;
    }

    /// <summary>How many of some releases are to be forgotten, the oldest first.</summary>
    public static int Surplus(IReadOnlyList<LearnedRelease> releases)
    {
        var surplus = Math.Max(0, releases.Count - MostFiles);
        while (VersionsOf(releases.Skip(surplus)) > MostReleases)
            surplus++;
        return surplus;
    }

    private static int VersionsOf(IEnumerable<LearnedRelease> releases)
    {
        var (versions, others) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var release in releases)
        {
            if (release.Variant is null)
                others++;
            else
                versions.Add(release.Version);
        }

        return versions.Count + others;
    }

    private void Forget(int releases)
    {
        if (releases <= 0)
            return;
        _releases.RemoveRange(0, releases);
        Contents.Forget(releases);
        Reviewed = Reviewed == 0 ? 0 : Math.Max(1, Reviewed - releases);
        _series.RemoveRange(0, releases);
        foreach (var values in _values.Values)
        {
            foreach (var (value, presence) in values)
            {
                if (presence.Without(releases) is { } rest)
                    values[value] = rest;
                else
                    values.Remove(value);
            }
        }

        foreach (var (name, values) in _measures)
        {
            if (values[releases..] is var rest && Array.Exists(rest, value => value is not null))
                _measures[name] = rest;
            else
                _measures.Remove(name);
        }
    }
}
