using System.IO.Compression;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class ExchangedContentTests
{
    private const string Rule = "provenance/mutable-reference";

    [Fact]
    public void The_same_bytes_again_are_no_news()
    {
        Assert.Empty(Found(Learned(4), Releases.Pack(4)));
    }

    [Fact]
    public void The_same_files_in_another_archive_are_the_same_release()
    {
        var again = Repacked(Releases.Pack(2));

        Assert.NotEqual(Releases.Pack(2), again);
        Assert.Empty(Found(Learned(4), again));
    }

    [Theory]
    [InlineData(2, Severity.High)]
    [InlineData(4, Severity.Medium)]
    public void Another_content_under_a_version_is_told_and_stops_where_others_followed_on_it(int patch, Severity severity)
    {
        var found = Assert.Single(Found(Learned(4), Releases.Pack(patch, "", ("extra.js", "module.exports = 1;\n"))));

        Assert.Equal(severity, found.Severity);
        Assert.Contains("it has other files", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_be_read_only_once_is_told_by_its_bytes()
    {
        var report = ReleaseCheck.Screen(new StreamSource(new MemoryStream(Repacked(Releases.Pack(4))), "-"), new ScreenOptions { Profiles = Learned(4) }, TestContext.Current.CancellationToken);

        var found = Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == Rule).Finding;
        Assert.Contains("it has other bytes", found.Message, StringComparison.Ordinal);
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_version_of_a_maintained_line_is_the_newest_of_its_own()
    {
        var book = Learned(4);
        book.Approve(Screen(TestArchive.Npm("""{"name":"acme-add","version":"2.0.0","license":"MIT","main":"index.js"}""", ("index.js", Releases.Code), ("LICENSE", "MIT\n")), new ProfileBook()));

        Assert.Equal(Severity.Medium, Assert.Single(Found(book, Releases.Pack(4, "", ("extra.js", "module.exports = 1;\n")))).Severity);
    }

    [Theory]
    [InlineData("acme/app:2.1.20", Severity.High)]
    [InlineData("acme/app:v2.1.20-alpine", Severity.High)]
    [InlineData("acme/app:sha-3f29ab7c", Severity.High)]
    [InlineData("acme/app:latest", Severity.Info)]
    [InlineData("acme/app:3.20", Severity.Info)]
    public void A_tag_of_an_image_is_held_to_what_it_says(string tag, Severity severity)
    {
        var book = new ProfileBook();
        book.Approve(Screen(Image(tag, "a"), new ProfileBook()));

        Assert.Empty(Found(book, Image(tag, "a")));
        Assert.Equal(severity, Assert.Single(Found(book, Image(tag, "b"))).Severity);
    }

    [Fact]
    public void A_program_that_keeps_the_name_of_its_content_and_changes_is_told()
    {
        var found = Assert.Single(Found(Sites(5), Site(6, "one", "exports.other = 6;\n")));

        Assert.Equal(Severity.High, found.Severity);
        Assert.Equal("assets/app-ab12cd34.js", found.Entry.Path.Value);
    }

    [Fact]
    public void Numbers_that_are_no_hashes_of_the_content_say_nothing()
    {
        var book = new ProfileBook();
        for (var release = 1; release <= 5; release++)
            book.Approve(Screen(Site(release, "one", $"exports.release = {release};\n"), new ProfileBook()));

        Assert.Empty(Found(book, Site(6, "one", "exports.release = 6;\n")));
    }

    [Fact]
    public void One_release_is_too_few_to_stop_anything()
    {
        Assert.Equal(Severity.Medium, Assert.Single(Found(Sites(1), Site(6, "one", "exports.other = 6;\n"))).Severity);
    }

    [Fact]
    public void What_was_learned_survives_the_file()
    {
        var book = Sites(5);
        book.Approve(Screen(Image("acme/app:2.1.20", "a"), new ProfileBook()));
        var text = book.Write();
        var read = ProfileBook.Read("profile.json", Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, read.Write());
        Assert.Single(Found(read, Site(6, "one", "exports.other = 6;\n")));
        Assert.Single(Found(read, Image("acme/app:2.1.20", "b")));
    }

    [Fact]
    public void Old_names_are_forgotten()
    {
        var contents = new KnownContents();
        for (var release = 1; release <= 20; release++)
        {
            var names = new NamedValues<string> { [$"a-{release:x8}a1.js"] = "00" };
            contents.Learn(new ReleaseContents(() => null, () => new(), () => names), release);
        }

        Assert.Equal(5, contents.Names.Count);
    }

    private static ProfileBook Learned(int releases)
    {
        var book = new ProfileBook();
        for (var patch = 1; patch <= releases; patch++)
            book.Approve(Screen(Releases.Pack(patch), new ProfileBook()));
        return book;
    }

    /// <summary>Each has another program, but the last, which is as the first of <see cref="Site"/>.</summary>
    private static ProfileBook Sites(int releases)
    {
        var book = new ProfileBook();
        for (var release = 1; release <= releases; release++)
            book.Approve(Screen(Site(release, release == releases ? "one" : "many", "exports.one = 1;\n"), new ProfileBook()));
        return book;
    }

    private static byte[] Site(int release, string name, string code) =>
        TestArchive.Zip(("index.html", Encoding.UTF8.GetBytes($"<!doctype html><title>{release}</title>\n")), (name == "one" ? "assets/app-ab12cd34.js" : $"assets/app-ab12cd{release}f.js", Encoding.UTF8.GetBytes(code)));

    private static byte[] Image(string tag, string text) => ImageBytes.DockerSave(new ImageSpec { Tag = tag, User = "1000", Layers = [TestArchive.Tar(("srv/app.txt", Encoding.UTF8.GetBytes(text)))] });

    private static byte[] Repacked(byte[] tgz)
    {
        using var plain = new GZipStream(new MemoryStream(tgz), CompressionMode.Decompress);
        using var output = new MemoryStream();
        using (var packed = new GZipStream(output, CompressionLevel.NoCompression, leaveOpen: true))
            plain.CopyTo(packed);
        return output.ToArray();
    }

    private static Report Screen(byte[] release, ProfileBook book) => Screening.Of("release.bin", release, new ScreenOptions { Profiles = book, HashesAll = book.Packages == 0 });

    private static List<Finding> Found(ProfileBook book, byte[] release)
    {
        var report = Screen(release, book);
        Assert.Empty(report.Faults);
        return [.. report.Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id == Rule)];
    }
}
