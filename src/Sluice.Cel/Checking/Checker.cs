namespace Sluice.Cel;

/// <summary>
/// Deduces the type of every node and finds the function that each call means, by the rules of the reference checker. Goes on after a mistake; what does
/// not check fits everything, so that it is told once.
/// </summary>
internal sealed partial class Checker(CelEnvironment environment, Diagnostics diagnostics)
{
    private readonly Unifier _types = new();
    private readonly List<(string Name, CelType Type)> _locals = [];
    private readonly Dictionary<string, CelType> _parameters = new(StringComparer.Ordinal);

    public CelType Check(Expr expression)
    {
        Visit(expression);
        Settle(expression);
        return expression.Type!;
    }

    private CelType Visit(Expr expression) => expression.Type = expression switch
    {
        LiteralExpr literal => CelType.OfValue(literal.Value),
        NameExpr name => Name(name),
        SelectExpr select => Select(select),
        CallExpr call => Call(call),
        ListExpr list => List(list),
        MapExpr map => Map(map),
        StructExpr message => Struct(message),
        FoldExpr fold => Fold(fold),
        BindExpr bind => Bind(bind),
        OptionalMapExpr map => OptionalMap(map),
        SortByExpr sort => SortBy(sort),
        _ => CelType.Error,
    };

    /// <summary>What is still unknown at the end is <c>dyn</c>.</summary>
    private void Settle(Expr expression)
    {
        if (expression.Type is { } type)
            expression.Type = _types.Resolve(type, isFinal: true);
        foreach (var child in expression.Children)
            Settle(child);
    }

    private CelType Name(NameExpr name)
    {
        if (!name.IsRooted && Local(name.Name) is { } local)
            return local;
        if (Resolve(NamePath.Of(name)!) is var (meaning, type))
        {
            name.Meaning = meaning;
            return type;
        }

        Undeclared(name.Name, name, environment.Names.Concat(_locals.Select(other => other.Name)));
        return CelType.Error;
    }

    private CelType? Local(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
                return _locals[i].Type;
        }

        return null;
    }

    private (Meaning, CelType)? Resolve(string path)
    {
        foreach (var candidate in NamePath.Candidates(environment.Options.Container, path))
        {
            if (environment.FindVariable(candidate) is { } variable)
                return (new VariableMeaning(variable), Free(variable.Type));
            if (environment.FindType(candidate) is { } type)
                return (new ConstantMeaning(CelValue.Of(type)), CelType.TypeOf(type));
            if (StandardLibrary.Constants.TryGetValue(candidate, out var constant))
                return (new ConstantMeaning(constant), constant.Type);
        }

        return null;
    }

    /// <summary>A type parameter in the type of a variable is to be found out, and the same one wherever its name stands.</summary>
    private CelType Free(CelType type)
    {
        if (type.IsGround)
            return type;
        if (type.Form != CelTypeKind.Parameter)
            return type.With([.. type.Parameters.Select(Free)]);
        if (!_parameters.TryGetValue(type.Name, out var variable))
            _parameters.Add(type.Name, variable = _types.NewVariable());
        return variable;
    }

    /// <summary>The longest path that is a name wins over the selection of a field.</summary>
    private CelType Select(SelectExpr select)
    {
        if (!select.IsTest && !select.IsOptional && NamePath.Of(select) is { } path && !IsLocal(select) && Resolve(path) is var (meaning, type))
        {
            select.Meaning = meaning;
            return type;
        }

        var operand = _types.Resolve(Visit(select.Operand));
        var target = operand.IsOptional ? operand.Parameters[0] : operand;
        var field = FieldOf(select, _types.Resolve(target));
        if (select.IsTest)
            return CelType.Bool;
        return operand.IsOptional || select.IsOptional ? CelType.Optional(field) : field;
    }

    private bool IsLocal(Expr path)
    {
        while (path is SelectExpr select)
            path = select.Operand;
        return path is NameExpr { IsRooted: false } name && Local(name.Name) is not null;
    }

    private CelType FieldOf(SelectExpr select, CelType target)
    {
        switch (target.Form)
        {
            case CelTypeKind.Map:
                return target.Parameters[1];
            case CelTypeKind.Object when target.Declaration!.IndexOf(select.Field) is >= 0 and var index:
                return target.Declaration.Fields[index].Type;
            case CelTypeKind.Object:
                var known = target.Declaration!.Fields.Select(field => field.Name);
                diagnostics.Add($"{target.Name} has no field '{select.Field}'{Spelling.Suggest(select.Field, known)}", select.Start, select.Field.Length);
                return CelType.Error;
            case CelTypeKind.Parameter:
                _types.Fits(CelType.Dyn, target);
                return CelType.Dyn;
            default:
                if (!target.IsDynOrError)
                    diagnostics.Add($"type '{target}' does not support field selection", select.Start, select.Field.Length);
                return CelType.Dyn;
        }
    }

    private CelType List(ListExpr list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Items.Length; i++)
            element = Join(element, Item(list.Items[i], list.IsOptional[i]));
        return CelType.List(element ?? _types.NewVariable());
    }

    private CelType Item(Expr item, bool isOptional)
    {
        var type = Visit(item);
        if (!isOptional)
            return type;
        var resolved = _types.Resolve(type);
        if (resolved.IsOptional)
            return resolved.Parameters[0];
        if (!resolved.IsDynOrError)
            diagnostics.Add($"'?' needs an optional, but this is {Show(resolved)}", item.From, item.End - item.From);
        return resolved;
    }

    /// <summary>The common type of elements; <c>dyn</c> where there is none.</summary>
    private CelType Join(CelType? previous, CelType current)
    {
        if (previous is null)
            return current;
        return _types.Fits(previous, current) ? Unifier.MostGeneral(previous, current) : CelType.Dyn;
    }

    private CelType Map(MapExpr map)
    {
        CelType? key = null, value = null;
        foreach (var entry in map.Entries)
        {
            key = Join(key, Visit(entry.Key));
            CheckKey(entry.Key);
            value = Join(value, Item(entry.Value, entry.IsOptional));
        }

        return CelType.Map(key ?? _types.NewVariable(), value ?? _types.NewVariable());
    }

    private void CheckKey(Expr key)
    {
        var type = _types.Resolve(key.Type!);
        if (type.Form is CelTypeKind.Double or CelTypeKind.Null or CelTypeKind.Bytes or CelTypeKind.List or CelTypeKind.Map)
            diagnostics.Add($"a key is a string, an int, a uint or a bool, not {Show(type)}", key.From, key.End - key.From);
    }

    private void Undeclared(string name, Expr at, IEnumerable<string> known)
    {
        var container = environment.Options.Container;
        diagnostics.Add($"undeclared reference to '{name}'{(container.Length > 0 ? $" (in container '{container}')" : "")}{Spelling.Suggest(name, known)}", at.Start, name.Length);
    }

    private string Show(CelType type) => _types.Resolve(type, isFinal: true).ToString();
}
