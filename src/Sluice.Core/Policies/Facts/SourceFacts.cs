using Sluice.Artifacts;
using Sluice.Cel;
using Sluice.Sources;

namespace Sluice.Policies.Facts;

/// <summary>How an artifact compares with its source, as plain maps: the same in <c>provenance.source</c> and under <c>source</c> in the JSON report.</summary>
internal static class SourceFacts
{
    /// <summary>An empty optional where no source was given.</summary>
    public static CelValue Provenance(Artifact artifact) => artifact.Root.Fact<SourceComparison>() is { } comparison
        ? CelValue.Of(CelOptional.Of(Map([("source", Of(comparison))])))
        : Fact.None;

    public static CelValue Of(SourceComparison comparison) => Map(
    [
        ("tree", CelValue.String(comparison.Tree)),
        ("ref", CelValue.String(comparison.Ref)),
        ("tag", CelValue.Bool(comparison.IsTag)),
        ("exact", CelValue.Bool(comparison.IsExact)),
        ("commit", CelValue.String(comparison.Commit)),
        ("folder", CelValue.String(comparison.Folder)),
        ("explained", CelValue.Double(comparison.Explained)),
        ("files", Shares(comparison.Files, comparison.Shares, share => share.Files)),
        ("bytes", Shares(comparison.Bytes, comparison.Shares, share => share.Bytes)),
        ("unexplained", CelValue.List([.. comparison.Unexplained.Select(file => Map([("path", CelValue.String(file.Path)), ("size", CelValue.Int(file.Size)), ("reason", CelValue.String(file.Reason))]))])),
        ("gaps", Fact.List(comparison.Gaps)),
    ]);

    public static string WordOf(FileOrigin origin) => origin switch
    {
        FileOrigin.Source => "source",
        FileOrigin.Normalised => "normalised",
        FileOrigin.Generated => "generated",
        FileOrigin.Derived => "derived",
        _ => "unexplained",
    };

    private static CelValue Shares(long total, IReadOnlyList<OriginShare> shares, Func<OriginShare, long> count) =>
        Map([("total", CelValue.Int(total)), .. shares.Select(share => (WordOf(share.Origin), CelValue.Int(count(share))))]);

    private static CelValue Map(IEnumerable<(string Name, CelValue Value)> members) =>
        CelValue.Map(members.Select(member => new KeyValuePair<CelValue, CelValue>(CelValue.String(member.Name), member.Value)));
}
