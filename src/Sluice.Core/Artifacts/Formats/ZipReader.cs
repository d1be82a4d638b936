using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// zip (APPNOTE 6.3.10), by its central directory where the content can be read at random, else by its local headers. Both are compared,
/// and every byte that belongs to neither is reported and opened.
/// </summary>
public sealed class ZipReader : ArtifactReader
{
    public override string Format => "zip";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    /// <summary>
    /// An archive may follow a program or a picture: the end record tells. Compiled Python holds whole archives as constants, and what lies
    /// behind its code is looked at by itself.
    /// </summary>
    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Zip || (entry.ContentKind != ContentKind.PythonBytecode && content.CanSeek && ZipEnd.Find(content) is { Entries: > 0 });

    public override void Read(Content content, EntrySink sink)
    {
        if (sink.Container.ContentKind != ContentKind.Zip)
            sink.Guess();
        if (content.CanSeek && ZipEnd.Find(content) is { } end)
        {
            using var directory = new ZipDirectory(content, end, sink);
            directory.Read();
        }
        else
        {
            using var stream = content.Open();
            // There is no directory to see whether it is a wheel.
            sink.ExpectStatedDigests();
            using var forward = new ZipForward(content, new InputBuffer(stream), sink);
            forward.Read();
        }
    }
}
