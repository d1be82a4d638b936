namespace Sluice.Cel;

/// <summary>A loop over the elements of a list or the entries of a map.</summary>
internal abstract class FoldNode(FoldSlots slots, Node range, int position) : Node(position)
{
    protected FoldSlots Slots { get; } = slots;

    /// <summary>What one pass costs besides the expressions in it: the reference counts the nodes that its macros expand to.</summary>
    protected abstract int PassCost { get; }

    /// <returns>The elements, or the error that there are none.</returns>
    protected CelValue Range(EvaluationContext context)
    {
        var value = range.Evaluate(context);
        return value.Kind is CelKind.List or CelKind.Map or CelKind.Error ? value : Fail($"no such overload: a loop over {value.Type.RuntimeName}");
    }

    protected static int CountOf(CelValue range) => range.Reference is CelList list ? list.Count : range.AsMap.Count;

    /// <summary>Puts the element of that number into the variables and pays for the pass.</summary>
    /// <returns>False where the evaluation must stop.</returns>
    protected bool Enter(EvaluationContext context, CelValue range, int index)
    {
        context.Cost += PassCost;
        if (!context.MayGoOn)
            return false;
        if (range.Reference is CelList list)
        {
            context.Locals[Slots.First] = Slots.Second < 0 ? list[index] : CelValue.Int(index);
            if (Slots.Second >= 0)
                context.Locals[Slots.Second] = list[index];
        }
        else
        {
            var map = range.AsMap;
            context.Locals[Slots.First] = map.KeyAt(index);
            if (Slots.Second >= 0)
                context.Locals[Slots.Second] = map.ValueAt(index);
        }

        return true;
    }

    /// <summary>Moves to the element of that number and asks whether it counts.</summary>
    /// <returns>A boolean, or the error that ends the loop; true where there is no condition.</returns>
    protected CelValue Admit(EvaluationContext context, CelValue range, int index, Node? condition)
    {
        if (!Enter(context, range, index))
            return context.Stop(Position);
        var value = condition?.Evaluate(context) ?? CelValue.True;
        return value.IsBool || value.IsError ? value : NoOverload("_?_:_", value);
    }
}

/// <param name="Second">-1 where there is one variable only.</param>
internal readonly record struct FoldSlots(int First, int Second);

/// <summary><c>all</c> and <c>exists</c>: the first element that decides ends the loop; errors count only when none does.</summary>
internal sealed class QuantifierNode(FoldSlots slots, Node range, Node condition, bool isAll, int position) : FoldNode(slots, range, position)
{
    /// <summary>all: accu, not_strictly_false; accu again. exists negates, which is one more.</summary>
    protected override int PassCost => isAll ? 3 : 4;

    public override CelValue Evaluate(EvaluationContext context)
    {
        var elements = Range(context);
        if (elements.IsError)
            return elements;
        CelValue problem = default;
        context.Cost++;
        var count = CountOf(elements);
        for (var i = 0; i < count; i++)
        {
            if (!Enter(context, elements, i))
                return context.Stop(Position);
            var value = condition.Evaluate(context);
            if (value.IsBool)
            {
                if (value.IsTrue == isAll)
                    continue;
                context.Cost += i + 1 < count ? PassCost - 1 : 0;
                return value;
            }

            if (IsFinal(value))
                return value;
            if (!problem.IsError)
                problem = value.IsError ? value : NoOverload(isAll ? "_&&_" : "_||_", value);
        }

        return problem.IsError ? problem : CelValue.Bool(isAll);
    }
}

/// <summary><c>exists_one</c></summary>
internal sealed class ExistsOneNode(FoldSlots slots, Node range, Node condition, int position) : FoldNode(slots, range, position)
{
    protected override int PassCost => 1;

    public override CelValue Evaluate(EvaluationContext context)
    {
        var elements = Range(context);
        if (elements.IsError)
            return elements;
        var found = 0;
        var count = CountOf(elements);
        for (var i = 0; i < count; i++)
        {
            var admits = Admit(context, elements, i, condition);
            if (admits.IsError)
                return admits;
            if (admits.IsFalse)
                continue;
            found++;
            context.Cost++;
        }

        context.Cost += 2;
        return CelValue.Bool(found == 1);
    }
}

/// <summary><c>map</c>, <c>filter</c>, <c>transformList</c></summary>
internal sealed class ListFoldNode(FoldSlots slots, Node range, Node? filter, Node? body, int position) : FoldNode(slots, range, position)
{
    protected override int PassCost => 1;

    public override CelValue Evaluate(EvaluationContext context)
    {
        var elements = Range(context);
        if (elements.IsError)
            return elements;
        var count = CountOf(elements);
        context.Cost += Costs.List + 1;
        // Few elements may pass the filter of a long list.
        var items = new CelValue[filter is null ? count : Math.Min(count, 8)];
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var admits = Admit(context, elements, i, filter);
            if (admits.IsError)
                return admits;
            if (admits.IsFalse)
                continue;
            context.Cost += Costs.List + 1;
            var item = body is null ? Element(context) : body.Evaluate(context);
            if (item.IsError)
                return item;
            if (kept == items.Length)
                Array.Resize(ref items, Math.Min(count, kept * 2));
            items[kept++] = item;
        }

        return CelValue.Of(CelList.Of(items, kept));
    }

    private CelValue Element(EvaluationContext context)
    {
        context.Cost++;
        return context.Locals[Slots.First];
    }
}

/// <summary><c>transformMap</c> and <c>transformMapEntry</c></summary>
internal sealed class MapFoldNode(FoldSlots slots, Node range, Node? filter, Node body, bool isEntries, int position) : FoldNode(slots, range, position)
{
    protected override int PassCost => 1;

    public override CelValue Evaluate(EvaluationContext context)
    {
        var elements = Range(context);
        if (elements.IsError)
            return elements;
        var count = CountOf(elements);
        context.Cost += Costs.Map + 1;
        var map = new MapBuilder();
        for (var i = 0; i < count; i++)
        {
            var admits = Admit(context, elements, i, filter);
            if (admits.IsError)
                return admits;
            if (admits.IsFalse)
                continue;
            context.Cost += 2;
            var value = body.Evaluate(context);
            if (value.IsError)
                return value;
            if (Insert(map, context.Locals[Slots.First], value) is { } problem)
                return Fail(problem);
        }

        return CelValue.Of(map.ToMap());
    }

    private string? Insert(MapBuilder map, CelValue key, CelValue value)
    {
        if (!isEntries)
            return map.Add(key, value);
        if (value.Reference is not CelMap entries)
            return $"no such overload: an entry is a map, not {value.Type.RuntimeName}";
        for (var i = 0; i < entries.Count; i++)
        {
            if (map.Add(entries.KeyAt(i), entries.ValueAt(i)) is { } problem)
                return problem;
        }

        return null;
    }
}

/// <summary><c>sortBy</c></summary>
internal sealed class SortByNode(int slot, Node range, Node key, int position) : FoldNode(new FoldSlots(slot, -1), range, position)
{
    protected override int PassCost => 12;

    public override CelValue Evaluate(EvaluationContext context)
    {
        var elements = Range(context);
        if (elements.IsError)
            return elements;
        if (elements.Reference is not CelList list)
            return NoOverload("sortBy", elements);
        var keys = new CelValue[list.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!Enter(context, elements, i))
                return context.Stop(Position);
            keys[i] = key.Evaluate(context);
            if (keys[i].IsError)
                return keys[i];
        }

        return Placed(Sorting.Sort(list, keys));
    }
}
