namespace Sluice.Cel;

/// <summary>Selection of fields and elements.</summary>
internal static class Fields
{
    public static CelValue Select(CelValue target, string field)
    {
        switch (target.Kind)
        {
            case CelKind.Map:
                return target.AsMap.TryGet(CelValue.String(field), out var value) ? value : CelValue.Error($"no such key: {field}");
            case CelKind.Object:
                var instance = target.AsObject;
                return instance.Type.IndexOf(field) is >= 0 and var index ? instance.GetField(index) : CelValue.Error($"no such field: {field}");
            case CelKind.Optional:
                return SelectOptional(target, field);
            default:
                return CelValue.Error($"no such overload: type '{target.Type.RuntimeName}' does not support field selection");
        }
    }

    /// <summary><c>a.?b</c>, and <c>a.b</c> of an optional.</summary>
    public static CelValue SelectOptional(CelValue target, string field)
    {
        if (target.Kind == CelKind.Optional)
        {
            var optional = target.AsOptional;
            return optional.HasValue ? SelectOptional(optional.Value, field) : CelOptional.NoneValue;
        }

        var isThere = Has(target, field);
        if (isThere.IsError)
            return isThere;
        if (isThere.IsFalse)
            return CelOptional.NoneValue;
        var value = Select(target, field);
        return value.IsError ? value : CelValue.Of(CelOptional.Of(value));
    }

    public static CelValue Has(CelValue target, string field)
    {
        switch (target.Kind)
        {
            case CelKind.Map:
                return CelValue.Bool(target.AsMap.TryGet(CelValue.String(field), out _));
            case CelKind.Object:
                var instance = target.AsObject;
                return instance.Type.IndexOf(field) is >= 0 and var index ? CelValue.Bool(instance.HasField(index)) : CelValue.Error($"no such field: {field}");
            case CelKind.Optional:
                var optional = target.AsOptional;
                return optional.HasValue ? Has(optional.Value, field) : CelValue.False;
            default:
                return CelValue.Error($"no such overload: type '{target.Type.RuntimeName}' does not support field selection");
        }
    }

    public static CelValue Index(CelValue target, CelValue index)
    {
        switch (target.Kind)
        {
            case CelKind.List:
                var list = target.AsList;
                if (!TryPosition(index, out var position))
                    return CelValue.Error($"invalid_argument: a list has no index {index}");
                return position >= 0 && position < list.Count ? list[(int)position] : CelValue.Error($"index out of bounds: {position}");
            case CelKind.Map:
                return target.AsMap.TryGet(index, out var value) ? value : CelValue.Error($"no such key: {index}");
            case CelKind.Optional:
                return IndexOptional(target, index);
            default:
                return CelValue.Error($"no such overload: '[' of ({target.Type.RuntimeName}, {index.Type.RuntimeName})");
        }
    }

    /// <summary><c>a[?b]</c>, and <c>a[b]</c> of an optional.</summary>
    public static CelValue IndexOptional(CelValue target, CelValue index)
    {
        switch (target.Kind)
        {
            case CelKind.Optional:
                var optional = target.AsOptional;
                return optional.HasValue ? IndexOptional(optional.Value, index) : CelOptional.NoneValue;
            case CelKind.List:
                var list = target.AsList;
                if (!TryPosition(index, out var position))
                    return CelValue.Error($"invalid_argument: a list has no index {index}");
                return position >= 0 && position < list.Count ? CelValue.Of(CelOptional.Of(list[(int)position])) : CelOptional.NoneValue;
            case CelKind.Map:
                return target.AsMap.TryGet(index, out var value) ? CelValue.Of(CelOptional.Of(value)) : CelOptional.NoneValue;
            default:
                return CelValue.Error($"no such overload: '[?' of ({target.Type.RuntimeName}, {index.Type.RuntimeName})");
        }
    }

    /// <summary>A whole number of any type.</summary>
    private static bool TryPosition(CelValue index, out long position)
    {
        position = index.Bits;
        switch (index.Kind)
        {
            case CelKind.Int:
                return true;
            case CelKind.Uint:
                position = index.AsUint > int.MaxValue ? int.MaxValue : position;
                return true;
            case CelKind.Double:
                var number = index.AsDouble;
                position = number is > -1e15 and < 1e15 ? (long)number : -1;
                return position == number;
            default:
                return false;
        }
    }
}
