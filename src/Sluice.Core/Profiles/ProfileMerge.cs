using Sluice.Packages;

namespace Sluice.Profiles;

/// <summary>Puts the releases of profiles of one package into one order: by version where all have one, else as they were learned.</summary>
internal static class ProfileMerge
{
    /// <summary>A release of one of the two, by the number that it has there.</summary>
    private sealed record Source(Profile Profile, int Number)
    {
        public LearnedRelease Release => Profile.Releases[Number - 1];

        public bool IsReviewed => Number <= Profile.Reviewed;
    }

    /// <summary>The same profile when it is in order.</summary>
    public static Profile InOrder(Profile profile)
    {
        var sources = Numbered(profile);
        return ReleaseVersion.InOrder(sources, VersionOf) is var sorted && sorted.SequenceEqual(sources) ? profile : Of(profile, null, sorted);
    }

    /// <summary>What the other releases have taught.</summary>
    public static Profile Without(Profile profile, LearnedRelease release) => Of(profile, null, [.. Numbered(profile).Where(source => !ReferenceEquals(source.Release, release))]);

    /// <summary>What both have learned. A release that both know counts once.</summary>
    public static Profile Of(Profile first, Profile second)
    {
        List<Source> all = [.. Numbered(first), .. Numbered(second).Where(source => !first.Knows(source.Release.Version, source.Release.Digest))];
        var sorted = ReleaseVersion.InOrder(all, VersionOf);
        return Of(first, second, sorted[Profile.Surplus(sorted.ConvertAll(source => source.Release))..]);
    }

    private static string VersionOf(Source source) => source.Release.Version;

    private static List<Source> Numbered(Profile profile) => [.. profile.Releases.Select((_, i) => new Source(profile, i + 1))];

    private static Profile Of(Profile first, Profile? second, List<Source> sources)
    {
        var values = new Dictionary<Dimension, NamedValues<Presence>>();
        foreach (var dimension in Dimension.Kept)
            values[dimension] = ValuesOf(dimension, sources);
        var reviewed = sources.FindIndex(source => !source.IsReviewed);
        return new Profile(first.Package, sources.ConvertAll(source => source.Release), values, MeasuresOf(sources), reviewed < 0 ? sources.Count : reviewed)
        {
            Contents = KnownContents.Merged(first.Contents, second?.Contents, (isFirst, number) => NumberOf(isFirst ? first : second!, number, sources)),
        };
    }

    /// <summary>0 for one that is forgotten.</summary>
    private static int NumberOf(Profile profile, int number, List<Source> sources) =>
        1 + sources.FindIndex(source => (ReferenceEquals(source.Profile, profile) && source.Number == number) || source.Release == profile.Releases[number - 1]);

    private static NamedValues<Presence> ValuesOf(Dimension dimension, List<Source> sources)
    {
        var values = new NamedValues<Presence>();
        for (var release = 1; release <= sources.Count; release++)
        {
            var (profile, number) = sources[release - 1];
            foreach (var (value, presence) in profile.ValuesOf(dimension))
            {
                if (!presence.Contains(number))
                    continue;
                if (values.Find(value) is not { } known)
                    values.TryAdd(value, known = new Presence());
                known.Add(release);
            }
        }

        return values;
    }

    private static NamedValues<long?[]> MeasuresOf(List<Source> sources)
    {
        var measures = new NamedValues<long?[]>();
        foreach (var name in sources.SelectMany(source => source.Profile.Measures.Names).Distinct(StringComparer.Ordinal))
        {
            var row = sources.Select(source => source.Profile.Measures.Find(name)?[source.Number - 1]).ToArray();
            if (Array.Exists(row, value => value is not null))
                measures[name] = row;
        }

        return measures;
    }
}
