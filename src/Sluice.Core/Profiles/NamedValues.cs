using System.Diagnostics.CodeAnalysis;

namespace Sluice.Profiles;

/// <summary>
/// Values by their names, which are gone through in ordinal order. In the place of a sorted dictionary, whose parts are compiled at the start, one by one. Not for several threads.
/// </summary>
internal sealed class NamedValues<T>
    where T : class
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    /// <summary>Null when a name was added or taken away since.</summary>
    private string[]? _names;

    public int Count => _values.Count;

    /// <summary>In ordinal order, as they are now.</summary>
    public IReadOnlyList<string> Names => Sorted();

    public T this[string name]
    {
        get => _values[name];
        set
        {
            _values[name] = value;
            _names = null;
        }
    }

    public bool Contains(string name) => _values.ContainsKey(name);

    public T? Find(string name) => _values.GetValueOrDefault(name);

    public bool TryGetValue(string name, [MaybeNullWhen(false)] out T value) => _values.TryGetValue(name, out value);

    /// <summary>False when the name is there already; nothing is added then.</summary>
    public bool TryAdd(string name, T value)
    {
        if (!_values.TryAdd(name, value))
            return false;
        _names = null;
        return true;
    }

    public void Remove(string name)
    {
        if (_values.Remove(name))
            _names = null;
    }

    /// <summary>Goes through all that are there at this moment.</summary>
    public Enumerator GetEnumerator() => new(Sorted(), _values);

    private string[] Sorted()
    {
        if (_names is null)
        {
            _names = new string[_values.Count];
            _values.Keys.CopyTo(_names, 0);
            Array.Sort(_names, StringComparer.Ordinal);
        }

        return _names;
    }

    internal struct Enumerator(string[] names, Dictionary<string, T> values)
    {
        private int _at = -1;

        public readonly KeyValuePair<string, T> Current => new(names[_at], values[names[_at]]);

        public bool MoveNext() => ++_at < names.Length;
    }
}
