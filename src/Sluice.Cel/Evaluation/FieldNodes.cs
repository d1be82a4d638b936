namespace Sluice.Cel;

/// <summary><c>a.b</c> where the field's place in the object was found by the compiler.</summary>
internal sealed class FieldNode(Node operand, CelObjectType type, int index, string field, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var target = operand.Evaluate(context);
        context.Cost++;
        if (target.Reference is CelObject instance && ReferenceEquals(instance.Type, type))
            return Placed(instance.GetField(index));
        return target.IsError ? target : Placed(Fields.Select(target, field));
    }
}

/// <summary><c>a.b</c> of a map, an optional, or of what is not known before.</summary>
internal sealed class SelectNode(Node operand, string field, bool isOptional, int position) : Node(position)
{
    private readonly CelValue _key = CelValue.String(field);

    public override CelValue Evaluate(EvaluationContext context)
    {
        var target = operand.Evaluate(context);
        context.Cost++;
        if (target.IsError)
            return target;
        if (isOptional)
            return Placed(Fields.SelectOptional(target, field));
        if (target.Reference is CelMap map)
            return map.TryGet(_key, out var value) ? value : Fail($"no such key: {field}");
        return Placed(Fields.Select(target, field));
    }
}

/// <summary><c>has(a.b)</c></summary>
internal sealed class HasNode(Node operand, string field, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var target = operand.Evaluate(context);
        context.Cost++;
        return target.IsError ? target : Placed(Fields.Has(target, field));
    }
}

internal sealed class IndexNode(Node operand, Node index, bool isOptional, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var target = operand.Evaluate(context);
        if (target.IsError)
            return target;
        var key = index.Evaluate(context);
        context.Cost++;
        if (key.IsError)
            return key;
        if (!isOptional && key.IsInt && target.Reference is CelList list && (ulong)key.Bits < (ulong)list.Count)
            return list[(int)key.Bits];
        return Placed(isOptional ? Fields.IndexOptional(target, key) : Fields.Index(target, key));
    }
}
