using Sluice.Artifacts;
using Sluice.Artifacts.Formats;

namespace Sluice.Sources;

/// <summary>Finds the one file of the source that a compiled file was made of: by the map beside it, or by its name in the folder for sources.</summary>
internal sealed class WrittenFiles(ComparisonContext context)
{
    private static readonly string[] Extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

    private readonly Dictionary<(int Container, string Path), Entry> _maps = MapsIn(context.Artifact);

    /// <summary>Null where there is none, where there are several, and where it is the file itself.</summary>
    public SourceFile? Of(ShippedFile file)
    {
        var found = _maps.GetValueOrDefault((file.Entry.Container?.Ordinal ?? -1, file.Entry.Path.Value + ".map")) is { } map ? OfMap(file, map) : ByName(file);
        return found is null || found == file.Counterpart ? null : found;
    }

    private SourceFile? OfMap(ShippedFile file, Entry map)
    {
        if (map.Fact<SourceMapFacts>() is not { } facts)
            return null;
        var names = facts.Sources.Select(source => source.Path.Value).Concat(facts.NamesWithoutContent).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 1 && facts.SourcesWithoutContent <= 1 ? MapSources.Find(context, file.Folder, facts.SourceRoot, names[0]) : null;
    }

    /// <summary><c>dist/esm/a/b.js</c> is made of <c>src/a/b.ts</c>.</summary>
    private SourceFile? ByName(ShippedFile file)
    {
        var stem = Path.ChangeExtension(file.Path, null);
        for (var slash = stem.IndexOf('/'); slash > 0; slash = stem.IndexOf('/', slash + 1))
        {
            foreach (var extension in Extensions)
            {
                if (context.Tree.At($"{context.Folder}src/{stem[(slash + 1)..]}{extension}") is { } found)
                    return found;
            }
        }

        return null;
    }

    private static Dictionary<(int Container, string Path), Entry> MapsIn(Artifact artifact)
    {
        var maps = new Dictionary<(int, string), Entry>();
        foreach (var entry in artifact.Entries)
        {
            if (entry is { ContentKind: ContentKind.SourceMap, Origin: EntryOrigin.Member, Container: { } container })
                maps[(container.Ordinal, entry.Path.Value)] = entry;
        }

        return maps;
    }
}
