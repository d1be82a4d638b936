using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Says where the source maps are that an artifact refers to and does not hold.</summary>
public sealed class SourceMapReferenceDetector : Detector
{
    /// <summary>Files with one kind of reference are told one by one up to this number.</summary>
    private const int MaxSingle = 3;

    private static readonly Descriptor Rule = new("exposure/source-map-reference", "Reference to a source map elsewhere", Severity.Low,
        "The comment tells everyone where the map is, and with it the original source, for as long as it can be fetched there.",
        "Build without the sourceMappingURL comment (webpack: devtool \"hidden-source-map\"), and keep the map where only its users can read it.")
    {
        Exceptions = "Only informs when the map is missing beside the file, when the source is public, and for bundled packages.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var references = new List<Reference>();
        HashSet<string>? members = null;
        foreach (var entry in artifact.Entries)
        {
            foreach (var address in AddressesOf(entry))
            {
                var host = MapAddress.Classify(address);
                if (IsElsewhere(entry, address, host, members ??= MembersOf(artifact)))
                    references.Add(new Reference(entry, address, host, IsForeign(entry, artifact)));
            }
        }

        var findings = new List<Finding>();
        for (var host = MapHost.Relative; host <= MapHost.Public; host++)
        {
            foreach (var isForeign in (bool[])[false, true])
            {
                if (references.FindAll(reference => reference.Host == host && reference.IsForeign == isForeign) is { Count: > 0 } alike)
                    findings.AddRange(Tell(host, isForeign || artifact.Visibility == Visibility.Public, alike, artifact));
            }
        }

        return findings;
    }

    /// <param name="IsForeign">Of a bundled package: its comments are its publisher's affair.</param>
    private sealed record Reference(Entry Entry, string Address, MapHost Host, bool IsForeign);

    /// <summary>Every path of every container: <see cref="KeyOf"/>.</summary>
    private static HashSet<string> MembersOf(Artifact artifact)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in artifact.Entries)
        {
            if (entry.Origin == EntryOrigin.Member)
                members.Add(KeyOf(entry.Container?.Ordinal ?? -1, entry.Path.Value));
        }

        return members;
    }

    private static string KeyOf(int container, string path) => $"{container}:{path}";

    private static IEnumerable<string> AddressesOf(Entry entry)
    {
        if (entry.Origin == EntryOrigin.Decoded)
            return [];
        return [.. entry.Fact<SourceMapReferences>()?.Addresses ?? [], .. entry.Fact<SourceMapFacts>()?.ExternalMaps ?? []];
    }

    private static bool IsForeign(Entry entry, Artifact artifact) => artifact.ManifestFor(entry) is { } manifest && manifest != artifact.Manifest;

    private static bool IsElsewhere(Entry entry, string address, MapHost host, HashSet<string> members) => host switch
    {
        MapHost.Rooted => false,
        MapHost.Relative => entry.Container is { } container && !members.Contains(KeyOf(container.Ordinal, Resolve(entry.Path.Directory, address))),
        _ => true,
    };

    private static string Resolve(string folder, string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = Uri.UnescapeDataString(end < 0 ? address : address[..end]);
        var segments = new List<string>(folder.Length == 0 ? [] : folder.Split('/'));
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or ".."))
                segments.Add(segment);
        }

        return string.Join('/', segments);
    }

    private static IEnumerable<Finding> Tell(MapHost host, bool isHarmless, List<Reference> references, Artifact artifact)
    {
        var severity = isHarmless ? Severity.Info : SeverityOf(host);
        if (references.Count > MaxSingle)
        {
            yield return new Finding(Rule, artifact.Root, $"has {references.Count} references to source maps {Where(host, "are")}")
            {
                Severity = severity,
                Subject = host.ToString(),
                Evidence = [("host", Word(host)), ("references", references.Count), ("examples", references.Take(5).Select(reference => $"{reference.Entry.Path.Value}: {reference.Address}").ToList())],
            };
            yield break;
        }

        foreach (var (entry, address, _, _) in references)
        {
            yield return new Finding(Rule, entry, $"refers to a source map {Where(host, "is")}")
            {
                Severity = severity,
                Subject = host.ToString(),
                Evidence = [("host", Word(host)), ("address", address)],
            };
        }
    }

    private static Severity SeverityOf(MapHost host) => host switch
    {
        MapHost.Relative => Severity.Info,
        MapHost.Bucket => Severity.Medium,
        _ => Severity.Low,
    };

    private static string Word(MapHost host) => host switch
    {
        MapHost.Relative or MapHost.Rooted => "missing",
        MapHost.LocalFile => "local-file",
        MapHost.Loopback => "loopback",
        MapHost.Internal => "private",
        MapHost.Bucket => "bucket",
        MapHost.ContentDelivery => "cdn",
        _ => "public",
    };

    private static string Where(MapHost host, string verb) => host switch
    {
        MapHost.Relative or MapHost.Rooted => $"that {verb} not in the artifact",
        MapHost.LocalFile => "on the machine that built it",
        MapHost.Loopback => "on the loopback address",
        MapHost.Internal => "on a private network",
        MapHost.Bucket => "in object storage, where it may be readable by everyone",
        MapHost.ContentDelivery => "on a content delivery network",
        _ => "on a public host",
    };
}
