using System.Text;
using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

/// <summary>A map where no viewer and no archive tool looks: in pictures, documents and encodings without a magic.</summary>
public sealed class RestoredDataTests
{
    private const string Name = "../src/billing.ts";

    private static readonly string Map = TestMap.Map((Name, TestMap.Source(3, 40))).ToJsonString();

    public static TheoryData<string> Places => [.. Hidden.Keys];

    public static TheoryData<string> Harmless => [.. Benign.Keys];

    private static Dictionary<string, byte[]> Hidden => new()
    {
        ["a packed text of a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("zTXt", [.. "map\0\0"u8, .. PackedBytes.Zlib(Utf8(Map))]), .. PictureBytes.PngEnd],
        ["an international packed text of a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("iTXt", [.. "map\0\u0001\0en\0\0"u8, .. PackedBytes.Zlib(Utf8(Map))]), .. PictureBytes.PngEnd],
        ["a private chunk of a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("maPp", TestArchive.Gzip(Utf8(Map))), .. PictureBytes.PngEnd],
        ["base64 in a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("tEXt", [.. "map\0"u8, .. Utf8(Convert.ToBase64String(Utf8(Map)))]), .. PictureBytes.PngEnd],
        ["a picture in an icon"] = PictureBytes.Icon([.. PictureBytes.Png, .. PictureBytes.PngChunk("zTXt", [.. "map\0\0"u8, .. PackedBytes.Zlib(Utf8(Map))]), .. PictureBytes.PngEnd]),
        ["brotli behind a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngEnd, .. PackedBytes.Brotli(Utf8(Map))],
        ["behind an icon"] = [.. PictureBytes.Icon([.. PictureBytes.Png, .. PictureBytes.PngEnd]), .. TestArchive.Gzip(Utf8(Map))],
        ["comments of a photograph"] = PictureBytes.Jpeg([.. TestArchive.Gzip(Utf8(Map)).Chunk(500).Select(piece => ((byte)0xfe, piece))]),
        ["an application's segments of a photograph"] = PictureBytes.Jpeg([.. PackedBytes.Zlib(Utf8(Map)).Chunk(500).Select(piece => ((byte)0xe7, (byte[])[.. "acme\0"u8, .. piece]))]),
        ["behind a photograph"] = [.. PictureBytes.Jpeg(), .. TestArchive.Gzip(Utf8(Map))],
        ["behind two photographs"] = [.. PictureBytes.Jpeg(), .. PictureBytes.Jpeg(), .. PackedBytes.Brotli(Utf8(Map))],
        ["a comment of a drawing"] = [.. PictureBytes.Gif[..^1], 0x21, 0xfe, .. TestArchive.Gzip(Utf8(Map)).Chunk(255).SelectMany(piece => (byte[])[(byte)piece.Length, .. piece]), 0, 0x3b],
        ["behind a drawing"] = [.. PictureBytes.Gif, .. TestArchive.Gzip(Utf8(Map))],
        ["a chunk of a web picture"] = PictureBytes.WebP("acme", TestArchive.Gzip(Utf8(Map))),
        ["behind a web picture"] = [.. PictureBytes.WebP("EXIF", new byte[20]), .. TestArchive.Gzip(Utf8(Map))],
        ["a stream of a document"] = PackedBytes.Pdf("/Filter /FlateDecode", PackedBytes.Zlib(Utf8(Map))),
        ["an embedded file of a document"] = PackedBytes.Pdf("/Type /EmbeddedFile /Filter[/FlateDecode]", PackedBytes.Zlib(TestArchive.Zip(("a.map", Utf8(Map))))),
        ["a file in a document as it is"] = PackedBytes.Pdf("/Type /EmbeddedFile", TestArchive.Gzip(Utf8(Map))),
        ["a stream of a document in two encodings"] = PackedBytes.Pdf("/Filter [/ASCII85Decode /FlateDecode]", Utf8(PackedBytes.Base85(PackedBytes.Ascii85, PackedBytes.Zlib(Utf8(Map))) + "~>")),
        ["a stream of a document in hexadecimal"] = PackedBytes.Pdf("/Filter /ASCIIHexDecode", Utf8(Convert.ToHexString(PackedBytes.Zlib(Utf8(Map))) + ">")),
        ["brotli"] = PackedBytes.Brotli(Utf8(Map)),
        ["an archive in brotli"] = PackedBytes.Brotli(TestArchive.Zip(("a.map", Utf8(Map)))),
        ["deflate"] = PackedBytes.Deflate(Utf8(Map)),
        ["base32"] = Utf8("d = '" + PackedBytes.Base32(Utf8(Map)) + "'"),
        ["base32 in lines of lower case"] = Utf8("# data\n" + string.Join('\n', PackedBytes.Base32(PackedBytes.Zlib(Utf8(Map))).ToLowerInvariant().Chunk(76).Select(line => new string(line))) + "\n"),
        ["base85"] = Utf8("import base64\nD = b'" + PackedBytes.Base85(PackedBytes.Rfc1924, PackedBytes.Zlib(Utf8(Map))) + "'\n"),
        ["Z85"] = Utf8("{\"data\": \"" + PackedBytes.Base85(PackedBytes.Z85, PackedBytes.Zlib(Utf8(Map))) + "\"}"),
        ["ascii85"] = Utf8(PackedBytes.Base85(PackedBytes.Ascii85, PackedBytes.Zlib(Utf8(Map)))),
        ["ascii85 in brackets and lines"] = Utf8("data:\n<~" + string.Join('\n', PackedBytes.Base85(PackedBytes.Ascii85, Utf8(Map)).Chunk(72).Select(line => new string(line))) + "~>\n"),
        ["uuencode"] = Utf8("Hello,\n\nbegin 644 a.map\n" + PackedBytes.Uuencode(Utf8(Map)) + "`\nend\n"),
    };

    private static Dictionary<string, byte[]> Benign => new()
    {
        ["a picture with a profile and noise"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("iCCP", [.. "p\0\0"u8, .. PackedBytes.Zlib(Noise(900))]), .. PictureBytes.PngChunk("IDAT", Noise(900)), .. PictureBytes.PngChunk("prVt", Noise(900)), .. PictureBytes.PngEnd, .. new byte[200]],
        ["a picture that is cut off"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("IDAT", Noise(900))[..500]],
        ["a photograph with a preview"] = [.. PictureBytes.Jpeg((0xe1, [.. "Exif\0\0"u8, .. Noise(300)]), (0xe2, Noise(60_000))), .. PictureBytes.Jpeg()],
        ["a film of photographs"] = [.. Enumerable.Repeat(PictureBytes.Jpeg(), 100).SelectMany(picture => picture)],
        ["a drawing"] = PictureBytes.Gif,
        ["an icon"] = PictureBytes.Icon([.. PictureBytes.Png, .. PictureBytes.PngEnd]),
        ["a web picture"] = PictureBytes.WebP("EXIF", Noise(200)),
        ["what only starts like an icon"] = [0, 0, 1, 0, .. Noise(300)],
        ["a document with pixels and a font"] = PackedBytes.Pdf("/Subtype /Image /Filter /FlateDecode", PackedBytes.Zlib(Noise(3000))),
        ["noise"] = Noise(5000),
        ["packed noise"] = PackedBytes.Brotli(Noise(3000)),
        ["noise in base32"] = Encoding.UTF8.GetBytes("x = '" + PackedBytes.Base32(Noise(900)) + "'"),
        ["noise in base85"] = Encoding.UTF8.GetBytes("x = '" + PackedBytes.Base85(PackedBytes.Rfc1924, Noise(900)) + "'\ny = '" + PackedBytes.Base85(PackedBytes.Z85, Noise(900)) + "'"),
        ["a program without blanks"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(i => $"a[{i}]=(b{i}+c)*{i}^d(e{i})?f:!g{i}"))),
        ["begin without a file"] = "begin 644 data\nThis is no line of it.\nend\nbegin 12\n"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_map_in_hiding_is_opened_and_denied(string place)
    {
        var report = Screening.Of(TestMap.Package(("dist/data", Hidden[place])));

        Assert.Empty(report.Faults);
        Assert.Contains(Screening.Places(report), found => found.EndsWith("!/" + Name, StringComparison.Ordinal));
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("exposure/source-map", Screening.Rules(report));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_hides_nothing_is_allowed(string name)
    {
        var report = Screening.Of(TestMap.Package(("dist/data", Benign[name])));

        Assert.Empty(report.Faults);
        Assert.Equal(Decision.Allow, report.Decision);
        Assert.Empty(report.Coverage.Unscreened);
        Assert.DoesNotContain(report.Artifact.Entries, entry => entry is { Origin: EntryOrigin.Decoded, IsText: true });
    }

    [Fact]
    public void Hidden_places_that_are_damaged_end_in_no_fault()
    {
        var random = new Random(5);
        foreach (var file in Hidden.Values)
        {
            for (var i = 0; i < 20; i++)
            {
                var damaged = file.AsSpan(0, i % 2 == 0 ? file.Length : random.Next(1, file.Length)).ToArray();
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                Assert.Empty(Screening.Of(damaged).Faults);
            }
        }
    }

    [Theory]
    [InlineData(":1", false, Decision.Indeterminate)]
    [InlineData(":1", true, Decision.Indeterminate)]
    [InlineData(":0", false, Decision.Allow)]
    [InlineData(":0", true, Decision.Allow)]
    public void A_single_file_application_that_is_too_large_to_open_is_not_passed_over(string fuse, bool isForward, Decision expected)
    {
        byte[] program = [.. "\x7f"u8, .. "ELF\u0002\u0001\u0001"u8, .. Noise(400_000), .. Utf8("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2" + fuse), .. Noise(400_000)];
        var options = new ScreenOptions { Limits = new ReadLimits { BufferedBytes = 256 << 10 } };
        var report = isForward ? Screening.Forward("app", program, options) : Screening.Of("app", TestArchive.Tgz(("package/app", program)), options);

        Assert.Equal(expected, report.Decision);
    }

    [Fact]
    public void A_document_that_is_encrypted_says_so() =>
        Assert.Contains("archive/encrypted", Screening.Rules(Screening.Of(TestMap.Package(("dist/a.pdf", PackedBytes.Pdf("/Type /XRef /Encrypt 3 0 R /Filter /FlateDecode", Noise(300)))))));

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        // No byte that starts a marker, so that the noise is within one part.
        return [.. noise.Select(b => b == 0xff ? (byte)0 : b)];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Word writes its theme like this: a zip in hexadecimal digits, whose last line ends with the group.</summary>
    [Theory]
    [InlineData("}")]
    [InlineData("}}\n")]
    [InlineData("\n}}\n")]
    public void A_zip_in_digits_that_ends_with_its_group_is_whole(string end)
    {
        var digits = Convert.ToHexStringLower(TestArchive.Zip(("theme/theme.xml", System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(i => $"<a{i}/>"))))));
        var lines = string.Join('\n', Enumerable.Range(0, (digits.Length + 127) / 128).Select(i => digits[(i * 128)..Math.Min(digits.Length, (i + 1) * 128)]));
        var report = Screening.Of("eula.rtf", System.Text.Encoding.ASCII.GetBytes("{\\rtf1\\ansi {\\*\\themedata " + lines + end + "\n}"));

        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Name == "theme.xml");
        Assert.Empty(report.Artifact.Unscreened);
    }
}
