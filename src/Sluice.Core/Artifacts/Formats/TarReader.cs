using System.Formats.Tar;

namespace Sluice.Artifacts.Formats;

/// <summary>tar: v7, ustar, PAX and GNU.</summary>
public sealed class TarReader : ArtifactReader
{
    public override string Format => "tar";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Tar;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        using var reader = new System.Formats.Tar.TarReader(stream);
        while (reader.GetNextEntry() is { } member)
        {
            var header = new EntryHeader(EntryPath.Parse(member.Name)) { Size = member.Length, Mode = (int)member.Mode };
            switch (member.EntryType)
            {
                case TarEntryType.Directory:
                    sink.Add(header with { Kind = EntryKind.Directory });
                    break;
                case TarEntryType.SymbolicLink:
                    sink.Add(header with { Kind = EntryKind.SymbolicLink, LinkTarget = member.LinkName });
                    break;
                case TarEntryType.HardLink:
                    sink.Add(header with { Kind = EntryKind.HardLink, LinkTarget = member.LinkName });
                    break;
                default:
                    sink.Add(header, member.DataStream ?? Stream.Null);
                    break;
            }
        }
    }
}
