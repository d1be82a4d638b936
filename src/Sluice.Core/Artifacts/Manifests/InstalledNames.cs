namespace Sluice.Artifacts.Manifests;

/// <summary>Notices members of different names that an installer puts at one place, and npm packages with more than one top folder.</summary>
internal static class InstalledNames
{
    public static IReadOnlyList<Anomaly> Clashes(IReadOnlyList<Entry> entries, string kind, Manifest? manifest)
    {
        if (kind is not ("npm" or "wheel" or "nuget" or "gem") || manifest is not { DescribesArtifact: true, Entry.Container: { } container })
            return [];
        // The manifest of a gem is within the packed metadata.
        var archive = kind == "gem" ? container.Container : container;
        if (archive?.Format is not ("tar" or "zip"))
            return [];
        var members = entries.Where(entry => entry is { Kind: EntryKind.File, Origin: EntryOrigin.Member } && ReferenceEquals(entry.Container, archive)).ToList();
        return [.. SeveralRoots(members, kind, archive), .. Pairs(members, kind, archive)];
    }

    private static IEnumerable<Anomaly> SeveralRoots(List<Entry> members, string kind, Entry archive)
    {
        if (kind != "npm")
            yield break;
        var roots = new List<string>();
        foreach (var member in members)
        {
            var root = member.Path.Problems.HasFlag(PathProblems.LeadDropped) ? "." : member.Path.Value.IndexOf('/') is > 0 and var slash ? member.Path.Value[..slash] : null;
            if (root is null || roots.Contains(root))
                continue;
            roots.Add(root);
            if (roots.Count == 2)
                yield return new Anomaly(AnomalyKind.SeveralRoots, archive, member.Path, $"lies below '{root}', other files below '{roots[0]}': npm installs both into one folder");
            if (roots.Count > 2)
                yield break;
        }
    }

    private static IEnumerable<Anomaly> Pairs(List<Entry> members, string kind, Entry archive)
    {
        var taken = new Dictionary<string, EntryPath>(kind == "nuget" ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var member in members)
        {
            if ((InstalledPath.Of(kind, member.Path) ?? (kind == "npm" ? null : member.Path.Value)) is not { } place)
                continue;
            // Names that are the same were noted when they were read, and so were those that differ in case alone; of a folder that is taken away, case says nothing.
            if (taken.TryGetValue(place, out var before) && !before.Value.Equals(member.Path.Value, kind == "npm" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
                yield return new Anomaly(AnomalyKind.DuplicateName, archive, member.Path, $"is installed as {place}, and so is {before.Value}: {(kind == "npm" ? "npm takes this one, the last" : "which one is there depends on the tool")}") { Other = before };
            taken[place] = member.Path;
        }
    }
}
