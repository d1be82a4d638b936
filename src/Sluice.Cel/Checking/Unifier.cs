namespace Sluice.Cel;

/// <summary>
/// Finds out what type variables stand for. A type fits another when equal, when either is <c>dyn</c>, when null meets what may be null, a scalar its
/// wrapper; a variable takes the most general of the types that it met. What a failed try found out is taken back.
/// </summary>
internal sealed class Unifier
{
    private readonly List<CelType?> _found = [];
    private readonly Stack<(int Variable, CelType? Before)> _changes = new();

    public CelType NewVariable()
    {
        _found.Add(null);
        return CelType.Variable(_found.Count - 1);
    }

    /// <summary>Whether a value of the second type may be where the first is asked for.</summary>
    public bool Fits(CelType first, CelType second)
    {
        var before = _changes.Count;
        if (Unify(first, second))
            return true;
        Undo(before);
        return false;
    }

    public bool Fit(IReadOnlyList<CelType> first, IReadOnlyList<CelType> second)
    {
        var before = _changes.Count;
        if (UnifyAll(first, second))
            return true;
        Undo(before);
        return false;
    }

    /// <summary>With what is known put in place of variables; of what is unknown becomes <c>dyn</c> when asked.</summary>
    public CelType Resolve(CelType type, bool isFinal = false)
    {
        if (type.IsGround)
            return type;
        if (type.Form == CelTypeKind.Parameter)
        {
            if (type.VariableId >= 0 && _found[type.VariableId] is { } found)
                return Resolve(found, isFinal);
            return isFinal ? CelType.Dyn : type;
        }

        var parameters = new CelType[type.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = Resolve(type.Parameters[i], isFinal);
        return type.With(parameters);
    }

    /// <summary>The more general of two types that fit.</summary>
    public static CelType MostGeneral(CelType first, CelType second) => IsAsGeneral(first, second) ? first : second;

    private bool Unify(CelType first, CelType second)
    {
        if (ReferenceEquals(first, second))
            return true;
        if (second.VariableId >= 0)
        {
            var (isValid, isKnown) = Substitute(first, second);
            if (isValid || isKnown)
                return isValid;
        }

        if (first.VariableId >= 0)
            return Substitute(second, first).IsValid;
        if (first.IsDynOrError || second.IsDynOrError)
            return true;
        if (first.Form == CelTypeKind.Null)
            return MayBeNull(second);
        if (second.Form == CelTypeKind.Null)
            return MayBeNull(first);
        return (first.Form, second.Form) switch
        {
            (CelTypeKind.Wrapper, CelTypeKind.Wrapper) => first.IsSame(second),
            (CelTypeKind.Wrapper, _) => first.Parameters[0].IsSame(second),
            (_, CelTypeKind.Wrapper) => second.Parameters[0].IsSame(first),
            // Any type fits the type of types, whatever its parameter.
            (CelTypeKind.Type, CelTypeKind.Type) => true,
            _ => first.Form == second.Form && first.Name == second.Name && UnifyAll(first.Parameters, second.Parameters),
        };
    }

    private bool UnifyAll(IReadOnlyList<CelType> first, IReadOnlyList<CelType> second)
    {
        if (first.Count != second.Count)
            return false;
        for (var i = 0; i < first.Count; i++)
        {
            if (!Unify(first[i], second[i]))
                return false;
        }

        return true;
    }

    private (bool IsValid, bool IsKnown) Substitute(CelType type, CelType variable)
    {
        if (type.VariableId == variable.VariableId)
            return (true, true);
        if (_found[variable.VariableId] is { } known)
        {
            if (type.IsSame(known))
                return (true, true);
            if (!Unify(type, known))
                return (false, true);
            Set(variable.VariableId, MostGeneral(type, known));
            return (true, true);
        }

        if (Occurs(variable, type))
            return (false, false);
        Set(variable.VariableId, type);
        return (true, false);
    }

    private bool Occurs(CelType variable, CelType type)
    {
        if (type.IsGround)
            return false;
        if (type.VariableId >= 0)
            return type.VariableId == variable.VariableId || (_found[type.VariableId] is { } known && Occurs(variable, known));
        return type.Parameters.Any(parameter => Occurs(variable, parameter));
    }

    private static bool MayBeNull(CelType type) =>
        type.Form is CelTypeKind.Null or CelTypeKind.Opaque or CelTypeKind.Object or CelTypeKind.Wrapper or CelTypeKind.Timestamp or CelTypeKind.Duration;

    private static bool IsAsGeneral(CelType first, CelType second)
    {
        if (first.Form is CelTypeKind.Dyn or CelTypeKind.Parameter)
            return true;
        if (second.Form is CelTypeKind.Dyn or CelTypeKind.Parameter)
            return false;
        if (second.Form == CelTypeKind.Null)
            return true;
        if (first.Form == CelTypeKind.Wrapper && second.Form != CelTypeKind.Wrapper)
            return true;
        if (first.Form != second.Form || first.Name != second.Name || first.Parameters.Count != second.Parameters.Count)
            return false;
        if (first.Form == CelTypeKind.Type)
            return true;
        for (var i = 0; i < first.Parameters.Count; i++)
        {
            if (!IsAsGeneral(first.Parameters[i], second.Parameters[i]))
                return false;
        }

        return true;
    }

    private void Set(int variable, CelType type)
    {
        _changes.Push((variable, _found[variable]));
        _found[variable] = type;
    }

    private void Undo(int before)
    {
        while (_changes.Count > before)
        {
            var (variable, type) = _changes.Pop();
            _found[variable] = type;
        }
    }
}
