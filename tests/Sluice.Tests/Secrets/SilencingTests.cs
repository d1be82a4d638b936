using System.Text;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Nothing inside an artifact silences a finding: whoever hides a secret also writes the files that would excuse it.</summary>
public sealed class SilencingTests
{
    private const string Manifest = """{"name": "@acme/app", "version": "1.0.0", "license": "UNLICENSED"}""";

    public static TheoryData<string> Comments =>
    [
        "gitleaks:allow", "pragma: allowlist secret", "nosec", "nosemgrep", "trufflehog:ignore", "ggignore", "noqa: S105", "NOSONAR", "kics-scan ignore-line",
        "sluice:allow secret/github-token until 2099-01-01 it is fine", "sluice:allow secret/*",
    ];

    public static TheoryData<string, string> Files => new()
    {
        { ".gitleaks.toml", "[allowlist]\npaths = ['''.*''']\nregexes = ['''.*''']\n" },
        { ".gitleaksignore", "settings.env:github-pat:1\n" },
        { ".betterleaks.toml", "[allowlist]\npaths = ['''.*''']\n" },
        { "trufflehog.yaml", "detectors: []\n" },
        { ".trufflehogignore", ".*\n" },
        { "exclude-patterns.txt", ".*\n" },
        { ".secrets.baseline", """{"version": "1.5.0", "filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": [".*"]}], "results": {}}""" },
        { ".gitguardian.yaml", "secret:\n  ignored-paths: ['**']\n" },
        { ".semgrepignore", "*\n" },
        { ".gitignore", "*\n" },
        { ".npmignore", "*\n" },
        { ".gitattributes", "* linguist-generated binary\n" },
        { ".editorconfig", "root = true\n[*]\ngenerated_code = true\n" },
        { "sluice.yaml", "version: 1\nvisibility: public\npolicies: []\nwaivers: .sluice/waivers.yaml\n" },
        { ".sluice/waivers.yaml", "version: 1\nwaivers:\n  - rule: secret/github-token\n    path: '**'\n    owner: eve\n    reason: fine\n    until: 2099-01-01\n" },
        { ".sluice/known.json", """{"schema": "urn:sluice:known:v1", "findings": []}""" },
    };

    public static TheoryData<string> Folders => ["test/", "tests/fixtures/", "examples/", "docs/", "node_modules/a/", "vendor/a/", "third_party/", ".git-ignored/", "__tests__/", "mocks/", "dist/generated/"];

    [Theory]
    [MemberData(nameof(Comments))]
    public void No_comment_silences(string comment)
    {
        foreach (var line in (string[])["{0} # {1}", "{0} // {1}", "# {1}\n{0}", "<!-- {1} -->{0}<!-- {1} -->", "/* {1} */ {0}"])
        {
            var report = Screen(("settings.env", string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Token, comment)));

            AssertDenied(report);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_file_silences(string name, string text) => AssertDenied(Screen((name, text), ("settings.env", Token)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_folder_silences(string folder) => AssertDenied(Screen((folder + "settings.env", Token)));

    [Theory]
    [InlineData("This file is generated. DO NOT EDIT.")]
    [InlineData("Example only, not a real key. EXAMPLE")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void No_text_around_silences(string around) => AssertDenied(Screen(("settings.env", $"{around}\n{Token}\n{around}")));

    /// <summary>The configuration of the caller is another matter: a folder that is screened from outside has none.</summary>
    [Fact]
    public void A_configuration_in_a_folder_that_is_screened_is_not_obeyed()
    {
        using var folder = new TemporaryFolder();
        foreach (var row in Files)
            folder.File("app/" + row.Data.Item1, row.Data.Item2);
        folder.File("app/settings.env", Token);

        var run = CliRun.In(folder.Path, "screen", "app", "--report", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(GitFolder.FindingsOf(run), finding => finding.GetProperty("rule").GetString() == "secret/github-token" && finding.GetProperty("action").GetString() == "deny");
    }

    private static string Token => "GITHUB_TOKEN=" + TestSecret.GitHub(77);

    private static Report Screen(params (string Path, string Text)[] files) =>
        Screening.Of("acme-app-1.0.0.tgz", TestArchive.Tgz([("package/package.json", Encoding.UTF8.GetBytes(Manifest)), .. files.Select(file => ("package/" + file.Path, Encoding.UTF8.GetBytes(file.Text)))]));

    private static void AssertDenied(Report report)
    {
        Assert.Contains(report.Findings, found => found.Finding.Rule.Id == "secret/github-token" && found.Action == Sluice.Policies.PolicyAction.Deny);
        Assert.Equal(Sluice.Policies.Decision.Deny, report.Decision);
    }
}
