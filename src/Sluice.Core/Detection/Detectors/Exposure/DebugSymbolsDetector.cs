using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Weighs what symbols and debug builds give away: in .NET embedded sources, names of sources, hosts of Source Link; native debug information.</summary>
public sealed class DebugSymbolsDetector : Detector
{
    /// <summary>Files of one kind are told one by one up to this number.</summary>
    private const int MaxSingle = 3;

    private static readonly Descriptor Symbols = new("exposure/debug-symbols", "Debug symbols or a debug build", Severity.Critical,
        "Symbols lead back to the source: they name files, methods and variables, and can carry the full text of the sources.",
        "Build for release, and keep symbols apart from what ships.")
    {
        Exceptions = "Only informs when the source is public, as symbols and Source Link are good practice there; generated files are not counted as private.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Symbols];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var known = new Lazy<KnownTexts>(() => new KnownTexts(artifact));
        var found = artifact.Entries.SelectMany(entry => Weigh(entry, artifact, known)).ToList();
        var native = NativeSymbols.Weigh(artifact, Symbols);
        return found.Count == 0 ? native : found
            .GroupBy(finding => (finding.Severity, finding.Subject))
            .OrderByDescending(group => group.Key.Severity)
            .SelectMany(group => Fold([.. group], artifact))
            .Concat(native);
    }

    private static IEnumerable<Finding> Weigh(Entry entry, Artifact artifact, Lazy<KnownTexts> known)
    {
        if (entry.Fact<PortablePdbFacts>() is { } pdb)
        {
            if (WeighSymbols(FileOf(entry), pdb, artifact, known.Value) is { } finding)
                yield return finding;
        }

        if (entry.Fact<PortablePdbFacts>() is { } links && PrivateHosts(links) is { Count: > 0 } hosts)
            yield return new Finding(Symbols, FileOf(entry), "tells by Source Link of sources on a private network")
            {
                Severity = Severity.Low,
                Subject = "source-link",
                Evidence = [("addresses", hosts)],
                Remedy = "Build releases where the repository's public address is known, or set <EnableSourceLink>false</EnableSourceLink>.",
            };
        if (entry.Fact<DotNetFacts>() is { IsDebugBuild: true } debug)
            yield return new Finding(Symbols, entry, "is a Debug build")
            {
                Severity = artifact.Visibility == Visibility.Public ? Severity.Info : Severity.Medium,
                Subject = "debug-build",
                Evidence = [("assembly", debug.Name), .. debug.PdbPath is { } path ? [("symbolsPath", (object)path)] : Array.Empty<(string, object)>()],
                Remedy = "Pack the Release configuration: dotnet pack -c Release.",
            };
    }

    /// <summary>Symbols inside an assembly are told at the assembly.</summary>
    private static Entry FileOf(Entry entry)
    {
        while (entry is { Origin: EntryOrigin.Decoded, Container: { } container })
            entry = container;
        return entry;
    }

    private static List<string> PrivateHosts(PortablePdbFacts pdb) =>
        [.. pdb.SourceLinks.Where(link => MapAddress.Classify(link.Replace("*", "x", StringComparison.Ordinal)) is MapHost.Internal or MapHost.Loopback).Take(5)];

    private static Finding? WeighSymbols(Entry file, PortablePdbFacts pdb, Artifact artifact, KnownTexts known)
    {
        var disclosure = SourceDisclosure.Of(pdb.EmbeddedSources, known);
        if (disclosure.PrivateBytes > 0)
        {
            return new Finding(Symbols, file, $"carries the full text of {disclosure.Sources} source files ({disclosure.Lines} lines) in its debug symbols")
            {
                Severity = SeverityOf(file, pdb, artifact),
                Subject = "embedded-source",
                Evidence = [.. disclosure.Evidence, ("documents", pdb.Documents), ("sourceLinks", pdb.SourceLinks.Take(3).ToList())],
                Remedy = "Set <EmbedAllSources>false</EmbedAllSources> and <EmbedUntrackedSources>false</EmbedUntrackedSources>, or <DebugType>none</DebugType>, in the project.",
            };
        }

        if (artifact.Visibility == Visibility.Public || pdb.Documents == 0)
            return null;
        return new Finding(Symbols, file, $"has debug symbols that name {pdb.Documents} source files")
        {
            Severity = IsForeign(file, pdb, artifact) ? Severity.Info : Severity.Low,
            Subject = "symbols",
            Evidence = [("documents", pdb.Documents), ("examples", pdb.Paths.Take(5).ToList()), ("sourceLinks", pdb.SourceLinks.Take(3).ToList())],
            Remedy = "Keep symbols apart from the release (a symbol server, a .snupkg for public packages), or set <DebugType>none</DebugType>.",
        };
    }

    private static Severity SeverityOf(Entry file, PortablePdbFacts pdb, Artifact artifact)
    {
        if (artifact.Visibility == Visibility.Public)
            return Severity.Info;
        return IsForeign(file, pdb, artifact) || HasUntrackedOnly(pdb) ? Severity.Low : Severity.Critical;
    }

    /// <summary>
    /// With Source Link, what the repository has is fetched from there; embedded is only what the build generates
    /// (<c>EmbedUntrackedSources</c>).
    /// </summary>
    private static bool HasUntrackedOnly(PortablePdbFacts pdb) => pdb.SourceLinks.Count > 0 && pdb.EmbeddedSources.Count * 2 < pdb.Documents;

    /// <summary>Another publisher's library beside the product: built from a public host, and not named like the product.</summary>
    private static bool IsForeign(Entry file, PortablePdbFacts pdb, Artifact artifact)
    {
        if (artifact.Manifest?.Name is not { Length: > 0 } name || !pdb.SourceLinks.Any(link => MapAddress.Classify(link.Replace("*", "x", StringComparison.Ordinal)) == MapHost.Public))
            return false;
        var family = name.TrimStart('@').Split('.', '/', '-')[0];
        return !file.Path.Name.StartsWith(family, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<Finding> Fold(IReadOnlyList<Finding> findings, Artifact artifact)
    {
        if (findings.Count <= MaxSingle)
            return findings;
        var together = findings[0] with
        {
            Entry = artifact.Root,
            Message = $"has {findings.Count} files {What(findings[0].Subject)}",
            Evidence = [("files", findings.Count), ("examples", findings.Take(5).Select(finding => finding.Entry.Path.Value).ToList())],
        };
        return findings[0].Severity >= Severity.High ? [together, .. findings.Take(MaxSingle)] : [together];
    }

    private static string What(string subject) => subject switch
    {
        "embedded-source" => "whose debug symbols carry the full text of source files",
        "debug-build" => "that are Debug builds",
        "source-link" => "that tell by Source Link of sources on a private network",
        _ => "with debug symbols that name source files",
    };
}
