using Sluice.Detection;
using Sluice.Findings;

namespace Sluice;

/// <summary>Everything that was built in. The lists of parts are generated from the classes that are there.</summary>
public static partial class Catalog
{
    /// <summary>Every rule of every detector, the ids in ordinal order.</summary>
    public static IReadOnlyList<Descriptor> Rules => field ??=
        [.. Detectors.SelectMany(detector => detector.Rules).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
