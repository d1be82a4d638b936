using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Weighs source files that ship as data: in reports of bundlers, coverage data, caches, objects from names to texts.</summary>
public sealed class SourceTextDetector : Detector
{
    /// <summary>Findings that need no action are told one by one only up to this number; of the others as many stand for all when there are too many.</summary>
    private const int MaxSingleNotes = 3;

    /// <summary>A report of coverage has a page for each file.</summary>
    private const int MaxSingle = 10;

    /// <summary>A content of which less is source may be a program with an example in it.</summary>
    private const double ShareOfData = 0.25;

    private const int FilesThatAreMore = 3;
    private const int BytesThatAreMore = 32 << 10;

    private static readonly Descriptor Rule = new("exposure/source-text", "Original source as data", Severity.Critical,
        "The report, cache or table repeats the original source files, readable by anyone who opens it.",
        "Leave it out of the release; write reports of the build outside the folder that is packed.")
    {
        Exceptions = "Only informs when the source is public, in the artifact as files or published already, and for bundled packages under an open licence; "
            + "warns about samples, templates of other projects and programs that carry a few lines, and about stylesheets and scripts that may be there to be run.",
    };

    private static readonly HashSet<string> TemplateFolders = new(StringComparer.OrdinalIgnoreCase) { "template", "templates", "scaffold", "scaffolds", "scaffolding", "starter", "starters", "boilerplate", "playground", "snippets", "blueprints", "generators", "skeleton" };

    private static readonly HashSet<string> SourceFolders = new(StringComparer.Ordinal) { "src", "source", "lib", "app", "apps", "packages", "server", "client", "core", "internal", "modules" };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var found = artifact.Entries.Where(entry => entry.Fact<SourceTextFacts>() is not null).ToList();
        if (found.Count == 0)
            return [];
        var known = new KnownTexts(artifact);
        var listed = new ListedSources(artifact);
        return found.Select(entry => Weigh(artifact, entry, known, listed)).GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key).SelectMany(group => Fold(artifact, group.Key, [.. group]));
    }

    private static Finding Weigh(Artifact artifact, Entry entry, KnownTexts known, ListedSources listed)
    {
        var facts = entry.Fact<SourceTextFacts>()!;
        if (facts.IsListing && facts.Sources.Any(listed.IsBeside))
            facts = facts with { Sources = [.. facts.Sources.Where(source => !listed.IsBeside(source))] };
        var disclosure = SourceDisclosure.Of(facts.Sources, known);
        var (severity, remark) = Judge(artifact, entry, facts, disclosure, known);
        return new Finding(Rule, entry, $"carries the full text of {disclosure.Sources} source {(disclosure.Sources == 1 ? "file" : "files")} ({disclosure.Lines} lines) as data{remark}")
        {
            Severity = severity,
            Evidence = [.. disclosure.Evidence],
        };
    }

    private static (Severity, string) Judge(Artifact artifact, Entry entry, SourceTextFacts facts, SourceDisclosure disclosure, KnownTexts known)
    {
        if (InstalledPackage.IsOpenDependency(entry, artifact))
            return (Severity.Info, " of a bundled package with an open licence");
        if (artifact.Visibility == Visibility.Public)
            return (Severity.Info, ", as a package whose source is public may");
        if (disclosure.PrivateBytes == 0)
            return (Severity.Info, ", none of it private");
        if (InstalledPackage.IsInFolderOfOthers(entry, artifact))
            return (Severity.Low, " in a folder of the distribution or of installed packages");
        if (IsSample(artifact, entry, facts))
            return (Severity.Low, ", of a sample or a template");
        if (!facts.IsListing && facts.Share < ShareOfData && (disclosure.PrivateSources < FilesThatAreMore || disclosure.PrivateBytes < BytesThatAreMore))
            return (Severity.Low, ", little beside the program around it");
        if (disclosure.PrivateStylesheets == disclosure.PrivateSources)
            return (Severity.Low, ", the private ones all stylesheets");
        return facts.Sources.Any(source => (facts.IsListing || IsOriginal(source.Path.Value)) && !SourcePath.IsThirdParty(source.Path.Value, known.Scope) && !known.Contains(source))
            ? (Severity.Critical, "")
            : (Severity.Medium, ", which may be there to be run");
    }

    private static bool IsSample(Artifact artifact, Entry entry, SourceTextFacts facts)
    {
        if (facts.Projects.Count > 0 && !facts.Projects.Contains(artifact.Manifest?.Name ?? ""))
            return true;
        var member = entry;
        while (member is { Origin: EntryOrigin.Decoded, Container: { } container })
            member = container;
        return Placement.Of(artifact, member).IsSample || member.Path.Value.Split('/', '.').Any(TemplateFolders.Contains);
    }

    /// <summary>A language that is compiled before it ships, or a folder that only a source tree has.</summary>
    private static bool IsOriginal(string path) =>
        !SourcePath.IsStylesheet(path) && (!SourceName.MayShip(path) || path.Split('/', '\\').SkipLast(1).Any(SourceFolders.Contains));

    private static List<Finding> Fold(Artifact artifact, Severity severity, List<Finding> findings)
    {
        if (findings.Count <= (severity > Severity.Low ? MaxSingle : MaxSingleNotes))
            return findings;
        var together = new Finding(Rule, artifact.Root, $"ships {findings.Count} files that carry source texts as data, such as {findings[0].Entry.Path.Value}")
        {
            Severity = severity,
            Subject = severity.ToString(),
            Evidence = [("files", findings.Count), ("examples", findings.Take(5).Select(finding => finding.Entry.Path.Value).ToList())],
        };
        return severity > Severity.Low ? [together, .. findings.Take(MaxSingleNotes)] : [together];
    }
}
