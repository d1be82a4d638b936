using System.Globalization;
using Sluice.Artifacts.Documents;

namespace Sluice.Artifacts.Manifests;

/// <summary>The leaves of a TOML text under their full dotted names; numbers, times and booleans as texts.</summary>
internal sealed class TomlFields
{
    private readonly Dictionary<string, List<string>> _leaves = new(StringComparer.Ordinal);
    private readonly bool _isNumbered;

    private TomlFields(bool isNumbered) => _isNumbered = isNumbered;

    /// <exception cref="ArtifactException">It is not TOML.</exception>
    public static TomlFields Parse(ReadOnlySpan<byte> bytes) => Read(bytes, isNumbered: false);

    /// <summary>As <see cref="Parse"/>, but each table of an array is by itself: <c>rules[0].id</c>.</summary>
    /// <inheritdoc cref="Parse"/>
    public static TomlFields ParseNumbered(ReadOnlySpan<byte> bytes) => Read(bytes, isNumbered: true);

    /// <summary>The full names, each with its texts: one, or those of an array.</summary>
    public IReadOnlyDictionary<string, List<string>> Leaves => _leaves;

    public string? Text(string name) => _leaves.TryGetValue(name, out var texts) && texts is [{ Length: > 0 } text, ..] ? text : null;

    public IReadOnlyList<string>? Texts(string name) => _leaves.GetValueOrDefault(name);

    private static TomlFields Read(ReadOnlySpan<byte> bytes, bool isNumbered)
    {
        var fields = new TomlFields(isNumbered);
        try
        {
            fields.Add("", TomlText.Read(bytes));
        }
        catch (DocumentException e)
        {
            throw new ArtifactException($"line {e.Line}: {e.Message}");
        }

        return fields;
    }

    private void Add(string name, DocumentNode node)
    {
        if (node.Map is { } map)
        {
            foreach (var key in map.Keys)
                Add(name.Length == 0 ? key.Name : $"{name}.{key.Name}", map[key.Name]);
        }
        else if (node.Value is IReadOnlyList<DocumentNode> items)
        {
            _leaves.TryAdd(name, []);
            for (var i = 0; i < items.Count; i++)
                Add(_isNumbered && items[i].Map is not null ? string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]") : name, items[i]);
        }
        else
        {
            if (!_leaves.TryGetValue(name, out var texts))
                _leaves[name] = texts = [];
            texts.Add(node.Value switch { bool flag => flag ? "true" : "false", IFormattable value => value.ToString(null, CultureInfo.InvariantCulture), var text => text?.ToString() ?? "" });
        }
    }
}
