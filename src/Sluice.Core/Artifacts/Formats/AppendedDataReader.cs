using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Archives and texts behind the end of a program (ELF, PE, Mach-O), where self-extracting archives and packed scripts have them. Loaders
/// ignore what is there, and so do most tools that look for archives.
/// </summary>
public sealed class AppendedDataReader : ArtifactReader
{
    private const int MinBytes = 64;

    public override string Format => "appended-data";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO && content.IsInMemory
        && IsSomething(content.Head[EndOfData(entry.ContentKind, content.Head.Span)..]);

    public override void Read(Content content, EntrySink sink)
    {
        var end = EndOfData(sink.Container.ContentKind, content.Head.Span);
        sink.AddDecoded("appended data", content.Head[end..], $"behind the end of the file's own data, at byte {end}");
    }

    /// <summary>Programs behind programs, and the trailers of bundles, are what other readers look for.</summary>
    private static bool IsSomething(ReadOnlyMemory<byte> data)
    {
        if (data.Length < MinBytes)
            return false;
        var kind = ContentSniffer.Sniff(data.Span);
        return kind switch
        {
            ContentKind.Zip or ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Xz or ContentKind.Zstandard or ContentKind.Lz4 or ContentKind.Tar or ContentKind.Cpio
                or ContentKind.Ar or ContentKind.Rpm or ContentKind.Sqlite or ContentKind.SourceMap => true,
            ContentKind.Text or ContentKind.WideText => !data.Span.EndsWith("\n---- Bun! ----\n"u8),
            _ => UnsupportedFormat.Of(kind, Content.Of(data)) is not null,
        };
    }

    private static int EndOfData(ContentKind kind, ReadOnlySpan<byte> file)
    {
        var end = kind switch
        {
            ContentKind.Elf => EndOfElf(file),
            ContentKind.MachO => EndOfMachO(file),
            _ => EndOfPortableExecutable(file),
        };
        return end > 0 && end <= file.Length ? (int)end : file.Length;
    }

    /// <summary>The last of the segments and the table of sections, which linkers write at the end; 0 when it cannot be told.</summary>
    private static long EndOfElf(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || file[5] != 1)
            return 0;
        var is64 = file[4] == 2;
        var sections = is64 ? BinaryPrimitives.ReadInt64LittleEndian(file[40..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[32..]);
        var sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 58 : 46)..]);
        var sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 60 : 48)..]);
        var segments = is64 ? BinaryPrimitives.ReadInt64LittleEndian(file[32..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[28..]);
        var segmentSize = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 54 : 42)..]);
        var segmentCount = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 56 : 44)..]);
        if (sections < 0 || segments < 0 || segmentSize < (is64 ? 56 : 32) || segments > file.Length - ((long)segmentSize * segmentCount))
            return 0;
        var end = sections + ((long)sectionSize * sectionCount);
        for (var i = 0; i < segmentCount; i++)
        {
            var header = file[(int)(segments + ((long)i * segmentSize))..];
            var offset = is64 ? BinaryPrimitives.ReadInt64LittleEndian(header[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var size = is64 ? BinaryPrimitives.ReadInt64LittleEndian(header[32..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
            if (offset < 0 || size < 0 || offset > file.Length - size)
                return 0;
            end = Math.Max(end, offset + size);
        }

        return end;
    }

    /// <summary>The last of the sections, and the signature behind it where there is one (PE/COFF, "The Attribute Certificate Table").</summary>
    private static long EndOfPortableExecutable(ReadOnlySpan<byte> file)
    {
        if (!PortableExecutableHeader.TryFindOptionalHeader(file, out var optional))
            return 0;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[(optional - 18)..]);
        var table = optional + BinaryPrimitives.ReadUInt16LittleEndian(file[(optional - 4)..]);
        long end = 0;
        for (var i = 0; i < count && table + ((i + 1) * 40) <= file.Length; i++)
        {
            var section = file[(table + (i * 40))..];
            end = Math.Max(end, (long)BinaryPrimitives.ReadUInt32LittleEndian(section[20..]) + BinaryPrimitives.ReadUInt32LittleEndian(section[16..]));
        }

        var certificates = optional + (BinaryPrimitives.ReadUInt16LittleEndian(file[optional..]) == 0x20b ? 112 : 96) + (4 * 8);
        if (end > 0 && certificates + 8 <= file.Length && BinaryPrimitives.ReadUInt32LittleEndian(file[certificates..]) == end)
            end += BinaryPrimitives.ReadUInt32LittleEndian(file[(certificates + 4)..]);
        return end;
    }

    /// <summary>The last of the segments, of which the signature is a part (Mach-O loader.h); 0 when it cannot be told.</summary>
    private static long EndOfMachO(ReadOnlySpan<byte> file)
    {
        if (file.Length < 32)
            return 0;
        var is64 = file[0] == 0xcf;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(file[16..]);
        var at = is64 ? 32L : 28L;
        long end = 0;
        for (uint i = 0; i < count && at <= file.Length - 72; i++)
        {
            var command = file[(int)at..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(command[4..]);
            if (size < 8)
                return 0;
            if (BinaryPrimitives.ReadUInt32LittleEndian(command) == (is64 ? 0x19u : 1u))
                end = Math.Max(end, is64 ? BinaryPrimitives.ReadInt64LittleEndian(command[40..]) + BinaryPrimitives.ReadInt64LittleEndian(command[48..])
                    : (long)BinaryPrimitives.ReadUInt32LittleEndian(command[32..]) + BinaryPrimitives.ReadUInt32LittleEndian(command[36..]));
            at += size;
        }

        return end;
    }
}
