using System.Globalization;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Something about a release that no release of its profile had.</summary>
/// <param name="Value">Of the dimension; what was measured, where it has no values.</param>
internal sealed record News(Dimension Dimension, string Value, Entry Entry)
{
    /// <summary>Growth of less is ordinary.</summary>
    private const long LeastBytes = 20_000;
    private const long LeastFiles = 10;

    /// <summary>In the order of the dimensions, then of the values.</summary>
    public static IReadOnlyList<News> Of(Profile profile, ReleaseShape shape)
    {
        var news = new List<News>();
        foreach (var dimension in Dimension.Kept)
        {
            var known = profile.ValuesOf(dimension);
            news.AddRange(shape.ValuesOf(dimension)
                .Where(seen => !known.ContainsKey(seen.Key) && (dimension.Within is not { } within || profile.ValuesOf(within).ContainsKey(Dimension.SubjectOf(seen.Key))))
                .Select(seen => new News(dimension, seen.Key, seen.Value)));
        }

        foreach (var (dimension, measure, least) in Measured)
        {
            if (profile.Measures.TryGetValue(measure, out var past) && shape.Measures.TryGetValue(measure, out var value) && Growth.Of(past, value, least) is { IsOutside: true } growth)
                news.Add(new News(dimension, string.Create(CultureInfo.InvariantCulture, $"{value} {measure}, {growth.Ratio:0.0} times the median of {growth.Median} in the last releases (up to {growth.Limit:0.0} times is ordinary here)"), shape.Artifact.Root));
        }

        return news;
    }

    /// <summary>Which dimensions a release of the profile brought news in: as it would have been told at the time.</summary>
    /// <param name="release">Counted from 1.</param>
    public static IReadOnlySet<Dimension> Past(Profile profile, int release)
    {
        var found = Dimension.Kept.Where(dimension => profile.ValuesOf(dimension).Any(value => value.Value.First == release
            && (dimension.Within is not { } within || (profile.ValuesOf(within).TryGetValue(Dimension.SubjectOf(value.Key), out var subject) && subject.First < release)))).ToHashSet();
        foreach (var (dimension, measure, least) in Measured)
        {
            if (profile.Measures.TryGetValue(measure, out var values) && values[release - 1] is { } value && Growth.Of(values.AsSpan(0, release - 1), value, least) is { IsOutside: true })
                found.Add(dimension);
        }

        return found;
    }

    private static (Dimension Dimension, string Measure, long Least)[] Measured => [(Dimension.Size, "bytes", LeastBytes), (Dimension.Count, "files", LeastFiles)];
}
