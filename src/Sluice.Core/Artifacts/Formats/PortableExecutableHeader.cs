using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>The few fields of a PE file's headers that tell what is in it (PE/COFF specification, section 3).</summary>
internal static class PortableExecutableHeader
{
    /// <summary>True for a managed assembly: data directory 14 is there.</summary>
    public static bool HasCliHeader(ReadOnlySpan<byte> file)
    {
        if (!TryFindOptionalHeader(file, out var optional))
            return false;
        var directories = BinaryPrimitives.ReadUInt16LittleEndian(file[optional..]) == 0x20b ? 112 : 96;
        var cli = optional + directories + (14 * 8);
        return file.Length >= cli + 8 && BinaryPrimitives.ReadInt32LittleEndian(file[(optional + directories - 4)..]) > 14 && BinaryPrimitives.ReadInt32LittleEndian(file[cli..]) != 0;
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
