namespace Sluice.Cel;

/// <summary>Turns the checked expression into nodes that evaluate it.</summary>
internal sealed partial class Planner(CelEnvironment environment, Diagnostics diagnostics, bool isTraced)
{
    private readonly List<(string Name, int Slot, Node? Lazy)> _locals = [];
    private readonly List<Expr> _traced = [];
    private readonly HashSet<Expr> _conditions = [];
    private int _slots;

    /// <summary>A name that costs nothing where it is.</summary>
    private Expr? _free;

    public static (Node Root, int Locals) Plan(CelEnvironment environment, Expr expression, Diagnostics diagnostics)
    {
        var planner = new Planner(environment, diagnostics, isTraced: false);
        var root = planner.Plan(expression);
        return (root, planner._slots);
    }

    /// <summary>Each part writes down what it gives.</summary>
    public static TracedPlan PlanTraced(CelEnvironment environment, Expr expression, Diagnostics diagnostics)
    {
        var planner = new Planner(environment, diagnostics, isTraced: true);
        var root = planner.Plan(expression);
        var parts = planner._traced.ConvertAll(part => new CelPart(part.From, part.End, planner._conditions.Contains(part)));
        return new TracedPlan(root, planner._slots, [.. parts.Distinct()]);
    }

    private Node Plan(Expr expression)
    {
        var node = expression switch
        {
            LiteralExpr literal => new ConstantNode(literal.Value, 0, literal.Start),
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
            _ => new FailingNode("the expression does not parse", expression.Start),
        };
        if (!isTraced || expression is LiteralExpr)
            return node;
        _traced.Add(expression);
        return new TraceNode(node, expression);
    }

    /// <summary>In some places the reference resolves a path from a variable without counting the variable.</summary>
    private Node PlanPath(Expr expression)
    {
        var before = _free;
        _free = NamePath.RootOf(expression);
        var node = Plan(expression);
        _free = before;
        return node;
    }

    private Node[] Plan(Expr[] expressions) => [.. expressions.Select(Plan)];

    private Node Name(NameExpr name)
    {
        if (!name.IsRooted && Local(name.Name) is { } local)
            return local.Lazy is { } value ? new LazyLocalNode(local.Slot, value, name.Start) : new LocalNode(local.Slot, CostOf(name), name.Start);
        return name.Meaning is { } meaning ? OfMeaning(meaning, name) : Unchecked(NamePath.Of(name)!, name.Start);
    }

    private int CostOf(Expr name) => ReferenceEquals(name, _free) ? 0 : 1;

    private Node OfMeaning(Meaning meaning, Expr name) => meaning switch
    {
        VariableMeaning variable => new VariableNode(variable.Variable, CostOf(name), name.Start),
        ConstantMeaning constant => new ConstantNode(constant.Value, CostOf(name), name.Start),
        _ => throw new InvalidOperationException(meaning.ToString()),
    };

    private (string Name, int Slot, Node? Lazy)? Local(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
                return _locals[i];
        }

        return null;
    }

    private Node Select(SelectExpr select)
    {
        if (select.Meaning is { } meaning)
            return OfMeaning(meaning, select);
        if (select is { Type: null, IsTest: false, IsOptional: false } && NamePath.Of(select) is { } path && !IsLocal(select))
            return Unchecked(path, select.Start);
        if (select.IsTest)
            return new HasNode(PlanPath(select.Operand), select.Field, select.Start);
        var operand = Plan(select.Operand);
        if (!select.IsOptional && select.Operand.Type is { Form: CelTypeKind.Object } type && type.Declaration!.IndexOf(select.Field) is >= 0 and var index)
            return new FieldNode(operand, type.Declaration, index, select.Field, select.Start);
        return new SelectNode(operand, select.Field, select.IsOptional, select.Start);
    }

    private bool IsLocal(Expr path)
    {
        while (path is SelectExpr select)
            path = select.Operand;
        return path is NameExpr { IsRooted: false } name && Local(name.Name) is not null;
    }

    /// <summary>Without the checker, what a path means shows only when it is evaluated.</summary>
    private Node Unchecked(string path, int position)
    {
        var candidates = new List<(CelVariable, string[])>();
        var parts = path.TrimStart('.').Split('.');
        for (var length = parts.Length; length > 0; length--)
        {
            var prefix = (path.StartsWith('.') ? "." : "") + string.Join('.', parts[..length]);
            foreach (var name in NamePath.Candidates(environment.Options.Container, prefix))
            {
                if (environment.FindVariable(name) is { } variable)
                    candidates.Add((variable, parts[length..]));
                else if (length == parts.Length && candidates.Count == 0 && environment.FindType(name) is { } type)
                    return new ConstantNode(CelValue.Of(type), 1, position);
            }
        }

        return candidates.Count > 0 ? new UncheckedPathNode([.. candidates], path, position) : new FailingNode($"undeclared reference to '{path}'", position);
    }

    private Node List(ListExpr list) => Folded(new ListNode(Plan(list.Items), list.IsOptional, list.Start), list.Items);

    private Node Map(MapExpr map) => Folded(
        new MapNode([.. map.Entries.Select(entry => (Plan(entry.Key), Plan(entry.Value), entry.IsOptional))], map.Start),
        map.Entries.SelectMany(entry => (Expr[])[entry.Key, entry.Value]));

    private Node Struct(StructExpr expression)
    {
        var message = expression.Message ?? WellKnownMessage.Find(environment.Options.Container, expression.Name);
        if (message is null)
            return new FailingNode($"there is no message type '{expression.Name}'", expression.Start);
        return new MessageNode(message, [.. expression.Fields.Select(field => (field.Name, Plan(field.Value), field.IsOptional))], expression.Start);
    }

    /// <summary>An operation on literals is done once; it still costs what it costs. An error waits until it is evaluated.</summary>
    private Node Folded(Node node, IEnumerable<Expr> parts)
    {
        if (isTraced || !parts.All(IsConstant))
            return node;
        var context = new EvaluationContext(0) { Limit = LargestFold };
        var value = node.Evaluate(context);
        return value.IsError ? node : new ConstantNode(value, context.Cost, node.Position);
    }

    private const int LargestFold = 10_000;

    private static bool IsConstant(Expr expression) => expression switch
    {
        LiteralExpr => true,
        ListExpr list => list.IsOptional.All(isOptional => !isOptional) && list.Items.All(IsConstant),
        _ => false,
    };

    private int NewSlot() => _slots++;

    private Node Within(string name, int slot, Expr body, Node? lazy = null)
    {
        _locals.Add((name, slot, lazy));
        var node = Plan(body);
        _locals.RemoveAt(_locals.Count - 1);
        return node;
    }
}

/// <param name="Parts">In the order in which they were planned, each place once.</param>
internal sealed record TracedPlan(Node Root, int Locals, IReadOnlyList<CelPart> Parts);
