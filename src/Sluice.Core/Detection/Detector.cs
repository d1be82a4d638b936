using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection;

/// <summary>
/// Looks for one kind of thing, at single entries or at the artifact once all entries are known. Stateless and thread safe:
/// entries are inspected in parallel, and detectors conclude side by side. An exception becomes a <see cref="Fault"/>, never an absence of findings.
/// </summary>
public abstract class Detector
{
    /// <summary>Every rule it can report, the ids in ordinal order.</summary>
    public abstract IReadOnlyList<Descriptor> Rules { get; }

    /// <summary>Called for every entry: must be fast and must not touch the bytes beyond the front.</summary>
    public virtual bool Wants(Entry entry) => false;

    /// <summary>Called when <see cref="Wants"/>, with <see cref="Entry.Bytes"/> at hand.</summary>
    public virtual IEnumerable<Finding> Inspect(Entry entry) => [];

    /// <summary>Called for each window of an entry too large for memory, on the thread of the walk; windows overlap.</summary>
    public virtual IEnumerable<Finding> InspectWindow(Entry entry, ReadOnlyMemory<byte> window, long offset) => [];

    /// <summary>Called once, after all entries.</summary>
    public virtual IEnumerable<Finding> Conclude(Artifact artifact) => [];
}
