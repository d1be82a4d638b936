using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>
/// Weighs what the source maps of an artifact give away, in whatever form they come: as files, inline, in sections, as modules to
/// evaluate. One finding a file; many of a kind are told in one.
/// </summary>
public sealed class SourceMapDetector : Detector
{
    /// <summary>Findings that need no action are told one by one only up to this number.</summary>
    private const int MaxSingleNotes = 3;

    /// <summary>Of many files that must not ship, the worst are told one by one.</summary>
    private const int MaxSingleLeaks = 20;

    private static readonly Descriptor Rule = new("exposure/source-map", "Source map with original sources", Severity.Critical,
        "Anyone who installs the release can restore the original source files with their comments, names and folders.",
        "Leave source maps out of the release, or build them without sourcesContent.")
    {
        Exceptions = "Only informs when the source is public, when every source is in the artifact or published already, and for bundled packages "
            + "under an open licence; warns for stylesheets and for maps that only name their sources.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var files = Collect(artifact);
        if (files.Count == 0)
            return [];
        var known = new KnownTexts(artifact);
        var weighed = files.ConvertAll(file => Weigh(file, artifact, known));
        var findings = new List<Finding>();
        for (var kind = Kind.Private; kind < Kind.NothingToTell; kind++)
        {
            if (weighed.FindAll(file => file.Kind == kind) is { Count: > 0 } alike)
                findings.AddRange(Tell(alike, artifact, known));
        }

        return findings;
    }

    /// <summary>Why a map is as grave as it is. In the order in which findings are told.</summary>
    private enum Kind
    {
        Private,
        Stylesheets,
        InstalledByOthers,
        NamesOnly,
        Known,
        Dependency,
        Public,
        NothingToTell,
    }

    /// <summary>A member of the artifact with all that was restored from it.</summary>
    private sealed class MapFile(Entry entry)
    {
        public Entry Entry { get; } = entry;

        public List<Entry> Sources { get; } = [];

        public List<string> NamesWithoutContent { get; } = [];

        public int SourcesWithoutContent { get; set; }

        public string? GeneratedFile { get; set; }

        /// <summary>"file", "inline" or "eval".</summary>
        public string Form { get; set; } = "file";
    }

    private sealed record Weighed(MapFile File, SourceDisclosure Disclosure, Kind Kind);

    private static List<MapFile> Collect(Artifact artifact)
    {
        var files = new Dictionary<Entry, MapFile>();
        foreach (var entry in artifact.Entries)
        {
            if (entry.Fact<SourceMapFacts>() is { } map)
                Add(FileOf(entry), entry, map);
            if (entry.Fact<EvalModuleFacts>() is { } eval)
            {
                var file = FileOf(entry);
                file.Sources.AddRange(eval.Modules);
                file.Form = "eval";
            }
        }

        return [.. files.Values];

        MapFile FileOf(Entry entry)
        {
            while (entry is { Origin: EntryOrigin.Decoded, Container: { } container })
                entry = container;
            if (!files.TryGetValue(entry, out var file))
                files.Add(entry, file = new MapFile(entry));
            return file;
        }

        static void Add(MapFile file, Entry entry, SourceMapFacts map)
        {
            file.Sources.AddRange(map.Sources);
            file.SourcesWithoutContent += map.SourcesWithoutContent;
            file.NamesWithoutContent.AddRange(map.NamesWithoutContent.Take(SourceMapFacts.MaxNames - file.NamesWithoutContent.Count));
            file.GeneratedFile ??= map.GeneratedFile;
            if (entry != file.Entry && file.Form == "file")
                file.Form = "inline";
        }
    }

    private static Weighed Weigh(MapFile file, Artifact artifact, KnownTexts known)
    {
        var disclosure = SourceDisclosure.Of(file.Sources, known);
        return new Weighed(file, disclosure, KindOf(file, disclosure, artifact));
    }

    private static Kind KindOf(MapFile file, SourceDisclosure disclosure, Artifact artifact)
    {
        if (disclosure.Sources == 0 && file.NamesWithoutContent.Count == 0)
            return Kind.NothingToTell;
        if (InstalledPackage.IsOpenDependency(file.Entry, artifact))
            return Kind.Dependency;
        if (artifact.Visibility == Visibility.Public)
            return disclosure.Sources == 0 ? Kind.NothingToTell : Kind.Public;
        if (disclosure.Sources == 0)
            return IsDeclarationMap(file) ? Kind.NothingToTell : Kind.NamesOnly;
        if (disclosure.PrivateBytes == 0)
            return Kind.Known;
        if (InstalledPackage.IsInFolderOfOthers(file.Entry, artifact))
            return Kind.InstalledByOthers;
        return disclosure.PrivateStylesheets == disclosure.PrivateSources ? Kind.Stylesheets : Kind.Private;
    }

    /// <summary>Maps of type declarations lead an editor to the source, and tell no more than the declarations do.</summary>
    private static bool IsDeclarationMap(MapFile file) =>
        file.GeneratedFile is { } generated && (generated.EndsWith(".d.ts", StringComparison.Ordinal) || generated.EndsWith(".d.mts", StringComparison.Ordinal) || generated.EndsWith(".d.cts", StringComparison.Ordinal));

    private static IEnumerable<Finding> Tell(IReadOnlyList<Weighed> files, Artifact artifact, KnownTexts known)
    {
        var kind = files[0].Kind;
        var most = kind == Kind.Private ? MaxSingleLeaks : MaxSingleNotes;
        if (files.Count > most)
            yield return Together(files, artifact, known);
        if (files.Count > most && kind != Kind.Private)
            yield break;
        foreach (var file in files.OrderByDescending(file => file.Disclosure.PrivateBytes).Take(most))
            yield return Single(file, artifact);
    }

    private static Finding Single(Weighed weighed, Artifact artifact)
    {
        var file = weighed.File;
        var evidence = new List<(string, object)>(weighed.Disclosure.Evidence) { ("form", file.Form) };
        if (file.GeneratedFile is { } generated)
            evidence.Add(("generatedFile", generated));
        if (file.SourcesWithoutContent > 0)
            evidence.Add(("sourcesWithoutContent", file.SourcesWithoutContent));
        if (weighed.Kind == Kind.NamesOnly)
            evidence.Add(("names", file.NamesWithoutContent.Take(5).ToList()));
        return new Finding(Rule, file.Entry, Message(weighed))
        {
            Severity = SeverityOf(weighed.Kind),
            Evidence = evidence,
            Remedy = RemedyFor(weighed.Kind, file.Form, artifact),
        };
    }

    private static Finding Together(IReadOnlyList<Weighed> files, Artifact artifact, KnownTexts known)
    {
        var kind = files[0].Kind;
        var all = SourceDisclosure.Of(files.SelectMany(file => file.File.Sources), known);
        var what = kind == Kind.NamesOnly
            ? $"name {files.Sum(file => file.File.SourcesWithoutContent)} source files"
            : $"carry the full text of {Sources(all)}{Remark(kind)}";
        var worst = files.OrderByDescending(file => file.Disclosure.PrivateBytes).Take(5).Select(file => file.File.Entry.Path.Value).ToList();
        return new Finding(Rule, artifact.Root, $"ships {files.Count} files with source maps that {what}")
        {
            Severity = SeverityOf(kind),
            Subject = kind.ToString(),
            Evidence = [("files", files.Count), .. all.Evidence, ("largest", worst)],
            Remedy = RemedyFor(kind, files[0].File.Form, artifact),
        };
    }

    private static string Message(Weighed weighed)
    {
        if (weighed.Kind == Kind.NamesOnly)
            return $"names {weighed.File.SourcesWithoutContent} source files whose text it does not carry";
        var place = weighed.File.Form switch
        {
            "inline" => " in an inline source map",
            "eval" => " in modules to evaluate",
            _ => "",
        };
        return $"carries the full text of {Sources(weighed.Disclosure)}{place}{Remark(weighed.Kind)}";
    }

    private static string Sources(SourceDisclosure disclosure) =>
        $"{disclosure.Sources} source {(disclosure.Sources == 1 ? "file" : "files")} ({disclosure.Lines} lines)";

    private static string Remark(Kind kind) => kind switch
    {
        Kind.Public => ", as a package whose source is public may",
        Kind.Dependency => " of a bundled package with an open licence",
        Kind.Known => ", none of it private",
        Kind.InstalledByOthers => " in a folder of the distribution or of installed packages",
        Kind.Stylesheets => ", the private ones all stylesheets",
        _ => "",
    };

    private static Severity SeverityOf(Kind kind) => kind switch
    {
        Kind.Private => Severity.Critical,
        Kind.Stylesheets or Kind.NamesOnly or Kind.InstalledByOthers => Severity.Low,
        _ => Severity.Info,
    };

    private static string? RemedyFor(Kind kind, string form, Artifact artifact) => kind switch
    {
        Kind.Public or Kind.Dependency or Kind.Known => "Nothing needs to be done. Leaving maps out makes the package smaller.",
        _ => SourceRemedy.ForMaps(artifact, form),
    };
}
