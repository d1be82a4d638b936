using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>A version of CPython by the magic number of the <c>.pyc</c> files that it writes.</summary>
internal readonly record struct PythonVersion(int Major, int Minor)
{
    private const int LongestHeader = 16;

    /// <summary>Lib/importlib/_bootstrap_external.py and Include/internal/pycore_magic_number.h; of Python 2 the last, Python/import.c.</summary>
    private static readonly (int Major, int Minor, ushort First, ushort Last)[] Magics =
    [
        (2, 7, 62171, 62211),
        (3, 0, 3000, 3131), (3, 1, 3141, 3151), (3, 2, 3160, 3180), (3, 3, 3190, 3230), (3, 4, 3250, 3310), (3, 5, 3320, 3351), (3, 6, 3360, 3379),
        (3, 7, 3390, 3399), (3, 8, 3400, 3419), (3, 9, 3420, 3429), (3, 10, 3430, 3449), (3, 11, 3450, 3499), (3, 12, 3500, 3549), (3, 13, 3550, 3599), (3, 14, 3600, 3649), (3, 15, 3650, 3699),
    ];

    private static readonly Dictionary<int, ushort> Final = new()
    {
        [7] = 3394, [8] = 3413, [9] = 3425, [10] = 3439, [11] = 3495, [12] = 3531, [13] = 3571, [14] = 3627,
    };

    /// <summary>Bytes in front of the marshalled code: the size of the source came with 3.3, flags with 3.7 (PEP 552).</summary>
    public int HeaderBytes => !IsAtLeast(3, 3) ? 8 : IsAtLeast(3, 7) ? LongestHeader : 12;

    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>The version that wrote the file; null for one that is not known.</summary>
    public static PythonVersion? Of(ReadOnlySpan<byte> file)
    {
        var magic = BinaryPrimitives.ReadUInt16LittleEndian(file);
        foreach (var (major, minor, first, last) in Magics)
        {
            if (magic >= first && magic <= last)
                return new PythonVersion(major, minor);
        }

        return null;
    }

    /// <summary>
    /// Two bytes of version and a line end. What follows tells it from chance: flags that are 0 to 3, of versions yet to come too; before
    /// there were flags, the code object that the file is.
    /// </summary>
    public static bool Wrote(ReadOnlySpan<byte> file)
    {
        if (file.Length <= LongestHeader || file[2] != '\r' || file[3] != '\n')
            return false;
        if (file[1] is >= 0x0c and <= 0x0f && file[4] < 4 && file[5] == 0 && file[6] == 0 && file[7] == 0)
            return true;
        return Of(file) is { } version && !version.IsAtLeast(3, 7) && (file[version.HeaderBytes] & 0x7f) == 'c';
    }

    /// <summary>The bytes in front of marshalled code that has lost them.</summary>
    /// <param name="version">As PyInstaller writes it: 311 for 3.11, 38 or 308 for 3.8.</param>
    public static byte[] HeaderFor(int version)
    {
        var minor = version >= 100 ? version % 100 : version % 10;
        if (!Final.TryGetValue(minor, out var magic))
            return [];
        var header = new byte[LongestHeader];
        BinaryPrimitives.WriteUInt16LittleEndian(header, magic);
        header[2] = (byte)'\r';
        header[3] = (byte)'\n';
        return header;
    }

    public override string ToString() => $"{Major}.{Minor}";
}
