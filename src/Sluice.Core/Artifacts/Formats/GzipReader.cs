using System.IO.Compression;

namespace Sluice.Artifacts.Formats;

/// <summary>gzip (RFC 1952), all members of it.</summary>
public sealed class GzipReader : ArtifactReader
{
    public override string Format => "gzip";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Gzip;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        using var plain = new GZipStream(packed, CompressionMode.Decompress);
        sink.Add(new EntryHeader(PayloadName(sink.Container.Path)) { IsPayload = true, PackedSize = content.Length }, plain);
    }

    private static EntryPath PayloadName(EntryPath packed) =>
        EntryPath.Label(packed.HasExtension(".tgz") ? packed.Name[..^4] + ".tar" : packed.HasExtension(".gz") ? packed.Name[..^3] : packed.Name);
}
