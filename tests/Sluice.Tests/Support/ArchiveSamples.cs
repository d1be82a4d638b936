using System.Buffers.Binary;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>A small clean artifact of each format, for tests that go over all of them.</summary>
public static class ArchiveSamples
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 120)));

    private static readonly Dictionary<string, Func<byte[]>> Writers = new()
    {
        ["tar"] = () => new TarBytes().File("a.txt", "first").Pax('x', ("path", "long/b.txt")).Member("b", '0', Text).Link("c", "a.txt").End().ToArray(),
        ["sparse.tar"] = () => new TarBytes().Pax('x', ("GNU.sparse.map", "0,3,1000,3"), ("GNU.sparse.size", "2000")).File("s", "abcdef").End().ToArray(),
        ["tgz"] = () => TestArchive.Tgz(("a.txt", Text), ("b.txt", "second"u8.ToArray())),
        ["tar.bz2"] = () => Packed("bzip2", "-c"),
        ["tar.xz"] = () => Packed("xz", "-c"),
        ["tar.lzma"] = () => Packed("xz", "--format=lzma", "-c"),
        ["tar.zst"] = () => Packed("zstd", "-c"),
        ["tar.lz4"] = () => Packed("lz4", "-q", "--content-size", "-c"),
        ["zip"] = () => ZipBytes.With([], [], "remark", new ZipMember("a.txt", Text), new ZipMember("b", Text) { Method = 0 }, new ZipMember("c", Text) { Flags = 8 }, new ZipMember("l", "a.txt"u8.ToArray()) { Method = 0, UnixMode = 0xa1ff }),
        ["ar"] = () => [.. "!<arch>\n"u8, .. Encoding.ASCII.GetBytes($"{"a.txt/",-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{Text.Length,-10}`\n"), .. Text],
        ["cpio"] = Cpio,
        ["odc.cpio"] = OldCpio,
        ["rpm"] = Rpm,
        ["asar"] = () => Asar(("a.txt", Text)),
        ["crx"] = () => [.. "Cr24"u8, 3, 0, 0, 0, 4, 0, 0, 0, .. "head"u8, .. TestArchive.Zip(("manifest.json", "{}"u8.ToArray()))],
        ["docker.tar"] = () => ImageBytes.DockerSave(new ImageSpec { Layers = [new TarBytes().File("etc/a", "1").End().ToArray()] }),
    };

    public static IReadOnlyCollection<string> Names => Writers.Keys;

    public static byte[] Of(string name) => Writers[name]();

    public static byte[] Asar(params (string Path, byte[] Bytes)[] files)
    {
        var offset = 0;
        var members = new List<string>();
        foreach (var (path, bytes) in files)
        {
            members.Add($"\"{path}\":{{\"size\":{bytes.Length},\"offset\":\"{offset}\"}}");
            offset += bytes.Length;
        }

        var json = Encoding.UTF8.GetBytes($"{{\"files\":{{{string.Join(',', members)}}}}}");
        var padded = (json.Length + 3) & ~3;
        var header = new byte[16 + padded];
        BinaryPrimitives.WriteInt32LittleEndian(header, 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), padded + 8);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), padded + 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), json.Length);
        json.CopyTo(header, 16);
        return [.. header, .. files.SelectMany(file => file.Bytes)];
    }

    public static byte[] Cpio() =>
    [
        .. NewAscii("a.txt", 0x81a4, Text),
        .. NewAscii("link", 0xa1ff, "a.txt"u8.ToArray()),
        .. NewAscii("TRAILER!!!", 0, []),
    ];

    /// <summary>Lead, an empty signature, a header with a name and a script, a gzip payload.</summary>
    public static byte[] Rpm()
    {
        byte[] lead = [0xed, 0xab, 0xee, 0xdb, 3, 0, .. new byte[90]];
        return [.. lead, .. RpmSection(), .. RpmSection((1000, "acme"), (1001, "1.2.3"), (1014, "MIT"), (1024, "echo installed"), (1049, "libcurl.so.4(CURL_4)(64bit)")), .. TestArchive.Gzip(Cpio())];
    }

    private static byte[] Packed(string program, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.File("t.tar", new TarBytes().File("a.txt", "first").Member("b", '0', Text).End().ToArray());
        folder.Run("sh", "-c", $"{program} {string.Join(' ', arguments)} t.tar > out");
        return File.ReadAllBytes(Path.Combine(folder.Path, "out"));
    }

    private static byte[] NewAscii(string name, int mode, byte[] content)
    {
        string Hex(long value) => value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var header = $"070701{Hex(1)}{Hex(mode)}{Hex(0)}{Hex(0)}{Hex(1)}{Hex(0)}{Hex(content.Length)}{Hex(0)}{Hex(0)}{Hex(0)}{Hex(0)}{Hex(name.Length + 1)}{Hex(0)}{name}\0";
        return [.. Encoding.ASCII.GetBytes(header), .. new byte[-header.Length & 3], .. content, .. new byte[-content.Length & 3]];
    }

    private static byte[] OldCpio()
    {
        static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');
        static byte[] Member(string name, int mode, byte[] content) =>
        [
            .. Encoding.ASCII.GetBytes($"070707{Octal(0, 6)}{Octal(1, 6)}{Octal(mode, 6)}{Octal(0, 24)}{Octal(0, 11)}{Octal(name.Length + 1, 6)}{Octal(content.Length, 11)}{name}\0"),
            .. content,
        ];
        return [.. Member("a.txt", 0x81a4, Text), .. Member("TRAILER!!!", 0, [])];
    }

    private static byte[] RpmSection(params (int Tag, string Value)[] tags)
    {
        var store = tags.SelectMany(tag => Encoding.UTF8.GetBytes(tag.Value + "\0")).ToArray();
        var index = new List<byte>();
        var offset = 0;
        foreach (var (tag, value) in tags)
        {
            foreach (var field in (int[])[tag, 6, offset, 1])
                index.AddRange(BigEndian(field));
            offset += Encoding.UTF8.GetByteCount(value) + 1;
        }

        return [0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0, .. BigEndian(tags.Length), .. BigEndian(store.Length), .. index, .. store];
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
