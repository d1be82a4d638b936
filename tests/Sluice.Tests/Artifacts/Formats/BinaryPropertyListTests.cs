using System.Buffers.Binary;
using System.Text;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class BinaryPropertyListTests
{
    [Fact]
    public void An_app_is_named_by_its_binary_manifest()
    {
        var info = List(Texts("CFBundleIdentifier", "example.acme.app", "CFBundleShortVersionString", "4.2.0", "CFBundleExecutable", "Acme", "CFBundleName", "Ácme"));
        var report = Screening.Of("a.ipa", TestArchive.Zip(("Payload/Acme.app/Info.plist", info), ("Payload/Acme.app/Acme", "x"u8.ToArray())));

        Assert.Equal(("ipa", "example.acme.app", "4.2.0"), (report.Artifact.Kind, report.Artifact.Manifest?.Name, report.Artifact.Manifest?.Version));
    }

    [Fact]
    public void Wide_texts_and_data_are_opened()
    {
        var list = List([.. Texts("a", "schön und gut"), Data(TestArchive.Gzip(Encoding.UTF8.GetBytes(TestMap.Source(1, 9)))), Data(new byte[70])]);
        var report = Screening.Of(TestArchive.Zip(("settings.bin", list)));

        Assert.Equal(["settings.bin", "settings.bin!/data", "settings.bin!/data!/data", "settings.bin!/texts"], Screening.Places(report));
        Assert.Equal(Encoding.UTF8.GetByteCount("a\nschön und gut\n"), report.Artifact.Entries.Single(entry => entry.Path.Value == "texts").Size);
        Assert.Empty(report.Artifact.Unscreened);
    }

    [Fact]
    public void A_damaged_list_is_never_passed_over()
    {
        var list = List(Texts("key", "value", "other", "text"));
        for (var at = 8; at < list.Length; at++)
        {
            var damaged = list.ToArray();
            damaged[at] = 0xff;
            Assert.Empty(Screening.Of(TestArchive.Zip(("a.plist", damaged))).Faults);
        }

        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Zip(("a.plist", (byte[])[.. list[..^20], .. Enumerable.Repeat((byte)0xff, 20)]))).Decision);
    }

    [Fact]
    public void Objects_that_share_their_bytes_are_refused()
    {
        var big = Data(new byte[4000]);
        var body = (byte[])[.. "bplist00"u8, .. big];
        // Each object begins within the one before, and is nearly as long as the list.
        var offsets = Enumerable.Range(0, 200).SelectMany(i => new[] { (byte)((8 + (4 * i)) >> 8), (byte)(8 + (4 * i)) }).ToArray();
        for (var i = 0; i < 200; i++)
            ((byte[])[0x4f, 0x11, 0x0c, 0]).CopyTo(body, 8 + (4 * i));
        var report = Screening.Of(TestArchive.Zip(("a.plist", With([.. body, .. offsets], 2, 200, body.Length))));

        Assert.Equal(Decision.Indeterminate, report.Decision);
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(text => Ascii(text) ?? Wide(text))];

    private static byte[]? Ascii(string text) => System.Text.Ascii.IsValid(text) ? [.. Head(5, text.Length), .. Encoding.ASCII.GetBytes(text)] : null;

    private static byte[] Wide(string text) => [.. Head(6, text.Length), .. Encoding.BigEndianUnicode.GetBytes(text)];

    private static byte[] Data(byte[] bytes) => [.. Head(4, bytes.Length), .. bytes];

    private static byte[] Head(int type, int count) => count < 15 ? [(byte)(type << 4 | count)] : [(byte)(type << 4 | 15), 0x11, (byte)(count >> 8), (byte)count];

    /// <summary>A dictionary whose keys and values alternate among the objects; what is not of a pair belongs to nobody.</summary>
    private static byte[] List(byte[][] objects)
    {
        var pairs = objects.Length / 2;
        byte[] dictionary = [.. Head(0xd, pairs), .. Enumerable.Range(0, pairs).Select(i => (byte)((2 * i) + 1)), .. Enumerable.Range(0, pairs).Select(i => (byte)((2 * i) + 2))];
        var body = new List<byte>("bplist00"u8.ToArray());
        var offsets = new List<byte>();
        foreach (var item in (byte[][])[dictionary, .. objects])
        {
            offsets.AddRange([(byte)(body.Count >> 8), (byte)body.Count]);
            body.AddRange(item);
        }

        return With([.. body, .. offsets], 2, objects.Length + 1, body.Count);
    }

    private static byte[] With(byte[] content, int offsetBytes, int count, int table)
    {
        var trailer = new byte[32];
        trailer[6] = (byte)offsetBytes;
        trailer[7] = 1;
        BinaryPrimitives.WriteInt64BigEndian(trailer.AsSpan(8), count);
        BinaryPrimitives.WriteInt64BigEndian(trailer.AsSpan(24), table);
        return [.. content, .. trailer];
    }
}
