using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>bzip2, all streams of a file: parallel compressors write one for each block.</summary>
public sealed class Bzip2Reader : ArtifactReader
{
    /// <summary>A decoder fills megabytes before its first byte; writers of many streams put a block of 100 KB or more in each.</summary>
    private const int SmallStreamBytes = 16 << 10;

    public override string Format => "bzip2";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Bzip2;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        using var plain = new PiecesStream(() => input.Peek(3).SequenceEqual("BZh"u8) ? ManagedDecoder.Bzip2(input.Section(null, "the bzip2 data")) : null, SmallStreamBytes);
        sink.Add(Payload.Header(sink.Container.Path, content, ".bz2", ".tbz2", ".tbz"), plain);
        if (plain.HasEnded)
            TrailingData.Report(content, input, sink, "the last bzip2 stream");
    }
}
