namespace Sluice.Cel;

/// <summary>What a name turned out to mean.</summary>
internal abstract record Meaning;

internal sealed record VariableMeaning(CelVariable Variable) : Meaning;

/// <summary>A name that stands for a value: a type, a constant.</summary>
internal sealed record ConstantMeaning(CelValue Value) : Meaning;
