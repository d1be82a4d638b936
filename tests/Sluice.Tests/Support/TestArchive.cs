using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes well-formed archives in memory, the same bytes for the same input.</summary>
public static class TestArchive
{
    private static readonly DateTimeOffset Epoch = new(1985, 10, 26, 8, 15, 0, TimeSpan.Zero);

    public static byte[] Tar(params (string Path, byte[] Bytes)[] members) => TarWithModes([.. members.Select(m => (m.Path, m.Bytes, 0b110_100_100))]);

    public static byte[] TarWithModes(params (string Path, byte[] Bytes, int Mode)[] members)
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, bytes, mode) in members)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(bytes),
                    Mode = (UnixFileMode)mode,
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

    /// <summary>A Debian package with a control file and one installed file.</summary>
    public static byte[] Deb(string control, params (string Path, byte[] Bytes, int Mode)[] files) => Deb(control, [], files);

    /// <summary>The same with more files beside the control file (md5sums, conffiles, maintainer scripts).</summary>
    public static byte[] Deb(string control, (string Path, byte[] Bytes)[] controls, (string Path, byte[] Bytes, int Mode)[] files)
    {
        using var output = new MemoryStream();
        output.Write("!<arch>\n"u8);
        (string, byte[])[] members =
        [
            ("debian-binary", "2.0\n"u8.ToArray()),
            ("control.tar.gz", Gzip(Tar([("./control", Encoding.UTF8.GetBytes(control)), .. controls.Select(c => ("./" + c.Path, c.Bytes))]))),
            ("data.tar.gz", Gzip(TarWithModes(files))),
        ];
        foreach (var (name, bytes) in members)
        {
            output.Write(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{bytes.Length,-10}`\n"));
            output.Write(bytes);
            if (bytes.Length % 2 == 1)
                output.WriteByte((byte)'\n');
        }

        return output.ToArray();
    }

    /// <summary>An npm tarball with the given package.json and files below <c>package/</c>.</summary>
    public static byte[] Npm(string packageJson, params (string Path, string Text)[] files) =>
        Tgz([("package/package.json", Encoding.UTF8.GetBytes(packageJson)), .. files.Select(f => ("package/" + f.Path, Encoding.UTF8.GetBytes(f.Text)))]);
}
