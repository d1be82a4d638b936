using Sluice.Findings;

namespace Sluice.Policies;

/// <summary>Puts outcomes into words: one reason for each rule and kind of finding, the strictest first, in the words of its first outcome.</summary>
internal static class PolicyReasons
{
    public static List<Reason> Of(IReadOnlyList<PolicyOutcome> outcomes)
    {
        var groups = new List<Group>();
        foreach (var outcome in outcomes)
        {
            // A finding that only warns is told by itself; what is about the release is told nowhere else.
            if (outcome.IsSilent || (outcome.Finding is not null && outcome.Action < PolicyAction.Hold))
                continue;
            var group = groups.Find(group => group.IsOf(outcome));
            if (group is null)
                groups.Add(group = new Group(outcome, groups.Count));
            group.Add(outcome);
        }

        groups.Sort(Group.Compare);
        return groups.ConvertAll(group => group.Reason);
    }

    public static string MessageOf(PolicyOutcome outcome)
    {
        if (outcome.Finding is not { } finding)
            return outcome.Message ?? outcome.Rule.Document.Title;
        var place = Place.PathOf(finding.Entry) is { Length: > 0 } path ? path : finding.Entry.ContainerChain is [.., var container] ? container : "the artifact";
        return outcome.Message ?? $"{finding.Rule.Id}: {place} {finding.Message}";
    }

    private sealed class Group(PolicyOutcome first, int order)
    {
        private readonly int _order = order;
        private int _count;
        private Severity _worst;

        private PolicyAction Action => first.Action;

        public Reason Reason => new(first.Policy.Name, first.Rule.Document.Id, first.Action, _count == 1 ? MessageOf(first) : $"{MessageOf(first)} (and {_count - 1} more)")
        {
            IsOfFindings = first is { Finding: not null, IsError: false },
            Title = first.Rule.Document.Title,
            Remedy = first.Rule.Document.Remedy,
        };

        public bool IsOf(PolicyOutcome outcome) =>
            ReferenceEquals(outcome.Rule, first.Rule) && outcome.Action == first.Action && outcome.Finding?.Rule.Id == first.Finding?.Rule.Id;

        public void Add(PolicyOutcome outcome)
        {
            var severity = outcome.Finding?.Severity ?? outcome.Rule.Document.Severity;
            _worst = severity > _worst ? severity : _worst;
            _count++;
        }

        /// <summary>Of equals, the order of the policies.</summary>
        public static int Compare(Group a, Group b)
        {
            var difference = b.Action - a.Action;
            difference = difference != 0 ? difference : b._worst - a._worst;
            return difference != 0 ? difference : a._order - b._order;
        }
    }
}
