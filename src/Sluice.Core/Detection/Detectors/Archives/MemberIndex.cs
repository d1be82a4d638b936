using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Archives;

/// <summary>The members of those containers that have anomalies, by path.</summary>
internal sealed class MemberIndex
{
    private readonly Dictionary<(Entry Container, string Path), Entry> _last = [];
    private readonly HashSet<(Entry Container, string Path)> _differing = [];

    public MemberIndex(Artifact artifact)
    {
        var named = artifact.Anomalies.Where(anomaly => anomaly.Path is not null).Select(anomaly => (anomaly.Container, anomaly.Path!.Value.Value))
            .Concat(artifact.Anomalies.Where(anomaly => anomaly.Other is not null).Select(anomaly => (anomaly.Container, anomaly.Other!.Value.Value))).ToHashSet();
        if (named.Count == 0)
            return;
        foreach (var entry in artifact.Entries)
        {
            if (entry.Container is not { } container || entry.Kind == EntryKind.Directory || !named.Contains((container, entry.Path.Value)))
                continue;
            var place = (container, entry.Path.Value);
            if (_last.TryGetValue(place, out var earlier) && !AreEqual(earlier, entry))
                _differing.Add(place);
            _last[place] = entry;
        }
    }

    /// <summary>The member that the anomaly is about, else the container.</summary>
    public Entry PlaceOf(Anomaly anomaly) =>
        anomaly.Path is { } path && _last.TryGetValue((anomaly.Container, path.Value), out var entry) ? entry : anomaly.Container;

    /// <summary>Members of one name that are not all the same.</summary>
    public bool Differ(Anomaly anomaly) => anomaly.Path is { } path && (_differing.Contains((anomaly.Container, path.Value))
        || (anomaly.Other is { } other && _last.TryGetValue((anomaly.Container, path.Value), out var one) && _last.TryGetValue((anomaly.Container, other.Value), out var second) && !AreEqual(one, second)));

    private static bool AreEqual(Entry a, Entry b) => a.Kind == b.Kind && a.LinkTarget == b.LinkTarget && a.Identity == b.Identity;
}
