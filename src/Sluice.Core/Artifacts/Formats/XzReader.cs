using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>xz, all streams of a file with the padding between them, and the older .lzma.</summary>
public sealed class XzReader : ArtifactReader
{
    private static ReadOnlySpan<byte> Magic => [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

    public override string Format => "xz";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind is ContentKind.Xz or ContentKind.Lzma;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        var isFirst = true;
        using var plain = new PiecesStream(() => Next(input, ref isFirst));
        sink.Add(Payload.Header(sink.Container.Path, content, ".xz", ".txz", ".lzma", ".tlz"), plain);
        if (plain.HasEnded)
            TrailingData.Report(content, input, sink, "the last xz stream");
    }

    private static CodecStream? Next(InputBuffer input, ref bool isFirst)
    {
        var wasFirst = isFirst;
        isFirst = false;
        // Between streams there may be padding of four zeros (xz file format, 2.2).
        while (!wasFirst && input.Peek(4).SequenceEqual("\0\0\0\0"u8))
            input.Advance(4);
        if (input.Peek(Magic.Length).SequenceEqual(Magic))
            return new CodecStream(input, LzmaDecoder.ForXz(), "the xz data");
        return wasFirst ? new CodecStream(input, LzmaDecoder.ForLzma(), "the lzma data") : null;
    }
}
