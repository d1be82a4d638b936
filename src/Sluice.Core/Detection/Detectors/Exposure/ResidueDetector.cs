using Sluice.Artifacts;
using Sluice.Detection.Detectors.Exposure.Residues;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Finds what was left in the folder and never meant to ship: settings and credentials, history, dumps, junk.</summary>
public sealed class ResidueDetector : Detector
{
    private static readonly Descriptor Rule = new("exposure/residue", "File that was left behind", Severity.High,
        "Leftovers of development tell strangers about machines, people and accounts, and often hold credentials.",
        "Leave it out: list what ships instead of excluding what must not, and build from a clean checkout.")
    {
        Exceptions = "Credentials count everywhere but among tests and in third-party code. Examples, empty files and references to variables are silent; settings without secrets inform where the source is public; junk warns.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, Origin: not EntryOrigin.Decoded, Size: > 0 }
        && (EnvironmentFile.IsNamedLikeOne(entry.Path) || CredentialFile.IsNamedLikeOne(entry.Path) || Leftover.MayBeOne(entry) || Dump.MayBeOne(entry));

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (Recognize(entry) is { } residue)
            entry.Learn(residue);
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var folders = new Dictionary<(Entry?, string), (Entry First, Residue Residue, int Files)>();
        foreach (var entry in artifact.Entries)
        {
            if (entry.Fact<Residue>() is { } residue)
                yield return Report(artifact, entry, residue, 1);
            if (entry is not { Kind: EntryKind.File, Size: > 0 } || entry.Origin != EntryOrigin.Member || Leftover.InFolder(entry.Path) is not { } inFolder)
                continue;
            var key = (entry.Container, inFolder.Folder!);
            folders[key] = folders.TryGetValue(key, out var known) ? known with { Files = known.Files + 1 } : (entry, inFolder, 1);
        }

        foreach (var (first, residue, files) in folders.Values)
            yield return Report(artifact, first, residue, files);
    }

    private static Residue? Recognize(Entry entry)
    {
        if (EnvironmentFile.IsNamedLikeOne(entry.Path))
            return EnvironmentFile.Recognize(entry);
        if (CredentialFile.IsNamedLikeOne(entry.Path))
            return CredentialFile.Recognize(entry);
        return Dump.MayBeOne(entry) && Dump.Recognize(entry) is { } dump ? dump : Leftover.MayBeOne(entry) ? Leftover.Recognize(entry) : null;
    }

    private static Finding Report(Artifact artifact, Entry entry, Residue residue, int files)
    {
        var message = residue.Folder is { } folder ? $"belongs to {folder}, {residue.What} ({(files == 1 ? "1 file" : $"{files} files")})" : residue.Detail.Length > 0 ? $"is {residue.What} {residue.Detail}" : $"is {residue.What}";
        return new Finding(Rule, entry, message)
        {
            Severity = SeverityOf(artifact, entry, residue),
            Subject = residue.Folder ?? "",
            Evidence = residue.Folder is null ? [("what", residue.What)] : [("what", residue.What), ("folder", residue.Folder), ("files", files)],
        };
    }

    private static Severity SeverityOf(Artifact artifact, Entry entry, Residue residue)
    {
        var severity = residue.SeverityFor(artifact.Visibility == Visibility.Public);
        var place = Placement.Of(artifact, entry);
        if (place.IsThirdParty || place.IsSample)
            return residue.Weight >= ResidueWeight.Data && !place.IsThirdParty ? Severity.Low : Severity.Info;
        return Placement.IsSourceTree(artifact) && residue.Weight == ResidueWeight.Settings ? Severity.Info : severity;
    }
}
