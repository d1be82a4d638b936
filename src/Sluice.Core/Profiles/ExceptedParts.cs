using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>
/// What of a release must not become the norm, because it passes by an exception only: of the entry that such a finding is in, all that is of the side that the finding is about.
/// The rest of the release teaches.
/// </summary>
internal sealed class ExceptedParts
{
    private static readonly Side[] Everything = Enum.GetValues<Side>();

    private readonly Dictionary<Entry, HashSet<Side>> _sides = new(ReferenceEqualityComparer.Instance);

    /// <param name="findings">Those that would stop the release if they were not waived.</param>
    public ExceptedParts(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            foreach (var entry in finding.AlsoAt.Select(place => place.Entry).Prepend(finding.Entry))
            {
                // What is within a file cannot be told from the file.
                for (var part = entry; part.Container is not null; part = part.Container)
                    SidesOf(part).UnionWith(AboutOf(finding.Rule.Family));
            }
        }
    }

    public bool Has(Dimension dimension, Entry entry) => _sides.TryGetValue(entry, out var sides) && sides.Contains(dimension.Side);

    private HashSet<Side> SidesOf(Entry entry) => _sides.TryGetValue(entry, out var sides) ? sides : _sides[entry] = [];

    /// <summary>Of secrets, and of what is wrong with a manifest, an archive or a name, a profile keeps nothing.</summary>
    private static Side[] AboutOf(string family) => family switch
    {
        "secret" or "packaging" or "archive" or "name" or "unicode" or "signature" or "waiver" => [],
        "exposure" => [Side.Form],
        "execution" or "dependency" or "agent" or "pipeline" or "extension" => [Side.Installation],
        "behaviour" => [Side.Reach, Side.Address],
        _ => Everything,
    };
}
