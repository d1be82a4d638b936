using System.Text.Unicode;

namespace Sluice.Artifacts;

/// <summary>What bytes are, read off the bytes alone.</summary>
public enum ContentKind : byte
{
    Unknown,
    Empty,

    /// <summary>UTF-8, ASCII or another superset of ASCII without control characters.</summary>
    Text,

    /// <summary>Text that is a source map, told by its JSON.</summary>
    SourceMap,

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

    /// <summary>PKCS #12, JCEKS or KeePass.</summary>
    KeyStore,
    GitPack,
    DesktopServicesStore,
    ModelWeights,
    Pickle,
    Binary,
}

/// <summary>Tells <see cref="ContentKind"/> from the front of a content by its magic numbers, else text from binary.</summary>
public static class ContentSniffer
{
    private static readonly ByteClass HexDigits = ByteClass.Of("0123456789abcdefABCDEF"u8);

    private const int TextSampleBytes = 8 << 10;

    /// <summary>Control characters that texts do not have: all but tab, line ends, form feed, backspace and escape.</summary>
    private static readonly ByteClass OddControls = ByteClass.Of(
        [1, 2, 3, 4, 5, 6, 7, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31]);

    public static ContentKind Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return ContentKind.Empty;
        var kind = ByMagic(head);
        if (kind != ContentKind.Unknown)
            return kind;
        if (IsWideText(head))
            return ContentKind.WideText;
        if (!IsText(head))
            return ContentKind.Binary;
        return SourceMapShape.Fits(head) ? ContentKind.SourceMap : ContentKind.Text;
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
        if (Formats.Codecs.Lz4Frames.IsFrame(head))
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
        if (IsCpio(head))
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
        if (IsPkcs12(head) || head.StartsWith((ReadOnlySpan<byte>)[0xce, 0xce, 0xce, 0xce, 0, 0, 0]) || (head.StartsWith((ReadOnlySpan<byte>)[0x03, 0xd9, 0xa2, 0x9a]) && head.Length > 8 && head[5..8].SequenceEqual((ReadOnlySpan<byte>)[0xfb, 0x4b, 0xb5])))
            return ContentKind.KeyStore;
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
        if (Formats.PythonVersion.Wrote(head))
            return ContentKind.PythonBytecode;
        if (head.Length >= 512 && (IsTarMagic(head[257..]) || HasTarChecksum(head)))
            return ContentKind.Tar;
        return ContentKind.Unknown;
    }

    /// <summary>A sequence with version 3 and, of the content, the type: data or signed data (RFC 7292, section 4).</summary>
    private static bool IsPkcs12(ReadOnlySpan<byte> head)
    {
        if (head.Length < 32 || head[0] != 0x30 || head[..12].IndexOf((ReadOnlySpan<byte>)[0x02, 0x01, 0x03, 0x30]) is not (>= 2 and var version))
            return false;
        var type = head[(version + 4)..24].IndexOf((ReadOnlySpan<byte>)[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7]);
        return type is >= 1 and <= 5;
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

    /// <summary>The magic is six digits, which texts have too: the numbers behind it, hexadecimal or octal, tell them apart.</summary>
    private static bool IsCpio(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("070701"u8) || head.StartsWith("070702"u8))
            return HexDigits.FirstOutside(head[6..Math.Min(head.Length, 110)]) < 0;
        return head.StartsWith("070707"u8) && head[6..Math.Min(head.Length, 76)].IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0;
    }

    private static bool IsImage(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]) || head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])
        || head.StartsWith("GIF8"u8) || (head.Length > 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8))
        || head.StartsWith("\0\0\u0001\0"u8);

    /// <summary>With the zero of POSIX or the blank of GNU behind it: code that reads tar has the bare word in it, at times just there.</summary>
    private static bool IsTarMagic(ReadOnlySpan<byte> field) => field.StartsWith("ustar\0"u8) || field.StartsWith("ustar "u8);

    /// <summary>Tar before POSIX has no magic, only a checksum in octal at 148.</summary>
    internal static bool HasTarChecksum(ReadOnlySpan<byte> block)
    {
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

        if (digits <= 2 || block[0] == 0)
            return false;
        long sum = 0;
        for (var i = 0; i < 512; i++)
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        return stored == sum;
    }

    private static bool IsWideText(ReadOnlySpan<byte> head)
    {
        if ((head.Length >= 2 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff))) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff]))
            return true;
        var sample = head[..Math.Min(head.Length & ~1, 512)];
        if (sample.Length < 16 || !sample.Contains((byte)0))
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
        if (evenZeros + oddZeros > pairs && WideTextShape.IsFourBytes(sample, out _))
            return true;
        return printable > pairs * 9 / 10 && (evenZeros > pairs * 9 / 10 || oddZeros > pairs * 9 / 10) && evenZeros + oddZeros <= pairs;
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        var sample = head[..Math.Min(head.Length, TextSampleBytes)];
        if (sample.Contains((byte)0))
            return false;
        var odd = 0;
        for (var rest = sample; OddControls.FirstIn(rest) is >= 0 and var at; rest = rest[(at + 1)..])
            odd++;
        if (odd * 50 > sample.Length)
            return false;
        return sample.IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0 || LooksUtf8(sample) || IsMostlyAscii(sample);
    }

    private static bool LooksUtf8(ReadOnlySpan<byte> sample)
    {
        // A character cut by the end of the sample is fine.
        for (var back = 1; back <= 3 && back <= sample.Length && sample[^back] >= 0x80; back++)
        {
            var length = sample[^back] switch { >= 0xf0 => 4, >= 0xe0 => 3, >= 0xc0 => 2, _ => 0 };
            if (length == 0)
                continue;
            if (length > back)
                sample = sample[..^back];
            break;
        }

        return Utf8.IsValid(sample);
    }

    private static bool IsMostlyAscii(ReadOnlySpan<byte> sample)
    {
        var high = 0;
        foreach (var b in sample)
            high += b >> 7;
        return high * 4 < sample.Length;
    }
}
