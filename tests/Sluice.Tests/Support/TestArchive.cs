using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes well-formed archives in memory, the same bytes for the same input.</summary>
public static class TestArchive
{
    private static readonly DateTimeOffset Epoch = new(1985, 10, 26, 8, 15, 0, TimeSpan.Zero);

    public static byte[] Tar(params (string Path, byte[] Bytes)[] members)
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, bytes) in members)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(bytes),
                    Mode = (UnixFileMode)0b110_100_100,
                    ModificationTime = Epoch,
                });
            }
        }

        return output.ToArray();
    }

    public static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(plain);
        return output.ToArray();
    }

    public static byte[] Tgz(params (string Path, byte[] Bytes)[] members) => Gzip(Tar(members));

    public static byte[] Zip(params (string Path, byte[] Bytes)[] members)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in members)
            {
                var entry = zip.CreateEntry(path);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                stream.Write(bytes);
            }
        }

        return output.ToArray();
    }

    /// <summary>An npm tarball with the given package.json and files below <c>package/</c>.</summary>
    public static byte[] Npm(string packageJson, params (string Path, string Text)[] files) =>
        Tgz([("package/package.json", Encoding.UTF8.GetBytes(packageJson)), .. files.Select(f => ("package/" + f.Path, Encoding.UTF8.GetBytes(f.Text)))]);
}
