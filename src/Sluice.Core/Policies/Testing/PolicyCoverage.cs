using Sluice.Cel;

namespace Sluice.Policies.Testing;

/// <summary>
/// How much of a policy the cases of its tests went through. Branches: each <c>when</c>, <c>check</c> and front of <c>? :</c> has two, true and false; where
/// true or false is written out there is only that one. Nodes: each part of an expression but literals is evaluated once or more. Not for several threads.
/// </summary>
public sealed class PolicyCoverage
{
    private readonly List<Place> _nodes = [];
    private readonly List<(Place Place, bool Value)> _branches = [];
    private readonly HashSet<Place> _evaluated = [];
    private readonly HashSet<(Place Place, bool Value)> _gone = [];

    public PolicyCoverage(Policy policy)
    {
        Policy = policy;
        foreach (var rule in policy.Rules)
        {
            Add(rule, "each", rule.Each);
            Add(rule, "when", rule.When);
            Add(rule, "check", rule.Check);
            Add(rule, "message", rule.Message);
        }
    }

    public Policy Policy { get; }

    public int Branches => _branches.Count;

    public int BranchesCovered => _branches.Count(_gone.Contains);

    public int Nodes => _nodes.Count;

    public int NodesCovered => _nodes.Count(_evaluated.Contains);

    /// <summary>Of branches or of nodes, whichever is less; rounded down: 100 means all.</summary>
    public int Percent => Math.Min(PercentOf(BranchesCovered, Branches), PercentOf(NodesCovered, Nodes));

    /// <summary>What no case did, in words. Of parts within each other that were never evaluated, the outermost tells enough.</summary>
    public IEnumerable<string> Missing =>
        _branches.Where(branch => !_gone.Contains(branch) && !IsWithinMissing(branch.Place)).Select(branch => $"{branch.Place.Words} was never {(branch.Value ? "true" : "false")}")
            .Concat(_nodes.Where(node => !_evaluated.Contains(node) && !IsWithinMissing(node)).Select(node => $"{node.Words} was never evaluated"));

    public static int PercentOf(int covered, int all) => all == 0 ? 100 : 100 * covered / all;

    internal void See(RuleStep step)
    {
        var rule = step.Rule.Document.Id;
        foreach (var seen in step.Program.Trace(step.Activation).Steps)
        {
            var place = new Place(rule, step.Part, step.Program, seen.Start, seen.End);
            _evaluated.Add(place);
            Go(place, seen.Value);
        }

        Go(new Place(rule, step.Part, step.Program, 0, step.Program.Source.Length), step.Value);
    }

    private void Go(Place place, CelValue value)
    {
        if (value.IsTrue || value.IsFalse)
            _gone.Add((place, value.IsTrue));
    }

    private void Add(PolicyRule rule, string part, CelProgram? program)
    {
        if (program is null)
            return;
        if (part is "when" or "check")
            AddBranches(new Place(rule.Document.Id, part, program, 0, program.Source.Length));
        foreach (var inner in program.Parts)
        {
            var place = new Place(rule.Document.Id, part, program, inner.Start, inner.End);
            _nodes.Add(place);
            if (inner.IsCondition)
                AddBranches(place);
        }
    }

    private void AddBranches(Place place)
    {
        if (place.Text != "false")
            _branches.Add((place, true));
        if (place.Text != "true")
            _branches.Add((place, false));
    }

    private bool IsWithinMissing(Place place) => _nodes.Exists(node => !_evaluated.Contains(node) && place.IsWithin(node));

    /// <summary>A part of an expression of a rule, or all of it.</summary>
    private readonly record struct Place(string Rule, string Part, CelProgram Program, int Start, int End)
    {
        public string Text => Program.Source[Math.Min(Start, End)..Math.Min(End, Program.Source.Length)].Trim();

        public string Words => Text == Program.Source.Trim() ? $"'{Part}' of {Rule}" : $"'{Text}' in '{Part}' of {Rule}";

        public bool IsWithin(Place other) => ReferenceEquals(Program, other.Program) && other != this && Start >= other.Start && End <= other.End;
    }
}
