using System.IO.Compression;

namespace Sluice.Artifacts.Formats;

/// <summary>zip (APPNOTE 6.3) by its central directory.</summary>
public sealed class ZipReader : ArtifactReader
{
    public override string Format => "zip";

    public override ReaderNeeds Needs => ReaderNeeds.Seek;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Zip;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var member in archive.Entries)
        {
            var header = new EntryHeader(EntryPath.Parse(member.FullName)) { Size = member.Length, PackedSize = member.CompressedLength };
            if (member.FullName.EndsWith('/'))
            {
                sink.Add(header with { Kind = EntryKind.Directory });
                continue;
            }

            using var plain = member.Open();
            sink.Add(header, plain);
        }
    }
}
