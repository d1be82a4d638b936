using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>Looks through the section names of ELF programs and the segments of Mach-O ones for debug information.</summary>
public sealed class NativeProgramReader : ArtifactReader
{
    private const int MaxSections = 4096;

    public override string Format => "native-program";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.MachO && content.IsInMemory && content.Head.Length > 64;

    /// <summary>A program with a damaged table of sections still runs, as loaders do not use it: no debugger finds anything then.</summary>
    public override void Read(Content content, EntrySink sink)
    {
        var file = content.Head.Span;
        sink.Learn(new NativeFacts(sink.Container.ContentKind == ContentKind.Elf ? HasElfDebugInfo(file) : HasMachODebugInfo(file)));
    }

    /// <summary>Little-endian files of both widths (System V ABI, "Sections").</summary>
    private static bool HasElfDebugInfo(ReadOnlySpan<byte> file)
    {
        var is64 = file[4] == 2;
        if (file[5] != 1)
            return false;
        var table = is64 ? BinaryPrimitives.ReadInt64LittleEndian(file[40..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[32..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 58 : 46)..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 60 : 48)..]);
        var namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 62 : 50)..]);
        if (table <= 0 || size < (is64 ? 64 : 40) || count is 0 or > MaxSections || namesIndex >= count || table > file.Length - ((long)size * count))
            return false;
        var names = Section(file, file[(int)(table + ((long)namesIndex * size))..], is64);
        for (var i = 0; i < count; i++)
        {
            var header = file[(int)(table + ((long)i * size))..];
            var name = BinaryPrimitives.ReadUInt32LittleEndian(header);
            if (name < names.Length && (names[(int)name..].StartsWith(".debug_info\0"u8) || names[(int)name..].StartsWith(".zdebug_info\0"u8)))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header, bool is64)
    {
        var offset = is64 ? BinaryPrimitives.ReadInt64LittleEndian(header[24..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var size = is64 ? BinaryPrimitives.ReadInt64LittleEndian(header[32..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        return offset < 0 || size < 0 || offset > file.Length - size ? [] : file.Slice((int)offset, (int)size);
    }

    /// <summary>The load commands stand at the front; a DWARF segment has its name there (Mach-O loader.h).</summary>
    private static bool HasMachODebugInfo(ReadOnlySpan<byte> file)
    {
        var commands = BinaryPrimitives.ReadUInt32LittleEndian(file[20..]);
        return file[..(int)Math.Min(file.Length, commands + 32)].IndexOf("__DWARF\0"u8) >= 0;
    }
}
