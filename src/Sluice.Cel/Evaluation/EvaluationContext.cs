using System.Runtime.CompilerServices;

namespace Sluice.Cel;

/// <summary>What one evaluation carries along: values of variables, the cost so far. Belongs to one thread; its program keeps it for the next time.</summary>
internal sealed class EvaluationContext(int locals)
{
    public CelActivation Activation = CelActivation.Empty;

    /// <summary>The variables of loops and bindings, at the places that the planner gave them.</summary>
    public readonly CelValue[] Locals = new CelValue[locals];

    /// <summary>Counted up without a check where the work is constant; checked in loops and before work that grows with its input.</summary>
    public long Cost;
    public long Limit = long.MaxValue;
    public CancellationToken Cancel;
    public List<CelTraceStep>? Trace;

    /// <summary>Whether the evaluation may go on.</summary>
    public bool MayGoOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Cost <= Limit && !Cancel.IsCancellationRequested;
    }

    /// <summary>Adds to the cost before work is done.</summary>
    /// <returns>Whether the work may be done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Charge(long units)
    {
        Cost = units > long.MaxValue - Cost ? long.MaxValue : Cost + units;
        return Cost <= Limit;
    }

    /// <summary>The error that ends the evaluation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public CelValue Stop(int position) => CelValue.Of(new CelError(
        Cost > Limit ? $"operation cancelled: actual cost limit of {Limit} exceeded" : "operation cancelled", position, isFinal: true));

    public void Clear()
    {
        Activation = CelActivation.Empty;
        Array.Clear(Locals);
        Trace = null;
        Cancel = default;
    }
}
