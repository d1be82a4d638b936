namespace Sluice.Profiles;

/// <summary>First folders that have what is elsewhere once more, as builds for another kind of modules do, or where all was moved: nothing comes with them that was not there. Read when it is asked for.</summary>
/// <param name="release">Counted from 1: what was known before it counts.</param>
/// <param name="files">All that the release has.</param>
internal sealed class MirroredFolders(Profile profile, int release, Func<IEnumerable<string>> files)
{
    /// <summary>Of the programs in it, so many have the name of another file.</summary>
    private const double LeastShare = 0.8;

    private HashSet<string>? _folders;

    public bool Has(string folder) => (_folders ??= Find()).Contains(folder);

    private HashSet<string> Find()
    {
        // The one folder that has files of a name; null for several.
        var (holders, all, mirrored) = (new Dictionary<string, string?>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        List<string> here = [.. files()];
        foreach (var file in here)
            Add(holders, file);
        foreach (var (file, presence) in profile.ValuesOf(Dimension.Files))
        {
            if (presence.First < release)
                Add(holders, file);
        }

        foreach (var file in here)
        {
            if (!CodeFile.IsSource(PathPattern.ExtensionOf(file)))
                continue;
            var folder = FirstFolderOf(file);
            all[folder] = all.GetValueOrDefault(folder) + 1;
            if (holders[PathPattern.NameOf(file)] is null)
                mirrored[folder] = mirrored.GetValueOrDefault(folder) + 1;
        }

        return new HashSet<string>(mirrored.Keys.Where(folder => mirrored[folder] >= LeastShare * all[folder]), StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, string?> holders, string file)
    {
        var (name, folder) = (PathPattern.NameOf(file), FirstFolderOf(file));
        if (!holders.TryAdd(name, folder) && holders[name] != folder)
            holders[name] = null;
    }

    /// <summary>Empty at the top.</summary>
    private static string FirstFolderOf(string file) => file.IndexOf('/') is > 0 and var slash ? file[..slash] : "";
}
