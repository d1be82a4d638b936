using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>The magic numbers of <c>.pyc</c> files and the versions of CPython that write them.</summary>
internal static class PythonVersion
{
    /// <summary>Final magic numbers by minor version of Python 3 (Lib/importlib/_bootstrap_external.py, Include/internal/pycore_magic_number.h).</summary>
    private static readonly (int Minor, ushort First, ushort Last)[] Magics =
    [
        (7, 3390, 3399), (8, 3400, 3419), (9, 3420, 3429), (10, 3430, 3449), (11, 3450, 3499), (12, 3500, 3549), (13, 3550, 3599), (14, 3600, 3649), (15, 3650, 3699),
    ];

    private static readonly Dictionary<int, ushort> Final = new()
    {
        [7] = 3394, [8] = 3413, [9] = 3425, [10] = 3439, [11] = 3495, [12] = 3531, [13] = 3571, [14] = 3627,
    };

    /// <summary>The minor version of Python 3 that wrote the file; null for one that is not known.</summary>
    public static int? MinorOf(ReadOnlySpan<byte> header)
    {
        var magic = BinaryPrimitives.ReadUInt16LittleEndian(header);
        foreach (var (minor, first, last) in Magics)
        {
            if (magic >= first && magic <= last)
                return minor;
        }

        return null;
    }

    /// <summary>The sixteen bytes in front of marshalled code (PEP 552).</summary>
    /// <param name="version">As PyInstaller writes it: 311 for 3.11, 38 or 308 for 3.8.</param>
    public static byte[] HeaderFor(int version)
    {
        var minor = version >= 100 ? version % 100 : version % 10;
        var header = new byte[16];
        if (!Final.TryGetValue(minor, out var magic))
            return [];
        BinaryPrimitives.WriteUInt16LittleEndian(header, magic);
        header[2] = (byte)'\r';
        header[3] = (byte)'\n';
        return header;
    }
}
