using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>One header block of a tar archive, its checksum verified.</summary>
internal sealed class TarHeader
{
    public const int BlockBytes = 512;

    /// <summary>Eleven octal digits.</summary>
    public const long MaxOctalSize = (1L << 33) - 1;

    private readonly byte[] _block;

    private TarHeader(byte[] block, long size)
    {
        _block = block;
        Size = size;
    }

    public char Type => (char)_block[156];

    /// <summary>Bytes of content that are stored.</summary>
    public long Size { get; }

    public int? Mode => Number(_block.AsSpan(100, 8)) is { } mode ? (int)(mode & 0xfff) : null;

    public byte[] LinkTarget => Text(_block.AsSpan(157, 100));

    public bool IsSparse => Type == 'S';

    /// <summary>The block as it is, for the fields that only GNU's sparse files have.</summary>
    public ReadOnlySpan<byte> Block => _block;

    /// <summary>Unknown types count as files, as POSIX asks: their content is looked at.</summary>
    public EntryKind Kind => Type switch
    {
        '1' => EntryKind.HardLink,
        '2' => EntryKind.SymbolicLink,
        '3' or '4' => EntryKind.Device,
        '5' => EntryKind.Directory,
        '6' => EntryKind.Fifo,
        _ => EntryKind.File,
    };

    public byte[] Path
    {
        get
        {
            var name = Text(_block.AsSpan(0, 100));
            // GNU's own magic ("ustar  ") has other fields where POSIX has the prefix.
            if (!_block.AsSpan(257).StartsWith("ustar\0"u8) || _block[345] == 0)
                return name;
            return [.. Text(_block.AsSpan(345, 155)), (byte)'/', .. name];
        }
    }

    /// <summary>The fields that say nothing of the content.</summary>
    public void AddRemarks(Remarks remarks)
    {
        remarks.Add(BehindText(_block.AsSpan(0, 100)));
        remarks.Add(BehindText(_block.AsSpan(157, 100)));
        // Names of the user and of the group, the numbers of a device, and the prefix, which GNU's magic has no use for.
        remarks.Add(_block.AsSpan(265..345).Trim((byte)0));
        remarks.Add(_block.AsSpan(257).StartsWith("ustar\0"u8) ? BehindText(_block.AsSpan(345, 155)) : _block.AsSpan(345, 155).Trim((byte)0));
    }

    private static ReadOnlySpan<byte> BehindText(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[end..].Trim((byte)0) : default;

    /// <summary>Null when it is no header: a wrong checksum or no valid size.</summary>
    public static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes || !HasChecksum(block))
            return null;
        // An empty field is what old tools write for devices and folders.
        return Number(block.Slice(124, 12)) is { } size and >= 0 ? new TarHeader(block[..BlockBytes].ToArray(), size) : null;
    }

    /// <summary>A field up to its NUL.</summary>
    public static byte[] Text(ReadOnlySpan<byte> field) => (field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field).ToArray();

    /// <summary>Octal with blanks around it, or base 256 when the first bit is set (GNU). An empty field is 0, a wrong one null.</summary>
    public static long? Number(ReadOnlySpan<byte> field)
    {
        if (field is [>= 0x80, ..])
            return Base256(field);
        var digits = field.Trim(" \0"u8);
        if (digits.Length > 21)
            return null;
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    private static long? Base256(ReadOnlySpan<byte> field)
    {
        // 0xff leads a negative number, which no field may be.
        if ((field[0] & 0x40) != 0)
            return null;
        long value = field[0] & 0x3f;
        foreach (var digit in field[1..])
        {
            if (value >> 54 != 0)
                return null;
            value = (value << 8) | digit;
        }

        return value;
    }

    /// <summary>The sum of all bytes, the checksum's own taken for blanks. Some old tools summed signed bytes.</summary>
    private static bool HasChecksum(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(148, 8)) is not { } stored)
            return false;
        long unsigned = 8 * ' ', high = 0;
        foreach (var b in block[..148])
        {
            unsigned += b;
            high += b >> 7;
        }

        foreach (var b in block[156..BlockBytes])
        {
            unsigned += b;
            high += b >> 7;
        }

        return stored == unsigned || stored == unsigned - (high << 8);
    }
}
