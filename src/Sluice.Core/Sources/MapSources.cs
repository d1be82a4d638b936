using Sluice.Artifacts.Formats;

namespace Sluice.Sources;

/// <summary>Source maps that only name their sources: they are of the source where it has these files.</summary>
internal static class MapSources
{
    /// <summary>Parts of a hundred that have to be there: bundlers put a file or two of their own among them.</summary>
    private const int ShareKnown = 90;

    /// <summary>By the names that were kept, which are the first. False for a map that carries texts: these tell more.</summary>
    public static bool AreOf(ComparisonContext context, ShippedFile map)
    {
        if (map.Entry.Fact<SourceMapFacts>() is not { Sources.Count: 0, NamesWithoutContent: { Count: > 0 } names } facts)
            return false;
        return names.Count(name => Find(context, map.Folder, facts.SourceRoot, name) is not null) * 100 >= names.Count * ShareKnown;
    }

    /// <summary>"Source Map Format", resolving sources: relative to the map, the root in front. Bundlers write a scheme of their own before the path from the top.</summary>
    /// <param name="folder">Of the map.</param>
    public static SourceFile? Find(ComparisonContext context, string folder, string? root, string name)
    {
        var isOfBundler = name.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && (name = name[(scheme + 3)..]).Length > 0;
        if (isOfBundler)
            name = name[(name.IndexOf('/') + 1)..];
        var start = isOfBundler || name.StartsWith('/') ? "" : folder;
        foreach (var place in Places(start, root, name))
        {
            if (place.Length > 0 && (context.Tree.At(context.Folder + place) ?? context.Tree.At(place)) is { } found)
                return found;
        }

        return null;
    }

    private static IEnumerable<string> Places(string start, string? root, string name)
    {
        yield return Resolve($"{start}/{root}/{name}");
        // Written for another folder than the one that ships: what is left of the path still has to be there from the top on.
        yield return Resolve(name);
    }

    private static string Resolve(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
