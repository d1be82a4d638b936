namespace Sluice.Cel;

/// <summary>A path of names of an expression that was not checked: the longest one that has a value is the variable, the rest are fields.</summary>
internal sealed class UncheckedPathNode((CelVariable Variable, string[] Fields)[] candidates, string path, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        foreach (var (variable, fields) in candidates)
        {
            if (!context.Activation.TryGet(variable, out var value))
                continue;
            context.Cost += 1 + fields.Length;
            foreach (var field in fields)
            {
                if (!value.IsError)
                    value = Placed(Fields.Select(value, field));
            }

            return value;
        }

        return Fail($"undeclared reference to '{path}'");
    }
}

/// <summary>A variable of <c>cel.bind</c>: its value is found when it is first needed.</summary>
internal sealed class LazyLocalNode(int slot, Node value, int position) : Node(position)
{
    /// <summary>In the slot of a binding that was not needed yet.</summary>
    public static readonly CelValue NotYet = CelValue.Of(new CelError("not evaluated yet"));

    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost++;
        ref var local = ref context.Locals[slot];
        if (ReferenceEquals(local.Reference, NotYet.Reference))
            local = value.Evaluate(context);
        return local;
    }
}

internal sealed class BindNode(int slot, Node body, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += Costs.List;
        context.Locals[slot] = LazyLocalNode.NotYet;
        return body.Evaluate(context);
    }
}
