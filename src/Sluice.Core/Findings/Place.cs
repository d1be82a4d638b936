using Sluice.Artifacts;

namespace Sluice.Findings;

/// <summary>One more place of a finding.</summary>
/// <param name="Line">Counted from 1; null when the place is the entry as a whole.</param>
public sealed record Place(Entry Entry, int? Line)
{
    /// <summary>All containers and the path, joined by <c>!/</c>, and the line.</summary>
    public override string ToString() => Line is { } line ? $"{Of(Entry)}:{line}" : Of(Entry);

    /// <summary>The path in the innermost container; the artifact itself and what is transparent have none.</summary>
    public static string PathOf(Entry entry) => entry.Container is null || entry.IsTransparent ? "" : entry.Path.Value;

    /// <summary>All containers and the path, joined by <c>!/</c>; empty for the artifact itself.</summary>
    public static string Of(Entry entry)
    {
        var chain = entry.ContainerChain.ToList();
        if (entry.Container is not null && !entry.IsTransparent && entry.Path.Value.Length > 0)
            chain.Add(entry.Path.Value);
        return string.Join("!/", chain);
    }
}
