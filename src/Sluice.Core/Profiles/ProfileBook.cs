using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>What a release taught.</summary>
/// <param name="Package">Kind and name.</param>
/// <param name="IsNew">False when it was learned before.</param>
/// <param name="News">What no release before it had, as lines of dimension and value; empty for the first of a package.</param>
public sealed record Lesson(string Package, string Version, bool IsNew, IReadOnlyList<string> News);

/// <summary>The profiles that releases are held against, one a package. Not for several threads while it learns.</summary>
public sealed class ProfileBook
{
    public const double DefaultAlertBudget = 0.01;

    private readonly Dictionary<string, Profile> _profiles = new(PackageNames.Comparer);

    public ProfileBook()
    {
    }

    internal ProfileBook(IEnumerable<Profile> profiles) => _profiles = profiles.ToDictionary(profile => profile.Package, PackageNames.Comparer);

    /// <summary>The share of ordinary releases that may be stopped, from 0 to 1.</summary>
    public double AlertBudget { get; init; } = DefaultAlertBudget;

    public int Packages => _profiles.Count;

    /// <summary>Somebody said that releases are held against it: one that it does not know is told.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The packages with a release, in no order.</summary>
    internal IReadOnlyList<string> Names => [.. _profiles.Values.Where(profile => profile.Releases.Count > 0).Select(profile => profile.Package)];

    /// <summary>Null for what the program comes with.</summary>
    internal Survey? Survey { get; init; }

    /// <param name="file">As people name it.</param>
    /// <exception cref="Configuration.ConfigurationException">With every problem in the file.</exception>
    public static ProfileBook Read(string file, ReadOnlySpan<byte> bytes, double alertBudget = DefaultAlertBudget, bool isNamed = false) => new(ProfileFile.Read(file, bytes)) { AlertBudget = alertBudget, IsNamed = isNamed };

    public string Write() => ProfileFile.Write(_profiles.Values);

    /// <param name="artifact">Screened with a book, and with digests of all files.</param>
    /// <param name="isApproved">Somebody meant what past releases would have stopped.</param>
    /// <param name="excepted">What passes by an exception only, and is not learned.</param>
    internal Lesson Learn(Artifact artifact, bool isApproved = false, ExceptedParts? excepted = null)
    {
        var shape = ReleaseShape.Of(artifact, excepted);
        if (!_profiles.TryGetValue(shape.Package, out var profile))
            _profiles.Add(shape.Package, profile = new Profile(shape.Package));
        var news = profile.Releases.Count == 0 ? [] : News.Of(profile, shape);
        var isNew = profile.Learn(shape, DigestOf(artifact), ReleaseContents.Of(artifact), isApproved);
        _profiles[shape.Package] = ProfileMerge.InOrder(profile);
        return new Lesson(shape.Package, shape.Version, isNew, isNew ? [.. news.Select(item => $"{item.Dimension.Key}: {item.Value}")] : []);
    }

    /// <summary>Also what others have learned: of releases that both know, it is counted once.</summary>
    public void Merge(ProfileBook other)
    {
        foreach (var theirs in other._profiles.Values)
            _profiles[theirs.Package] = _profiles.TryGetValue(theirs.Package, out var ours) ? ProfileMerge.Of(ours, theirs) : theirs;
    }

    /// <summary>Whether this very release was learned.</summary>
    internal bool Knows(Artifact artifact) => Find(ReleaseShape.PackageOf(artifact))?.Knows(artifact.Manifest?.Version ?? "", DigestOf(artifact)) == true;

    /// <summary>
    /// What other releases of the package are like: a release that was learned is no evidence for itself, unless somebody approved of it. Null where none of the package was learned.
    /// </summary>
    internal Profile? NormOf(Artifact artifact) =>
        Find(ReleaseShape.PackageOf(artifact)) is not { } profile ? null : profile.Known(artifact.Manifest?.Version ?? "", DigestOf(artifact)) is { IsApproved: false } own ? ProfileMerge.Without(profile, own) : profile;

    /// <summary>What tells releases of one version apart: the bytes of the file; of an image its configurations, which are the same in every form that it is saved in.</summary>
    private static string? DigestOf(Artifact artifact) => ReleaseContents.ImageDigestOf(artifact) ?? (artifact.Root.Digest.IsEmpty ? null : Convert.ToHexStringLower(artifact.Root.Digest.Span));

    /// <summary>Says that somebody has read all of it: drift is counted from here.</summary>
    public void Review()
    {
        foreach (var profile in _profiles.Values)
            profile.Review();
    }

    /// <summary>What a release was held against, for people. Null where there is no profile at all.</summary>
    internal string? NoteOn(Artifact artifact)
    {
        if (_profiles.Count == 0)
            return IsNamed ? "the profile knows no package: nothing was held against it; learn from past releases with 'sluice learn'" : null;
        var package = ReleaseShape.PackageOf(artifact);
        if (NormOf(artifact) is not { Releases: { Count: > 0 } releases })
            return $"the profile knows no {(Find(package) is null ? "" : "other ")}release of {package}: nothing was held against it; learn from its past releases with 'sluice learn'";
        var count = NormOf(artifact)!.Versions;
        var few = count < Calibration.FewestReleases ? ", too few to stop it" : "";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"held against {count} {(Knows(artifact) && releases.Count < Find(package)!.Releases.Count ? "other " : "")}{(count == 1 ? "release" : "releases")} of {package}, {releases[0].Version} to {releases[^1].Version}{few}");
    }

    /// <param name="artifact">Screened with a book.</param>
    internal IReadOnlyList<News> NewsOf(Artifact artifact) => NormOf(artifact) is { Releases.Count: > 0 } profile ? News.Of(profile, ReleaseShape.Of(artifact)) : [];

    /// <summary>Whether a program of that path and name is known, whose name says what is in it.</summary>
    internal bool HasNamed(string path) => _profiles.Values.Any(profile => profile.Contents.Names.Contains(path));

    /// <summary>Where the tags of the source led when the package was learned.</summary>
    internal IReadOnlyDictionary<string, string> TagsOf(Artifact artifact)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (reference, commit) in Find(ReleaseShape.PackageOf(artifact))?.Contents.References ?? new())
        {
            if (reference.StartsWith(ReleaseContents.Tag, StringComparison.Ordinal))
                tags.Add(reference[ReleaseContents.Tag.Length..], commit);
        }

        return tags;
    }

    internal Profile? Find(string package) => _profiles.GetValueOrDefault(package);
}
