using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>A file that is one zlib stream (RFC 1950), as programs write their caches and assets. Loose objects of git have a reader of their own.</summary>
public sealed class ZlibReader : ArtifactReader
{
    public override string Format => "zlib";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Binary && Deflated.IsZlibData(content.Head.Span) && !GitObjectReader.IsObject(content);

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        using var plain = Deflated.Zlib(input);
        sink.Add(Payload.Header(sink.Container.Path, content, ".zlib", ".zz", ".z"), plain);
        if (!plain.HasEnded)
            return;
        input.Take(4, "the zlib checksum");
        TrailingData.Report(content, input, sink, "the end of the zlib data");
    }
}
