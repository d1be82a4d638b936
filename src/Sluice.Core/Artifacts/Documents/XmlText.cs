using System.Text;
using System.Xml;

namespace Sluice.Artifacts.Documents;

/// <summary>
/// Reads XML 1.0 as maps of one shape, so that one child and many are asked for alike: <c>name</c> (without prefix), <c>attributes</c> (a map; names as written),
/// <c>text</c> (its own, trimmed) and <c>children</c> (a list). No document type, no entity, nothing fetched.
/// </summary>
internal static class XmlText
{
    public static DocumentNode Read(ReadOnlyMemory<byte> bytes)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using var reader = XmlReader.Create(Content.Of(bytes).Open(), settings);
            return Document(reader);
        }
        catch (XmlException e)
        {
            throw new DocumentException("not valid XML: " + e.Message, Math.Max(e.LineNumber, 1), Math.Max(e.LinePosition, 1));
        }
    }

    private static DocumentNode Document(XmlReader reader)
    {
        var lines = (IXmlLineInfo)reader;
        var open = new Stack<Element>();
        var nodes = 0L;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    DocumentLimits.CheckDepth(open.Count, lines.LineNumber, lines.LinePosition);
                    DocumentLimits.CheckNodes(nodes += 5 + reader.AttributeCount, lines.LineNumber, lines.LinePosition);
                    var isEmpty = reader.IsEmptyElement;
                    open.Push(new Element(reader, lines));
                    if (isEmpty && Close(open) is { } lone)
                        return Ended(reader, lone);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    open.Peek().Text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement when Close(open) is { } root:
                    return Ended(reader, root);
            }
        }

        throw new DocumentException("an empty document", 1, 1);
    }

    /// <summary>What stands behind the root element must be well-formed, too.</summary>
    private static DocumentNode Ended(XmlReader reader, DocumentNode root)
    {
        while (reader.Read())
            continue;
        return root;
    }

    /// <summary>The root once it is complete; else null.</summary>
    private static DocumentNode? Close(Stack<Element> open)
    {
        var node = open.Pop().Node();
        if (open.Count == 0)
            return node;
        open.Peek().Children.Add(node);
        return null;
    }

    private sealed class Element
    {
        private readonly DocumentMap _attributes = new();
        private readonly string _name;
        private readonly int _line;
        private readonly int _column;

        public Element(XmlReader reader, IXmlLineInfo lines)
        {
            (_name, _line, _column) = (reader.LocalName, lines.LineNumber, lines.LinePosition);
            while (reader.MoveToNextAttribute())
            {
                if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                    _attributes.TryAdd(Key(reader.Name, lines.LineNumber, lines.LinePosition), new DocumentNode(reader.Value, lines.LineNumber, lines.LinePosition));
            }
        }

        public StringBuilder Text { get; } = new();

        public List<DocumentNode> Children { get; } = [];

        public DocumentNode Node()
        {
            var map = new DocumentMap();
            void Add(string name, object value) => map.TryAdd(Key(name, _line, _column), new DocumentNode(value, _line, _column));
            Add("name", _name);
            Add("attributes", _attributes);
            Add("text", Text.ToString().Trim());
            Add("children", Children);
            return new DocumentNode(map, _line, _column);
        }

        private static DocumentKey Key(string name, int line, int column) => new(name, line, column);
    }
}
