using System.Buffers.Binary;
using static Sluice.Artifacts.Formats.NativeImports;

namespace Sluice.Artifacts.Formats;

/// <summary>The load commands of Mach-O files and what their symbols leave to others (Mach-O loader.h, nlist.h, fat.h).</summary>
internal static class MachOImports
{
    private const int MostCommands = 4096;
    private const int MostParts = 8;
    private const uint SymbolTable = 2, LoadLibrary = 0xc, LoadWeakLibrary = 0x80000018, LoadOthersLibrary = 0x8000001f;

    public static void Read(ReadOnlySpan<byte> file, Action<string> onLibrary, NameTaker onFunction)
    {
        if (file.Length < 32)
            return;
        if (BinaryPrimitives.ReadUInt32BigEndian(file) is not 0xcafebabe)
        {
            ReadPart(file, onLibrary, onFunction);
            return;
        }

        for (var i = 0; i < Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file[4..]), MostParts) && 8 + ((i + 1) * 20) <= file.Length; i++)
        {
            var (offset, size) = (BinaryPrimitives.ReadUInt32BigEndian(file[(16 + (i * 20))..]), BinaryPrimitives.ReadUInt32BigEndian(file[(20 + (i * 20))..]));
            if (offset < file.Length && size <= file.Length - offset)
                ReadPart(file.Slice((int)offset, (int)size), onLibrary, onFunction);
        }
    }

    private static void ReadPart(ReadOnlySpan<byte> file, Action<string> onLibrary, NameTaker onFunction)
    {
        var is64 = UInt32At(file, 0) == 0xfeedfacf;
        if (!is64 && UInt32At(file, 0) != 0xfeedface)
            return;
        var at = is64 ? 32L : 28L;
        for (int i = 0, libraries = 0; i < Math.Min(UInt32At(file, 16), MostCommands) && at < file.Length - 8; i++)
        {
            var (command, size) = (UInt32At(file, at), UInt32At(file, at + 4));
            if (size < 8)
                return;
            if (command is LoadLibrary or LoadWeakLibrary or LoadOthersLibrary && libraries++ < MostLibraries && NameAt(file, at + UInt32At(file, at + 8)) is { IsEmpty: false } library)
                onLibrary(TextOf(library));
            else if (command == SymbolTable)
                ReadSymbols(file, at, is64, onFunction);
            at += size;
        }
    }

    private static void ReadSymbols(ReadOnlySpan<byte> file, long command, bool is64, NameTaker onFunction)
    {
        var (symbols, count, texts) = ((long)UInt32At(file, command + 8), UInt32At(file, command + 12), (long)UInt32At(file, command + 16));
        var step = is64 ? 16 : 12;
        for (var i = 0L; i < Math.Min(count, MostFunctions) && symbols + ((i + 1) * step) <= file.Length; i++)
        {
            // Left to others: of external symbols those that no section defines.
            var type = file[(int)(symbols + (i * step) + 4)];
            if ((type & 0xef) == 1 && NameAt(file, texts + UInt32At(file, symbols + (i * step))) is [(byte)'_', .. var name])
                onFunction(name);
        }
    }
}
