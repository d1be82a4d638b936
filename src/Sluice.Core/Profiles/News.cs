using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Something about a release that no release of its profile had.</summary>
/// <param name="Value">Of the dimension; what was measured, where it has no values.</param>
internal sealed record News(Dimension Dimension, string Value, Entry Entry)
{
    /// <summary>Says nothing by itself, and keeps what is about it from saying anything.</summary>
    private const string Dense = "dense ";

    private const string NativeCode = "native-code";

    private static readonly string[] Reaching = ["network ", "network-modules ", "process "];

    public string Kind => Dimension.KindOf(Value);

    /// <summary>In the order of the dimensions, then of the values.</summary>
    public static IReadOnlyList<News> Of(Profile profile, ReleaseShape shape)
    {
        var news = new List<News>();
        var next = profile.Releases.Count + 1;
        foreach (var dimension in Dimension.Kept)
        {
            var known = profile.ValuesOf(dimension);
            foreach (var (value, entry) in shape.ValuesOf(dimension))
            {
                if (known.Contains(value))
                    continue;
                if (IsOfOwn(profile, dimension, value, next, shape.ValuesOf(Dimension.InstallFiles).Names))
                    news.Add(new News(dimension, value, entry));
                else if (dimension == Dimension.EntryFiles)
                    news.Add(new News(MovedEntry(value, shape.ValuesOf(Dimension.FileCapabilities).Contains), value, entry));
            }
        }

        var near = profile.Near(shape.Version, next);
        var (files, shapes) = (shape.ValuesOf(Dimension.Files), shape.ValuesOf(Dimension.FileShapes));
        var mirrored = new MirroredFolders(profile, next, () => files.Names);
        foreach (var file in Readable(profile, near, files.Contains, shapes.Contains))
            news.Add(new News(Dimension.Readable, file, files[file]));
        news.RemoveAll(item => item.Dimension == Dimension.Trees && (!Growth.IsAdded(profile, near, shape.Measures, item.Value) || mirrored.Has(item.Value)));
        foreach (var grown in Growth.All(profile, near, shape.Measures, next - 1, mirrored))
            news.Add(new News(grown.Dimension, grown.Text, shape.Artifact.Root));
        return news;
    }

    /// <summary>
    /// Which kinds of news each release of a profile brought, as they would have been told at the time, the first release first; of the first release of a series, only those that
    /// may stop it.
    /// </summary>
    public static IReadOnlyList<IReadOnlySet<string>> Past(Profile profile)
    {
        var found = new List<HashSet<string>>(profile.Releases.Count);
        while (found.Count < profile.Releases.Count)
            found.Add(new HashSet<string>(StringComparer.Ordinal));
        foreach (var dimension in Dimension.Kept)
        {
            foreach (var (value, presence) in profile.ValuesOf(dimension))
            {
                var release = presence.First;
                if (IsOfOwn(profile, dimension, value, release, RunIn(profile, release)))
                    found[release - 1].Add(dimension.KindOf(value));
                else if (dimension == Dimension.EntryFiles)
                    found[release - 1].Add(MovedEntry(value, reach => profile.ValuesOf(Dimension.FileCapabilities).TryGetValue(reach, out var known) && known.Contains(release)).Key);
            }
        }

        for (var release = 2; release <= found.Count; release++)
            AddDerived(profile, release, found[release - 1]);
        return found;
    }

    /// <summary>What it is to begin with a file that was there.</summary>
    /// <param name="reaches">Whether the release has a value of <see cref="Dimension.FileCapabilities"/>.</param>
    private static Dimension MovedEntry(string file, Predicate<string> reaches) => Array.Exists(Reaching, word => reaches(word + file)) ? Dimension.ReachingEntries : Dimension.MovedEntries;

    private static IEnumerable<string> RunIn(Profile profile, int release) => profile.ValuesOf(Dimension.InstallFiles).Names.Where(file => profile.ValuesOf(Dimension.InstallFiles)[file].Contains(release));

    private static void AddDerived(Profile profile, int release, HashSet<string> found)
    {
        var version = profile.Releases[release - 1].Version;
        var near = profile.Near(version, release);
        var (files, shapes) = (profile.ValuesOf(Dimension.Files), profile.ValuesOf(Dimension.FileShapes));
        if (Readable(profile, near, file => files.TryGetValue(file, out var known) && known.Contains(release), shape => shapes.TryGetValue(shape, out var known) && known.Contains(release)).Count > 0)
            found.Add(Dimension.Readable.Key);
        var measures = new NamedValues<Measure>();
        foreach (var (name, values) in profile.Measures)
        {
            if (values[release - 1] is { } value)
                measures.TryAdd(name, new Measure { Value = value });
        }

        var mirrored = new MirroredFolders(profile, release, () => files.Names.Where(file => files[file].Contains(release)));
        if (!AddsTree(profile, release, near, measures, mirrored))
            found.Remove(Dimension.Trees.Key);
        foreach (var grown in Growth.All(profile, near, measures, release - 1, mirrored))
            found.Add(grown.Dimension.Key);
        if (profile.BeginsSeries(version, release))
        {
            var all = new HashSet<string>(found, StringComparer.Ordinal);
            found.RemoveWhere(kind => Dimension.BlockingKinds.Contains(kind) && !Dimension.MayStopNewSeries(kind, all));
        }
    }

    private static bool AddsTree(Profile profile, int release, IReadOnlyList<int> near, NamedValues<Measure> measures, MirroredFolders mirrored)
    {
        foreach (var (tree, presence) in profile.ValuesOf(Dimension.Trees))
        {
            if (presence.First == release && IsOfOwn(profile, Dimension.Trees, tree, release, []) && Growth.IsAdded(profile, near, measures, tree) && !mirrored.Has(tree))
                return true;
        }

        return false;
    }

    /// <summary>Whether it says more than that a file is new, or that the word is new in the wider dimension.</summary>
    /// <param name="release">Counted from 1: what was known before it counts.</param>
    /// <param name="run">Values of <see cref="Dimension.InstallFiles"/> of the release: of such a file what it reaches for counts, new or not.</param>
    private static bool IsOfOwn(Profile profile, Dimension dimension, string value, int release, IEnumerable<string> run)
    {
        if (value.StartsWith(Dense, StringComparison.Ordinal) && (dimension == Dimension.Shapes || dimension == Dimension.FileShapes))
            return false;
        if (value.StartsWith("minified ", StringComparison.Ordinal) && profile.ValuesOf(dimension).TryGetValue(Dense + Dimension.SubjectOf(value), out var dense) && dense.First < release)
            return false;
        if (dimension == Dimension.FileCapabilities && value.StartsWith("network ", StringComparison.Ordinal) && profile.ValuesOf(dimension).TryGetValue("network-modules " + Dimension.SubjectOf(value), out var modules) && modules.First < release)
            return false;
        if (dimension == Dimension.Capabilities && value == NativeCode && HasNativeCode(profile, release))
            return false;
        if (dimension.Within is { } within && !(dimension == Dimension.FileCapabilities && run.Any(file => Dimension.WordOf(file) == Dimension.SubjectOf(value))) && !(profile.ValuesOf(within).TryGetValue(Dimension.SubjectOf(value), out var subject) && subject.First < release))
            return false;
        if (dimension.WithNew is { } outer && profile.ValuesOf(outer).TryGetValue(value, out var known) && known.First < release)
            return false;
        if (dimension.Under is not { } wider)
            return true;
        var word = Dimension.WordOf(value);
        foreach (var (other, presence) in profile.ValuesOf(wider))
        {
            // Where dense files are known, minified ones are no news of the wider dimension.
            if (presence.First < release && (Dimension.WordOf(other) == word || (word == "minified" && other.StartsWith(Dense, StringComparison.Ordinal))))
                return true;
        }

        return false;
    }

    /// <summary>What builds native code where it is installed, or ships it, has always loaded it, by whatever helper.</summary>
    private static bool HasNativeCode(Profile profile, int release)
    {
        if (profile.ValuesOf(Dimension.InstallScripts).TryGetValue("binding.gyp", out var build) && build.First < release)
            return true;
        foreach (var (_, presence) in profile.ValuesOf(Dimension.NativeCode))
        {
            if (presence.First < release)
                return true;
        }

        return false;
    }

    /// <summary>A file with a short form beside it is the readable one by its name.</summary>
    private static bool HasShortForm(string file, Predicate<string> hasFile) => file.LastIndexOf('.') is > 0 and var dot && dot > file.LastIndexOf('/') && Array.Exists(ReleaseShape.ShortForms, form => hasFile($"{file[..dot]}{form}{file[(dot + 1)..]}"));

    /// <summary>Files that are there still, and that none of some releases had in a readable form.</summary>
    private static List<string> Readable(Profile profile, IReadOnlyList<int> near, Predicate<string> hasFile, Predicate<string> hasShape)
    {
        var found = new List<string>();
        foreach (var (shape, presence) in profile.ValuesOf(Dimension.FileShapes))
        {
            var file = Dimension.SubjectOf(shape);
            if (presence.CoversAll(near) && profile.ValuesOf(Dimension.Files).Contains(file) && hasFile(file) && !shape.StartsWith(Dense, StringComparison.Ordinal) && !hasShape($"{Dense}{file}") && !hasShape($"minified {file}") && !hasShape($"obfuscated {file}") && !HasShortForm(file, hasFile))
                found.Add(file);
        }

        return found;
    }
}
