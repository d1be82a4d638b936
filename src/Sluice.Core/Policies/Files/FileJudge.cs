using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Findings;

namespace Sluice.Policies.Files;

/// <summary>What the rules about files made of one entry; kept until the artifact is known.</summary>
public sealed class FileJudgement
{
    internal FileJudgement(IReadOnlyList<FileOutcome> outcomes, long cost) => (Outcomes, Cost) = (outcomes, cost);

    internal IReadOnlyList<FileOutcome> Outcomes { get; }

    /// <summary>In the units of the language's reference.</summary>
    internal long Cost { get; }
}

/// <summary>A rule that a document does not keep, cannot be asked about, or, for <see cref="FindingRules.Unreadable"/>, a file that is none.</summary>
internal sealed record FileOutcome(Policy Policy, PolicyRule Rule, string Message)
{
    public required Severity Severity { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>What the document is for; null where that is not known.</summary>
    public string? Kind { get; init; }

    public bool IsTemplate { get; init; }

    public string Subject { get; init; } = "";

    public IReadOnlyList<(string Name, object Value)> Evidence { get; init; } = [];
}

/// <summary>Reads a file once and asks the rules of every policy that is about it. For any number of threads.</summary>
internal sealed class FileJudge(IReadOnlyList<Policy> policies, FileSelection selection, FileRun run)
{
    /// <summary>Findings of one rule in one document that are told one by one.</summary>
    private const int MostOfRule = 100;

    private readonly DateOnly _today = DateOnly.FromDateTime(run.Now.UtcDateTime);
    private readonly Lock _watching = new();

    public FileJudgement Judge(Entry entry)
    {
        var meter = new CostMeter();
        var outcomes = new List<FileOutcome>();
        var about = policies.Where(policy => selection.IsAbout(policy, entry)).ToList();
        try
        {
            foreach (var file in FileSelection.Read(entry))
            {
                foreach (var policy in about)
                    Ask(policy, file, meter, outcomes);
            }
        }
        catch (DocumentException e)
        {
            outcomes.AddRange(about.Where(policy => FileSelection.IsLikely(policy, entry)).Select(policy => Unreadable(policy, entry, e)));
        }

        return new FileJudgement(outcomes, meter.Spent);
    }

    private void Ask(Policy policy, StructuredFile file, CostMeter meter, List<FileOutcome> outcomes)
    {
        if (policy.Document.Match.Documents is { Count: > 0 } kinds && (file.Kind is null || !kinds.Contains(file.Kind)))
            return;
        var asked = new PolicyRun(policy, new FileSource(file, run), meter, run.Watch is null ? null : Watch) { Most = MostOfRule };
        var found = new List<PolicyOutcome>();
        foreach (var rule in policy.Rules)
            asked.Ask(rule, found);
        var places = new DocumentPlaces(file.Document);
        var told = new HashSet<(string, int, int, string)>();
        foreach (var outcome in Merged(found))
        {
            var made = OutcomeOf(outcome.Outcome, outcome.Others, file, places);
            if (told.Add((made.Rule.Document.Id, made.Line, made.Column, made.Message)))
                outcomes.Add(made);
        }
    }

    private void Watch(RuleStep step)
    {
        lock (_watching)
            run.Watch!(step);
    }

    /// <summary>What keeps several rules from being decided is told once; what is only audited is not told.</summary>
    private static IEnumerable<(PolicyOutcome Outcome, IReadOnlyList<string> Others)> Merged(List<PolicyOutcome> found)
    {
        var errors = found.Where(outcome => outcome is { IsError: true, IsSilent: false }).ToLookup(outcome => (outcome.Message, outcome.Action));
        foreach (var outcome in found.Where(outcome => !outcome.IsSilent))
        {
            if (!outcome.IsError)
                yield return (outcome, []);
            else if (errors[(outcome.Message, outcome.Action)] is var same && ReferenceEquals(same.First(), outcome))
                yield return (outcome, [.. same.Select(other => other.Rule.Document.Id).Distinct()]);
        }
    }

    private FileOutcome OutcomeOf(PolicyOutcome outcome, IReadOnlyList<string> rules, StructuredFile file, DocumentPlaces places)
    {
        var document = outcome.Rule.Document;
        var place = places.Of(outcome.Item, outcome.Element);
        var evidence = new List<(string, object)>();
        if (NameOf(file) is { Length: > 0 } name)
            evidence.Add(("document", name));
        if (place.Path.Length > 0)
            evidence.Add(("at", place.Path));
        if (outcome.IsError)
            evidence.Add((FilePolicyActions.Undecided, rules));
        return new FileOutcome(outcome.Policy, outcome.Rule, outcome.Message ?? $"does not keep the rule \"{document.Title}\"")
        {
            Severity = FilePolicyActions.SeverityOf(outcome.Rule, outcome.IsError, _today),
            Line = place.Line,
            Column = place.Column,
            Kind = file.Kind,
            Subject = $"{NameOf(file)}\n{place.Path}",
            Evidence = evidence,
        };
    }

    /// <summary>Which document of a stream: by what it is called there, which outlives a new neighbour.</summary>
    private static string NameOf(StructuredFile file)
    {
        var (kind, metadata) = (file.Document["kind"]?.Text, file.Document["metadata"]);
        return kind is not null && metadata?["name"]?.Text is { } name ? $"{kind}/{(metadata["namespace"]?.Text is { } space ? space + "/" : "")}{name}" : file.Index > 0 ? $"document {file.Index + 1}" : "";
    }

    private FileOutcome Unreadable(Policy policy, Entry entry, DocumentException e) => new(policy, policy.UnreadableRule!, $"cannot be read: {e.Message}")
    {
        Severity = FilePolicyActions.SeverityOf(policy.UnreadableRule!, false, _today),
        Line = e.Line,
        Column = e.Column,
        IsTemplate = policy.Document.Match.Files.Count == 0 && FileSelection.IsTemplate(entry),
    };
}
