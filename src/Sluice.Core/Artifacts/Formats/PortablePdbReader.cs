using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Text.Json;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Portable PDBs: the sources that are embedded in them, where else the sources are, and their names.</summary>
public sealed class PortablePdbReader : ArtifactReader
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public override string Format => "portable-pdb";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.PortablePdb;

    public override void Read(Content content, EntrySink sink)
    {
        var sources = new List<Entry>();
        var links = new List<string>();
        var paths = new List<string>();
        var documents = 0;
        try
        {
            DotNetMetadata.Guarded(() =>
            {
                using var provider = MetadataReaderProvider.FromPortablePdbImage(DotNetMetadata.ArrayOf(content.Head));
                var metadata = provider.GetMetadataReader();
                documents = metadata.Documents.Count;
                paths.AddRange(metadata.Documents.Take(PortablePdbFacts.MaxPaths).Select(handle => NameOf(metadata, handle)));
                foreach (var handle in metadata.CustomDebugInformation)
                    ReadInformation(metadata, metadata.GetCustomDebugInformation(handle), sources, links, sink);
            });
        }
        finally
        {
            sink.Learn(new PortablePdbFacts { Documents = documents, Paths = paths, EmbeddedSources = sources, SourceLinks = links });
        }
    }

    private static void ReadInformation(MetadataReader metadata, CustomDebugInformation information, List<Entry> sources, List<string> links, EntrySink sink)
    {
        var kind = metadata.GetGuid(information.Kind);
        if (kind == SourceLink)
            links.AddRange(ReadSourceLinks(metadata.GetBlobBytes(information.Value)));
        else if (kind == EmbeddedSource && information.Parent.Kind == HandleKind.Document)
            sources.Add(AddSource(NameOf(metadata, (DocumentHandle)information.Parent), metadata.GetBlobBytes(information.Value), sink));
    }

    private static string NameOf(MetadataReader metadata, DocumentHandle handle)
    {
        var name = metadata.GetDocument(handle).Name;
        return name.IsNil ? "source" : metadata.GetString(name);
    }

    /// <summary>Four bytes of format first: 0 for plain bytes, else the size of what is deflated (Portable PDB specification, EmbeddedSource).</summary>
    private static Entry AddSource(string name, byte[] blob, EntrySink sink)
    {
        if (blob.Length < 4)
            throw new ArtifactException($"the embedded source '{name}' is cut short");
        if (BinaryPrimitives.ReadInt32LittleEndian(blob) == 0)
            return sink.AddDecoded(name, blob.AsMemory(4));
        using var plain = Deflated.Raw(blob.AsMemory(4));
        return sink.Add(new EntryHeader(EntryPath.Label(name)) { Origin = EntryOrigin.Decoded, PackedSize = blob.Length }, plain);
    }

    private static List<string> ReadSourceLinks(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("documents", out var documents) && documents.ValueKind == JsonValueKind.Object
                ? [.. documents.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).Take(100).Select(p => p.Value.GetString()!)]
                : [];
        }
        catch (JsonException e)
        {
            throw new ArtifactException($"damaged Source Link: {e.Message}", e);
        }
    }
}
