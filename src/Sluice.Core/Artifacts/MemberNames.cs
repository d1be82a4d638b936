namespace Sluice.Artifacts;

/// <summary>Notices names in one container that clash with each other, and links that lead out of it. Bounded by one reference a name.</summary>
internal sealed class MemberNames
{
    private HashSet<string>? _names;
    private HashSet<string>? _variants;
    private Dictionary<string, string>? _escapingLinks;

    public void Check(EntryHeader header, Action<AnomalyKind, EntryPath?, string> report)
    {
        var path = header.Path;
        if (_escapingLinks is not null && ThroughLink(path.Value) is { } link)
            report(AnomalyKind.LinkEscape, path, $"is unpacked through the link {link}, which points to {_escapingLinks[link]}");
        if (header.Kind is EntryKind.SymbolicLink or EntryKind.HardLink && header.LinkTarget is { } target && Leaves(path, header.Kind, target))
        {
            (_escapingLinks ??= new(StringComparer.Ordinal)).TryAdd(path.Value, target);
            report(AnomalyKind.LinkEscape, path, $"is a link that points outside the archive, to {target}");
        }

        if (header.Kind != EntryKind.Directory)
            CheckClash(path, report);
    }

    /// <summary>Names that differ only in case are one key; which of the spellings were seen matters only once there are two.</summary>
    private void CheckClash(EntryPath path, Action<AnomalyKind, EntryPath?, string> report)
    {
        var names = _names ??= new(StringComparer.OrdinalIgnoreCase);
        if (names.Add(path.Value))
            return;
        names.TryGetValue(path.Value, out var first);
        if (first == path.Value || !(_variants ??= new(StringComparer.Ordinal)).Add(path.Value))
            report(AnomalyKind.DuplicateName, path, "occurs more than once: which one is unpacked depends on the tool");
        else
            report(AnomalyKind.CaseCollision, path, $"differs only in case from {first}");
    }

    private string? ThroughLink(string path)
    {
        var links = _escapingLinks!.GetAlternateLookup<ReadOnlySpan<char>>();
        var depth = 0;
        for (var slash = path.IndexOf('/'); slash >= 0 && depth < EntryPath.MaxDepth; slash = path.IndexOf('/', slash + 1), depth++)
        {
            if (links.TryGetValue(path.AsSpan(0, slash), out var link, out _))
                return link;
        }

        return null;
    }

    private static bool Leaves(EntryPath path, EntryKind kind, string target)
    {
        if (target.StartsWith('/') || target.StartsWith('\\') || (target.Length > 1 && target[1] == ':'))
            return true;
        // A symbolic link is relative to its own folder, a hard link to the top of the archive.
        var depth = kind == EntryKind.SymbolicLink ? path.Value.Count(c => c == '/') : 0;
        foreach (var range in target.AsSpan().SplitAny('/', '\\'))
        {
            var segment = target.AsSpan(range);
            if (segment is "..")
                depth--;
            else if (segment is not ("" or "."))
                depth++;
            if (depth < 0)
                return true;
        }

        return false;
    }
}
