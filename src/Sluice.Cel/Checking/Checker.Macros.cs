namespace Sluice.Cel;

/// <summary>The nodes that macros become, and messages.</summary>
internal sealed partial class Checker
{
    private CelType Fold(FoldExpr fold)
    {
        var range = _types.Resolve(Visit(fold.Range));
        var (first, second) = Elements(fold, range);
        var count = _locals.Count;
        _locals.Add((fold.Variable, first));
        if (fold.Second is not null)
            _locals.Add((fold.Second, second));
        if (fold.Filter is not null)
        {
            Visit(fold.Filter);
            ExpectBool(fold.Filter, $"the condition of '{fold.Macro}' is");
        }

        var body = fold.Body is null ? first : Visit(fold.Body);
        _locals.RemoveRange(count, _locals.Count - count);
        return fold.Kind switch
        {
            FoldKind.List => CelType.List(_types.Resolve(body)),
            FoldKind.Map => CelType.Map(first, _types.Resolve(body)),
            FoldKind.MapEntries => Entries(fold, _types.Resolve(body)),
            _ => CelType.Bool,
        };
    }

    private CelType Entries(FoldExpr fold, CelType body)
    {
        if (body.Form is CelTypeKind.Map or CelTypeKind.Dyn or CelTypeKind.Error)
            return body;
        diagnostics.Add($"'{fold.Macro}' collects maps such as {{key: value}}, but this is {Show(body)}", fold.Body!.From, fold.Body.End - fold.Body.From);
        return CelType.Error;
    }

    /// <summary>What the variables of a loop are: of a list the elements, of a map the keys; with two, index or key and value.</summary>
    private (CelType First, CelType Second) Elements(FoldExpr fold, CelType range)
    {
        switch (range.Form)
        {
            case CelTypeKind.List:
                return fold.Second is null ? (range.Parameters[0], CelType.Error) : (CelType.Int, range.Parameters[0]);
            case CelTypeKind.Map:
                return (range.Parameters[0], range.Parameters[1]);
            case CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter:
                _types.Fits(CelType.Dyn, range);
                return (CelType.Dyn, CelType.Dyn);
            default:
                diagnostics.Add($"'{fold.Macro}' goes over a list or map, but this is {Show(range)}", fold.Range.From, fold.Range.End - fold.Range.From);
                return (CelType.Error, CelType.Error);
        }
    }

    private CelType Bind(BindExpr bind)
    {
        _locals.Add((bind.Variable, Visit(bind.Value)));
        var body = Visit(bind.Body);
        _locals.RemoveAt(_locals.Count - 1);
        return _types.Resolve(body);
    }

    private CelType OptionalMap(OptionalMapExpr map)
    {
        var target = _types.Resolve(Visit(map.Target));
        if (!target.IsOptional && !target.IsDynOrError && target.Form != CelTypeKind.Parameter)
            diagnostics.Add($"'{(map.IsFlat ? "optFlatMap" : "optMap")}' is of an optional, but this is {Show(target)}", map.Target.From, map.Target.End - map.Target.From);
        _locals.Add((map.Variable, target.IsOptional ? target.Parameters[0] : CelType.Dyn));
        var body = _types.Resolve(Visit(map.Body));
        _locals.RemoveAt(_locals.Count - 1);
        if (!map.IsFlat)
            return CelType.Optional(body);
        if (body.IsOptional || body.IsDynOrError)
            return body;
        diagnostics.Add($"the body of 'optFlatMap' is an optional, but this is {Show(body)}; 'optMap' takes other values", map.Body.From, map.Body.End - map.Body.From);
        return CelType.Error;
    }

    private CelType SortBy(SortByExpr sort)
    {
        var target = _types.Resolve(Visit(sort.Target));
        if (target.Form != CelTypeKind.List && !target.IsDynOrError && target.Form != CelTypeKind.Parameter)
            diagnostics.Add($"'sortBy' is of a list, but this is {Show(target)}", sort.Target.From, sort.Target.End - sort.Target.From);
        _locals.Add((sort.Variable, target.Form == CelTypeKind.List ? target.Parameters[0] : CelType.Dyn));
        var key = _types.Resolve(Visit(sort.Key));
        _locals.RemoveAt(_locals.Count - 1);
        if (key.Form is CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Null or CelTypeKind.Object or CelTypeKind.Type)
            diagnostics.Add($"'sortBy' needs a key that has an order, but this is {Show(key)}", sort.Key.From, sort.Key.End - sort.Key.From);
        return target.Form == CelTypeKind.List ? target : CelType.List(CelType.Dyn);
    }

    private CelType Struct(StructExpr expression)
    {
        foreach (var field in expression.Fields)
            Item(field.Value, field.IsOptional);
        expression.Message = WellKnownMessage.Find(environment.Options.Container, expression.Name);
        if (expression.Message is not { } message)
        {
            diagnostics.Add($"there is no message type '{expression.Name}'", expression.Start, expression.Name.Length);
            return CelType.Error;
        }

        foreach (var field in expression.Fields)
            CheckField(message, field);
        return message.Type;
    }

    private void CheckField(WellKnownMessage message, FieldEntry field)
    {
        if (message.FieldType(field.Name) is not { } type)
        {
            diagnostics.Add($"{message.Name} has no field '{field.Name}'{Spelling.Suggest(field.Name, message.FieldNames)}", field.Start, field.Name.Length);
            return;
        }

        var given = _types.Resolve(field.Value.Type!);
        given = field.IsOptional && given.IsOptional ? given.Parameters[0] : given;
        if (!_types.Fits(type, given))
            diagnostics.Add($"field '{field.Name}' is {type}, but this is {Show(given)}", field.Value.From, field.Value.End - field.Value.From);
    }
}
