using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Artifacts.Manifests;

/// <summary>
/// One node of YAML that strangers wrote: a text, a list or a map of texts to nodes. Tags are not obeyed, aliases are left out
/// (they are how small documents become huge), depth and size are bounded.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;

    public string? Value { get; private init; }

    public IReadOnlyList<YamlTree> Items { get; private init; } = [];

    public IReadOnlyDictionary<string, YamlTree> Fields { get; private init; } = new Dictionary<string, YamlTree>();

    /// <summary>The field of a map; null for what is no map or has none of that name.</summary>
    public YamlTree? this[string name] => Fields.GetValueOrDefault(name);

    public string? Text(string name) => this[name]?.Value is { Length: > 0 } text ? text : null;

    /// <summary>The texts of a list, or a lone text.</summary>
    public IEnumerable<string> Texts(string name) => this[name] is { } node ? node.Items.Append(node).Select(item => item.Value).OfType<string>() : [];

    /// <summary>The first document.</summary>
    /// <exception cref="ArtifactException">It is not YAML, or too deep or too large.</exception>
    public static YamlTree Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var parser = new Parser(new StringReader(System.Text.Encoding.UTF8.GetString(bytes)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return new YamlTree();
            var nodes = 0;
            return Node(parser, 0, ref nodes);
        }
        catch (YamlException e)
        {
            throw new ArtifactException($"not valid YAML: {e.Message}");
        }
    }

    private static YamlTree Node(Parser parser, int depth, ref int nodes)
    {
        if (depth > MaxDepth || ++nodes > MaxNodes)
            throw new ArtifactException($"YAML of more than {MaxNodes} nodes or {MaxDepth} levels");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlTree { Value = scalar.Value };
        if (parser.TryConsume<AnchorAlias>(out _))
            return new YamlTree();
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Node(parser, depth + 1, ref nodes));
            return new YamlTree { Items = items };
        }

        parser.Consume<MappingStart>();
        var fields = new Dictionary<string, YamlTree>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = Node(parser, depth + 1, ref nodes).Value;
            var value = Node(parser, depth + 1, ref nodes);
            if (name is not null)
                fields[name] = value;
        }

        return new YamlTree { Fields = fields };
    }
}
