namespace Sluice.Cel;

/// <summary>A function by its name, in a namespace with it (<c>math.abs</c>), and the forms that it has.</summary>
public sealed class CelFunction(string name, params IReadOnlyList<CelOverload> overloads)
{
    public string Name { get; } = name;

    public IReadOnlyList<CelOverload> Overloads { get; } = overloads;
}
