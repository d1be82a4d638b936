using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection;

/// <summary>
/// Judges in two steps: what an entry is, while its bytes are at hand; what that means here, once the artifact is known. The first step
/// runs in parallel and leaves its answer on the entry.
/// </summary>
public abstract class EntryDetector<TFact> : Detector
    where TFact : class
{
    public sealed override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (Recognize(entry) is { } fact)
            entry.Learn(fact);
        return [];
    }

    public sealed override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        List<(Entry, TFact)>? found = null;
        foreach (var entry in artifact.Entries)
        {
            if (entry.Fact<TFact>() is { } fact)
                (found ??= []).Add((entry, fact));
        }

        return found is null ? [] : Judge(artifact, found);
    }

    /// <summary>Null when it is not what the detector is about.</summary>
    protected abstract TFact? Recognize(Entry entry);

    protected abstract IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, TFact Fact)> found);
}
