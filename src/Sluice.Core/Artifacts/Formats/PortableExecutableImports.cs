using System.Globalization;
using static Sluice.Artifacts.Formats.NativeImports;

namespace Sluice.Artifacts.Formats;

/// <summary>The tables of imports, delayed ones too, of PE files (PE/COFF specification, "The .idata Section", "Delay-Load Import Tables").</summary>
internal static class PortableExecutableImports
{
    private const int MostSections = 96;
    private const int SectionBytes = 40;
    private const uint Executable = 0x20000000;

    public static void Read(ReadOnlySpan<byte> file, Action<string> onLibrary, NameTaker onFunction)
    {
        if (!PortableExecutableHeader.TryFindOptionalHeader(file, out var optional))
            return;
        var is64 = UInt16At(file, optional) == 0x20b;
        var directories = optional + (is64 ? 112 : 96);
        var room = MostFunctions;
        ReadTable(file, optional, UInt32At(file, directories + 8), (20, 12, 0, 16), is64, onLibrary, onFunction, ref room);
        if (UInt32At(file, directories - 4) > 13)
            ReadTable(file, optional, UInt32At(file, directories + (13 * 8)), (32, 4, 16, 16), is64, onLibrary, onFunction, ref room);
    }

    /// <summary>The first bytes of what is run; empty where no section is.</summary>
    public static ReadOnlySpan<byte> CodeOf(ReadOnlySpan<byte> file, int most)
    {
        if (!PortableExecutableHeader.TryFindOptionalHeader(file, out var optional))
            return [];
        for (var i = 0; i < SectionsOf(file, optional); i++)
        {
            var at = SectionAt(file, optional, i);
            var (size, offset) = (UInt32At(file, at + 16), UInt32At(file, at + 20));
            if ((UInt32At(file, at + 36) & Executable) != 0 && size > 0 && offset < file.Length)
                return file.Slice((int)offset, (int)Math.Min(Math.Min(size, most), file.Length - offset));
        }

        return [];
    }

    /// <param name="table">Its address; 0 for none.</param>
    /// <param name="fields">The size of an entry, and where in it the addresses of the library's name, of the names of functions and of what stands for those are.</param>
    private static void ReadTable(ReadOnlySpan<byte> file, int optional, uint table, (int Size, int Name, int Functions, int Else) fields, bool is64, Action<string> onLibrary, NameTaker onFunction, ref int room)
    {
        var at = table == 0 ? -1 : OffsetOf(file, optional, table);
        for (var i = 0; at > 0 && i < MostLibraries; i++, at += fields.Size)
        {
            var library = NameAt(file, OffsetOf(file, optional, UInt32At(file, at + fields.Name)));
            if (library.IsEmpty)
                return;
            onLibrary(TextOf(library).ToLower(CultureInfo.InvariantCulture));
            var names = UInt32At(file, at + fields.Functions) is > 0 and var first ? first : UInt32At(file, at + fields.Else);
            ReadNames(file, optional, OffsetOf(file, optional, names), is64, onFunction, ref room);
        }
    }

    private static void ReadNames(ReadOnlySpan<byte> file, int optional, long at, bool is64, NameTaker onFunction, ref int room)
    {
        for (var step = is64 ? 8 : 4; at > 0 && room > 0; at += step, room--)
        {
            var name = is64 ? UInt64At(file, at) : UInt32At(file, at);
            if (name == 0)
                return;
            // By number: the highest bit says so, of 32 or of 64.
            if (name <= int.MaxValue && NameAt(file, OffsetOf(file, optional, (uint)name) + 2) is { IsEmpty: false } function)
                onFunction(function);
        }
    }

    private static int SectionsOf(ReadOnlySpan<byte> file, int optional) => Math.Min((int)UInt16At(file, optional - 18), MostSections);

    private static long SectionAt(ReadOnlySpan<byte> file, int optional, int index) => optional + UInt16At(file, optional - 4) + ((long)index * SectionBytes);

    private static long OffsetOf(ReadOnlySpan<byte> file, int optional, uint address)
    {
        for (var i = 0; i < SectionsOf(file, optional); i++)
        {
            var at = SectionAt(file, optional, i);
            var start = UInt32At(file, at + 12);
            if (address >= start && address - start < Math.Max(UInt32At(file, at + 8), UInt32At(file, at + 16)))
                return (long)address - start + UInt32At(file, at + 20);
        }

        return -3;
    }
}
