using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class UnsupportedReaderTests
{
    public static TheoryData<string, byte[]> Unsupported => new()
    {
        { "squashfs", Noise(0, "sqsh"u8) },
        { "lrzip", Noise(0, "LRZI\0"u8) },
        { "lzop", Noise(0, [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a]) },
        { "snappy", Noise(0, [0xff, 0x06, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]) },
        { "Windows image", Noise(0, "MSWIM\0\0\0"u8) },
        { "ISO 9660", Noise(32769, "CD001"u8) },
        { "EROFS", Noise(1024, [0xe2, 0xe1, 0xf5, 0xe0]) },
        { "FAT", Noise(54, "FAT16   "u8) },
        { "disk image", Noise(512, "EFI PART"u8) },
        { "QCOW", Noise(0, [0x51, 0x46, 0x49, 0xfb]) },
        { "VMDK", Noise(0, "KDMV"u8) },
        { "ARJ", Noise(0, [0x60, 0xea, 44, 0, 30, 11, 1, 0, 0, 0, 2]) },
        { "LHA", Noise(0, [0x20, 0x11, .. "-lh5-"u8, .. new byte[13], 1]) },
        { "file system image", Noise(1024, [1, 0, 0, 0, 1, 0, 0, 0, .. new byte[16], 2, 0, 0, 0, .. new byte[28], 0x53, 0xef, .. new byte[18], 1, 0, 0, 0]) },
        { "Apple disk image", Noise(4000, [.. "koly\0\0\0\u0004\0\0\u0002\0"u8, .. new byte[500]]) },
        { "Windows installer", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. Noise(700, "MSCF\0\0\0\0"u8)] },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void A_format_that_holds_files_and_has_no_reader_is_named_and_never_passes(string name, byte[] content)
    {
        var report = Screening.Of(TestArchive.Tgz(("readme.txt", "hello"u8.ToArray()), ("data.bin", content)));

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains(name, Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Salted__", "OpenSSL")]
    [InlineData("age-encryption.org/v1\n", "age")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n", "PGP")]
    [InlineData("\0GITCRYPT\0", "git-crypt")]
    public void An_encrypted_file_is_called_encrypted(string front, string name)
    {
        var report = Screening.Of(TestArchive.Tgz(("data.bin", Noise(0, System.Text.Encoding.ASCII.GetBytes(front)))));

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains("archive/encrypted", Screening.Rules(report));
        Assert.Contains(name, Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_only_speak_of_such_formats_pass()
    {
        byte[] document = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. Noise(0, [])];
        var report = Screening.Of(TestArchive.Tgz(
            ("magic.txt", "hsqs is squashfs, CD001 is ISO 9660, -lh5- is LHA\nSalted__ is OpenSSL\n"u8.ToArray()),
            ("noise.bin", Noise(0, [])),
            ("short.bin", [0x60, 0xea, 0, 0, 1]),
            ("old.doc", document)));

        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Theory]
    [InlineData(new byte[] { 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4 }, "7z")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0xef, 0xbe, 0xad, 0xde, 0x4e, 0x75, 0x6c, 0x6c, 0x73, 0x6f, 0x66, 0x74, 0x49, 0x6e, 0x73, 0x74 }, "NSIS")]
    [InlineData(new byte[] { 0x7a, 0x6c, 0x62, 0x1a, 1, 2, 3 }, "Inno")]
    public void An_installer_whose_files_cannot_be_read_never_passes(byte[] signature, string name)
    {
        var report = Screening.Of([.. TestProgram.ElfWithSections(".text"), .. Noise(0, signature)]);

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains(name, Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
    }

    /// <summary>Bytes without meaning with a signature at a place in them.</summary>
    private static byte[] Noise(int offset, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[Math.Max(offset + signature.Length, 512) + (offset == 4000 ? 0 : 3000)];
        new Random(offset + signature.Length).NextBytes(bytes);
        bytes[3] = 0xf7;
        signature.CopyTo(bytes.AsSpan(offset));
        return bytes;
    }
}
