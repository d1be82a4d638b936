using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>A format that holds other files, or one encrypted, and has no reader: told by the signature at a fixed place.</summary>
/// <param name="Name">With its article, for messages.</param>
internal sealed record UnsupportedFormat(string Name, int Offset, byte[] Signature, bool IsEncrypted = false)
{
    /// <summary>The trailer of an Apple disk image: its length, and where the signature stands in it.</summary>
    private const int AppleTrailerBytes = 512;

    private static readonly UnsupportedFormat SevenZip = new("a 7z archive", 0, []);
    private static readonly UnsupportedFormat Rar = new("a RAR archive", 0, []);
    private static readonly UnsupportedFormat Cabinet = new("a CAB archive", 0, []);
    private static readonly UnsupportedFormat Arj = new("an ARJ archive", 0, []);
    private static readonly UnsupportedFormat Lha = new("an LHA archive", 0, []);
    private static readonly UnsupportedFormat LinuxFileSystem = new("a file system image (ext2 to ext4)", 0, []);
    private static readonly UnsupportedFormat AppleDiskImage = new("an Apple disk image", 0, []);
    private static readonly UnsupportedFormat WindowsInstaller = new("a Windows installer package", 0, []);

    private static readonly UnsupportedFormat[] BySignature =
    [
        new("a squashfs image", 0, "hsqs"u8.ToArray()),
        new("a squashfs image", 0, "sqsh"u8.ToArray()),
        new("a xar archive", 0, "xar!\0\u001c"u8.ToArray()),
        new("an lzip file", 0, "LZIP\u0001"u8.ToArray()),
        new("an lrzip file", 0, "LRZI\0"u8.ToArray()),
        new("an lzop file", 0, [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a]),
        new("a snappy file", 0, [0xff, 0x06, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]),
        new("a zpaq archive", 0, [0x37, 0x6b, 0x53, 0x74, 0xa0, 0x31, 0x83, 0xd3, 0x8c, 0xb2, 0x28, 0xb0, 0xd3]),
        new("a Windows image", 0, "MSWIM\0\0\0"u8.ToArray()),
        new("an ISO 9660 image", 32769, "CD001"u8.ToArray()),
        new("a UDF image", 32769, "BEA01"u8.ToArray()),
        new("an EROFS image", 1024, [0xe2, 0xe1, 0xf5, 0xe0]),
        new("a cramfs image", 0, [0x45, 0x3d, 0xcd, 0x28]),
        new("a romfs image", 0, "-rom1fs-"u8.ToArray()),
        new("a FAT file system image", 54, "FAT12   "u8.ToArray()),
        new("a FAT file system image", 54, "FAT16   "u8.ToArray()),
        new("a FAT file system image", 82, "FAT32   "u8.ToArray()),
        new("a disk image", 512, "EFI PART"u8.ToArray()),
        new("an Android sparse image", 0, [0x3a, 0xff, 0x26, 0xed, 1, 0]),
        new("a QCOW disk image", 0, [0x51, 0x46, 0x49, 0xfb]),
        new("a VMDK disk image", 0, "KDMV"u8.ToArray()),
        new("a VHDX disk image", 0, "vhdxfile"u8.ToArray()),
        new("a VHD disk image", 0, "conectix"u8.ToArray()),
        new("a VirtualBox disk image", 64, [0x7f, 0x10, 0xda, 0xbe]),
        new("an NSIS installer", 4, [0xef, 0xbe, 0xad, 0xde, .. "NullsoftInst"u8]),
        new("a self-extracting 7z archive", 0, ";!@Install@!UTF-8!"u8.ToArray()),
        new("an Inno Setup installer", 0, "Inno Setup Setup Data ("u8.ToArray()),
        new("an Inno Setup installer", 0, "zlb\u001a"u8.ToArray()),
        new("an Inno Setup installer", 0, "idska32\u001a"u8.ToArray()),
        new("an encrypted Apple disk image", 0, "encrcdsa"u8.ToArray(), IsEncrypted: true),
        new("a LUKS volume", 0, [.. "LUKS"u8, 0xba, 0xbe], IsEncrypted: true),
        new("a file encrypted by OpenSSL", 0, "Salted__"u8.ToArray(), IsEncrypted: true),
        new("a file encrypted by age", 0, "age-encryption.org/v1\n"u8.ToArray(), IsEncrypted: true),
        new("a file encrypted by age", 0, "-----BEGIN AGE ENCRYPTED FILE-----"u8.ToArray(), IsEncrypted: true),
        new("a file encrypted by git-crypt", 0, "\0GITCRYPT\0"u8.ToArray(), IsEncrypted: true),
        new("an encrypted PGP message", 0, "-----BEGIN PGP MESSAGE-----"u8.ToArray(), IsEncrypted: true),
    ];

    /// <summary>The format of a content, by its head and, where it can be read at random, its end; null when there is a reader or it is nothing of the kind.</summary>
    public static UnsupportedFormat? Of(ContentKind kind, Content content) => kind switch
    {
        ContentKind.SevenZip => SevenZip,
        ContentKind.Rar => Rar,
        ContentKind.Cabinet => Cabinet,
        ContentKind.Binary => Find(content.Head.Span) ?? FindBinary(content),
        ContentKind.Text => Find(content.Head.Span) is { IsEncrypted: true } armoured ? armoured : null,
        _ => null,
    };

    private static UnsupportedFormat? Find(ReadOnlySpan<byte> head)
    {
        foreach (var format in BySignature)
        {
            if (head.Length > format.Offset && head[format.Offset..].StartsWith(format.Signature))
                return format;
        }

        return null;
    }

    private static UnsupportedFormat? FindBinary(Content content)
    {
        var head = content.Head.Span;
        return IsArj(head) ? Arj
            : IsLha(head) ? Lha
            : IsLinuxFileSystem(head) ? LinuxFileSystem
            : IsWindowsInstaller(head) ? WindowsInstaller
            : HasAppleTrailer(content) ? AppleDiskImage : null;
    }

    /// <summary>The main header: its size, the size of its fixed part, and the type that only it has.</summary>
    private static bool IsArj(ReadOnlySpan<byte> head) =>
        head.Length > 34 && head[0] == 0x60 && head[1] == 0xea && BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) is >= 30 and <= 2600 && head[4] is >= 30 and <= 64 && head[10] == 2;

    /// <summary>The method in the header, <c>-lh5-</c> or its like, and a level of header that exists.</summary>
    private static bool IsLha(ReadOnlySpan<byte> head) =>
        head.Length > 22 && head[2] == '-' && head[3] == 'l' && head[4] is (byte)'h' or (byte)'z' && head[6] == '-' && head[20] <= 3;

    /// <summary>The super block at 1024: its magic is two bytes, so the fields around it must be possible too.</summary>
    private static bool IsLinuxFileSystem(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2048 || BinaryPrimitives.ReadUInt16LittleEndian(head[1080..]) != 0xef53)
            return false;
        var block = head[1024..];
        return BinaryPrimitives.ReadUInt32LittleEndian(block) != 0 && BinaryPrimitives.ReadUInt32LittleEndian(block[4..]) != 0
            && BinaryPrimitives.ReadUInt32LittleEndian(block[24..]) <= 6 && BinaryPrimitives.ReadUInt32LittleEndian(block[76..]) <= 1;
    }

    /// <summary>A compound file with a cabinet in it. Compound files of other kinds are documents, whose bytes are searched as they are.</summary>
    private static bool IsWindowsInstaller(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) && head.IndexOf("MSCF\0\0\0\0"u8) >= 0;

    private static bool HasAppleTrailer(Content content)
    {
        if (!content.CanSeek || content.Length is not >= AppleTrailerBytes)
            return false;
        var trailer = content.Slice(content.Length.Value - AppleTrailerBytes, AppleTrailerBytes)!.Head.Span;
        return trailer.StartsWith("koly\0\0\0\u0004"u8) && BinaryPrimitives.ReadUInt32BigEndian(trailer[8..]) == AppleTrailerBytes;
    }
}
