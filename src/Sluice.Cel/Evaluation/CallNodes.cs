namespace Sluice.Cel;

/// <summary>Which overloads a call may mean; the values decide.</summary>
/// <param name="Preparation">What a call costs more because its pattern or time zone is not known before.</param>
internal sealed record CallTarget(string Function, bool IsMember, CelOverload[] Overloads, int Preparation = 0)
{
    public CelOverload? Find(ReadOnlySpan<CelValue> arguments)
    {
        foreach (var overload in Overloads)
        {
            if (overload.Admits(arguments, IsMember))
                return overload;
        }

        return null;
    }
}

internal sealed class UnaryCallNode(CallTarget target, Node argument, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = argument.Evaluate(context);
        if (value.IsError)
            return value;
        if (target.Find([value]) is not { } overload)
            return NoOverload(target.Function, value);
        if (!context.Charge(overload.Cost == CelCallCost.One ? 1 : Costs.OfCall(overload.Cost, [value])))
            return context.Stop(Position);
        if (overload.OnOne is { } code)
            return Placed(code(value));
        return overload.OnMany is { } many ? Placed(many([value])) : Fail($"unbound function: {target.Function}");
    }
}

internal sealed class BinaryCallNode(CallTarget target, Node left, Node right, int position) : BinaryNode(left, right, position)
{
    protected override CelValue Apply(EvaluationContext context, in CelValue first, in CelValue second)
    {
        ReadOnlySpan<CelValue> pair = [first, second];
        if (target.Find(pair) is not { } overload)
            return NoOverload(target.Function, first, second);
        if (!context.Charge(target.Preparation + (overload.Cost == CelCallCost.One ? 1 : Costs.OfCall(overload.Cost, pair))))
            return context.Stop(Position);
        if (overload.OnTwo is { } code)
            return Placed(code(first, second));
        return overload.OnMany is { } many ? Placed(many([first, second])) : Fail($"unbound function: {target.Function}");
    }
}

internal sealed class CallNode(CallTarget target, Node[] arguments, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var values = new CelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
            if (values[i].IsError)
                return values[i];
        }

        if (target.Find(values) is not { } overload)
            return NoOverload(target.Function, values);
        if (!context.Charge(target.Preparation + Costs.OfCall(overload.Cost, values)))
            return context.Stop(Position);
        return overload.OnMany is { } code ? Placed(code(values)) : Fail($"unbound function: {target.Function}");
    }
}

/// <summary><c>or</c> and <c>orValue</c> of optionals: the alternative is evaluated only when it is needed.</summary>
internal sealed class OptionalOrNode(Node optional, Node alternative, bool isValue, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = optional.Evaluate(context);
        context.Cost++;
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.Optional)
            return NoOverload(isValue ? "orValue" : "or", value);
        if (value.AsOptional.HasValue)
            return isValue ? value.AsOptional.Value : value;
        var other = alternative.Evaluate(context);
        return isValue || other.IsError || other.Kind == CelKind.Optional ? other : NoOverload("or", value, other);
    }
}

/// <summary><c>optMap</c> and <c>optFlatMap</c></summary>
internal sealed class OptionalMapNode(Node target, int slot, Node body, bool isFlat, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = target.Evaluate(context);
        context.Cost++;
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.Optional)
            return NoOverload(isFlat ? "optFlatMap" : "optMap", value);
        if (!value.AsOptional.HasValue)
            return value;
        context.Cost += Costs.List;
        context.Locals[slot] = value.AsOptional.Value;
        var result = body.Evaluate(context);
        if (result.IsError)
            return result;
        if (!isFlat)
            return CelValue.Of(CelOptional.Of(result));
        return result.Kind == CelKind.Optional ? result : NoOverload("optFlatMap", result);
    }
}
