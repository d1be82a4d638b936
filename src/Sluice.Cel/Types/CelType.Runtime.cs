namespace Sluice.Cel;

/// <summary>Types as values.</summary>
public sealed partial class CelType
{
    /// <summary>The name that a type has as a value: without parameters, times under the names that the specification gives them.</summary>
    public string RuntimeName => Form switch
    {
        CelTypeKind.Null => "null_type",
        CelTypeKind.Timestamp => "google.protobuf.Timestamp",
        CelTypeKind.Duration => "google.protobuf.Duration",
        CelTypeKind.Wrapper => Parameters[0].RuntimeName,
        _ => Name,
    };

    internal static CelType OfValue(CelValue value) => value.Kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.List => AnyList,
        CelKind.Map => AnyMap,
        CelKind.Type => Type,
        CelKind.Timestamp => Timestamp,
        CelKind.Duration => Duration,
        CelKind.Optional => AnyOptional,
        CelKind.Object => value.AsObject.Type.Type,
        CelKind.Opaque => value.AsOpaque.Type,
        _ => Error,
    };

    /// <summary>Whether a value of this kind may be what a parameter of this type asks for; type parameters of lists and maps are not looked at.</summary>
    internal bool Admits(CelValue value)
    {
        switch (Form)
        {
            case CelTypeKind.Dyn or CelTypeKind.Parameter or CelTypeKind.Error:
                return true;
            case CelTypeKind.Wrapper:
                return value.Kind == CelKind.Null || Parameters[0].Admits(value);
            case CelTypeKind.Opaque:
                return IsOptional ? value.Kind == CelKind.Optional : value.Kind == CelKind.Opaque && value.AsOpaque.Type.Name == Name;
            case CelTypeKind.Object:
                return value.Kind == CelKind.Object && value.AsObject.Type.Name == Name;
            default:
                return Form == OfValue(value).Form;
        }
    }
}
