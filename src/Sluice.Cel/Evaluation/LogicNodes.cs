namespace Sluice.Cel;

/// <summary>&amp;&amp; and || of two and more: one that decides ends it, whatever the others; else an error if there is one.</summary>
/// <param name="deciding">What one operand needs to be for the whole to be it: false for &amp;&amp;, true for ||.</param>
internal sealed class LogicNode(Node[] operands, bool deciding, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        CelValue problem = default;
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(context);
            if (value.IsBool)
            {
                if (value.IsTrue == deciding)
                    return value;
                continue;
            }

            if (IsFinal(value))
                return value;
            if (!problem.IsError)
                problem = value.IsError ? value : NoOverload(deciding ? "_||_" : "_&&_", value);
        }

        return problem.IsError ? problem : CelValue.Bool(!deciding);
    }
}

internal sealed class NotNode(Node operand, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        context.Cost++;
        if (value.IsBool)
            return CelValue.Bool(value.IsFalse);
        return value.IsError ? value : NoOverload("!_", value);
    }
}

internal sealed class ConditionalNode(Node condition, Node yes, Node no, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = condition.Evaluate(context);
        if (value.IsBool)
            return value.IsTrue ? yes.Evaluate(context) : no.Evaluate(context);
        return value.IsError ? value : NoOverload("_?_:_", value);
    }
}

/// <summary>== and !=</summary>
internal sealed class EqualityNode(Node left, Node right, bool isNegated, int position) : BinaryNode(left, right, position)
{
    protected override CelValue Apply(EvaluationContext context, in CelValue first, in CelValue second)
    {
        if (!context.Charge(Costs.OfEquality(first, second)))
            return context.Stop(Position);
        return CelValue.Bool(Equality.AreEqual(first, second) != isNegated);
    }
}

internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class ComparisonNode(Node left, Node right, Comparison comparison, string function, int position) : BinaryNode(left, right, position)
{
    protected override CelValue Apply(EvaluationContext context, in CelValue first, in CelValue second)
    {
        context.Cost += first.Kind is CelKind.String or CelKind.Bytes ? Costs.OfEquality(first, second) : 1;
        var order = first.IsInt && second.IsInt ? first.Bits.CompareTo(second.Bits) : Ordering.Compare(first, second);
        if (order == Ordering.NoOrder)
            return NoOverload(function, first, second);
        if (order == Ordering.Unordered)
            return Fail("NaN values cannot be ordered");
        return CelValue.Bool(comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        });
    }
}

internal sealed class InNode(Node item, Node collection, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = item.Evaluate(context);
        if (value.IsError)
            return value;
        var target = collection.Evaluate(context);
        switch (target.Kind)
        {
            case CelKind.Error:
                return target;
            case CelKind.List:
                return context.Charge(Costs.OfMembership(target.AsList, value)) ? CelValue.Bool(Contains(target.AsList, value)) : context.Stop(Position);
            case CelKind.Map:
                context.Cost++;
                return CelValue.Bool(target.AsMap.TryGet(value, out _));
            default:
                return NoOverload("@in", value, target);
        }
    }

    private static bool Contains(CelList list, CelValue value)
    {
        if (value.Reference is string text && list.TryItems(out var items))
            return Contains(items, text);
        for (var i = 0; i < list.Count; i++)
        {
            if (Equality.AreEqual(list[i], value))
                return true;
        }

        return false;
    }
    private static bool Contains(ReadOnlySpan<CelValue> items, string text)
    {
        foreach (ref readonly var item in items)
        {
            if (item.Reference is string other && other == text)
                return true;
        }

        return false;
    }
}
