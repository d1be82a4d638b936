using Sluice.Artifacts.Documents;
using Sluice.Cel;

namespace Sluice.Policies.Facts;

/// <summary>A view of a list or map of a document.</summary>
internal interface IStandsFor
{
    CelValue Original { get; }
}

/// <summary>Shows a structured text to expressions without copying it. A value leads back to its node, and so to its line.</summary>
internal static class DocumentFacts
{
    public static CelValue Of(DocumentNode node) => node.Value switch
    {
        null => CelValue.Null,
        bool flag => CelValue.Bool(flag),
        long number => CelValue.Int(number),
        ulong number => CelValue.Uint(number),
        double number => CelValue.Double(number),
        string text => CelValue.String(text),
        DateTimeOffset time => CelValue.Timestamp(time),
        DocumentMap map => CelValue.Of(new NodeMap(node, map)),
        _ => CelValue.Of(new NodeList(node, node.Items)),
    };

    /// <summary>The node that a map or list stands for; null for other values.</summary>
    public static DocumentNode? NodeOf(CelValue value) => value.Kind switch
    {
        CelKind.Map when value.AsMap is IStandsFor other => NodeOf(other.Original),
        CelKind.List when value.AsList is IStandsFor other => NodeOf(other.Original),
        CelKind.Map => (value.AsMap as NodeMap)?.Node,
        CelKind.List => (value.AsList as NodeList)?.Node,
        _ => null,
    };

    private sealed class NodeList(DocumentNode node, IReadOnlyList<DocumentNode> items) : CelList
    {
        public DocumentNode Node => node;

        public override int Count => items.Count;

        public override CelValue this[int index] => Of(items[index]);
    }

    private sealed class NodeMap(DocumentNode node, DocumentMap map) : CelMap
    {
        public DocumentNode Node => node;

        public override int Count => map.Count;

        public override CelValue KeyAt(int index) => CelValue.String(map.Keys[index].Name);

        public override CelValue ValueAt(int index) => Of(map[map.Keys[index].Name]);

        public override bool TryGet(CelValue key, out CelValue value)
        {
            var found = key.Kind == CelKind.String ? map.GetValueOrDefault(key.AsString) : null;
            value = found is null ? default : Of(found);
            return found is not null;
        }
    }
}
