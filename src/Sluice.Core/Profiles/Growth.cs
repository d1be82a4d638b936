using System.Globalization;

namespace Sluice.Profiles;

/// <summary>A size or a number of a release, while it is added up.</summary>
internal sealed class Measure
{
    public long Value { get; set; }
}

/// <summary>A size or a number that is out of what past releases had.</summary>
/// <param name="Text">In words.</param>
internal sealed record Grown(Dimension Dimension, string Text);

/// <summary>Whether a size or a number is out of what past releases had: held against the median of the last of them, and against the largest step that the project ever made.</summary>
/// <param name="Ratio">To the median of the last releases.</param>
/// <param name="Limit">From which on it is out of the ordinary.</param>
internal sealed record Growth(long Value, long Median, double Ratio, double Limit)
{
    private const int Recent = 5;

    /// <summary>New source maps are told as such: how large they are says nothing more.</summary>
    private const string Maps = ".map";

    /// <summary>Growth of less is ordinary.</summary>
    private const long LeastBytes = 20_000;
    private const long LeastFiles = 20;

    /// <summary>Smaller steps are ordinary whatever the project did before: almost double where ten releases and more are known, and the more the fewer they are.</summary>
    private static double LeastLimit(int releases) => releases switch { >= 10 => 1.9, >= 5 => 2.1, _ => 2.5 };

    /// <summary>A step somewhat larger than the largest so far is not yet out of the ordinary.</summary>
    private const double Allowance = 1.25;

    public bool IsOutside => Ratio >= Limit;

    /// <summary>All measures of a release that are outside, in ordinal order.</summary>
    /// <param name="near">The releases that it is held against.</param>
    /// <param name="all">How many are known, of all series.</param>
    public static IReadOnlyList<Grown> All(Profile profile, IReadOnlyList<int> near, NamedValues<Measure> measures, int all, MirroredFolders mirrored)
    {
        var found = new List<Grown>();
        foreach (var (name, measure) in measures)
        {
            if (profile.Measures.TryGetValue(name, out var past) && Of(KnownOf(past, near), measure.Value, ReleaseShape.IsOfBytes(name) ? LeastBytes : LeastFiles, all) is { IsOutside: true } growth)
                found.Add(new Grown(DimensionOf(name, growth, profile, near, measures, mirrored), growth.Says(name)));
        }

        return found;
    }

    /// <summary>Whether a folder that no release had brings files to the release, rather than takes those that were elsewhere.</summary>
    public static bool IsAdded(Profile profile, IReadOnlyList<int> near, NamedValues<Measure> measures, string folder)
    {
        var (ofFolder, added) = (ReleaseShape.OfGroup(ReleaseShape.Files, folder + "/"), 0L);
        foreach (var (name, measure) in measures)
            added += name.StartsWith(ofFolder, StringComparison.Ordinal) ? measure.Value : 0;
        if (!profile.Measures.TryGetValue(ReleaseShape.Files, out var past) || !measures.TryGetValue(ReleaseShape.Files, out var all))
            return true;
        return MedianOf(KnownOf(past, near)) is not { } median || (all.Value - median) * 2 >= added;
    }

    /// <summary>Whether all of it grew, and most of that where no release had anything.</summary>
    private static Dimension DimensionOf(string name, Growth growth, Profile profile, IReadOnlyList<int> near, NamedValues<Measure> measures, MirroredFolders mirrored)
    {
        var isOfBytes = ReleaseShape.IsOfBytes(name);
        if (name is not (ReleaseShape.Bytes or ReleaseShape.Files))
            return isOfBytes ? Dimension.GroupSize : Dimension.GroupCount;
        var (ofGroup, added) = (ReleaseShape.OfGroup(name, ""), 0L);
        foreach (var (part, measure) in measures)
        {
            if (part.StartsWith(ofGroup, StringComparison.Ordinal) && !part.EndsWith(Maps, StringComparison.Ordinal) && !profile.HasMeasured(part, near) && (isOfBytes || !(part.IndexOf('/') is > 0 and var slash && mirrored.Has(part[ofGroup.Length..slash]))))
                added += measure.Value;
        }

        var isOfNew = added * 2 >= growth.Value - growth.Median;
        return isOfBytes ? isOfNew ? Dimension.Size : Dimension.KnownSize : isOfNew ? Dimension.Count : Dimension.KnownCount;
    }

    private string Says(string measure) =>
        string.Create(CultureInfo.InvariantCulture, $"{Value} {measure}, {Ratio:0.0} times the median of {Median} in the last releases (up to {Limit:0.0} times is ordinary here)");

    /// <param name="known">Oldest first; null for releases that had none.</param>
    /// <param name="releases">How many are known, of all series.</param>
    /// <param name="least">So much more it must be in any case: doubling next to nothing is nothing.</param>
    /// <returns>Null where there is nothing to hold it against, or it does not grow by so much.</returns>
    public static Growth? Of(ReadOnlySpan<long?> known, long value, long least, int releases)
    {
        if (MedianOf(known) is not { } median || median <= 0 || value - median < least)
            return null;
        var limit = LeastLimit(releases);
        for (var i = 1; i < known.Length; i++)
        {
            if (known[i] is { } step && MedianOf(known[..i]) is { } before and > 0)
                limit = Math.Max(limit, Allowance * step / before);
        }

        return new Growth(value, median, (double)value / median, limit);
    }

    private static long?[] KnownOf(long?[] past, IReadOnlyList<int> near)
    {
        var known = new long?[near.Count];
        for (var i = 0; i < known.Length; i++)
            known[i] = past[near[i] - 1];
        return known;
    }

    /// <summary>Of the last few that there are.</summary>
    private static long? MedianOf(ReadOnlySpan<long?> values)
    {
        Span<long> last = stackalloc long[Recent];
        var count = 0;
        for (var i = values.Length - 1; i >= 0 && count < Recent; i--)
        {
            if (values[i] is not { } value)
                continue;
            var at = count++;
            for (; at > 0 && last[at - 1] > value; at--)
                last[at] = last[at - 1];
            last[at] = value;
        }

        return count == 0 ? null : last[count / 2];
    }
}
