using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>Looks through the section names of ELF programs and the segments of Mach-O ones for debug information.</summary>
public sealed class NativeProgramReader : ArtifactReader
{
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

    private static bool HasElfDebugInfo(ReadOnlySpan<byte> file)
    {
        var sections = new ElfSections(file);
        return sections.Has(".debug_info\0"u8) || sections.Has(".zdebug_info\0"u8);
    }

    /// <summary>The load commands stand at the front; a DWARF segment has its name there (Mach-O loader.h).</summary>
    private static bool HasMachODebugInfo(ReadOnlySpan<byte> file)
    {
        var commands = BinaryPrimitives.ReadUInt32LittleEndian(file[20..]);
        return file[..(int)Math.Min(file.Length, commands + 32)].IndexOf("__DWARF\0"u8) >= 0;
    }
}
