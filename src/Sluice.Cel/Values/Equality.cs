namespace Sluice.Cel;

/// <summary>
/// Equality of any two values. Numbers of different types are equal when they mean the same number; values of other different types are not equal.
/// NaN equals nothing.
/// </summary>
internal static class Equality
{
    public static bool AreEqual(CelValue left, CelValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
            return IsNumber(kind) && IsNumber(right.Kind) && Ordering.CompareNumbers(left, right) == 0;
        return kind switch
        {
            CelKind.Null => true,
            CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => left.Bits == right.Bits,
            CelKind.Double => BitConverter.Int64BitsToDouble(left.Bits) == BitConverter.Int64BitsToDouble(right.Bits),
            CelKind.String => string.Equals((string)left.Reference!, (string)right.Reference!),
            CelKind.Timestamp => left.Bits == right.Bits && left.SubTick == right.SubTick,
            CelKind.Bytes => left.AsBytes.Span.SequenceEqual(right.AsBytes.Span),
            CelKind.List => ListsAreEqual(left.AsList, right.AsList),
            CelKind.Map => MapsAreEqual(left.AsMap, right.AsMap),
            CelKind.Type => left.AsType.RuntimeName == right.AsType.RuntimeName,
            CelKind.Optional => OptionalsAreEqual(left.AsOptional, right.AsOptional),
            CelKind.Object => left.AsObject.IsEqual(right.AsObject),
            CelKind.Opaque => left.AsOpaque.Type.Name == right.AsOpaque.Type.Name && left.AsOpaque.IsEqual(right.AsOpaque),
            _ => ReferenceEquals(left.Reference, right.Reference),
        };
    }

    /// <summary>Whether two values are the same key of a map: numbers by their exact value.</summary>
    public static bool AreSameKey(CelValue left, CelValue right)
    {
        if (left.Kind == right.Kind)
            return AreEqual(left, right);
        if (!IsNumber(left.Kind) || !IsNumber(right.Kind))
            return false;
        if (left.Kind != CelKind.Double && right.Kind != CelKind.Double)
            return Ordering.CompareNumbers(left, right) == 0;
        var (number, whole) = left.Kind == CelKind.Double ? (left.AsDouble, right) : (right.AsDouble, left);
        return whole.Kind == CelKind.Int
            ? number is >= -9223372036854775808.0 and < 9223372036854775808.0 && (long)number == whole.Bits && (long)number == number
            : number is >= 0 and < 18446744073709551616.0 && (ulong)number == whole.AsUint && (ulong)number == number;
    }

    /// <summary>Equal keys have equal hashes, so a double that is a whole number hashes like the integer.</summary>
    public static int HashOf(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return ((string)value.Reference!).GetHashCode();
            case CelKind.Bool:
                return value.Bits != 0 ? 1231 : 1237;
            case CelKind.Int or CelKind.Uint:
                // With the seed of the process: keys that collide on purpose cannot be made.
                return HashCode.Combine(value.Bits);
            case CelKind.Double:
                var number = BitConverter.Int64BitsToDouble(value.Bits);
                if (number is >= -9223372036854775808.0 and < 9223372036854775808.0)
                    return HashCode.Combine((long)number);
                return number is >= 0 and < 18446744073709551616.0 ? HashCode.Combine((long)(ulong)number) : 7;
            case CelKind.Bytes:
                var hash = new HashCode();
                hash.AddBytes(value.AsBytes.Span);
                return hash.ToHashCode();
            case CelKind.List:
                return value.AsList.Count;
            case CelKind.Map:
                return -1 - value.AsMap.Count;
            case CelKind.Timestamp or CelKind.Duration:
                return value.Bits.GetHashCode();
            default:
                return (int)value.Kind;
        }
    }

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    private static bool ListsAreEqual(CelList left, CelList right)
    {
        if (ReferenceEquals(left, right) && left.Count == 0)
            return true;
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool MapsAreEqual(CelMap left, CelMap right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!right.TryGet(left.KeyAt(i), out var other) || !AreEqual(left.ValueAt(i), other))
                return false;
        }

        return true;
    }

    private static bool OptionalsAreEqual(CelOptional left, CelOptional right) =>
        left.HasValue == right.HasValue && (!left.HasValue || AreEqual(left.Value, right.Value));
}
