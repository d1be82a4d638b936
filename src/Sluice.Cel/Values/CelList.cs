namespace Sluice.Cel;

/// <summary>A list; a host derives from it to show its own data without copying. Must not change while an expression looks at it.</summary>
public abstract class CelList : CelReference
{
    protected CelList() : base(CelKind.List)
    {
    }

    public abstract int Count { get; }

    /// <summary>Called with 0 to <see cref="Count"/> - 1 only.</summary>
    public abstract CelValue this[int index] { get; }

    /// <summary>All elements at once, where they lie side by side.</summary>
    internal virtual bool TryItems(out ReadOnlySpan<CelValue> items)
    {
        items = default;
        return false;
    }

    internal static readonly CelList Empty = new ArrayList([], 0);

    internal static CelList Of(CelValue[] items) => new ArrayList(items, items.Length);

    internal static CelList Of(CelValue[] items, int count) => new ArrayList(items, count);

    /// <summary>Short lists are copied, long ones only referred to: the reference charges one unit for it whatever the length.</summary>
    internal static CelValue Concatenate(CelList left, CelList right)
    {
        if (left.Count == 0)
            return CelValue.Of(right);
        if (right.Count == 0)
            return CelValue.Of(left);
        var count = (long)left.Count + right.Count;
        if (count > int.MaxValue)
            return CelValue.Error("the list would be too long");
        return CelValue.Of(count <= ConcatenatedList.LongestCopy ? Of(ConcatenatedList.Copy(left, right)) : new ConcatenatedList(left, right));
    }

    private sealed class ArrayList(CelValue[] items, int count) : CelList
    {
        public override int Count => count;

        public override CelValue this[int index] => items[index];

        internal override bool TryItems(out ReadOnlySpan<CelValue> all)
        {
            all = items.AsSpan(0, count);
            return true;
        }
    }
}

/// <summary>Two lists one after the other. Becomes one array when much of it is read, unless that would be huge.</summary>
internal sealed class ConcatenatedList(CelList left, CelList right) : CelList
{
    public const int LongestCopy = 64;

    /// <summary>Doubling a list again and again costs little to write and must not cost memory.</summary>
    private const int LongestArray = 1 << 16;

    private readonly int _count = left.Count + right.Count;
    private CelValue[]? _items;
    private int _reads;

    public override int Count => _count;

    public override CelValue this[int index]
    {
        get
        {
            // One array pays only when much of it is read.
            if (_items is null && _count <= LongestArray && ++_reads > _count / 4)
                _items = Copy(left, right);
            if (_items is { } items)
                return items[index];
            return index < left.Count ? left[index] : right[index - left.Count];
        }
    }

    public static CelValue[] Copy(CelList left, CelList right)
    {
        var items = new CelValue[left.Count + right.Count];
        for (var i = 0; i < left.Count; i++)
            items[i] = left[i];
        for (var i = 0; i < right.Count; i++)
            items[left.Count + i] = right[i];
        return items;
    }
}
