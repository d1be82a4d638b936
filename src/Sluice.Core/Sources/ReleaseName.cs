using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>What a release is called: by its manifest, else by the folder around everything, else by the file.</summary>
internal sealed record ReleaseName(string? Name, string? Version)
{
    private static readonly string[] Endings = [".gz", ".xz", ".bz2", ".zst", ".lz", ".tar", ".tgz", ".zip", ".orig"];

    public static ReleaseName Of(Artifact artifact)
    {
        if (artifact.Manifest is { Version: not null } manifest)
            return new ReleaseName(manifest.Name, manifest.Version);
        return Parse(TopFolder(artifact)) ?? Parse(Stem(artifact.FileName)) ?? new ReleaseName(artifact.Manifest?.Name, null);
    }

    /// <summary><c>xz-5.6.0</c>, <c>release_2.0</c>.</summary>
    private static ReleaseName? Parse(string? text)
    {
        for (var at = 1; text is not null && at < text.Length; at++)
        {
            if (text[at - 1] is '-' or '_' && VersionTags.VersionOf(text[at..]) is { } version && (char.IsAsciiDigit(text[at]) || text[at] == 'v'))
                return new ReleaseName(text[..(at - 1)], version);
        }

        return null;
    }

    private static string? TopFolder(Artifact artifact)
    {
        string? top = null;
        foreach (var entry in artifact.Entries)
        {
            if (entry.Container is null || entry.IsTransparent || entry.Holder?.Container is not null || entry.Origin != EntryOrigin.Member)
                continue;
            var first = entry.Path.Value.Split('/', 2)[0];
            if ((top ??= first) != first)
                return null;
        }

        return top;
    }

    private static string? Stem(string? name)
    {
        while (name is not null && Array.Find(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending)
            name = name[..^ending.Length];
        return name;
    }
}
