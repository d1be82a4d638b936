using System.Text;

namespace Sluice.Artifacts;

/// <summary>What bytes are, read off the bytes alone.</summary>
public enum ContentKind
{
    Unknown,
    Empty,

    /// <summary>UTF-8, ASCII or another superset of ASCII without control characters.</summary>
    Text,

    /// <summary>UTF-16 or UTF-32, with or without a byte order mark.</summary>
    WideText,
    Zip,
    Gzip,
    Bzip2,
    Xz,
    Lzma,
    Zstandard,
    Lz4,
    Compress,
    SevenZip,
    Rar,
    Cabinet,
    Tar,
    Ar,
    Cpio,
    Rpm,
    Asar,
    ChromeExtension,
    Elf,
    PortableExecutable,
    MachO,
    MachOUniversal,
    WebAssembly,
    JavaClass,
    PythonBytecode,
    PortablePdb,
    WindowsPdb,
    Sqlite,
    Pdf,
    Image,
    Font,
    Audio,
    Video,
    JavaHeapDump,
    JavaKeyStore,
    GitPack,
    DesktopServicesStore,
    ModelWeights,
    Pickle,
    Binary,
}

/// <summary>Tells <see cref="ContentKind"/> from the front of a content by its magic numbers, else text from binary.</summary>
public static class ContentSniffer
{
    private const int TextSampleBytes = 8 << 10;

    public static ContentKind Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return ContentKind.Empty;
        var kind = ByMagic(head);
        if (kind != ContentKind.Unknown)
            return kind;
        if (IsWideText(head))
            return ContentKind.WideText;
        return IsText(head) ? ContentKind.Text : ContentKind.Binary;
    }

    private static ContentKind ByMagic(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) || head.StartsWith("PK\u0007\u0008"u8))
            return ContentKind.Zip;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]))
            return ContentKind.Gzip;
        if (head.Length > 10 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9'
            && (head[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) || head[4..].StartsWith((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38, 0x50, 0x90])))
            return ContentKind.Bzip2;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))
            return ContentKind.Xz;
        if (IsLzma(head))
            return ContentKind.Lzma;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) || (head.Length > 8 && (head[0] & 0xf0) == 0x50 && head[1..].StartsWith((ReadOnlySpan<byte>)[0x2a, 0x4d, 0x18])))
            return ContentKind.Zstandard;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4d, 0x18]))
            return ContentKind.Lz4;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x9d]))
            return ContentKind.Compress;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]))
            return ContentKind.SevenZip;
        if (head.StartsWith("Rar!\u001a\u0007"u8))
            return ContentKind.Rar;
        if (head.StartsWith("MSCF\0\0\0\0"u8))
            return ContentKind.Cabinet;
        if (head.StartsWith("!<arch>\n"u8))
            return ContentKind.Ar;
        if (head.StartsWith("070701"u8) || head.StartsWith("070702"u8) || head.StartsWith("070707"u8))
            return ContentKind.Cpio;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xed, 0xab, 0xee, 0xdb]))
            return ContentKind.Rpm;
        if (head.StartsWith("Cr24"u8))
            return ContentKind.ChromeExtension;
        if (head.StartsWith("\x7f"u8) && head[1..].StartsWith("ELF"u8))
            return ContentKind.Elf;
        if (head.StartsWith("MZ"u8) && head.Length > 64)
            return ContentKind.PortableExecutable;
        if (head.StartsWith("\0asm"u8))
            return ContentKind.WebAssembly;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xca, 0xfe, 0xba, 0xbe]) && head.Length > 8)
            return head[6] == 0 && head[7] < 45 && head[4] == 0 && head[5] == 0 ? ContentKind.MachOUniversal : ContentKind.JavaClass;
        if (head.Length > 4 && (head.StartsWith((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]) || head.StartsWith((ReadOnlySpan<byte>)[0xce, 0xfa, 0xed, 0xfe])))
            return ContentKind.MachO;
        if (head.StartsWith("BSJB"u8))
            return ContentKind.PortablePdb;
        if (head.StartsWith("Microsoft C/C++ MSF 7.00"u8))
            return ContentKind.WindowsPdb;
        if (head.StartsWith("SQLite format 3\0"u8))
            return ContentKind.Sqlite;
        if (head.StartsWith("%PDF-"u8))
            return ContentKind.Pdf;
        if (head.StartsWith("JAVA PROFILE 1.0."u8))
            return ContentKind.JavaHeapDump;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xed, 0xfe, 0xed]))
            return ContentKind.JavaKeyStore;
        if (head.StartsWith("PACK\0\0\0"u8))
            return ContentKind.GitPack;
        if (head.StartsWith("\0\0\0\u0001Bud1"u8))
            return ContentKind.DesktopServicesStore;
        if (head.StartsWith("GGUF"u8))
            return ContentKind.ModelWeights;
        if (IsImage(head))
            return ContentKind.Image;
        if (head.StartsWith("wOFF"u8) || head.StartsWith("wOF2"u8) || head.StartsWith("OTTO\0"u8) || head.StartsWith("\0\u0001\0\0\0"u8))
            return ContentKind.Font;
        if (head.StartsWith("OggS"u8) || head.StartsWith("ID3"u8) || head.StartsWith("fLaC"u8))
            return ContentKind.Audio;
        if (head.Length > 11 && head[4..8].SequenceEqual("ftyp"u8))
            return ContentKind.Video;
        // Python 3.7+: two bytes of version, CR LF, four bytes of flags that are 0 to 3 (PEP 552).
        if (head.Length > 16 && head[2] == '\r' && head[3] == '\n' && head[1] is >= 0x0c and <= 0x0f && head[4] < 4 && head[5] == 0 && head[6] == 0 && head[7] == 0)
            return ContentKind.PythonBytecode;
        if (head.Length >= 512 && (head[257..].StartsWith("ustar"u8) || HasTarChecksum(head)))
            return ContentKind.Tar;
        return ContentKind.Unknown;
    }

    /// <summary>No magic, but the properties that everyone uses, a dictionary of 2^n or 2^n + 2^(n-1) bytes, and a credible size.</summary>
    private static bool IsLzma(ReadOnlySpan<byte> head)
    {
        if (head.Length < 18 || head[0] != 0x5d || head[1] != 0 || head[13] != 0)
            return false;
        var dictionary = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        var size = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(head[5..]);
        return dictionary >= 4096 && System.Numerics.BitOperations.PopCount(dictionary) <= 2
            && (size == -1 || size is > 0 and < 1L << 38);
    }

    private static bool IsImage(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]) || head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])
        || head.StartsWith("GIF8"u8) || (head.Length > 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8))
        || head.StartsWith("\0\0\u0001\0"u8);

    /// <summary>Tar before POSIX has no magic, only a checksum in octal at 148.</summary>
    internal static bool HasTarChecksum(ReadOnlySpan<byte> block)
    {
        long sum = 0;
        for (var i = 0; i < 512; i++)
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        long stored = 0;
        var digits = 0;
        foreach (var b in block[148..156])
        {
            if (b is >= (byte)'0' and <= (byte)'7')
            {
                stored = (stored << 3) + (b - '0');
                digits++;
            }
            else if (digits > 0)
            {
                break;
            }
            else if (b != ' ')
            {
                return false;
            }
        }

        return digits > 2 && stored == sum && block[0] != 0;
    }

    private static bool IsWideText(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 2 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff)))
            return true;
        var sample = head[..Math.Min(head.Length & ~1, 512)];
        if (sample.Length < 16)
            return false;
        int evenZeros = 0, oddZeros = 0, printable = 0;
        for (var i = 0; i < sample.Length; i += 2)
        {
            if (sample[i] == 0)
                evenZeros++;
            if (sample[i + 1] == 0)
                oddZeros++;
            var low = sample[i] == 0 ? sample[i + 1] : sample[i];
            if (low is >= 0x20 and < 0x7f or 9 or 10 or 13)
                printable++;
        }

        var pairs = sample.Length / 2;
        return printable > pairs * 9 / 10 && (evenZeros > pairs * 9 / 10 || oddZeros > pairs * 9 / 10) && evenZeros + oddZeros <= pairs;
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        var sample = head[..Math.Min(head.Length, TextSampleBytes)];
        var odd = 0;
        foreach (var b in sample)
        {
            if (b == 0)
                return false;
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0c or 0x1b or 0x08))
                odd++;
        }

        if (odd * 50 > sample.Length)
            return false;
        return sample.IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0 || LooksUtf8(sample) || IsMostlyAscii(sample);
    }

    private static bool LooksUtf8(ReadOnlySpan<byte> sample)
    {
        while (!sample.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(sample, out _, out var used);
            // A character cut by the end of the sample is fine.
            if (status == System.Buffers.OperationStatus.NeedMoreData)
                return true;
            if (status != System.Buffers.OperationStatus.Done)
                return false;
            sample = sample[used..];
        }

        return true;
    }

    private static bool IsMostlyAscii(ReadOnlySpan<byte> sample)
    {
        var high = 0;
        foreach (var b in sample)
            high += b >> 7;
        return high * 4 < sample.Length;
    }
}
