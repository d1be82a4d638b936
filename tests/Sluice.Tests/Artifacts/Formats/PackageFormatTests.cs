using System.Text;
using Sluice.Artifacts.Formats;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

/// <summary>The formats of packages, written by hand here and by the real tools.</summary>
public sealed class PackageFormatTests
{
    [Fact]
    public void An_rpm_tells_its_header_and_opens_to_its_files()
    {
        var report = Screening.Of(ArchiveSamples.Rpm());
        var header = report.Artifact.Root.Fact<RpmHeader>()!;

        Assert.Equal("rpm", report.Artifact.Kind);
        Assert.Equal(("acme", "1.2.3", "MIT"), (header.Name, header.Version, header.License));
        Assert.Equal([("postin", "echo installed")], header.Scripts);
        Assert.Equal(["(script postin)", "(header)", "a.txt", "link"], Screening.Places(report));
    }

    [Fact]
    public void An_rpm_of_rpmbuild_opens()
    {
        using var folder = new TemporaryFolder();
        folder.File("acme.spec", "Name: acme\nVersion: 1.0\nRelease: 1\nSummary: s\nLicense: MIT\nBuildArch: noarch\n%description\nd\n%install\nmkdir -p %{buildroot}/opt\necho hello > %{buildroot}/opt/hello\n%post\necho post\n%files\n/opt/hello\n");
        folder.Run("rpmbuild", "-bb", "--quiet", "--define", $"_topdir {folder.Path}/top", "acme.spec");
        var report = Screening.Of(File.ReadAllBytes(Directory.GetFiles(folder.Path, "*.rpm", SearchOption.AllDirectories).Single()));

        Assert.Equal("acme", report.Artifact.Root.Fact<RpmHeader>()!.Name);
        Assert.Contains("opt/hello", Screening.Places(report));
        Assert.Empty(report.Artifact.Anomalies);
        Assert.Empty(report.Artifact.Unscreened);
    }

    [Theory]
    [InlineData("newc")]
    [InlineData("crc")]
    [InlineData("odc")]
    public void Archives_of_cpio_open(string format)
    {
        using var folder = new TemporaryFolder();
        folder.File("a.txt", "first");
        folder.File("b.txt", "second one");
        folder.Run("sh", "-c", $"printf 'a.txt\\nb.txt\\n' | cpio -o -H {format} --quiet > out");
        var report = Screening.Of(File.ReadAllBytes(Path.Combine(folder.Path, "out")));

        Assert.Equal(["a.txt", "b.txt"], Screening.Places(report));
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_gem_and_its_data_open()
    {
        using var folder = new TemporaryFolder();
        folder.File("lib.rb", "puts 1\n");
        folder.File("acme.gemspec", "Gem::Specification.new { |s| s.name = 'acme'; s.version = '1.0'; s.summary = 's'; s.authors = ['a']; s.license = 'MIT'; s.files = ['lib.rb'] }\n");
        folder.Run("gem", "build", "acme.gemspec");
        var report = Screening.Of("acme-1.0.gem", File.ReadAllBytes(Path.Combine(folder.Path, "acme-1.0.gem")));

        Assert.Contains("data.tar.gz!/lib.rb", Screening.Places(report));
        Assert.Empty(report.Artifact.Anomalies);
        Assert.Empty(report.Artifact.Unscreened);
    }

    [Fact]
    public void Long_names_of_GNU_and_BSD_are_read_in_ar()
    {
        static byte[] Member(string name, string content) =>
            Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n{content}{(content.Length % 2 == 1 ? "\n" : "")}");
        byte[] archive = [.. "!<arch>\n"u8, .. Member("//", "a-rather-long-file-name.o/\n"), .. Member("/0", "one"), .. Member("#1/24", "another-long-file-name.o" + "two")];

        Assert.Equal(["a-rather-long-file-name.o", "another-long-file-name.o"], Screening.Places(Screening.Of(archive)));
    }

    [Fact]
    public void An_asar_shows_its_files_and_what_lies_between_them()
    {
        var clean = Screening.Of(ArchiveSamples.Asar(("index.js", "1;"u8.ToArray()), ("b.js", "2;"u8.ToArray())));
        var hiding = Screening.Of([.. ArchiveSamples.Asar(("index.js", "1;"u8.ToArray())), .. "hidden"u8]);

        Assert.Equal(["index.js", "b.js"], Screening.Places(clean));
        Assert.Equal("asar", clean.Artifact.Kind);
        Assert.Equal(Decision.Allow, clean.Decision);
        Assert.Contains("archive/hidden-data", Screening.Rules(hiding));
    }

    [Theory]
    [InlineData("bzip2", "t.tar.bz2")]
    [InlineData("xz", "t.tar.xz")]
    [InlineData("zstd", "t.tar.zst")]
    [InlineData("lz4 -q", "t.tar.lz4")]
    [InlineData("lz4 -q -BD -BX", "t.tar.lz4")]
    public void Several_compressed_pieces_in_a_row_are_one_content(string program, string name)
    {
        using var folder = new TemporaryFolder();
        folder.File("a", new TarBytes().File("a.txt", "first").ToArray());
        folder.File("b", new TarBytes().File("b.txt", "second").End().ToArray());
        folder.Run("sh", "-c", $"({program} -c a; {program} -c b) > out");
        var packed = File.ReadAllBytes(Path.Combine(folder.Path, "out"));

        Assert.Equal(["a.txt", "b.txt"], Screening.Places(Screening.Of(name, packed)));
        Assert.Contains("archive/hidden-data", Screening.Rules(Screening.Of(name, [.. packed, .. "appended"u8])));
    }

    [Theory]
    [InlineData("-B4 -BD")]
    [InlineData("-9 -B7")]
    [InlineData("-l")]
    public void Lz4_restores_every_byte_over_many_blocks(string options)
    {
        var random = new Random(4);
        var words = Enumerable.Range(0, 300).Select(_ => random.Next(1 << 20).ToString("x", System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var text = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 60_000).Select(_ => words[random.Next(words.Length)])));
        using var folder = new TemporaryFolder();
        folder.File("a", text);
        folder.Run("sh", "-c", $"lz4 -q {options} -c a > out");
        var report = Screening.Of("a.lz4", File.ReadAllBytes(Path.Combine(folder.Path, "out")));

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(text), report.Artifact.Entries[1].Digest.ToArray());
    }

    [Fact]
    public void A_skippable_frame_becomes_an_entry()
    {
        using var folder = new TemporaryFolder();
        folder.File("a", "content");
        folder.Run("sh", "-c", "zstd -q -c a > out");
        byte[] packed = [0x50, 0x2a, 0x4d, 0x18, 6, 0, 0, 0, .. "hidden"u8, .. File.ReadAllBytes(Path.Combine(folder.Path, "out"))];

        Assert.Contains("(skippable frame at 0)", Screening.Places(Screening.Of("a.zst", packed)));
    }

    [Fact]
    public void Brotli_is_opened_where_the_name_says_so()
    {
        using var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 500))));
        var whole = Screening.Of(TestArchive.Tgz(("bundle.js.br", packed.ToArray())));
        var cut = Screening.Of(TestArchive.Tgz(("bundle.js.br", packed.ToArray()[..^5])));

        Assert.Contains(whole.Artifact.Entries, entry => entry is { IsPayload: true, Size: 1889, Path.Value: "bundle.js" });
        Assert.Equal((Decision.Allow, Decision.Indeterminate), (whole.Decision, cut.Decision));
    }

    [Fact]
    public void Empty_pieces_without_end_are_a_bomb()
    {
        byte[] empty = [0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];
        var report = Screening.Of([.. Enumerable.Repeat(empty, 1200).SelectMany(piece => piece)]);

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("archive/bomb", Screening.Rules(report));
    }

    [Fact]
    public void Pieces_that_hold_next_to_nothing_are_counted()
    {
        using var folder = new TemporaryFolder();
        folder.File("a", "x");
        folder.Run("sh", "-c", "bzip2 -c a > out");
        var piece = File.ReadAllBytes(Path.Combine(folder.Path, "out"));
        var few = Screening.Of([.. Enumerable.Repeat(piece, 900).SelectMany(bytes => bytes)]);
        var many = Screening.Of([.. Enumerable.Repeat(piece, 1100).SelectMany(bytes => bytes)]);

        Assert.Equal((Decision.Allow, 900L), (few.Decision, few.Artifact.Entries[1].Size));
        Assert.Equal(Decision.Deny, many.Decision);
        Assert.Contains("archive/bomb", Screening.Rules(many));
    }

    [Theory]
    [InlineData(new byte[] { 0x68, 0x73, 0x71, 0x73, 1, 0, 0, 0 }, "squashfs")]
    [InlineData(new byte[] { 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4 }, "7z")]
    [InlineData(new byte[] { 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00 }, "RAR")]
    [InlineData(new byte[] { 0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0 }, "CAB")]
    public void What_cannot_be_opened_says_so(byte[] magic, string name)
    {
        var report = Screening.Of([.. magic, .. new byte[100]]);

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains(name, Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
    }
}
