using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Brotli (RFC 7932), as web servers keep it beside the file it came from. It has no magic: the name has to say so.</summary>
public sealed class BrotliReader : ArtifactReader
{
    public override string Format => "brotli";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.Path.HasExtension(".br") && entry.ContentKind is ContentKind.Binary or ContentKind.Text && IsBrotli(content.Head.Span);

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        using var plain = new CodecStream(input, new BrotliCodec(), "the brotli data");
        sink.Add(Payload.Header(sink.Container.Path, content, ".br"), plain);
        if (plain.HasEnded)
            TrailingData.Report(content, input, sink, "the end of the brotli data");
    }

    private static bool IsBrotli(ReadOnlySpan<byte> head)
    {
        using var decoder = new BrotliCodec();
        try
        {
            decoder.Decode(head, new byte[4 << 10], false, out _, out var written);
            return written > 0;
        }
        catch (ArtifactException)
        {
            return false;
        }
    }
}
