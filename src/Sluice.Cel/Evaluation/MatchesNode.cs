namespace Sluice.Cel;

/// <summary><c>matches</c> with a pattern that is written out.</summary>
internal sealed class MatchesNode(Node text, Re2 regex, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = text.Evaluate(context);
        if (value.Reference is not string target)
            return value.IsError ? value : NoOverload("matches", value);
        if (!context.Charge(Costs.OfMatch(value, regex)))
            return context.Stop(Position);
        return regex.IsMatch(target) is { } isMatch ? CelValue.Bool(isMatch) : Fail($"given regex is invalid: {regex.Error}");
    }
}
