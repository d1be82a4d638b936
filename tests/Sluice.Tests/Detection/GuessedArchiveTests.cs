using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>What only looks like an archive and does not open: a gap in the screening, except among the tests of installed packages.</summary>
public sealed class GuessedArchiveTests
{
    private const string Rule = "archive/unopened";

    public static TheoryData<string> InstalledTests =>
    [
        "app/node_modules/unzipper/test/data.js", "opt/venv/lib/python3.12/site-packages/lib/tests/data.py", "usr/local/lib/python3.12/test/data.py", "usr/lib/acme/testdata/data.txt",
    ];

    public static TheoryData<string> OtherPlaces =>
    [
        "app/src/data.js", "app/tests/data.js", "app/vendor/lib/tests/data.js", "app/node_modules/unzipper/dist/data.js", "opt/venv/lib/python3.12/site-packages/lib/data.py",
    ];

    [Theory]
    [MemberData(nameof(InstalledTests))]
    public void Locked_and_broken_ones_among_installed_tests_are_findings(string path)
    {
        foreach (var archive in (byte[][])[Locked(), Broken()])
        {
            var report = Screening.Of(Image(path, Encoded(archive)));

            Assert.Empty(report.Coverage.Unscreened);
            Assert.Equal(Decision.Allow, report.Decision);
            var finding = Assert.Single(report.Findings, f => f.Finding.Rule.Id == Rule).Finding;
            Assert.Equal(Severity.Medium, finding.Severity);
            Assert.StartsWith("was not opened: ", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public void Everywhere_else_they_are_not_screened(string path)
    {
        var report = Screening.Of(Image(path, Encoded(Locked())));

        Assert.NotEmpty(report.Coverage.Unscreened);
        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.DoesNotContain(report.Findings, f => f.Finding.Rule.Id == Rule);
    }

    /// <summary>First bytes of a kind, and what no file of that kind goes on with.</summary>
    public static TheoryData<string, byte[]> Mistaken => new()
    {
        { "database", [.. "SQLite format 3\0"u8, 255, 255, .. Enumerable.Range(0, 300).Select(i => (byte)i)] },
        { "short database", [.. "SQLite format 3\0"u8, 16, 0, .. Enumerable.Range(0, 40).Select(i => (byte)i)] },
        { "gzip", [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Repeat((byte)255, 200)] },
    };

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void Numbers_that_only_begin_like_an_archive_are_numbers(string kind, byte[] bytes)
    {
        Assert.NotEmpty(kind);
        foreach (var path in (string[])["lib/shell.c", "lib/table.js"])
        {
            var report = Screening.Of(Package("MIT", path, Encoding.ASCII.GetBytes($"static const unsigned char a[] = {{{string.Join(",", bytes)}}};\n")));

            Assert.Empty(report.Coverage.Unscreened);
            Assert.NotEqual(Decision.Indeterminate, report.Decision);
            Assert.All(report.Findings.Where(f => f.Finding.Rule.Id == Rule), f => Assert.Equal(Severity.Info, f.Finding.Severity));
        }
    }

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void A_file_of_that_kind_is_one(string kind, byte[] bytes)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(Decision.Indeterminate, Screening.Of(Package("MIT", "lib/a.bin", bytes)).Decision);
    }

    [Fact]
    public void One_that_breaks_off_after_a_part_is_not_screened()
    {
        var packed = TestArchive.Gzip(Encoding.ASCII.GetBytes(TestSecret.Alphanumeric(9000, 5)));

        Assert.Equal(Decision.Indeterminate, Screening.Of(Package("MIT", "lib/a.js", Encoded(packed[..(packed.Length / 2)]))).Decision);
    }

    [Theory]
    [MemberData(nameof(InstalledTests))]
    public void A_file_that_is_an_archive_is_not_guessed(string path)
    {
        var report = Screening.Of(Image(path, Locked()));

        Assert.NotEmpty(report.Coverage.Unscreened);
        Assert.Equal(Decision.Indeterminate, report.Decision);
    }

    [Theory]
    [MemberData(nameof(InstalledTests))]
    public void One_that_opens_is_judged_by_what_is_in_it(string path)
    {
        var report = Screening.Of(Image(path, Encoded(TestArchive.Zip(("a.txt", Encoding.ASCII.GetBytes(TestSecret.GitHub() + "\n" + TestSecret.Alphanumeric(200, 9)))))));

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.DoesNotContain(report.Findings, f => f.Finding.Rule.Id == Rule);
    }

    [Fact]
    public void A_zip_that_only_its_end_record_tells_is_guessed()
    {
        byte[] file = [.. TestProgram.ElfWithSections(".text"), .. Locked()];
        var installed = Screening.Of(Image("usr/lib/python3.11/test/program", file));
        var own = Screening.Of(Image("app/program", file));

        Assert.Equal(Decision.Allow, installed.Decision);
        Assert.Contains(Rule, Screening.Rules(installed));
        Assert.Equal(Decision.Indeterminate, own.Decision);
    }

    [Theory]
    [InlineData("lib/zones.o", Decision.Allow)]
    [InlineData("lib/zones.zip", Decision.Deny)]
    [InlineData("lib/zones.jar", Decision.Deny)]
    public void What_lies_around_an_archive_is_the_file_it_is_in_unless_the_file_is_named_as_an_archive(string path, Decision decision)
    {
        byte[] file = [.. "\0\0go114ld"u8, .. Encoding.ASCII.GetBytes(TestSecret.Alphanumeric(300, 3)), .. TestArchive.Zip(("Europe/Paris", Encoding.ASCII.GetBytes(TestSecret.Alphanumeric(300, 4)))), .. "\0symbols of the object file\0"u8];
        var report = Screening.Of(Package("UNLICENSED", path, file));

        var packaged = Screening.Of(TestArchive.Deb("Package: acme\nVersion: 1.0\nArchitecture: amd64\n", ("usr/" + path, file, 0b110_100_100)));
        Assert.Equal((decision, decision), (report.Decision, packaged.Decision));
        Assert.Contains("archive/hidden-data", Screening.Rules(report));
        Assert.Contains($"package/{path}!/Europe/Paris", Screening.Places(report));
    }

    [Fact]
    public void Oddities_of_archives_in_tests_of_others_warn_and_in_a_closed_product_stop_it()
    {
        var odd = ZipBytes.Of(new ZipMember("a.txt", "text"u8.ToArray()) { LocalName = "b.txt" });

        Assert.Equal(Decision.Allow, Screening.Of(Image("usr/lib/python3.11/test/odd.zip", odd)).Decision);
        Assert.Equal(Decision.Deny, Screening.Of(Image("app/tests/odd.zip", odd)).Decision);
        Assert.Equal(Decision.Allow, Screening.Of(Package("MIT", "test/odd.zip", odd)).Decision);
        Assert.Equal(Decision.Deny, Screening.Of(Package("MIT", "lib/odd.zip", odd)).Decision);
        Assert.Equal(Decision.Deny, Screening.Of(Package("UNLICENSED", "test/odd.zip", odd)).Decision);
    }

    [Fact]
    public void An_archive_within_a_system_package_is_not_what_the_installer_unpacks()
    {
        var climbing = ZipBytes.Of(new ZipMember("../../etc/passwd", "text"u8.ToArray()));
        var report = Screening.Of(TestArchive.Deb("Package: acme\nVersion: 1.0\nArchitecture: amd64\n", ("usr/share/acme/a.zip", climbing, 0b110_100_100)));

        Assert.Equal(Severity.Medium, report.Findings.Single(f => f.Finding.Rule.Id == "archive/traversal").Finding.Severity);
        Assert.Equal(Decision.Deny, Screening.Of(climbing).Decision);
    }

    private static byte[] Locked() => ZipBytes.Of(new ZipMember("secret.txt", Encoding.ASCII.GetBytes(TestSecret.Alphanumeric(400, 7))) { Flags = 1 });

    /// <summary>By a method that nothing here can undo.</summary>
    private static byte[] Broken() => ZipBytes.Of(new ZipMember("a.txt", Encoding.ASCII.GetBytes(TestSecret.Alphanumeric(400, 8))) { Method = 98, Packed = new byte[300] });

    private static byte[] Encoded(byte[] archive) => Encoding.ASCII.GetBytes($"data = '{Convert.ToBase64String(archive)}'\n");

    private static byte[] Image(string path, byte[] file) => ImageBytes.LayoutTar(new ImageSpec { Layers = [TestArchive.Tar((path, file))] });

    private static byte[] Package(string license, string path, byte[] file) =>
        TestArchive.Tgz(("package/package.json", Encoding.ASCII.GetBytes($$"""{"name": "acme", "version": "1.0.0", "license": "{{license}}", "main": "a.js"}""")), ("package/a.js", "1"u8.ToArray()), ("package/" + path, file));
}
