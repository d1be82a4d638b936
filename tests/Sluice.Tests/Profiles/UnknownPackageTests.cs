using Sluice.Findings;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>A release under another name is held against nothing: where a profile was named for it, that is told.</summary>
public sealed class UnknownPackageTests
{
    private const string Rule = "deviation/unknown-package";

    [Theory]
    [InlineData("yargs-parser", "Yargs-parser")]
    [InlineData("yargs-parser", " yargs-parser")]
    [InlineData("yargs-parser", "yargs-parser ")]
    [InlineData("yargs-parser", "yargs_parser")]
    [InlineData("yargs-parser", "yargsparser")]
    [InlineData("yargs-parser", "@yargs/parser")]
    [InlineData("yargs-parser", "@evil/yargs-parser")]
    [InlineData("yargs-parser", "yargs-parsers")]
    [InlineData("yargs-parser", "yrags-parser")]
    [InlineData("yargs-parser", "yargs-parser2")]
    [InlineData("yargs-parser", "yargs-barser")]
    [InlineData("@acme/cli", "acme-cli")]
    [InlineData("@acme/cli-tools", "cli-tools")]
    public void One_of_nearly_the_same_name_is_held(string known, string name)
    {
        var report = Screen(name, Book(true, known));

        var finding = Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == Rule).Finding;
        Assert.Equal((Severity.High, Confidence.Low), (finding.Severity, finding.Confidence));
        Assert.Equal(Decision.Hold, report.Decision);
    }

    [Theory]
    [InlineData("@acme/core", "@acme/cors")]
    [InlineData("@acme/a", "@acme/b")]
    [InlineData("plugin1", "plugin2")]
    [InlineData("acme-v1", "acme-v2")]
    [InlineData("react", "react-dom")]
    [InlineData("nodemon", "nodemon-cli")]
    [InlineData("ava", "alva")]
    [InlineData("acme", "something-else")]
    public void A_new_package_of_the_same_repository_warns_once(string known, string name)
    {
        var report = Screen(name, Book(true, known, "acme-other"));

        Assert.Equal(Severity.Low, Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == Rule).Finding.Severity);
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_known_package_and_a_profile_that_nobody_named_say_nothing()
    {
        Assert.DoesNotContain(Rule, Screening.Rules(Screen("yargs-parser", Book(true, "yargs-parser"))));
        Assert.DoesNotContain(Rule, Screening.Rules(Screen("Yargs-parser", Book(false, "yargs-parser"))));
        Assert.DoesNotContain(Rule, Screening.Rules(Screen("Yargs-parser", new ProfileBook { IsNamed = true })));
    }

    [Fact]
    public void What_is_no_package_is_not_asked() =>
        Assert.DoesNotContain(Rule, Screening.Rules(Screening.Of("notes.txt", "notes\n"u8.ToArray(), new ScreenOptions { Profiles = Book(true, "acme") })));

    private static ProfileBook Book(bool isNamed, params string[] names) => new(names.Select(name =>
    {
        var profile = new Profile($"npm:{name}");
        profile.Learn(ReleaseShape.Of(Screening.Of("a.tgz", Package(name), new ScreenOptions { Profiles = new ProfileBook() }).Artifact), null);
        return profile;
    })) { IsNamed = isNamed };

    private static Report Screen(string name, ProfileBook book) => Screening.Of("a.tgz", Package(name), new ScreenOptions { Profiles = book });

    private static byte[] Package(string name) => TestArchive.Npm($$"""{"name":"{{name}}","version":"1.0.0","license":"MIT","main":"index.js"}""", ("index.js", "module.exports = 1;\n"), ("LICENSE", "MIT\n"));
}
