using System.Text;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

public sealed class WalkTests
{
    [Fact]
    public void Members_of_a_compressed_archive_have_paths_of_their_own()
    {
        var inner = TestArchive.Tgz(("deep/file.txt", "hello\n"u8.ToArray()));
        var report = Screening.Of(TestArchive.Tgz(("package/inner.tgz", inner), ("package/a.js", "1\n"u8.ToArray())));

        Assert.Equal(["package/inner.tgz", "package/inner.tgz!/deep/file.txt", "package/a.js"], Screening.Places(report));
    }

    [Fact]
    public void The_report_does_not_depend_on_the_number_of_threads()
    {
        var members = Enumerable.Range(0, 200).Select(i => ($"f{i}.txt", Encoding.UTF8.GetBytes(new string('x', i * 97)))).ToArray();
        var artifact = TestArchive.Tgz(members);

        var one = Screening.Of(artifact, new ScreenOptions { Jobs = 1 });
        var many = Screening.Of(artifact, new ScreenOptions { Jobs = 4 });

        Assert.Equal(JsonOf(one), JsonOf(many));
    }

    [Fact]
    public void A_truncated_archive_is_never_allowed()
    {
        var artifact = TestArchive.Tgz(("a.txt", new byte[5000]), ("b.txt", Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 5000)))));
        for (var length = 20; length < artifact.Length; length += 97)
        {
            var report = Screening.Of(artifact[..length]);
            Assert.NotEqual(Decision.Allow, report.Decision);
        }
    }

    private static string JsonOf(Report report)
    {
        var text = new StringWriter();
        new Sluice.Reporting.JsonReport().Write([report], new Sluice.Reporting.ReportStyle(), text);
        return text.ToString();
    }
}
