using System.Globalization;

namespace Sluice.Profiles;

/// <summary>
/// What has changed, a little with each release, since somebody last read the profile: many steps of which none is out of the ordinary may end where nobody would have gone at once.
/// </summary>
/// <param name="Releases">Learned since.</param>
/// <param name="Since">The version that was read last.</param>
/// <param name="Changes">In words, the gravest first.</param>
internal sealed record Drift(int Releases, string Since, IReadOnlyList<string> Changes)
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
        var changes = new List<string>();
        if (profile.Reviewed == 0 || profile.Reviewed == profile.Releases.Count)
            return null;
        List<string> news = [.. Dimension.Kept.Where(dimension => dimension.MayBlock).SelectMany(dimension => SinceThen(profile, shape, dimension).Where(value => Dimension.BlockingKinds.Contains(dimension.KindOf(value))).Select(value => $"{dimension.Key}: {value}"))];
        if (news.Count >= LeastNews)
            changes.AddRange(news);
        foreach (var measure in (string[])[ReleaseShape.Bytes, ReleaseShape.Files])
        {
            if (GrowthOf(profile, shape, measure) is >= Growth and var growth)
                changes.Add(string.Create(CultureInfo.InvariantCulture, $"{growth:0.0} times the {measure}"));
        }

        var files = SinceThen(profile, shape, Dimension.Files).Count();
        if (files >= LeastFiles && files >= ShareOfFiles * shape.ValuesOf(Dimension.Files).Count)
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"{files} of {shape.ValuesOf(Dimension.Files).Count} files"));
        return changes.Count == 0 ? null : new Drift(profile.Releases.Count - profile.Reviewed, profile.Releases[profile.Reviewed - 1].Version, changes);
    }

    /// <summary>Values of the release that came in after the profile was read, and are known now.</summary>
    private static IEnumerable<string> SinceThen(Profile profile, ReleaseShape shape, Dimension dimension) =>
        shape.ValuesOf(dimension).Names.Where(value => profile.ValuesOf(dimension).TryGetValue(value, out var known) && known.First > profile.Reviewed);

    private static double? GrowthOf(Profile profile, ReleaseShape shape, string measure) =>
        profile.Measures.TryGetValue(measure, out var values) && values[profile.Reviewed - 1] is { } then and > 0 && shape.Measures.TryGetValue(measure, out var now) ? (double)now.Value / then : null;
}
