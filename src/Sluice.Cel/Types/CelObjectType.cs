namespace Sluice.Cel;

/// <summary>A field of a declared object.</summary>
public sealed record CelField(string Name, CelType Type);

/// <summary>The fields of a kind of object, so that an expression with a misspelt one does not compile.</summary>
public sealed class CelObjectType
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    /// <param name="name">With its namespace: <c>acme.Release</c>.</param>
    /// <exception cref="ArgumentException">Two fields have one name.</exception>
    public CelObjectType(string name, params IReadOnlyList<CelField> fields)
    {
        Name = name;
        Fields = [.. fields];
        for (var i = 0; i < Fields.Count; i++)
        {
            if (!_byName.TryAdd(Fields[i].Name, i))
                throw new ArgumentException($"{name} has two fields '{Fields[i].Name}'", nameof(fields));
        }

        Type = CelType.Object(this);
    }

    public string Name { get; }

    public IReadOnlyList<CelField> Fields { get; }

    public CelType Type { get; }

    /// <returns>-1 where there is no such field.</returns>
    public int IndexOf(string field) => _byName.TryGetValue(field, out var index) ? index : -1;
}
