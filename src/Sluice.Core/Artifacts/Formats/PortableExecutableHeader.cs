using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>The few fields of a PE file's headers that tell what is in it (PE/COFF specification, section 3).</summary>
internal static class PortableExecutableHeader
{
    private const int Exports = 0;
    private const int Certificates = 4;
    private const int ThreadStorage = 9;
    private const int Cli = 14;

    /// <summary>True for a managed assembly: data directory 14 is there.</summary>
    public static bool HasCliHeader(ReadOnlySpan<byte> file) => TryFindOptionalHeader(file, out _) && DirectoryAt(file, Cli).Address != 0;

    /// <summary>
    /// True for a managed assembly with nothing in it but intermediate language (ECMA-335, section II.25.3.3.1): no native code beside it, nothing that systems would call. Of the front
    /// of a file, where it has the header.
    /// </summary>
    public static bool IsManaged(ReadOnlySpan<byte> file)
    {
        const uint onlyIntermediate = 1;
        if (!HasCliHeader(file) || DirectoryAt(file, Exports).Address != 0 || DirectoryAt(file, ThreadStorage).Address != 0)
            return false;
        var header = OffsetOf(file, DirectoryAt(file, Cli).Address);
        return header >= 0 && header <= file.Length - 20 && (BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(header + 16)..]) & onlyIntermediate) != 0;
    }

    /// <summary>Where the metadata of a managed assembly is (ECMA-335, section II.25.3.3).</summary>
    public static bool TryFindMetadata(ReadOnlySpan<byte> file, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (!HasCliHeader(file) || OffsetOf(file, DirectoryAt(file, Cli).Address) is not (>= 0 and var header) || header > file.Length - 20)
            return false;
        var at = OffsetOf(file, BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(header + 8)..]));
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(header + 12)..]);
        if (at < 0 || at > file.Length || size == 0 || size > file.Length - at)
            return false;
        (start, length) = ((int)at, (int)size);
        return true;
    }

    /// <summary>The file without the signatures behind it, which name the hosts of those who sign.</summary>
    public static ReadOnlySpan<byte> WithoutSignatures(ReadOnlySpan<byte> file)
    {
        if (!TryFindOptionalHeader(file, out _))
            return file;
        var (start, size) = DirectoryAt(file, Certificates);
        return start > 0 && start + (long)size == file.Length ? file[..(int)start] : file;
    }

    /// <summary>A data directory; (0, 0) where there is none. The file has an optional header.</summary>
    private static (uint Address, uint Size) DirectoryAt(ReadOnlySpan<byte> file, int index)
    {
        TryFindOptionalHeader(file, out var optional);
        var directories = optional + (BinaryPrimitives.ReadUInt16LittleEndian(file[optional..]) == 0x20b ? 112 : 96);
        var at = directories + (index * 8);
        return file.Length < at + 8 || BinaryPrimitives.ReadUInt32LittleEndian(file[(directories - 4)..]) <= index ? default
            : (BinaryPrimitives.ReadUInt32LittleEndian(file[at..]), BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]));
    }

    /// <summary>Where in the file a place in memory comes from, by the table of sections; -1 for nowhere.</summary>
    private static long OffsetOf(ReadOnlySpan<byte> file, uint address)
    {
        TryFindOptionalHeader(file, out var optional);
        var sections = BinaryPrimitives.ReadUInt16LittleEndian(file[(optional - 18)..]);
        var at = optional + BinaryPrimitives.ReadUInt16LittleEndian(file[(optional - 4)..]);
        for (var i = 0; i < sections && at <= file.Length - 40; i++, at += 40)
        {
            var (start, size, raw) = (BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 12)..]), BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 16)..]), BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 20)..]));
            if (address >= start && address - start < size)
                return (long)raw + (address - start);
        }

        return -1;
    }

    /// <summary>Where the optional header starts; 256 bytes of the file are there from the PE signature on.</summary>
    public static bool TryFindOptionalHeader(ReadOnlySpan<byte> file, out int offset)
    {
        offset = 0;
        if (file.Length < 64)
            return false;
        var header = BinaryPrimitives.ReadInt32LittleEndian(file[60..]);
        if (header < 0 || header > file.Length - 256 || !file[header..].StartsWith("PE\0\0"u8))
            return false;
        offset = header + 24;
        return true;
    }
}
