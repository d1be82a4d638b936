using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>Finds the folder of a package in a repository that may hold many.</summary>
internal static class PackageFolder
{
    private const int MostRead = 200;
    private const int MostBytes = 256 << 10;

    /// <param name="asked">The folder below the top that people named; empty for the top.</param>
    /// <returns>With a slash at its end; empty for the top.</returns>
    public static string Find(Artifact artifact, SourceTree tree, string asked)
    {
        var named = tree.Manifests.Where(manifest => artifact.Manifest is { Name: { } name } main && manifest.Name == name && manifest.Ecosystem == main.Ecosystem && manifest.Entry.Origin == EntryOrigin.Member)
            .Select(manifest => FolderOf(manifest.Entry.Path.Value)).ToList();
        if (named.Count == 0 && artifact.Manifest?.Name is { } wanted)
            named = Mentioned(tree, artifact.Kind, wanted);
        if (named.Count == 0 && artifact.Manifest is { Ecosystem: var ecosystem } && OnlyOne(tree, ecosystem) is { } only)
            named = [only];
        // Test data has packages of the same name, deeper down.
        return named.Where(folder => folder.StartsWith(asked, StringComparison.Ordinal)).Concat(named).OrderBy(folder => folder.StartsWith(asked, StringComparison.Ordinal) ? 0 : 1).ThenBy(folder => folder.Length).FirstOrDefault() ?? asked;
    }

    public static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..(slash + 1)] : "";

    private static string? OnlyOne(SourceTree tree, string ecosystem)
    {
        var folders = tree.Manifests.Where(manifest => manifest.Ecosystem == ecosystem && manifest.Entry.Container is { Container: null }).Select(manifest => FolderOf(manifest.Entry.Path.Value)).Distinct().Take(2).ToList();
        return folders.Count == 1 ? folders[0] : null;
    }

    /// <summary>Manifests that stand in the source alone: what a package is called stands in one line of them.</summary>
    private static List<string> Mentioned(SourceTree tree, string kind, string name)
    {
        var wanted = Simple(name);
        var files = tree.Files.Where(file => IsSourceManifest(kind, file.Path) && file.Entry.Size <= MostBytes).OrderBy(file => file.Path.Length).ThenBy(file => file.Path, StringComparer.Ordinal).Take(MostRead).ToList();
        if (files.Count == 0)
            return [];
        var folders = files.Where(file => Simple(Path.GetFileNameWithoutExtension(file.Path)) == wanted).Select(file => FolderOf(file.Path)).ToList();
        using var contents = GitBatch.Read(tree.Repository, files.ConvertAll(file => file.Id));
        foreach (var file in files)
        {
            contents.Next();
            if (contents.TryRead() is { } text && Names(Encoding.UTF8.GetString(text.Span), wanted))
                folders.Add(FolderOf(file.Path));
        }

        return folders;
    }

    private static bool IsSourceManifest(string kind, string path) => kind switch
    {
        "wheel" or "sdist" => Path.GetFileName(path) is "pyproject.toml" or "setup.cfg" or "setup.py",
        "nuget" => Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj" or ".nuspec",
        "crate" => Path.GetFileName(path) == "Cargo.toml",
        "gem" => path.EndsWith(".gemspec", StringComparison.Ordinal),
        "jar" => Path.GetFileName(path) == "pom.xml",
        _ => Path.GetFileName(path) == "package.json",
    };

    private static bool Names(string text, string wanted)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            if (line.Length < 512 && (line.StartsWith("name") || line.StartsWith("\"name\"") || line.Contains("PackageId>", StringComparison.Ordinal) || line.Contains("AssemblyName>", StringComparison.Ordinal) || line.Contains("artifactId>", StringComparison.Ordinal) || line.Contains(".name", StringComparison.Ordinal))
                && IsIn(Simple(line.ToString()), wanted))
                return true;
        }

        return false;
    }

    /// <summary>As a word, not as a part of one.</summary>
    private static bool IsIn(string line, string wanted)
    {
        var at = line.IndexOf(wanted, StringComparison.Ordinal);
        return at > 0 && !char.IsAsciiLetterOrDigit(line[at - 1]) && (at + wanted.Length == line.Length || (!char.IsAsciiLetterOrDigit(line[at + wanted.Length]) && line[at + wanted.Length] != '-'));
    }

    /// <summary>Ecosystems take these signs for the same in names (PEP 503).</summary>
    private static string Simple(string name) => name.ToLowerInvariant().Replace('_', '-').Replace('.', '-');
}
