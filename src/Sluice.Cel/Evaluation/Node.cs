using System.Runtime.CompilerServices;

namespace Sluice.Cel;

/// <summary>A part of a planned expression. Never throws for what an expression or its data may do: errors are values.</summary>
internal abstract class Node(int position)
{
    /// <summary>Where its errors point.</summary>
    public int Position { get; } = position;

    public abstract CelValue Evaluate(EvaluationContext context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected CelValue Fail(string message) => CelValue.Of(new CelError(message, Position));

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected CelValue NoOverload(string function, params ReadOnlySpan<CelValue> arguments)
    {
        var kinds = new string[arguments.Length];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = arguments[i].Type.RuntimeName;
        return Fail($"no such overload: '{Operators.SignOf(function)}' of ({string.Join(", ", kinds)})");
    }

    /// <summary>The result of a function; of an error that does not know its place, with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected CelValue Placed(CelValue result) => result.Reference is CelError { Position: < 0 } error ? CelValue.Of(error.At(Position)) : result;

    protected static bool IsFinal(CelValue value) => value.Reference is CelError { IsFinal: true };
}

/// <summary>Two operands, evaluated from the left; an error of either is the result.</summary>
internal abstract class BinaryNode(Node left, Node right, int position) : Node(position)
{
    public sealed override CelValue Evaluate(EvaluationContext context)
    {
        var first = left.Evaluate(context);
        if (first.IsError)
            return first;
        var second = right.Evaluate(context);
        return second.IsError ? second : Apply(context, first, second);
    }

    /// <summary>Called with values only, never with errors.</summary>
    protected abstract CelValue Apply(EvaluationContext context, in CelValue first, in CelValue second);
}

/// <summary>A value known before: a literal, or an operation on literals with the cost that it would have had.</summary>
internal sealed class ConstantNode(CelValue value, long cost, int position) : Node(position)
{
    public CelValue Value => value;

    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += cost;
        return value;
    }
}

internal sealed class VariableNode(CelVariable variable, int cost, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += cost;
        return context.Activation.TryGet(variable, out var value) ? value : Fail($"no such attribute: '{variable.Name}' has no value");
    }
}

internal sealed class LocalNode(int slot, int cost, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        context.Cost += cost;
        return context.Locals[slot];
    }
}

/// <summary>A name that nothing declares: an error when it is needed.</summary>
internal sealed class FailingNode(string message, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context) => Fail(message);
}

/// <summary>Writes down what another node gives.</summary>
internal sealed class TraceNode(Node inner, Expr expression) : Node(inner.Position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = inner.Evaluate(context);
        if (context.Trace is { Count: < CelTrace.MostSteps } trace)
            trace.Add(new CelTraceStep(expression.From, expression.End, value));
        return value;
    }
}
