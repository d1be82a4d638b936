using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>LZW of Unix compress (.Z). The format has neither length nor checksum: what is cut off at a code looks complete.</summary>
public sealed class CompressReader : ArtifactReader
{
    public override string Format => "compress";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Compress;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        using var plain = ManagedDecoder.Compress(packed);
        sink.Add(Payload.Header(sink.Container.Path, content, ".Z", ".taz"), plain);
    }
}
