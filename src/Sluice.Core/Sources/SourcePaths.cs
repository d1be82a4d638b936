namespace Sluice.Sources;

/// <summary>Where in the source a shipped file would stand, by the layouts that tools expect.</summary>
internal static class SourcePaths
{
    private static readonly string[] Plain = [""];
    private static readonly string[] Python = ["", "src/", "lib/", "python/", "source/"];
    private static readonly string[] Java = ["src/main/java/", "src/main/resources/", "src/main/kotlin/", "src/main/scala/", "src/java/", "src/", ""];
    private static readonly string[] Extension = ["", "src/", "extension/", "app/", "public/", "static/"];
    private static readonly string[] NuGetFolders = ["content/", "contentFiles/any/any/", "contentFiles/cs/any/", "tools/", "build/", "buildTransitive/"];

    /// <param name="folder">Of the package, with a slash at its end; empty for the top.</param>
    public static IEnumerable<string> Of(string kind, string folder, string path)
    {
        foreach (var layout in LayoutsOf(kind))
            yield return folder + layout + path;
        if (kind == "wheel" && path.IndexOf(".data/", StringComparison.Ordinal) is > 0 and var data && path.IndexOf('/', data + ".data/".Length) is > 0 and var slash)
        {
            foreach (var place in (string[])["bin/", "scripts/", ""])
                yield return folder + place + path[(slash + 1)..];
        }

        if (kind != "nuget")
            yield break;
        foreach (var inner in NuGetFolders)
        {
            if (path.StartsWith(inner, StringComparison.Ordinal))
                yield return folder + path[inner.Length..];
        }
    }

    /// <summary>The folders of the source in which a new file would stand among others of its sort.</summary>
    public static IEnumerable<string> FoldersOf(string kind, string folder, string inner) =>
        LayoutsOf(kind).Select(layout => (folder + layout + inner).TrimEnd('/'));

    private static string[] LayoutsOf(string kind) => kind switch
    {
        "wheel" or "sdist" => Python,
        "jar" => Java,
        "crx" or "zip" or "vsix" => Extension,
        _ => Plain,
    };
}
