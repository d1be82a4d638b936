using System.Runtime.CompilerServices;

namespace Sluice.Cel;

/// <summary>
/// Any value of the language in 16 bytes: a reference (the payload, or a tag that tells the kind of a scalar) and 64 bits.
/// The default is <c>null</c>. Scalars, strings and what a host adapts cost no allocation.
/// </summary>
public readonly partial struct CelValue : IEquatable<CelValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private CelValue(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    public static readonly CelValue Null;
    public static readonly CelValue True = new(ScalarTag.Bool, 1);
    public static readonly CelValue False = new(ScalarTag.Bool, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue Bool(bool value) => new(ScalarTag.Bool, value ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue Int(long value) => new(ScalarTag.Int, value);

    public static CelValue Uint(ulong value) => new(ScalarTag.Uint, (long)value);

    public static CelValue Double(double value) => new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static CelValue String(string value) => new(value ?? throw new ArgumentNullException(nameof(value)), 0);

    public static CelValue Bytes(ReadOnlyMemory<byte> value) => new(new CelBytes(value), 0);

    public static CelValue List(params IReadOnlyList<CelValue> items) => new(CelList.Of([.. items]), 0);

    /// <exception cref="ArgumentException">A key is of a kind that cannot be one, or is there twice.</exception>
    public static CelValue Map(IEnumerable<KeyValuePair<CelValue, CelValue>> entries)
    {
        var map = new MapBuilder();
        foreach (var (key, value) in entries)
        {
            if (map.Add(key, value) is { } problem)
                throw new ArgumentException(problem, nameof(entries));
        }

        return new CelValue(map.ToMap(), 0);
    }

    /// <summary>A list, map, object, type, optional or opaque value as it is: nothing is copied.</summary>
    public static CelValue Of(CelReference reference) => new(reference ?? throw new ArgumentNullException(nameof(reference)), 0);

    public static CelValue Error(string message) => new(new CelError(message), 0);

    /// <param name="ticks">Of 100 ns since the year 1, UTC.</param>
    /// <param name="nanoseconds">0 to 99, below the tick.</param>
    internal static CelValue Timestamp(long ticks, int nanoseconds) => new(ScalarTag.Timestamp[nanoseconds], ticks);

    public static CelValue Timestamp(DateTimeOffset value) => Timestamp(value.UtcTicks, 0);

    /// <summary>A span of time in nanoseconds, some 292 years either way.</summary>
    public static CelValue Duration(long nanoseconds) => new(ScalarTag.Duration, nanoseconds);

    /// <exception cref="OverflowException">More than some 292 years.</exception>
    public static CelValue Duration(TimeSpan value) => Duration(checked(value.Ticks * 100));

    public CelKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is null ? CelKind.Null : _reference.GetType() == typeof(string) ? CelKind.String : Unsafe.As<CelReference>(_reference).Kind;
    }

    public bool IsError => _reference is CelError;

    /// <summary>Whether this is the boolean <c>true</c>.</summary>
    public bool IsTrue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, ScalarTag.Bool) && _bits != 0;
    }

    public bool IsFalse
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, ScalarTag.Bool) && _bits == 0;
    }

    internal bool IsBool
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, ScalarTag.Bool);
    }

    internal bool IsInt
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, ScalarTag.Int);
    }

    internal object? Reference => _reference;

    internal long Bits => _bits;

    public bool AsBool => Expect(CelKind.Bool)._bits != 0;

    public long AsInt => Expect(CelKind.Int)._bits;

    public ulong AsUint => (ulong)Expect(CelKind.Uint)._bits;

    public double AsDouble => BitConverter.Int64BitsToDouble(Expect(CelKind.Double)._bits);

    public string AsString => (string)Expect(CelKind.String)._reference!;

    public ReadOnlyMemory<byte> AsBytes => ((CelBytes)Expect(CelKind.Bytes)._reference!).Memory;

    public CelList AsList => (CelList)Expect(CelKind.List)._reference!;

    public CelMap AsMap => (CelMap)Expect(CelKind.Map)._reference!;

    public CelType AsType => (CelType)Expect(CelKind.Type)._reference!;

    public CelObject AsObject => (CelObject)Expect(CelKind.Object)._reference!;

    public CelOpaque AsOpaque => (CelOpaque)Expect(CelKind.Opaque)._reference!;

    public CelOptional AsOptional => (CelOptional)Expect(CelKind.Optional)._reference!;

    public CelError AsError => (CelError)Expect(CelKind.Error)._reference!;

    /// <summary>Nanoseconds.</summary>
    public long AsDuration => Expect(CelKind.Duration)._bits;

    /// <summary>To the tick of 100 ns.</summary>
    public DateTimeOffset AsTimestamp => new(Expect(CelKind.Timestamp)._bits, TimeSpan.Zero);

    internal int SubTick => Unsafe.As<ScalarTag>(_reference!).Nanoseconds;

    /// <summary>The type of the value as <c>type()</c> gives it.</summary>
    public CelType Type => CelType.OfValue(this);

    public bool Equals(CelValue other) => Equality.AreEqual(this, other);

    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    public override int GetHashCode() => Equality.HashOf(this);

    public static bool operator ==(CelValue left, CelValue right) => left.Equals(right);

    public static bool operator !=(CelValue left, CelValue right) => !left.Equals(right);

    /// <summary>The value as an expression that gives it, where there is one; made for people.</summary>
    public override string ToString() => ValueText.Of(this);

    private CelValue Expect(CelKind kind) => Kind == kind ? this : throw new InvalidOperationException($"the value is {Kind}, not {kind}");
}
