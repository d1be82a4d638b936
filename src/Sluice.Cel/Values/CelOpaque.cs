namespace Sluice.Cel;

/// <summary>A value that only functions of its library look into. The derived class tells equality.</summary>
public abstract class CelOpaque(CelType type) : CelReference(CelKind.Opaque)
{
    public CelType Type { get; } = type;

    /// <summary>Called with a value of the same type only.</summary>
    public abstract bool IsEqual(CelOpaque other);
}
