using System.IO.Enumeration;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>The files of a project by their paths below its folder, in ordinal order, with slashes. Links are not followed; what tools fetch or build is left out.</summary>
public sealed class ProjectTree
{
    private const int MaxFiles = 200_000;
    private const int MaxDepth = 24;
    private const long MaxBytes = 4 << 20;

    /// <summary>Folders that hold no sources of the project: dependencies, output, caches.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        ".git", ".hg", ".svn", "node_modules", "bower_components", "vendor", "bin", "obj", "target", "dist", "build", "out", ".venv", "venv", ".tox", ".nox", "__pycache__", ".next", ".terraform", ".gradle", ".m2",
        "site-packages", ".build", ".cache", ".idea", ".vs", "fixtures", "testdata", "__fixtures__",
    };

    private readonly Dictionary<string, string?> _licenses = new(StringComparer.Ordinal);

    private ProjectTree(string folder, List<string> files, bool isComplete) => (Folder, Files, IsComplete) = (folder, files, isComplete);

    public string Folder { get; }

    public IReadOnlyList<string> Files { get; }

    /// <summary>False when there were more files, or deeper ones, than are looked at.</summary>
    public bool IsComplete { get; }

    public static ProjectTree Of(string folder)
    {
        var files = new List<string>();
        var isComplete = Add(folder, "", 0, files);
        files.Sort(StringComparer.Ordinal);
        return new ProjectTree(folder, files, isComplete);
    }

    public bool Has(string path) => File.Exists(Path.Combine(Folder, path));

    /// <summary>Empty when it is not there, too large for what people write, or cannot be read.</summary>
    public ReadOnlyMemory<byte> Bytes(string path)
    {
        try
        {
            var file = new FileInfo(Path.Combine(Folder, path));
            return file is { Exists: true, LinkTarget: null, Length: <= MaxBytes } ? File.ReadAllBytes(file.FullName) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    public string Text(string path) => System.Text.Encoding.UTF8.GetString(Bytes(path).Span);

    /// <summary>The file of this name in the folder of the other or, up to the top, above it; null when there is none.</summary>
    public string? Nearest(string path, string name)
    {
        for (var folder = FolderOf(path); ; folder = FolderOf(folder))
        {
            var file = folder.Length == 0 ? name : $"{folder}/{name}";
            if (Has(file))
                return file;
            if (folder.Length == 0)
                return null;
        }
    }

    /// <summary>The file with the text of a known public licence in the folder of a manifest, else at the top of the project; null when there is none.</summary>
    public string? LicenseFor(string path) => LicenseIn(FolderOf(path)) ?? LicenseIn("");

    /// <summary>Whether a file holds the text of a known public licence.</summary>
    internal bool IsPublicLicense(string path) => Bytes(path) is { IsEmpty: false } bytes && LicenseText.Recognize(bytes.Span) is not null;

    internal static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    internal static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A path as a manifest in the folder of another means it.</summary>
    internal static string Beside(string path, string relative) => FolderOf(path) is { Length: > 0 } folder ? $"{folder}/{relative}" : relative;

    private string? LicenseIn(string folder)
    {
        if (_licenses.TryGetValue(folder, out var known))
            return known;
        var candidates = Files.Where(file => FolderOf(file) == folder && EntryPath.Parse(file) is var path && LicenseText.IsNamedLikeOne(path));
        return _licenses[folder] = candidates.FirstOrDefault(IsPublicLicense);
    }

    private static bool Add(string folder, string prefix, int depth, List<string> files)
    {
        var isComplete = true;
        foreach (var (name, isFolder) in Children(folder))
        {
            if (files.Count >= MaxFiles || depth > MaxDepth)
                return false;
            if (!isFolder)
                files.Add(prefix + name);
            else if (!Skipped.Contains(name))
                isComplete &= Add(Path.Combine(folder, name), $"{prefix}{name}/", depth + 1, files);
        }

        return isComplete;
    }

    private static List<(string Name, bool IsFolder)> Children(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, bool)>(folder, static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint })
                .OrderBy(child => child.Item1, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
