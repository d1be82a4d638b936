using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Findings;
using Sluice.Journals;
using Sluice.Policies.Testing;

namespace Sluice.Policies.Facts;

/// <summary>
/// A release as a report tells it. What the report does not tell is an error, never nothing: a rule that needs it cannot be decided.
/// </summary>
internal sealed class RecordedSource : FactSource
{
    private readonly Dictionary<string, CelValue> _facts;
    private readonly CelValue _findings;
    private readonly CelValue _now;
    private readonly bool _isWhole;

    private RecordedSource(Dictionary<string, CelValue> facts, IReadOnlyList<Finding> findings, CelValue now, bool isWhole) =>
        (_facts, Findings, _findings, _now, _isWhole) = (facts, findings, ReleaseFacts.Finding.ListOf(findings), now, isWhole);

    public override IReadOnlyList<Finding> Findings { get; }

    /// <param name="facts">Of the report; null where it was written without.</param>
    /// <param name="artifact">What the report says of the artifact in any case.</param>
    /// <param name="provenance">What it says of the source, in any case too.</param>
    /// <param name="now">In place of the time at which the report was written; null for that.</param>
    /// <param name="clock">Tells the time where the report does not.</param>
    public static RecordedSource Of(DocumentNode? facts, DocumentNode artifact, CelValue provenance, IReadOnlyList<Finding> findings, DateTimeOffset? now, TimeProvider clock, DocumentProblems problems)
    {
        var told = facts is not null ? new InlineFacts(problems).Read(facts)
            : new Dictionary<string, CelValue>(StringComparer.Ordinal) { ["artifact"] = CelValue.Of(new Outline(artifact)), ["provenance"] = provenance };
        var time = now is null && told.TryGetValue("now", out var written) ? written : CelValue.Timestamp(now ?? clock.GetUtcNow());
        return new RecordedSource(told, findings, time, facts is not null);
    }

    /// <summary>With what a journal knew at that time, where the report does not say it itself.</summary>
    public RecordedSource With(ReleaseHistory history) =>
        _isWhole ? this : new RecordedSource(new Dictionary<string, CelValue>(_facts, StringComparer.Ordinal) { ["history"] = ReleaseFacts.History.Of(history) }, Findings, _now, _isWhole);

    public override CelValue Get(string name) => name switch
    {
        "findings" => _findings,
        "now" => _now,
        _ when _facts.TryGetValue(name, out var value) => value,
        // No journal is part of a report without facts: without one at hand it is decided as where none is kept, as most are.
        "history" => InlineFacts.DefaultOf(InlineFacts.TypeOf(name)),
        _ => _isWhole ? InlineFacts.DefaultOf(InlineFacts.TypeOf(name)) : Untold(name),
    };

    private static CelValue Untold(string what) => CelValue.Error($"the report does not tell {what}; reports written with --facts do");

    /// <summary>The artifact by the few fields that every report has.</summary>
    private sealed class Outline(DocumentNode artifact) : CelObject(ReleaseFacts.Artifact.Type.Declaration!)
    {
        public override CelValue GetField(int index) => Type.Fields[index].Name switch
        {
            "kind" or "name" or "version" or "visibility" => CelValue.String(artifact[Type.Fields[index].Name]?.Text ?? ""),
            "size" => CelValue.Int(artifact["size"]?.Value as long? ?? 0),
            "digests" when artifact["digest"]?.Text is { } digest && digest.IndexOf(':') is > 0 and var colon =>
                CelValue.Map([new(CelValue.String(digest[..colon]), CelValue.String(digest[(colon + 1)..]))]),
            "digests" => CelValue.Map([]),
            var name => Untold("artifact." + name),
        };
    }
}
