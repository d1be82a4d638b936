using System.Text.RegularExpressions;
using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Artifacts.Manifests;
using Sluice.Profiles;
using Sluice.Reporting;

namespace Sluice.Comparison;

/// <summary>One value that differs; null on the side that does not have it.</summary>
/// <param name="Unusual">What about the new side no past release was like, by the ids of rules; empty without a profile.</param>
public sealed record ValueChange(string Name, string? Old, string? New, IReadOnlyList<string> Unusual);

/// <summary>One file that differs. Sizes in bytes; null on the side that does not have it.</summary>
/// <param name="Unusual">What about the new side no past release was like, by the ids of rules; empty without a profile.</param>
/// <param name="OldPath">Null when added. Differs from <paramref name="NewPath"/> when only a content hash in the name changed.</param>
public sealed record FileChange(string? OldPath, string? NewPath, long? OldSize, long? NewSize, bool SameContent, int? OldMode, int? NewMode, IReadOnlyList<string> Unusual)
{
    public string Path => NewPath ?? OldPath!;
}

/// <summary>What changed from one release to the next, in a release engineer's words. Lists are in ordinal order.</summary>
public sealed record ReleaseDifference
{
    /// <summary>A part of a name that bundlers derive from the content: hexadecimal digits, or eight characters of base64.</summary>
    private static readonly Regex HashInName = new("[-._](?:[0-9a-f]{6,40}|[0-9A-Za-z_-]{8})[.]", RegexOptions.NonBacktracking);

    public required Report Old { get; init; }

    public required Report New { get; init; }

    public required IReadOnlyList<ValueChange> Manifest { get; init; }

    public required IReadOnlyList<ValueChange> Scripts { get; init; }

    public required IReadOnlyList<ValueChange> Dependencies { get; init; }

    public required IReadOnlyList<FileChange> Added { get; init; }

    public required IReadOnlyList<FileChange> Removed { get; init; }

    public required IReadOnlyList<FileChange> Changed { get; init; }

    /// <summary>Findings of the new release that the old one did not have.</summary>
    public required IReadOnlyList<ReportedFinding> NewFindings { get; init; }

    public required IReadOnlyList<ReportedFinding> GoneFindings { get; init; }

    /// <summary>True when something in either release could not be read: what is not listed may differ all the same.</summary>
    public bool IsIncomplete => Old.Coverage.Unscreened.Count + New.Coverage.Unscreened.Count + Old.Faults.Count + New.Faults.Count > 0;

    /// <param name="profiles">What past releases were like; null where nobody knows.</param>
    public static ReleaseDifference Between(Report old, Report @new, ProfileBook? profiles = null)
    {
        var unusual = new UnusualChanges(profiles, @new.Artifact);
        var (added, removed, changed) = CompareFiles(FilesOf(old), FilesOf(@new), unusual);
        var oldPrints = old.Findings.Select(finding => finding.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var newPrints = @new.Findings.Select(finding => finding.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return new ReleaseDifference
        {
            Old = old,
            New = @new,
            Manifest = Values(FieldsOf(old), FieldsOf(@new), unusual.OfField),
            Scripts = [.. Values(ScriptsOf(old), ScriptsOf(@new), unusual.OfScript), .. added.Concat(removed).Concat(changed).Where(change => @new.Artifact.Kind == "nuget" && NugetPlace.Of(change.Path) is not null).Select(TakenUp).OrderBy(change => change.Name, StringComparer.Ordinal)],
            Dependencies = Values(DependenciesOf(old), DependenciesOf(@new), unusual.OfDependency),
            Added = added,
            Removed = removed,
            Changed = changed,
            NewFindings = [.. @new.Findings.Where(finding => !oldPrints.Contains(finding.Fingerprint))],
            GoneFindings = [.. old.Findings.Where(finding => !newPrints.Contains(finding.Fingerprint))],
        };
    }

    private static List<ValueChange> Values(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> @new, Func<string, string, IReadOnlyList<string>> unusual) =>
        [.. old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal)
            .Select(name => new ValueChange(name, old.GetValueOrDefault(name), @new.GetValueOrDefault(name), @new.TryGetValue(name, out var value) ? unusual(name, value) : []))
            .Where(change => change.Old != change.New)];

    private static Dictionary<string, string> FieldsOf(Report report)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = report.Artifact.Kind };
        if (report.Artifact.Manifest is not { } manifest)
            return fields;
        void Set(string name, string? value)
        {
            if (value is not null)
                fields[name] = value;
        }

        Set("name", manifest.Name);
        Set("version", manifest.Version);
        Set("licence", manifest.License);
        Set("repository", manifest.Repository);
        Set("homepage", manifest.Homepage);
        Set("package type", manifest.Ecosystem == "nuget" ? manifest.PackageType : null);
        Set("private", manifest.IsPrivate ? "true" : null);
        Set("files", manifest.Files is { } files ? string.Join(", ", files) : null);
        foreach (var point in manifest.EntryPoints)
            fields[point.Field] = point.Path;
        if (manifest.Entry.Fact<ImageFacts>() is { Images: [var image] })
            AddImage(fields, image);
        return fields;
    }

    /// <summary>What a container of it runs, as whom. Values of variables are often secret: a mark tells whether they are the same.</summary>
    private static void AddImage(Dictionary<string, string> fields, Image image)
    {
        fields["user"] = string.IsNullOrEmpty(image.User) ? "root" : image.User;
        foreach (var (name, words) in new (string, IReadOnlyList<string>)[] { ("entry point", image.Entrypoint), ("command", image.Command), ("health check", image.HealthCheck), ("on build", image.OnBuild), ("shell", image.Shell) })
        {
            if (words.Count > 0)
                fields[name] = string.Join(' ', words);
        }

        foreach (var setting in image.Environment)
        {
            var end = setting.IndexOf('=');
            fields[$"variable {(end < 0 ? setting : setting[..end])}"] = end < 0 ? "" : $"a value marked {ImageSettings.MarkOf(setting[(end + 1)..])[..8]}";
        }
    }

    private static Dictionary<string, string> ScriptsOf(Report report) => Map([.. report.Artifact.Manifest?.Scripts ?? [], .. Detection.InstallationStep.Of(report.Artifact).Where(step => step.Entry != report.Artifact.Manifest!.Entry).Select(step => new ManifestScript(step.Name, step.Command))], script => script.Name, script => script.Command);

    /// <summary>A file that .NET takes up by itself: what it has run is in the file.</summary>
    private static ValueChange TakenUp(FileChange change) => new(change.Path, SizeOf(change.OldSize), SizeOf(change.NewSize), change.Unusual);

    private static string? SizeOf(long? size) => size is { } bytes ? Configuration.ByteSize.Text(bytes) : null;

    private static Dictionary<string, string> DependenciesOf(Report report) =>
        Map(report.Artifact.Manifest?.Dependencies, dependency => $"{dependency.Name} ({dependency.Scope})", dependency => dependency.Requirement);

    private static Dictionary<string, string> Map<T>(IEnumerable<T>? items, Func<T, string> name, Func<T, string> value)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items ?? [])
            map[name(item)] = value(item);
        return map;
    }

    /// <summary>By place; the top folder of a package is left out when it carries the version (sdist, crate).</summary>
    private static SortedDictionary<string, Entry> FilesOf(Report report)
    {
        if (report.Artifact.Kind is "oci" or "docker" or "deb" or "gem")
            return InstalledFilesOf(report);
        var top = report.Artifact.Manifest is { Name: { } name, Version: { } version } ? $"{name}-{version}/" : null;
        var files = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in report.Artifact.Entries)
        {
            if (entry.Container is null || entry.IsTransparent || entry.Kind == EntryKind.Directory || entry.Origin == EntryOrigin.Decoded)
                continue;
            var place = Words.PlaceOf(entry);
            files.TryAdd(top is not null && place.StartsWith(top, StringComparison.OrdinalIgnoreCase) ? place[top.Length..] : report.Artifact.Kind == "wheel" ? WithoutVersion(place, report.Artifact.Manifest?.Version) : place, entry);
        }

        return files;
    }

    /// <summary>Where they are installed, of the layers of an image the last that has them.</summary>
    private static SortedDictionary<string, Entry> InstalledFilesOf(Report report)
    {
        var files = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var file in ReleasePlace.FilesOf(report.Artifact).Where(file => !file.Entry.IsDeletedLater))
            files[file.Place] = file.Entry;
        return files;
    }

    /// <summary>"Binary distribution format": the folders <c>name-version.dist-info</c> and <c>name-version.data</c>.</summary>
    private static string WithoutVersion(string place, string? version) => version is null ? place
        : place.Replace($"-{version}.dist-info/", "-{version}.dist-info/", StringComparison.Ordinal).Replace($"-{version}.data/", "-{version}.data/", StringComparison.Ordinal);

    private static (List<FileChange> Added, List<FileChange> Removed, List<FileChange> Changed) CompareFiles(SortedDictionary<string, Entry> old, SortedDictionary<string, Entry> @new, UnusualChanges unusual)
    {
        var changed = new List<FileChange>();
        foreach (var (path, entry) in @new)
        {
            if (old.TryGetValue(path, out var before) && (!Same(before, entry) || before.Mode != entry.Mode))
                changed.Add(Change(path, before, path, entry, unusual));
        }

        var added = @new.Where(pair => !old.ContainsKey(pair.Key)).ToList();
        var removed = old.Where(pair => !@new.ContainsKey(pair.Key)).ToList();
        PairHashedNames(added, removed, changed, unusual);
        changed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return ([.. added.Select(pair => Change(null, null, pair.Key, pair.Value, unusual))], [.. removed.Select(pair => Change(pair.Key, pair.Value, null, null, unusual))], changed);
    }

    /// <summary><c>chunk-3fa9c1.js</c> that becomes <c>chunk-77b0e2.js</c> is one file that changed, when there is just one such pair.</summary>
    private static void PairHashedNames(List<KeyValuePair<string, Entry>> added, List<KeyValuePair<string, Entry>> removed, List<FileChange> changed, UnusualChanges unusual)
    {
        var before = removed.GroupBy(pair => WithoutHash(pair.Key)).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);
        foreach (var group in added.GroupBy(pair => WithoutHash(pair.Key)).Where(group => group.Count() == 1 && before.ContainsKey(group.Key)).ToList())
        {
            var (from, to) = (before[group.Key], group.Single());
            changed.Add(Change(from.Key, from.Value, to.Key, to.Value, unusual));
            added.Remove(to);
            removed.Remove(from);
        }
    }

    private static string WithoutHash(string path) => path.EndsWith(PathPattern.PropertiesExtension, StringComparison.Ordinal) ? PathPattern.Of(path, null, null) : HashInName.Replace(path, "*");

    private static bool Same(Entry a, Entry b) => a.Kind == b.Kind && a.LinkTarget == b.LinkTarget && a.Identity == b.Identity;

    private static FileChange Change(string? oldPath, Entry? old, string? newPath, Entry? @new, UnusualChanges unusual) =>
        new(oldPath, newPath, old?.Size, @new?.Size, old is not null && @new is not null && Same(old, @new), old?.Mode, @new?.Mode, @new is null ? [] : unusual.Of(@new));
}
