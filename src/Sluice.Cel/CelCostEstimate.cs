namespace Sluice.Cel;

/// <summary>Between what and what an evaluation costs, in the units of the reference; <see cref="long.MaxValue"/> where the data may be of any size.</summary>
public readonly record struct CelCostEstimate(long Least, long Most)
{
    public override string ToString() => Most == long.MaxValue ? $"{Least} or more" : Least == Most ? $"{Least}" : $"{Least} to {Most}";
}
