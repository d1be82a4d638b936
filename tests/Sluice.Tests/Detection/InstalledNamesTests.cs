using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>Names that differ in the archive, and are one where it is installed.</summary>
public sealed class InstalledNamesTests
{
    private const string Manifest = """{"name":"acme-add","version":"1.0.0","license":"MIT","main":"index.js"}""";
    private const string Evil = """{"name":"acme-add","version":"1.0.0","license":"MIT","main":"index.js","scripts":{"preinstall":"node evil.js"}}""";

    [Theory]
    [InlineData("zzz/package.json")]
    [InlineData("Package/package.json")]
    [InlineData("package2//package.json")]
    [InlineData("./package.json")]
    [InlineData("/package.json")]
    public void The_manifest_that_npm_takes_is_the_last_one(string name)
    {
        var report = Screening.Of("acme-add-1.0.0.tgz", Package().File(name, Evil).End().ToTgz());

        Assert.Equal("preinstall", Assert.Single(report.Artifact.Manifest!.Scripts).Name);
        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "archive/duplicate-name", Severity: Severity.High } && finding.Finding.Message.Contains("npm takes this one", StringComparison.Ordinal));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_file_in_the_place_of_another_one_warns_and_the_second_folder_is_held()
    {
        var report = Screening.Of("acme-add-1.0.0.tgz", Package().File("zzz/index.js", "module.exports = 1;\n").End().ToTgz());

        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "archive/duplicate-name", Severity: Severity.Medium });
        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "archive/several-roots", Confidence: Confidence.Low });
        Assert.Equal(Decision.Hold, report.Decision);
    }

    [Fact]
    public void Files_of_a_second_folder_are_told_even_where_they_are_in_nobodys_place()
    {
        var report = Screening.Of("acme-add-1.0.0.tgz", Package().File("zzz/binding.gyp", "{}").File("zzz/more.js", "1;\n").End().ToTgz());

        Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == "archive/several-roots");
        Assert.DoesNotContain("archive/duplicate-name", Screening.Rules(report));
        Assert.Equal(Decision.Hold, report.Decision);
    }

    [Theory]
    [InlineData("package/")]
    [InlineData("node/")]
    [InlineData("acme-add-1.0.0/")]
    [InlineData("./")]
    [InlineData("./package/")]
    public void One_folder_is_in_order_whatever_it_is_called(string folder)
    {
        var tar = new TarBytes().File(folder + "package.json", Manifest).File(folder + "index.js", "module.exports = 1;\n").File(folder + "README.md", "# a\n").File(folder + "LICENSE", "MIT\n");
        var report = Screening.Of("acme-add-1.0.0.tgz", tar.End().ToTgz());

        Assert.Equal(("npm", "acme-add"), (report.Artifact.Kind, report.Artifact.Manifest?.Name));
        Assert.DoesNotContain(Screening.Rules(report), rule => rule is "archive/several-roots" or "archive/duplicate-name");
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void Extended_headers_and_files_beside_the_folder_are_no_second_one()
    {
        var tar = new TarBytes().Pax('g', ("comment", "0123456789abcdef")).Pax('x', ("mtime", "1"))
            .File("package/package.json", Manifest).File("package/index.js", "module.exports = 1;\n").File("package/LICENSE", "MIT\n").File("package.json", Evil).File("notes.txt", "notes\n");
        var report = Screening.Of("acme-add-1.0.0.tgz", tar.End().ToTgz());

        Assert.Empty(report.Artifact.Manifest!.Scripts);
        Assert.DoesNotContain(Screening.Rules(report), rule => rule is "archive/several-roots" or "archive/duplicate-name");
    }

    [Fact]
    public void Archives_of_other_kinds_may_have_many_folders()
    {
        var report = Screening.Of("tools.tgz", TestArchive.Tgz(("a/readme.txt", "a\n"u8.ToArray()), ("b/readme.txt", "b\n"u8.ToArray())));

        Assert.DoesNotContain(Screening.Rules(report), rule => rule is "archive/several-roots" or "archive/duplicate-name");
    }

    [Theory]
    [InlineData("acme-1.0.data/purelib/acme/__init__.py", true)]
    [InlineData("acme-1.0.data/platlib/acme/__init__.py", true)]
    [InlineData("acme-1.0.data/data/acme/__init__.py", false)]
    [InlineData("acme-1.0.data/purelib/acme/more.py", false)]
    public void A_wheel_has_two_folders_for_modules(string path, bool isTold)
    {
        var report = Screening.Of("acme-1.0-py3-none-any.whl", TestArchive.Zip(
            ("acme/__init__.py", "x = 1\n"u8.ToArray()), (path, "x = 2\n"u8.ToArray()), ("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n"u8.ToArray()),
            ("acme-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: flit 3\nRoot-Is-Purelib: true\nTag: py3-none-any\n"u8.ToArray()), ("acme-1.0.dist-info/RECORD", ""u8.ToArray())));

        Assert.Equal("wheel", report.Artifact.Kind);
        Assert.Equal(isTold, Screening.Rules(report).Contains("archive/duplicate-name"));
    }

    [Theory]
    [InlineData("lib/net8.0/Acme%2edll", "archive/duplicate-name")]
    [InlineData("lib/net8.0/acme.dll", "archive/case-collision")]
    [InlineData("lib/net8.0/Acme.xml", null)]
    public void NuGet_takes_names_with_escapes_and_in_another_case_for_one(string path, string? rule)
    {
        const string Nuspec = "<package xmlns=\"urn:x\"><metadata><id>Acme</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>";
        var report = Screening.Of("acme.1.0.0.nupkg", TestArchive.Zip(("Acme.nuspec", Encoding.UTF8.GetBytes(Nuspec)), ("lib/net8.0/Acme.dll", "one"u8.ToArray()), (path, "two"u8.ToArray())));

        Assert.Equal("nuget", report.Artifact.Kind);
        var found = report.Findings.Where(finding => finding.Finding.Rule.Id is "archive/duplicate-name" or "archive/case-collision").ToList();
        Assert.Equal(rule is null ? [] : [rule], found.Select(finding => finding.Finding.Rule.Id));
        Assert.All(found, finding => Assert.Equal(Severity.Medium, finding.Finding.Severity));
    }

    [Fact]
    public void What_was_learned_of_files_holds_whatever_folder_they_are_in()
    {
        var files = Tests.Profiles.Releases.Book(5);
        var tar = new TarBytes().File("package/package.json", """{"name":"acme-add","version":"1.0.6","license":"MIT","main":"index.js"}""").File("package/index.js", Tests.Profiles.Releases.Code)
            .File("package/README.md", "# acme-add\n").File("package/LICENSE", "MIT\n").File("zzz/more.js", "1;\n");
        var report = Screening.Of("acme-add-1.0.6.tgz", tar.End().ToTgz(), new ScreenOptions { Profiles = files });

        Assert.Equal("zzz/more.js", Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == "deviation/new-file").Finding.Entry.Path.Value);
        Assert.DoesNotContain("deviation/missing-file", Screening.Rules(report));
    }

    private static TarBytes Package() => new TarBytes().File("package/package.json", Manifest).File("package/index.js", "module.exports = 0;\n").File("package/LICENSE", "MIT\n");
}
