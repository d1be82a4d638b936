using System.Xml;
using System.Xml.Linq;

namespace Sluice.Artifacts.Manifests;

/// <summary>Reads XML that strangers wrote: no document types, no entities, nothing fetched, bounded depth.</summary>
internal static class SafeXml
{
    private const int MaxDepth = 256;

    /// <exception cref="ArtifactException">It is not XML, or uses what is not read here.</exception>
    public static XElement Parse(ReadOnlyMemory<byte> bytes, bool allowsDocumentType = false)
    {
        try
        {
            CheckDepth(bytes, allowsDocumentType);
            using var reader = Open(bytes, allowsDocumentType);
            return XDocument.Load(reader).Root ?? throw new ArtifactException("an empty document");
        }
        catch (XmlException e)
        {
            throw new ArtifactException($"not valid XML: {e.Message}");
        }
    }

    /// <summary>The first child of that local name, whatever its namespace.</summary>
    public static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) => element?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    /// <summary>Null when there is no such child or it is empty.</summary>
    public static string? Text(this XElement? element, string name) => element.Child(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The tree is walked recursively by the base library: depth is bounded before it is built.</summary>
    private static void CheckDepth(ReadOnlyMemory<byte> bytes, bool allowsDocumentType)
    {
        using var reader = Open(bytes, allowsDocumentType);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                throw new ArtifactException($"XML nested deeper than {MaxDepth}");
        }
    }

    private static XmlReader Open(ReadOnlyMemory<byte> bytes, bool allowsDocumentType) => XmlReader.Create(
        Content.Of(bytes).Open(),
        new XmlReaderSettings
        {
            // Ignored document types declare no entities: a reference to one is an error.
            DtdProcessing = allowsDocumentType ? DtdProcessing.Ignore : DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
}
