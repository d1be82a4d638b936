namespace Sluice.Artifacts.Documents;

/// <summary>
/// One value of a structured text (YAML, JSON, TOML, XML, a Dockerfile) with the place where it stands. Immutable. Parts that an alias stands
/// for are shared, so the tree is never larger than the text; <see cref="DocumentLimits"/> bounds what it would be when written out.
/// </summary>
/// <param name="Value">
/// Null, <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/> (only above the largest long), <see cref="double"/>, <see cref="string"/>,
/// <see cref="DateTimeOffset"/>, a list of nodes or a <see cref="DocumentMap"/>.
/// </param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">In characters, counted from 1.</param>
public sealed record DocumentNode(object? Value, int Line, int Column)
{
    public IReadOnlyList<DocumentNode> Items => Value as IReadOnlyList<DocumentNode> ?? [];

    public DocumentMap? Map => Value as DocumentMap;

    /// <summary>The value of a key; null for what is no map or has no such key.</summary>
    public DocumentNode? this[string key] => Map?.GetValueOrDefault(key);

    public string? Text => Value as string;
}

/// <summary>A map with its keys in the order of the text.</summary>
public sealed class DocumentMap
{
    private readonly Dictionary<string, DocumentNode> _values = new(StringComparer.Ordinal);
    private readonly List<DocumentKey> _keys = [];

    public int Count => _keys.Count;

    public IReadOnlyList<DocumentKey> Keys => _keys;

    public DocumentNode this[string key] => _values[key];

    public DocumentNode? GetValueOrDefault(string key) => _values.GetValueOrDefault(key);

    /// <summary>False when the key is there already; nothing is added then.</summary>
    internal bool TryAdd(DocumentKey key, DocumentNode value)
    {
        if (!_values.TryAdd(key.Name, value))
            return false;
        _keys.Add(key);
        return true;
    }

    /// <summary>Puts another value in the place of one that is there.</summary>
    internal void Replace(string key, DocumentNode value) => _values[key] = value;
}

/// <summary>A key and where it stands.</summary>
public sealed record DocumentKey(string Name, int Line, int Column);

/// <summary>A text is not what its name says, or is too large or too deep. The message does not hold the text.</summary>
public sealed class DocumentException(string message, int line, int column) : Exception(message)
{
    public int Line => line;

    public int Column => column;
}
