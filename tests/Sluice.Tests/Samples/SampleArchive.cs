using System.Formats.Tar;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;

namespace Sluice.Tests.Samples;

/// <summary>
/// Writes archives whose bytes depend on nothing but the input: a managed deflate of a pinned version, and one fixed time. (The base
/// library's deflate is a native one that changes with the runtime.)
/// </summary>
internal static class SampleArchive
{
    private static readonly DateTime Time = new(2026, 3, 31, 0, 0, 0, DateTimeKind.Unspecified);

    public static byte[] Tar(IEnumerable<(string Path, byte[] Bytes)> members)
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, bytes) in members)
            {
                var isProgram = path.EndsWith("cli.js", StringComparison.Ordinal);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(bytes),
                    Mode = (UnixFileMode)(isProgram ? 0b111_101_101 : 0b110_100_100),
                    ModificationTime = new DateTimeOffset(Time, TimeSpan.Zero),
                });
            }
        }

        return output.ToArray();
    }

    /// <summary>One gzip member (RFC 1952) without a name or a time.</summary>
    public static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, noZlibHeaderOrFooter: true);
        using (var deflate = new DeflaterOutputStream(output, deflater) { IsStreamOwner = false })
            deflate.Write(plain);
        output.Write(BitConverter.GetBytes(Crc(plain)));
        output.Write(BitConverter.GetBytes(plain.Length));
        return output.ToArray();
    }

    public static byte[] Zip(IEnumerable<(string Path, byte[] Bytes)> members)
    {
        using var output = new MemoryStream();
        using (var zip = new ICSharpCode.SharpZipLib.Zip.ZipOutputStream(output) { IsStreamOwner = false, UseZip64 = ICSharpCode.SharpZipLib.Zip.UseZip64.Off })
        {
            zip.SetLevel(9);
            foreach (var (path, bytes) in members)
            {
                zip.PutNextEntry(new ICSharpCode.SharpZipLib.Zip.ZipEntry(path) { DateTime = Time, Size = bytes.Length, Crc = Crc(bytes) });
                zip.Write(bytes);
                zip.CloseEntry();
            }
        }

        return output.ToArray();
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = new ICSharpCode.SharpZipLib.Checksum.Crc32();
        crc.Update(bytes);
        return (uint)crc.Value;
    }
}
