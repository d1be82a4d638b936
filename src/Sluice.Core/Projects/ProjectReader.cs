using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>Knows the manifests of one ecosystem as they stand in a source tree.</summary>
public abstract class ProjectReader
{
    /// <summary>npm, nuget, … as in the contract's list of ecosystems.</summary>
    public abstract string Ecosystem { get; }

    /// <summary>By its path below the folder of the project.</summary>
    public abstract bool Recognizes(string path);

    /// <summary>Null when it describes nothing that could be released: settings of tools, the root of a workspace.</summary>
    /// <exception cref="ArtifactException">It is damaged.</exception>
    public abstract PublishedPackage? Read(string path, ProjectTree tree);

    /// <summary>What everything in the folder releases. Manifests that cannot be read are named with the reason.</summary>
    internal static List<PublishedPackage> All(ProjectTree tree, List<string> unread)
    {
        var packages = new List<PublishedPackage>();
        foreach (var path in tree.Files)
        {
            foreach (var reader in Catalog.ProjectReaders)
            {
                if (reader.Recognizes(path) && Try(reader, path, tree, unread) is { } package)
                    packages.Add(package);
            }
        }

        return packages;
    }

    /// <summary>The licence that a manifest names decides, else a file with the text of one.</summary>
    /// <param name="license">As written; null when the manifest names none.</param>
    protected static PublishedPackage Judged(PublishedPackage package, string? license, ProjectTree tree, string? licenseFile = null)
    {
        if (license is { Length: > 0 } && OpenSourceLicense.Covers(license))
            return package with { Visibility = Visibility.Public, Reason = $"licence {Shorten(license)}" };
        if (licenseFile is not null && ProjectTree.Beside(package.File, licenseFile) is var file && tree.Has(file))
        {
            return tree.IsPublicLicense(file) ? package with { Visibility = Visibility.Public, Reason = $"{file} is a public licence" }
                : package with { Visibility = Visibility.Proprietary, Reason = $"{file} is no known public licence" };
        }

        if (license is { Length: > 0 })
            return package with { Visibility = Visibility.Proprietary, Reason = $"licence {Shorten(license)} is not known as a public one" };
        return tree.LicenseFor(package.File) is { } text ? package with { Visibility = Visibility.Public, Reason = $"{text} is a public licence" } : package;
    }

    private static PublishedPackage? Try(ProjectReader reader, string path, ProjectTree tree, List<string> unread)
    {
        try
        {
            return reader.Read(path, tree);
        }
        catch (Exception e) when (e is ArtifactException or DocumentException)
        {
            unread.Add($"{path}: {e.Message}");
            return null;
        }
    }

    private static string Shorten(string text) => text.ReplaceLineEndings(" ") is var line && line.Length <= 60 ? line : line[..60] + "…";
}
