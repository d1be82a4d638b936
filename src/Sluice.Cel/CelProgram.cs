namespace Sluice.Cel;

/// <summary>A value, or an error as a value, and what it cost to find.</summary>
public readonly record struct CelResult(CelValue Value, long Cost);

/// <summary>A compiled expression. Any number of threads may evaluate it at once.</summary>
public sealed class CelProgram
{
    /// <summary>Units of the reference that an evaluation may cost, unless told otherwise.</summary>
    public const long DefaultCostLimit = 1_000_000;

    private readonly CelEnvironment _environment;
    private readonly Expr _expression;
    private readonly Node _root;
    private readonly int _locals;
    private EvaluationContext? _spare;
    private TracedPlan? _traced;

    internal CelProgram(CelEnvironment environment, string source, Expr expression, CelType? type, Node root, int locals)
    {
        (_environment, Source, _expression, Type, _root, _locals) = (environment, source, expression, type, root, locals);
    }

    public string Source { get; }

    /// <summary>The type that the checker deduced; null where the expression was not checked.</summary>
    public CelType? Type { get; }

    /// <summary>Whether a variable of the environment is named; known of what the checker has seen.</summary>
    public bool Names(string variable)
    {
        var open = new Stack<Expr>([_expression]);
        while (open.TryPop(out var part))
        {
            if ((part as NameExpr)?.Meaning is VariableMeaning name && name.Variable.Name == variable || (part as SelectExpr)?.Meaning is VariableMeaning path && path.Variable.Name == variable)
                return true;
            foreach (var child in part.Children)
                open.Push(child);
        }

        return false;
    }

    /// <summary>Between what and what an evaluation will cost.</summary>
    public CelCostEstimate EstimateCost() => CostEstimator.Estimate(_expression);

    /// <summary>Evaluates. Never throws for what the expression does: the value is then an error.</summary>
    public CelResult Evaluate(CelActivation activation, long costLimit = DefaultCostLimit, CancellationToken cancel = default)
    {
        // Kept from the last evaluation, so that the next one allocates nothing.
        var context = Interlocked.Exchange(ref _spare, null) ?? new EvaluationContext(_locals);
        context.Activation = activation;
        context.Limit = costLimit;
        context.Cancel = cancel;
        context.Cost = 0;
        var value = _root.Evaluate(context);
        if (!context.MayGoOn && !value.IsError)
            value = context.Stop(0);
        var cost = context.Cost;
        context.Clear();
        _spare = context;
        return new CelResult(value, cost);
    }

    public CelResult Evaluate() => Evaluate(CelActivation.Empty);

    /// <summary>All parts that a trace may give values of.</summary>
    public IReadOnlyList<CelPart> Parts => Traced.Parts;

    private TracedPlan Traced => _traced ??= Planner.PlanTraced(_environment, _expression, new Diagnostics(Source));

    /// <summary>Evaluates and keeps the value of every part, in the order in which they were found. Several times slower.</summary>
    public CelTrace Trace(CelActivation activation, long costLimit = DefaultCostLimit, CancellationToken cancel = default)
    {
        var (root, locals, _) = Traced;
        var context = new EvaluationContext(locals) { Activation = activation, Limit = costLimit, Cancel = cancel, Trace = [] };
        var value = root.Evaluate(context);
        if (!context.MayGoOn && !value.IsError)
            value = context.Stop(0);
        return new CelTrace(Source, new CelResult(value, context.Cost), context.Trace);
    }

    /// <summary>The place of an error in the expression, to be shown with a caret.</summary>
    public CelDiagnostic Locate(CelError error) => CelDiagnostic.At(Source, error.Message, Math.Max(0, error.Position), 1);
}
