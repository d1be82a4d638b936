namespace Sluice.Cel;

/// <summary>A name that expressions may use, and its type. A name may have a namespace: <c>release.now</c>.</summary>
public sealed record CelVariable(string Name, CelType Type)
{
    /// <summary>Its place in the activations of its environment.</summary>
    internal int Index { get; init; } = -1;
}
