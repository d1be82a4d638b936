namespace Sluice.Cel;

/// <summary>A map; a host derives from it to show its own data without copying. Entries have an order, that of iteration.</summary>
public abstract class CelMap : CelReference
{
    protected CelMap() : base(CelKind.Map)
    {
    }

    public abstract int Count { get; }

    /// <summary>Called with 0 to <see cref="Count"/> - 1 only.</summary>
    public abstract CelValue KeyAt(int index);

    public abstract CelValue ValueAt(int index);

    /// <summary>Numbers are the same key when they are equal, whatever their type. Any kind of value may be asked for.</summary>
    public abstract bool TryGet(CelValue key, out CelValue value);

    internal static readonly CelMap Empty = new MapBuilder().ToMap();

    internal static bool CanBeKey(CelKind kind) => kind is CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool;
}

/// <summary>Collects entries; small maps are searched, larger ones hashed.</summary>
internal sealed class MapBuilder(int capacity = 4)
{
    private readonly List<CelValue> _keys = new(capacity);
    private readonly List<CelValue> _values = new(capacity);
    private Dictionary<CelValue, int>? _index;

    /// <returns>What is wrong with the key, or null.</returns>
    public string? Add(CelValue key, CelValue value)
    {
        if (!CelMap.CanBeKey(key.Kind))
            return $"unsupported key type: {key.Type.RuntimeName}";
        if (Find(key) >= 0)
            return $"Failed with repeated key: {key}";
        _keys.Add(key);
        _values.Add(value);
        if (_index is not null)
            _index.Add(key, _keys.Count - 1);
        else if (_keys.Count > HashedMap.Small)
            BuildIndex();
        return null;
    }

    public CelMap ToMap() => new HashedMap([.. _keys], [.. _values], _index);

    private int Find(CelValue key)
    {
        if (_index is not null)
            return _index.TryGetValue(key, out var position) ? position : -1;
        for (var i = 0; i < _keys.Count; i++)
        {
            if (Equality.AreSameKey(_keys[i], key))
                return i;
        }

        return -1;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<CelValue, int>(_keys.Count * 2, KeyComparer.Instance);
        for (var i = 0; i < _keys.Count; i++)
            _index.Add(_keys[i], i);
    }
}

/// <summary>A map of its own; entries in the order in which they were written.</summary>
internal sealed class HashedMap(CelValue[] keys, CelValue[] values, Dictionary<CelValue, int>? index) : CelMap
{
    /// <summary>Up to this many keys, comparing is faster than hashing.</summary>
    public const int Small = 8;

    public override int Count => keys.Length;

    public override CelValue KeyAt(int index) => keys[index];

    public override CelValue ValueAt(int index) => values[index];

    public override bool TryGet(CelValue key, out CelValue value)
    {
        var found = Find(key);
        value = found >= 0 ? values[found] : default;
        return found >= 0;
    }

    private int Find(CelValue key)
    {
        if (index is not null)
            return index.TryGetValue(key, out var position) ? position : -1;
        if (key.Reference is string name)
            return Find(name);
        for (var i = 0; i < keys.Length; i++)
        {
            if (Equality.AreSameKey(keys[i], key))
                return i;
        }

        return -1;
    }

    private int Find(string name)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Reference is string key && key == name)
                return i;
        }

        return -1;
    }
}

internal sealed class KeyComparer : IEqualityComparer<CelValue>
{
    public static readonly KeyComparer Instance = new();

    public bool Equals(CelValue x, CelValue y) => Equality.AreSameKey(x, y);

    public int GetHashCode(CelValue obj) => Equality.HashOf(obj);
}
