using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Artifacts.Repositories;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Policies.Files;

/// <summary>
/// Asks the rules of policies about files, while the bytes are at hand, and makes findings of what is not kept. A file that cannot be read is a
/// finding, too. One object screens one artifact: it counts what all files cost together.
/// </summary>
public sealed class FilePolicyDetector : Detector
{
    /// <summary>Units that the files of an artifact may cost together; each of them may cost <see cref="CostMeter.MostInAll"/>.</summary>
    internal const long MostInAll = 1_000_000_000;

    private readonly IReadOnlyList<Policy> _policies;
    private readonly FileSelection _selection;
    private readonly FileJudge? _judge;
    private readonly long _most;
    private long _spent;

    /// <summary>Knows the rules that come with the program, and asks none.</summary>
    public FilePolicyDetector() => (_policies, _selection) = ([], new FileSelection([]));

    internal FilePolicyDetector(PolicySet policies, FileRun run, long most = MostInAll)
    {
        _policies = [.. policies.Policies.Where(policy => policy.IsOfFiles)];
        (_selection, _most) = (new FileSelection(_policies), most);
        _judge = new FileJudge(_policies, _selection, run);
    }

    public override IReadOnlyList<Descriptor> Rules => field ??= [.. (_judge is null ? BuiltInPolicies.FindingRules : _policies.SelectMany(policy => policy.FindingRules)).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public override bool Wants(Entry entry) => _policies.Count > 0 && _selection.Wants(entry);

    /// <summary>What is found waits on the entry until it is known what the artifact is.</summary>
    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (Interlocked.Read(ref _spent) > _most)
            return [];
        var judgement = _judge!.Judge(entry);
        Interlocked.Add(ref _spent, judgement.Cost);
        if (judgement.Outcomes.Count > 0)
            entry.Learn(judgement);
        return [];
    }

    /// <summary>The findings of files, or, where they cost too much together, that alone: which were asked before depends on the threads.</summary>
    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (_judge is null)
            return [];
        var about = _policies.Where(policy => IsAbout(policy, artifact)).ToList();
        return _spent > _most ? about.Select(policy => TooMuch(policy, artifact)) : artifact.Entries.SelectMany(entry => FindingsOf(artifact, entry, about));
    }

    private Finding TooMuch(Policy policy, Artifact artifact) =>
        new(policy.DescriptorOf(policy.UnreadableRule!.Document), artifact.Root, $"has files whose rules cost more than {_most} units together: not all were asked") { Evidence = [(FilePolicyActions.Policy, policy.Name)] };

    private static IEnumerable<Finding> FindingsOf(Artifact artifact, Entry entry, List<Policy> about)
    {
        if (entry.Fact<FileJudgement>() is not { } judgement)
            yield break;
        var place = Placement.Of(artifact, entry);
        foreach (var outcome in judgement.Outcomes.Where(outcome => about.Contains(outcome.Policy)))
        {
            // Whoever names files means them, wherever they are.
            var context = outcome.Policy.Document.Match.Files.Count == 0 ? ContextOf(artifact, entry, place, outcome) : null;
            yield return FindingOf(entry, outcome, context);
        }
    }

    private static Finding FindingOf(Entry entry, FileOutcome outcome, string? context)
    {
        var rule = outcome.Policy.DescriptorOf(outcome.Rule.Document);
        var weight = outcome.IsTemplate ? "a template" : context;
        return new Finding(rule, entry, outcome.Message)
        {
            Severity = weight is null ? outcome.Severity : FilePolicyActions.Lowered(outcome.Severity),
            Line = outcome.Line,
            Column = outcome.Column,
            Evidence = [(FilePolicyActions.Policy, outcome.Policy.Name), .. outcome.Evidence, .. weight is null ? [] : new (string, object)[] { (FilePolicyActions.Context, weight) }],
            Subject = outcome.Subject,
        };
    }

    /// <summary>What a document was found to be by its content may do nothing where it is; null where it counts.</summary>
    private static string? ContextOf(Artifact artifact, Entry entry, Placement place, FileOutcome outcome) =>
        place.IsThirdParty ? "third-party code"
            : place.IsSample ? "an example or a test"
            : entry.IsDeletedLater ? "deleted later"
            : GitHistory.Of(entry)?.State is not (null or GitState.Tip or GitState.Staged) ? "history"
            : outcome.Kind == "workflow" && !Placement.IsSourceTree(artifact) ? "a workflow that runs nowhere from a package"
            : null;

    private static bool IsAbout(Policy policy, Artifact artifact)
    {
        var match = policy.Document.Match;
        return (match.Kinds.Count == 0 || match.Kinds.Contains(artifact.Kind))
            && (match.Names.Count == 0 || (artifact.Manifest?.Name is { Length: > 0 } name && match.Names.Any(glob => glob.Matches(name))));
    }
}
