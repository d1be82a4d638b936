namespace Sluice.Cel;

/// <summary>
/// A value with the declared fields of a <see cref="CelObjectType"/>. A host derives from it; fields are asked for by their index in the type,
/// which was found when the expression was compiled.
/// </summary>
public abstract class CelObject(CelObjectType type) : CelReference(CelKind.Object)
{
    public CelObjectType Type { get; } = type;

    public abstract CelValue GetField(int index);

    /// <summary>What <c>has(object.field)</c> says.</summary>
    public virtual bool HasField(int index) => GetField(index).Kind != CelKind.Null;

    /// <summary>Equal field by field, unless the derived class knows better.</summary>
    public virtual bool IsEqual(CelObject other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (!ReferenceEquals(Type, other.Type))
            return false;
        for (var i = 0; i < Type.Fields.Count; i++)
        {
            if (!Equality.AreEqual(GetField(i), other.GetField(i)))
                return false;
        }

        return true;
    }
}
