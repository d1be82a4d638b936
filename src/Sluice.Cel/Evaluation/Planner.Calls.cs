namespace Sluice.Cel;

/// <summary>Calls, operators and the nodes that macros become.</summary>
internal sealed partial class Planner
{
    private Node Call(CallExpr call)
    {
        var at = call.Start;
        switch (call.Function)
        {
            case "_&&_":
                return new LogicNode(Plan(call.Arguments), deciding: false, at);
            case "_||_":
                return new LogicNode(Plan(call.Arguments), deciding: true, at);
            case "_?_:_":
                _conditions.Add(call.Arguments[0]);
                return new ConditionalNode(Plan(call.Arguments[0]), PlanPath(call.Arguments[1]), PlanPath(call.Arguments[2]), at);
            case "!_":
                return new NotNode(Plan(call.Arguments[0]), at);
            case "-_":
                return new NegateNode(Plan(call.Arguments[0]), at);
            default:
                return call.Function.StartsWith('_') || call.Function == "@in" ? Operator(call) : Function(call);
        }
    }

    private Node Operator(CallExpr call)
    {
        var isIndex = call.Function is "_[_]" or "_[?_]";
        var (left, right, at) = (Plan(call.Arguments[0]), isIndex ? PlanPath(call.Arguments[1]) : Plan(call.Arguments[1]), call.Start);
        Node node = call.Function switch
        {
            "_==_" => new EqualityNode(left, right, isNegated: false, at),
            "_!=_" => new EqualityNode(left, right, isNegated: true, at),
            "_<_" => new ComparisonNode(left, right, Comparison.Less, call.Function, at),
            "_<=_" => new ComparisonNode(left, right, Comparison.LessOrEqual, call.Function, at),
            "_>_" => new ComparisonNode(left, right, Comparison.Greater, call.Function, at),
            "_>=_" => new ComparisonNode(left, right, Comparison.GreaterOrEqual, call.Function, at),
            "_+_" => new ArithmeticNode(left, right, ArithmeticOperator.Add, call.Function, at),
            "_-_" => new ArithmeticNode(left, right, ArithmeticOperator.Subtract, call.Function, at),
            "_*_" => new ArithmeticNode(left, right, ArithmeticOperator.Multiply, call.Function, at),
            "_/_" => new ArithmeticNode(left, right, ArithmeticOperator.Divide, call.Function, at),
            "_%_" => new ArithmeticNode(left, right, ArithmeticOperator.Modulo, call.Function, at),
            "@in" => new InNode(left, right, at),
            "_[_]" => new IndexNode(left, right, isOptional: false, at),
            "_[?_]" => new IndexNode(left, right, isOptional: true, at),
            _ => throw new InvalidOperationException(call.Function),
        };
        return Folded(node, call.Arguments);
    }

    private Node Function(CallExpr call)
    {
        var isMember = call.Target is not null && !call.IsQualified;
        var declaration = call.Declaration;
        if (declaration is null)
            (declaration, isMember) = FindUnchecked(call);
        if (declaration is null)
            return new FailingNode($"unbound function: there is no '{call.Function}'", call.Start);
        Expr[] arguments = isMember ? [call.Target!, .. call.Arguments] : call.Arguments;
        if (isMember && declaration.Name is "or" or "orValue" && arguments.Length == 2 && (call.Overloads.Count == 0 || call.Overloads[0].Id.StartsWith("optional_", StringComparison.Ordinal)))
            return new OptionalOrNode(Plan(arguments[0]), Plan(arguments[1]), declaration.Name == "orValue", call.Start);
        var preparation = CheckPattern(declaration.Name, arguments);
        if (declaration.Name == "matches" && arguments is [_, LiteralExpr { Value.Kind: CelKind.String } literal] && declaration.Overloads.All(overload => overload.IsPure))
            return Folded(new MatchesNode(Plan(arguments[0]), Re2.Of(literal.Value.AsString), call.Start), arguments);
        var overloads = call.Overloads.Count > 0 ? call.Overloads : declaration.Overloads;
        var target = new CallTarget(declaration.Name, isMember, [.. overloads], preparation);
        Node node = arguments.Length switch
        {
            1 => new UnaryCallNode(target, Plan(arguments[0]), call.Start),
            2 => new BinaryCallNode(target, Plan(arguments[0]), Plan(arguments[1]), call.Start),
            _ => new CallNode(target, Plan(arguments), call.Start),
        };
        return arguments.Length > 0 && overloads.All(overload => overload.IsPure) ? Folded(node, arguments) : node;
    }

    private (CelFunction?, bool IsMember) FindUnchecked(CallExpr call)
    {
        if (call.Target is not null && NamePath.Of(call.Target) is { } path && !IsLocal(call.Target) && Find(path + "." + call.Function) is { } qualified)
            return (qualified, false);
        return (Find(call.Function), call.Target is not null);
    }

    private CelFunction? Find(string name)
    {
        foreach (var candidate in NamePath.Candidates(environment.Options.Container, name))
        {
            if (environment.FindFunction(candidate) is { } function)
                return function;
        }

        return null;
    }

    /// <summary>A pattern that is written out is compiled now; a wrong one does not wait for its first use.</summary>
    /// <returns>What a call costs more where it is not written out: compiling a pattern or finding a time zone is work.</returns>
    private int CheckPattern(string function, Expr[] arguments)
    {
        if (arguments.Length == 2 && function.StartsWith("get", StringComparison.Ordinal) && arguments[1] is not LiteralExpr)
            return Costs.TimeZone;
        if (function is not ("matches" or "regex.extract" or "regex.extractAll" or "regex.replace") || arguments.Length < 2)
            return 0;
        if (arguments[1] is not LiteralExpr { Value.Kind: CelKind.String } pattern)
            return Costs.Pattern;
        if (Re2.Problem(pattern.Value.AsString) is { } problem)
            diagnostics.Add($"the regular expression is wrong: {problem}", pattern.Start, pattern.End - pattern.Start);
        return 0;
    }

    private Node Fold(FoldExpr fold)
    {
        var range = Plan(fold.Range);
        var slots = new FoldSlots(NewSlot(), fold.Second is null ? -1 : NewSlot());
        _locals.Add((fold.Variable, slots.First, null));
        if (fold.Second is not null)
            _locals.Add((fold.Second, slots.Second, null));
        var filter = fold.Filter is null ? null : Plan(fold.Filter);
        var body = fold.Body is null ? null : Plan(fold.Body);
        var count = fold.Second is null ? 1 : 2;
        _locals.RemoveRange(_locals.Count - count, count);
        return fold.Kind switch
        {
            FoldKind.All => new QuantifierNode(slots, range, filter!, isAll: true, fold.Start),
            FoldKind.Exists => new QuantifierNode(slots, range, filter!, isAll: false, fold.Start),
            FoldKind.ExistsOne => new ExistsOneNode(slots, range, filter!, fold.Start),
            FoldKind.List => new ListFoldNode(slots, range, filter, body, fold.Start),
            _ => new MapFoldNode(slots, range, filter, body!, fold.Kind == FoldKind.MapEntries, fold.Start),
        };
    }

    private BindNode Bind(BindExpr bind)
    {
        var value = Plan(bind.Value);
        var slot = NewSlot();
        return new BindNode(slot, Within(bind.Variable, slot, bind.Body, value), bind.Start);
    }

    private OptionalMapNode OptionalMap(OptionalMapExpr map)
    {
        var target = Plan(map.Target);
        var slot = NewSlot();
        return new OptionalMapNode(target, slot, Within(map.Variable, slot, map.Body), map.IsFlat, map.Start);
    }

    private SortByNode SortBy(SortByExpr sort)
    {
        var target = Plan(sort.Target);
        var slot = NewSlot();
        return new SortByNode(slot, target, Within(sort.Variable, slot, sort.Key), sort.Start);
    }
}
