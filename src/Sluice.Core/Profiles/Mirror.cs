namespace Sluice.Profiles;

/// <summary>A folder that has what is elsewhere once more, as builds for another kind of modules do, or where all was moved: nothing comes with it that was not there.</summary>
internal static class Mirror
{
    /// <summary>Of its files, so many have the name of another.</summary>
    private const double LeastShare = 0.8;

    /// <param name="release">Counted from 1: what was known before it counts.</param>
    /// <param name="files">All that the release has.</param>
    public static bool Is(Profile profile, string folder, int release, IEnumerable<string> files)
    {
        var (inside, elsewhere, top) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), folder + "/");
        foreach (var file in files)
        {
            if (file.StartsWith(top, StringComparison.Ordinal))
                inside.Add(file);
            else
                elsewhere.Add(PathPattern.NameOf(file));
        }

        foreach (var (file, presence) in profile.ValuesOf(Dimension.Files))
        {
            if (presence.First < release && !file.StartsWith(top, StringComparison.Ordinal))
                elsewhere.Add(PathPattern.NameOf(file));
        }

        inside.RemoveAll(file => !CodeFile.IsSource(PathPattern.ExtensionOf(file)));
        return inside.Count > 0 && inside.Count(file => elsewhere.Contains(PathPattern.NameOf(file))) >= LeastShare * inside.Count;
    }
}
