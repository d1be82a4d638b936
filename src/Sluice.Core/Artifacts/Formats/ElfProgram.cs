using static Sluice.Artifacts.Formats.NativeImports;

namespace Sluice.Artifacts.Formats;

/// <summary>The dynamic section and the segments of little-endian ELF files of both widths (System V ABI, "Program Header", "Dynamic Section", "Hash Table").</summary>
internal static class ElfProgram
{
    private const int MostSegments = 256;
    private const int MostEntries = 4096;
    private const uint Load = 1, Dynamic = 2;
    private const uint Executable = 1;
    private const long Needed = 1, Hash = 4, Texts = 5, Symbols = 6;

    public static void Read(ReadOnlySpan<byte> file, Action<string> onLibrary, NameTaker onFunction)
    {
        if (file.Length < 64 || file[5] != 1 || DynamicOf(file) is not (>= 0, var size) section)
            return;
        var is64 = file[4] == 2;
        var (step, symbolSize) = is64 ? (16, 24) : (8, 16);
        long texts = -1, symbols = -1, hash = -1;
        var count = Math.Min(size / step, MostEntries);
        for (var i = 0; i < count; i++)
        {
            var (tag, value) = EntryAt(file, section.Offset + ((long)i * step), is64);
            if (tag == 0)
                count = i;
            else if (tag == Texts)
                texts = OffsetOf(file, value);
            else if (tag == Symbols)
                symbols = OffsetOf(file, value);
            else if (tag == Hash)
                hash = OffsetOf(file, value);
        }

        if (texts < 0)
            return;
        for (int i = 0, libraries = 0; i < count && libraries < MostLibraries; i++)
        {
            if (EntryAt(file, section.Offset + ((long)i * step), is64) is (Needed, var at) && NameAt(file, texts + at) is { IsEmpty: false } name)
            {
                onLibrary(TextOf(name));
                libraries++;
            }
        }

        // Symbols have no number of their own: they end where the texts begin, or as the hash table says.
        var all = Math.Max(texts > symbols ? (texts - symbols) / symbolSize : 0, hash < 0 ? 0 : UInt32At(file, hash + 4));
        for (var i = 1L; symbols >= 0 && i < Math.Min(all, MostFunctions) && symbols + ((i + 1) * symbolSize) <= file.Length; i++)
        {
            var at = symbols + (i * symbolSize);
            if (UInt16At(file, at + (is64 ? 6 : 14)) == 0 && NameAt(file, texts + UInt32At(file, at)) is { IsEmpty: false } name)
                onFunction(name);
        }
    }

    /// <summary>The first bytes of what is run; empty where no segment is.</summary>
    public static ReadOnlySpan<byte> CodeOf(ReadOnlySpan<byte> file, int most)
    {
        for (var i = 0; file.Length >= 64 && file[5] == 1 && i < SegmentsOf(file); i++)
        {
            if (SegmentAt(file, i) is { Type: Load } segment && (segment.Flags & Executable) != 0 && segment.Size > 0 && segment.Offset >= 0 && segment.Offset < file.Length)
                return file.Slice((int)segment.Offset, (int)Math.Min(Math.Min(segment.Size, most), file.Length - segment.Offset));
        }

        return [];
    }

    private static int SegmentsOf(ReadOnlySpan<byte> file) => Math.Min((int)UInt16At(file, file[4] == 2 ? 56 : 44), MostSegments);

    private static (uint Type, uint Flags, long Offset, long Address, long Size) SegmentAt(ReadOnlySpan<byte> file, int index)
    {
        var is64 = file[4] == 2;
        var at = (long)Math.Min(is64 ? UInt64At(file, 32) : UInt32At(file, 28), int.MaxValue) + ((long)index * UInt16At(file, is64 ? 54 : 42));
        return is64
            ? (UInt32At(file, at), UInt32At(file, at + 4), (long)UInt64At(file, at + 8), (long)UInt64At(file, at + 16), (long)UInt64At(file, at + 32))
            : (UInt32At(file, at), UInt32At(file, at + 24), UInt32At(file, at + 4), UInt32At(file, at + 8), UInt32At(file, at + 16));
    }

    private static (long Offset, long Size) DynamicOf(ReadOnlySpan<byte> file)
    {
        for (var i = 0; i < SegmentsOf(file); i++)
        {
            if (SegmentAt(file, i) is { Type: Dynamic, Offset: > 0, Size: > 0 } segment && segment.Offset < file.Length)
                return (segment.Offset, Math.Min(segment.Size, file.Length - segment.Offset));
        }

        return (-1, 0);
    }

    private static (long Tag, long Value) EntryAt(ReadOnlySpan<byte> file, long at, bool is64) =>
        is64 ? ((long)UInt64At(file, at), (long)UInt64At(file, at + 8)) : (UInt32At(file, at), UInt32At(file, at + 4));

    /// <summary>Where an address lies in the file; -1 for nowhere.</summary>
    private static long OffsetOf(ReadOnlySpan<byte> file, long address)
    {
        for (var i = 0; i < SegmentsOf(file); i++)
        {
            if (SegmentAt(file, i) is { Type: Load } segment && address >= segment.Address && address - segment.Address < segment.Size && segment.Offset >= 0 && segment.Offset <= file.Length)
                return address - segment.Address + segment.Offset;
        }

        return -1;
    }
}
