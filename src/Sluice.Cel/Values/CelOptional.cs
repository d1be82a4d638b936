namespace Sluice.Cel;

/// <summary>A value that may be absent.</summary>
public sealed class CelOptional : CelReference
{
    private CelOptional(CelValue value, bool hasValue) : base(CelKind.Optional)
    {
        Value = value;
        HasValue = hasValue;
    }

    public static CelOptional None { get; } = new(default, false);

    internal static readonly CelValue NoneValue = CelValue.Of(None);

    public static CelOptional Of(CelValue value) => new(value, true);

    public bool HasValue { get; }

    /// <summary>Null where there is none.</summary>
    public CelValue Value { get; }
}
