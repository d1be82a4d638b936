using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Holds a wheel against its own RECORD and tags.</summary>
public sealed class WheelDetector : ManifestDetector
{
    private static readonly Descriptor Record = new("packaging/record-mismatch", "Wheel that does not match its RECORD", Severity.High,
        "The files were changed, added or removed after the wheel was built: what ships is not what the build made.",
        "Build the wheel again from a clean tree and do not touch it afterwards.")
    {
        Exceptions = "Files that are only listed, or only present, warn; a different content stops the release.",
    };

    private static readonly Descriptor Tags = new("packaging/wheel-tags", "Wheel whose tags do not fit its contents", Severity.Medium,
        "Tools install it on systems where it cannot load.", "Build a wheel for each platform, or leave the native modules out.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Record, Tags];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind != "wheel")
            return [];
        return [.. CheckRecord(artifact, manifest), .. CheckTags(artifact, manifest)];
    }

    private static IEnumerable<Finding> CheckRecord(Artifact artifact, Manifest manifest)
    {
        var info = manifest.Entry.Path.Directory;
        var files = PackageFiles.OfContainer(artifact, manifest).All
            .Where(file => file.Value.Kind == EntryKind.File).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        var record = files.GetValueOrDefault(info + "/RECORD")?.Fact<WheelRecord>();
        if (record is null)
        {
            yield return new Finding(Record, manifest.Entry, "has no RECORD beside it: installers refuse the wheel or cannot check it") { Severity = Severity.Medium };
            yield break;
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in record.Lines)
        {
            listed.Add(line.Path);
            if (!files.TryGetValue(line.Path, out var file))
                yield return new Finding(Record, manifest.Entry, $"belongs to a RECORD that lists {line.Path}, which is not in the wheel") { Severity = Severity.Medium, Subject = line.Path };
            else if (!line.Digest.IsEmpty && !line.Digest.Span.SequenceEqual(file.Digest.Span))
                yield return new Finding(Record, file, "is not the file that RECORD describes: its SHA-256 differs");
            else if (line.Digest.IsEmpty && line.Size is { } size && size != file.Size)
                yield return new Finding(Record, file, $"has {file.Size} bytes where RECORD says {size}");
        }

        foreach (var (path, file) in files)
        {
            if (!listed.Contains(path) && !IsSignature(path, info))
                yield return new Finding(Record, file, "is not listed in RECORD") { Severity = Severity.Medium };
        }
    }

    /// <summary>They sign RECORD and so cannot be listed in it.</summary>
    private static bool IsSignature(string path, string info) => path == info + "/RECORD" || path == info + "/RECORD.jws" || path == info + "/RECORD.p7s";

    private static IEnumerable<Finding> CheckTags(Artifact artifact, Manifest manifest)
    {
        var tags = artifact.Entries.FirstOrDefault(entry => entry.Path.Value == manifest.Entry.Path.Directory + "/WHEEL" && ReferenceEquals(entry.Container, manifest.Entry.Container))?.Fact<WheelTags>();
        if (tags is null)
        {
            yield return new Finding(Tags, manifest.Entry, "has no WHEEL beside it: installers refuse the wheel");
            yield break;
        }

        if (artifact.FileName is { } name && TagsInName(name) is { Count: > 0 } named && tags.Tags.Count > 0 && !named.SetEquals(tags.Tags))
            yield return new Finding(Tags, manifest.Entry, $"belongs to a wheel called {name}, whose WHEEL says {string.Join(", ", tags.Tags.Take(3))}{(tags.Tags.Count > 3 ? ", …" : "")}") { Subject = "name" };
        var isForAll = tags.Tags.Count > 0 && tags.Tags.All(tag => tag.EndsWith("-any", StringComparison.Ordinal));
        // Launchers (.exe) and data are not loaded into the interpreter; extension modules are.
        var native = artifact.Entries.FirstOrDefault(entry => entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal
            && ReferenceEquals(entry.Container, manifest.Entry.Container) && entry.Path.Extension is ".so" or ".pyd" or ".dylib");
        if (isForAll && native is not null)
            yield return new Finding(Tags, native, $"is a native module in a wheel tagged {tags.Tags[0]}, for all platforms");
    }

    /// <summary><c>name-version(-build)-python-abi-platform.whl</c>, each of the last three a set joined by dots (PEP 425); null for any other name.</summary>
    private static HashSet<string>? TagsInName(string file)
    {
        var parts = file.EndsWith(".whl", StringComparison.Ordinal) && file.Length <= 512 ? file[..^4].Split('-') : [];
        if (parts.Length is not (5 or 6))
            return null;
        return [.. parts[^3].Split('.').SelectMany(_ => parts[^2].Split('.'), (python, abi) => $"{python}-{abi}").SelectMany(_ => parts[^1].Split('.'), (pair, platform) => $"{pair}-{platform}").Take(1000)];
    }
}
