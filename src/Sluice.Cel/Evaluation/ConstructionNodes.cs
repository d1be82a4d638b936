namespace Sluice.Cel;

internal sealed class ListNode(Node[] items, bool[] isOptional, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += Costs.List;
        var values = new CelValue[items.Length];
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var value = items[i].Evaluate(context);
            if (value.IsError)
                return value;
            if (isOptional[i])
            {
                if (value.Kind != CelKind.Optional)
                    return Fail($"'?' needs an optional, not {value.Type.RuntimeName}");
                if (!value.AsOptional.HasValue)
                    continue;
                value = value.AsOptional.Value;
            }

            values[count++] = value;
        }

        return CelValue.Of(CelList.Of(values, count));
    }
}

internal sealed class MapNode((Node Key, Node Value, bool IsOptional)[] entries, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += Costs.Map;
        var map = new MapBuilder(entries.Length);
        foreach (var entry in entries)
        {
            var key = entry.Key.Evaluate(context);
            if (key.IsError)
                return key;
            var value = entry.Value.Evaluate(context);
            if (value.IsError)
                return value;
            if (entry.IsOptional)
            {
                if (value.Kind != CelKind.Optional)
                    return Fail($"'?' needs an optional, not {value.Type.RuntimeName}");
                if (!value.AsOptional.HasValue)
                    continue;
                value = value.AsOptional.Value;
            }

            if (map.Add(key, value) is { } problem)
                return Fail(problem);
        }

        return CelValue.Of(map.ToMap());
    }
}

internal sealed class MessageNode(WellKnownMessage message, (string Name, Node Value, bool IsOptional)[] fields, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += Costs.Message;
        var values = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var value = field.Value.Evaluate(context);
            if (value.IsError)
                return value;
            if (field.IsOptional && value.Kind == CelKind.Optional)
            {
                if (!value.AsOptional.HasValue)
                    continue;
                value = value.AsOptional.Value;
            }

            if (message.FieldType(field.Name) is not { } type)
                return Fail($"no such field: {field.Name}");
            if (!type.Admits(value))
                return Fail($"field '{field.Name}' is {type}, not {value.Type.RuntimeName}");
            values[field.Name] = value;
        }

        return Placed(message.Build(values));
    }
}
