using System.Text;

namespace Sluice.Cel;

/// <summary>The form of a type.</summary>
public enum CelTypeKind
{
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,
    Type,

    /// <summary>A scalar or null: what the protocol-buffer wrapper messages become.</summary>
    Wrapper,
    Object,

    /// <summary>A named type without fields, with or without parameters: <c>optional_type(int)</c>.</summary>
    Opaque,

    /// <summary>A type to be found out, as in <c>list(A)</c>.</summary>
    Parameter,

    /// <summary>The type of what does not check; fits everything, so that one mistake is told once.</summary>
    Error,
}

/// <summary>A type, as declared, as deduced, and as a value (<c>type(1) == int</c>).</summary>
public sealed partial class CelType : CelReference
{
    private CelType(CelTypeKind form, string name, params CelType[] parameters) : base(CelKind.Type)
    {
        Form = form;
        Name = name;
        Parameters = parameters;
        IsGround = form != CelTypeKind.Parameter && parameters.All(parameter => parameter.IsGround);
    }

    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    public static CelType Null { get; } = new(CelTypeKind.Null, "null");

    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool");

    public static CelType Int { get; } = new(CelTypeKind.Int, "int");

    public static CelType Uint { get; } = new(CelTypeKind.Uint, "uint");

    public static CelType Double { get; } = new(CelTypeKind.Double, "double");

    public static CelType String { get; } = new(CelTypeKind.String, "string");

    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes");

    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "timestamp");

    public static CelType Duration { get; } = new(CelTypeKind.Duration, "duration");

    /// <summary>The type of types, of which nothing more is known.</summary>
    public static CelType Type { get; } = new(CelTypeKind.Type, "type");

    internal static CelType Error { get; } = new(CelTypeKind.Error, "error");

    internal static CelType AnyList { get; } = new(CelTypeKind.List, "list", Dyn);

    internal static CelType AnyMap { get; } = new(CelTypeKind.Map, "map", Dyn, Dyn);

    internal static CelType AnyOptional { get; } = new(CelTypeKind.Opaque, "optional_type", Dyn);

    public static CelType List(CelType element) => new(CelTypeKind.List, "list", element);

    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, "map", key, value);

    public static CelType Optional(CelType value) => new(CelTypeKind.Opaque, "optional_type", value);

    public static CelType Wrapper(CelType scalar) => new(CelTypeKind.Wrapper, "wrapper", scalar);

    public static CelType TypeOf(CelType type) => new(CelTypeKind.Type, "type", type);

    public static CelType Opaque(string name, params CelType[] parameters) => new(CelTypeKind.Opaque, name, parameters);

    public static CelType Parameter(string name) => new(CelTypeKind.Parameter, name);

    internal static CelType Variable(int id) => new(CelTypeKind.Parameter, "_var" + id) { VariableId = id };

    internal static CelType Object(CelObjectType declaration) => new(CelTypeKind.Object, declaration.Name) { Declaration = declaration };

    public CelTypeKind Form { get; }

    /// <summary>Of a parameter, its name; of a composed type, that of the composition.</summary>
    public string Name { get; }

    public IReadOnlyList<CelType> Parameters { get; }

    /// <summary>Of an object type only.</summary>
    public CelObjectType? Declaration { get; private init; }

    /// <summary>Holds no parameter.</summary>
    internal bool IsGround { get; }

    /// <summary>Of a type variable that the checker made; -1 otherwise.</summary>
    internal int VariableId { get; private init; } = -1;

    internal bool IsOptional => Form == CelTypeKind.Opaque && Name == "optional_type";

    internal bool IsDynOrError => Form is CelTypeKind.Dyn or CelTypeKind.Error;

    internal CelType With(CelType[] parameters) => new(Form, Name, parameters) { Declaration = Declaration, VariableId = VariableId };

    internal bool IsSame(CelType other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (Form != other.Form || Name != other.Name || Parameters.Count != other.Parameters.Count)
            return false;
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].IsSame(other.Parameters[i]))
                return false;
        }

        return true;
    }

    /// <summary><c>list(int)</c>, <c>map(string, dyn)</c>, <c>'A</c>.</summary>
    public override string ToString()
    {
        if (Form == CelTypeKind.Parameter)
            return "'" + Name;
        if (Parameters.Count == 0)
            return Name;
        var text = new StringBuilder(Name).Append('(');
        for (var i = 0; i < Parameters.Count; i++)
            text.Append(i == 0 ? "" : ", ").Append(Parameters[i]);
        return text.Append(')').ToString();
    }
}
