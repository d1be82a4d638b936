namespace Sluice.Profiles;

/// <summary>In the place of the framework's, which is compiled at the start for numbers.</summary>
internal sealed class NumberStack
{
    private const int Few = 16;

    private long[]? _items;

    public int Count { get; private set; }

    public long Pop() => _items![--Count];

    public void Push(long item)
    {
        if (_items is null || Count == _items.Length)
            Array.Resize(ref _items, Math.Max(Few, 2 * Count));
        _items[Count++] = item;
    }
}
