using System.Globalization;

namespace Sluice.Profiles;

/// <summary>
/// What has changed, a little with each release, since somebody last read the profile: many steps of which none is out of the ordinary may end where nobody would have gone at once.
/// </summary>
/// <param name="Releases">Learned since.</param>
/// <param name="Since">The version that was read last.</param>
/// <param name="Changes">In words, the gravest first.</param>
/// <param name="GoesOn">Whether this release or the last one that was learned went a step further: else all of it was told before.</param>
internal sealed record Drift(int Releases, string Since, IReadOnlyList<string> Changes, bool GoesOn)
{
    /// <summary>Growth in all steps together: as much as would be out of the ordinary in one.</summary>
    private const double Growth = 2;
    private const int LeastNews = 3;

    /// <summary>New files, of all that a release has.</summary>
    private const double ShareOfFiles = 0.25;
    private const int LeastFiles = 20;

    /// <summary>Null where there is too little to speak of.</summary>
    public static Drift? Of(Profile profile, ReleaseShape shape)
    {
        var last = profile.Releases.Count;
        if (profile.Reviewed == 0 || profile.Reviewed == last)
            return null;
        var (changes, goesOn) = (new List<string>(), false);
        // What one release brought was approved as a whole: it takes two to drift.
        var news = Dimension.Kept.Where(dimension => dimension is { MayBlock: true, Within: null }).SelectMany(dimension => SinceThen(profile, shape, dimension)).Where(item => Dimension.BlockingKinds.Contains(item.Dimension.KindOf(item.Value))).ToList();
        if (news.Count >= LeastNews && news.Exists(item => item.First != news[0].First))
        {
            changes.AddRange(news.Select(item => $"{item.Dimension.Key}: {item.Value}"));
            goesOn = news.Exists(item => item.First == last);
        }

        foreach (var measure in (string[])[ReleaseShape.Bytes, ReleaseShape.Files])
        {
            if (GrowthOf(profile, measure, shape.Measures.TryGetValue(measure, out var now) ? now.Value : null) is not { } growth || growth < Growth || IsStep(profile, measure, shape))
                continue;
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"{growth:0.0} times the {measure}"));
            goesOn |= GrowthOf(profile, measure, profile.Measures[measure][last - 2]) is not { } before || Math.Floor(before) < Math.Floor(growth);
        }

        var files = SinceThen(profile, shape, Dimension.Files).ToList();
        if (IsManyOf(files.Count, shape))
        {
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"{files.Count} of {shape.ValuesOf(Dimension.Files).Count} files"));
            goesOn |= !IsManyOf(files.Count(item => item.First < last), shape);
        }

        return changes.Count == 0 ? null : new Drift(last - profile.Reviewed, profile.Releases[profile.Reviewed - 1].Version, changes, goesOn);
    }

    /// <summary>This release alone grew by so much: told as its size, and no drift.</summary>
    private static bool IsStep(Profile profile, string measure, ReleaseShape shape) =>
        profile.Measures[measure][^1] is { } before and > 0 && shape.Measures.TryGetValue(measure, out var now) && now.Value >= Growth * before;

    private static bool IsManyOf(int files, ReleaseShape shape) => files >= LeastFiles && files >= ShareOfFiles * shape.ValuesOf(Dimension.Files).Count;

    /// <summary>Values of the release that came in after the profile was read, and are known now.</summary>
    private static IEnumerable<LateValue> SinceThen(Profile profile, ReleaseShape shape, Dimension dimension)
    {
        foreach (var value in shape.ValuesOf(dimension).Names)
        {
            if (profile.ValuesOf(dimension).TryGetValue(value, out var known) && known.First > profile.Reviewed)
                yield return new LateValue(dimension, value, known.First);
        }
    }

    /// <summary>Since the profile was read; null where nothing was measured.</summary>
    private static double? GrowthOf(Profile profile, string measure, long? now) =>
        profile.Measures.TryGetValue(measure, out var values) && values[profile.Reviewed - 1] is { } then and > 0 && now is { } size ? (double)size / then : null;

    /// <param name="First">The number of the release that brought it.</param>
    private sealed record LateValue(Dimension Dimension, string Value, int First);
}
