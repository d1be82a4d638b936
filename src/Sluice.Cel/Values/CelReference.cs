namespace Sluice.Cel;

/// <summary>What the reference half of a <see cref="CelValue"/> may point to, besides a string: the base of lists, maps, objects, types.</summary>
public abstract class CelReference
{
    private protected CelReference(CelKind kind) => Kind = kind;

    public CelKind Kind { get; }
}

/// <summary>Stands in the reference half of a scalar, whose 64 bits are beside it. There is one a kind; of timestamps one a nanosecond below .NET's tick.</summary>
internal sealed class ScalarTag : CelReference
{
    private ScalarTag(CelKind kind, int nanoseconds = 0) : base(kind) => Nanoseconds = nanoseconds;

    /// <summary>0 to 99: what a timestamp has below the tick of 100 ns.</summary>
    public int Nanoseconds { get; }

    public static readonly ScalarTag Bool = new(CelKind.Bool);
    public static readonly ScalarTag Int = new(CelKind.Int);
    public static readonly ScalarTag Uint = new(CelKind.Uint);
    public static readonly ScalarTag Double = new(CelKind.Double);
    public static readonly ScalarTag Duration = new(CelKind.Duration);
    public static readonly ScalarTag[] Timestamp = Timestamps();

    private static ScalarTag[] Timestamps()
    {
        var tags = new ScalarTag[100];
        for (var i = 0; i < tags.Length; i++)
            tags[i] = new ScalarTag(CelKind.Timestamp, i);
        return tags;
    }
}
