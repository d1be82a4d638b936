using System.Security.Cryptography;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds what a package lists and does not hold, or holds in another form: lists of files, checksums, bundled charts.</summary>
public sealed class ListedFileDetector : Detector
{
    private const int MaxListed = 8;
    private const int MaxListBytes = 32 << 20;

    private static readonly Descriptor Changed = new("packaging/checksum-mismatch", "File that does not match its checksum", Severity.Medium,
        "The package was changed after it was built: what ships is not what the build made, and tools that check refuse it.",
        "Build the package again from a clean tree and do not touch it afterwards.");

    private static readonly Descriptor Missing = new("packaging/missing-file", "File that is listed and not in the package", Severity.Medium,
        "Installing the release fails, or leaves out what it needs.",
        "Build again from a tree that has all files, and pack with the ecosystem's own tool.")
    {
        Exceptions = "Papers that are missing (a licence) warn at a lower level.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Changed, Missing];

    /// <summary>The lists of a deb or a gem, and the data of a deb, whose list is in a digest that nothing else needs.</summary>
    public override bool Wants(Entry entry) =>
        entry is { HasAllBytes: true, Origin: EntryOrigin.Member or EntryOrigin.Decoded, Kind: EntryKind.File } && (IsList(entry) || IsDataOfDeb(entry));

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        entry.Learn(IsList(entry) ? new ListedFiles(ListedFiles.Parse(entry.Bytes.Span)) : new Md5Digest(Md5(entry.Bytes.Span)));
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact) => artifact.Manifest is not { } manifest ? [] : manifest.Kind switch
    {
        "deb" => CheckDeb(artifact, manifest),
        "gem" => CheckGem(artifact, manifest),
        "helm" => CheckChart(artifact, manifest),
        "npm" when artifact.Root.Format != "directory" => CheckBundled(artifact, manifest),
        "nuget" or "crate" when manifest.LicenseFile is { } license && new PackageFiles(artifact, manifest).Exactly(license) is null
            => [Absent(manifest.Entry, [license], "as its licence", Severity.Low)],
        _ => [],
    };

    private sealed record Md5Digest(string Hex);

    private static bool IsList(Entry entry) => entry.Size <= MaxListBytes && (entry.Path.Value is "md5sums" or "conffiles" && IsIn(entry, "control.tar")
        || (entry.Path.Name.StartsWith("checksums.yaml", StringComparison.Ordinal) && entry.IsText && entry.Depth <= 2));

    private static bool IsDataOfDeb(Entry entry) => IsIn(entry, "data.tar") && entry.Holder?.Container is { Container: null, Format: "ar" };

    private static bool IsIn(Entry entry, string archive) => entry.Holder is { } holder && holder.Path.Value.StartsWith(archive, StringComparison.Ordinal);

    private static IEnumerable<Finding> CheckDeb(Artifact artifact, Manifest manifest)
    {
        var data = PackageFiles.OfArchive(artifact, "data.tar");
        foreach (var list in artifact.Entries.Where(entry => entry.Path.Value is "md5sums" or "conffiles" && ReferenceEquals(entry.Container, manifest.Entry.Container)))
        {
            // "remove-on-upgrade" stands before the name of a file that is gone.
            var lines = (list.Fact<ListedFiles>()?.Lines ?? []).Where(line => line.Digest != "remove-on-upgrade").ToList();
            var absent = lines.Where(line => data.Exactly(line.Path.TrimStart('/')) is null).Select(line => line.Path).ToList();
            if (absent.Count > 0)
                yield return Absent(list, absent, "", Missing.Severity);
            foreach (var (digest, path) in lines)
            {
                if (data.Exactly(path) is { } file && file.Fact<Md5Digest>() is { } actual && digest.Length == 32 && !actual.Hex.Equals(digest, StringComparison.OrdinalIgnoreCase))
                    yield return new Finding(Changed, file, "is not the file that md5sums describes");
            }
        }
    }

    private static IEnumerable<Finding> CheckGem(Artifact artifact, Manifest manifest)
    {
        var data = PackageFiles.OfArchive(artifact, "data.tar");
        var listed = (manifest.Files ?? []).Concat(manifest.EntryPoints.Select(point => point.Path)).Distinct(StringComparer.Ordinal);
        var absent = listed.Where(path => data.Exactly(path) is null && !data.HasFolder(path)).ToList();
        if (absent.Count > 0)
            yield return Absent(manifest.Entry, absent, "", Missing.Severity);
        foreach (var (digest, path) in artifact.Entries.Select(entry => entry.Fact<ListedFiles>()).FirstOrDefault(list => list is not null)?.Lines ?? [])
        {
            if (digest.Length == 64 && artifact.Entries.FirstOrDefault(entry => entry.Path.Value == path && entry.Holder is { Container: null }) is { Digest.Length: 32 } file && !Convert.ToHexStringLower(file.Digest.Span).Equals(digest, StringComparison.OrdinalIgnoreCase))
                yield return new Finding(Changed, file, "is not the file that checksums.yaml describes: RubyGems refuses to install it");
        }
    }

    /// <summary>Helm installs a chart only with all charts that it depends on inside, as folders or archives.</summary>
    private static IEnumerable<Finding> CheckChart(Artifact artifact, Manifest manifest)
    {
        var folder = manifest.Entry.Path.Directory is { Length: > 0 } top ? top + "/charts/" : "charts/";
        var bundled = artifact.Entries.Where(entry => entry.Path.Value.StartsWith(folder, StringComparison.Ordinal)).Select(entry => entry.Path.Value[folder.Length..].Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        var absent = manifest.Dependencies.Where(d => d.Scope == "runtime" && !bundled.Any(name => name == d.Name || name.StartsWith(d.Name + "-", StringComparison.Ordinal))).Select(d => "charts/" + d.Name).ToList();
        if (absent.Count > 0)
            yield return Absent(manifest.Entry, absent, "among its dependencies", Missing.Severity);
    }

    /// <summary>npm installs nothing for a dependency that the package says it brings along.</summary>
    private static IEnumerable<Finding> CheckBundled(Artifact artifact, Manifest manifest)
    {
        if (!manifest.Dependencies.Any(dependency => dependency.IsBundled))
            yield break;
        var files = new PackageFiles(artifact, manifest);
        var absent = manifest.Dependencies.Where(d => d.IsBundled && !files.HasFolder("node_modules/" + d.Name)).Select(d => "node_modules/" + d.Name).ToList();
        if (absent.Count > 0)
            yield return Absent(manifest.Entry, absent, "among the dependencies that it bundles", Missing.Severity);
    }

    private static Finding Absent(Entry list, List<string> paths, string role, Severity severity) =>
        new(Missing, list, paths.Count == 1 ? $"names {paths[0]}{(role.Length > 0 ? " " + role : "")}, which is not in the package" : $"names {paths.Count} files that are not in the package: {string.Join(", ", paths.Take(3))}{(paths.Count > 3 ? ", …" : "")}")
        {
            Severity = severity,
            Evidence = [("missing", paths.Take(MaxListed).ToList())],
        };

    // It protects nothing here: it is what the format has.
#pragma warning disable CA5351
    private static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
