using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>LZ4, all frames of a file.</summary>
public sealed class Lz4Reader : ArtifactReader
{
    public override string Format => "lz4";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Lz4;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        using var plain = new Lz4Frames(input);
        sink.Add(Payload.Header(sink.Container.Path, content, ".lz4", ".tlz4"), plain);
        if (plain.HasEnded)
            TrailingData.Report(content, input, sink, "the last lz4 frame");
    }
}
