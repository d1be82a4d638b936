using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>What a project's policies say is what is decided, and a policy that is broken never lets anything pass.</summary>
public sealed class PolicyDecisionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PolicyDecisionTests() => File.WriteAllBytes(Path.Combine(_folder.Path, "a.tgz"), TestArchive.Npm(
        """{"name":"@acme/cli","version":"1.2.3","main":"index.js","license":"MIT","scripts":{"postinstall":"node x.js"},"dependencies":{"left":"^1.0.0"}}""",
        ("index.js", "module.exports = 1\n"), ("x.js", "1\n"), ("LICENSE", "MIT\n"), ("README.md", "# cli\n")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("artifact.kind == 'npm' && artifact.name == '@acme/cli' && artifact.version == '1.2.3'")]
    [InlineData("artifact.purl.value() == 'pkg:npm/%40acme/cli@1.2.3' && purl(artifact.purl.value()).namespace == '@acme'")]
    [InlineData("artifact.files.exists(f, f.path == 'package/index.js' && f.kind == 'text' && f.size == 19 && f.extension == '.js')")]
    [InlineData("artifact.files.all(f, !f.executable && f.mode.hasValue())")]
    [InlineData("artifact.scripts.map(s, s.name) == ['postinstall']")]
    [InlineData("artifact.manifest.value().dependencies[0].requirement == '^1.0.0'")]
    [InlineData("artifact.digests['sha256'].size() == 64")]
    [InlineData("spdx(artifact.manifest.value().license.orValue('')).allowed(['MIT', 'ISC'])")]
    [InlineData("semver(artifact.version).satisfies('^1.2.0') && semver('1.0.0').isLessThan(semver('1.0.1'))")]
    [InlineData("components.size() == 1 && components[0].name == '@acme/cli'")]
    [InlineData("glob(artifact.name, '@acme/*') && !glob(artifact.name, 'acme*')")]
    [InlineData("severity.rank('high') > severity.rank('medium')")]
    [InlineData("findings.unwaived().size() <= findings.size()")]
    [InlineData("hash.sha256('abc').startsWith('ba7816bf') && hash.sha256(b'abc') == hash.sha256('abc')")]
    [InlineData("cvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').score == 9.8")]
    [InlineData("!previous.hasValue() && !provenance.hasValue() && !approvals.hasValue() && !release.hasValue() && !history.kept && size(history.denials) == 0")]
    [InlineData("now == timestamp('2026-03-31T12:00:00Z')")]
    [InlineData("policy.name == 'house' && params.limit == 5 && variables.small && variables.both")]
    [InlineData("waivers.size() == 0")]
    public void Facts_are_what_the_release_is(string check)
    {
        Rule($"check: \"{check}\"");

        Assert.Equal(ExitCode.Allow, Screen().ExitCode);
        Rule($"check: \"!({check})\"");
        Assert.Equal(ExitCode.Deny, Screen().ExitCode);
    }

    [Theory]
    [InlineData("action: deny", ExitCode.Deny)]
    [InlineData("action: hold", ExitCode.Hold)]
    [InlineData("action: warn", ExitCode.Allow)]
    [InlineData("mode: warn", ExitCode.Allow)]
    [InlineData("mode: audit", ExitCode.Allow)]
    [InlineData("effective-on: 2026-04-01", ExitCode.Allow)]
    [InlineData("effective-on: 2026-03-31", ExitCode.Deny)]
    [InlineData("until: 2026-03-30", ExitCode.Allow)]
    [InlineData("until: 2026-03-31", ExitCode.Deny)]
    [InlineData("when: artifact.kind == 'nuget'", ExitCode.Allow)]
    [InlineData("when: artifact.kind == 'npm'", ExitCode.Deny)]
    [InlineData("each: artifact.scripts", ExitCode.Deny)]
    [InlineData("each: artifact.scripts.filter(s, s.name == 'install')", ExitCode.Allow)]
    public void A_rule_that_is_not_kept_does_what_it_says(string more, int expected)
    {
        Rule($"check: false\n    {more}");

        Assert.Equal(expected, Screen().ExitCode);
    }

    [Theory]
    [InlineData("check: semver('no version').major > 0", ExitCode.Deny)]
    [InlineData("check: artifact.files[1000].size > 0", ExitCode.Deny)]
    [InlineData("check: true\n    when: previous.value() == 1", ExitCode.Deny)]
    [InlineData("check: true\n    each: '[[1][2]]'", ExitCode.Deny)]
    [InlineData("check: previous.value() == 1\n    on-error: hold", ExitCode.Hold)]
    [InlineData("check: previous.value()", ExitCode.Deny)]
    [InlineData("check: true\n    when: '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(a, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(b, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(c, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(d, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(e, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(f, a + b + c + d + e + f > 0))))))'", ExitCode.Deny)]
    public void A_rule_that_cannot_be_decided_never_lets_anything_pass(string rule, int expected)
    {
        Rule(rule);

        var run = Screen();
        Assert.Equal(expected, run.ExitCode);
        Assert.Contains("cannot be decided", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_is_an_expression_of_its_own()
    {
        Rule("each: artifact.scripts\n    check: false\n    message: '\"runs \" + it.command + \" by itself\"'");

        using var report = JsonDocument.Parse(Screen("--report", "json").Output);

        var reason = report.RootElement.GetProperty("reasons")[0];
        Assert.Equal(("house", "the-rule", "deny", "runs node x.js by itself"), (Text(reason, "policy"), Text(reason, "rule"), Text(reason, "action"), Text(reason, "message")));
    }

    [Fact]
    public void What_a_rule_makes_of_a_finding_is_told_beside_it()
    {
        Rule("each: findings\n    check: it.family != 'packaging'\n    action: hold");

        using var report = JsonDocument.Parse(Screen("--report", "json").Output);

        foreach (var finding in report.RootElement.GetProperty("findings").EnumerateArray())
            Assert.Equal(Text(finding, "rule").StartsWith("packaging/", StringComparison.Ordinal) ? "hold" : "allow", Text(finding, "action"));
    }

    [Fact]
    public void Every_mistake_of_a_policy_is_told_at_once_with_its_place()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "house.yaml"), "version: 1\nnmae: x\nmatch:\n  kinds: [nmp]\n  names: ['{']\nvariables:\n  a: artifact.nmae\nrules:\n  - id: One\n    check: artifact.files.exists(f, f.pth == '')\n    action: block\n  - id: two\n    check: 1 + 1\n    each: artifact\n  - id: two\n    check: 'true'\n    effective-on: soon\n  - check: |\n      true &&\n      artifact.knd == 'npm'\n    id: three\n");

        var run = Screen();

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        string[] told =
        [
            "house.yaml:2:1: unknown key 'nmae' in a policy; did you mean 'name'?", "house.yaml:4:11: unknown kind 'nmp'; did you mean 'npm'?", "house.yaml:5:11: the pattern '{' has a '{' without its '}'", "house.yaml:7:", "nmae", "house.yaml:9:9: 'One' cannot be an id",
            "house.yaml:10:", "pth", "house.yaml:11:13: unknown action 'block'", "house.yaml:13:12: this is of type int, where a bool is expected", "house.yaml:14:11: this is of type Artifact, where a list is expected", "there are two rules 'two'", "'soon' is not a day", "house.yaml:20:", "knd",
        ];
        foreach (var text in told)
            Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: 1\nrules: []\n", "without rules decides nothing")]
    [InlineData("", "the policy is empty")]
    [InlineData("version: 1\nrules:\n  - id: a\n    id: a\n    check: true\n", "is there twice")]
    [InlineData("- a\n", "a policy is a mapping")]
    public void What_is_no_policy_is_refused(string yaml, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "house.yaml"), yaml);

        var run = Screen();
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_come_from_the_configuration_and_from_folders()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "policies/more"));
        Rule("check: true", "policies/a.yaml");
        Rule("check: false\n    action: hold", "policies/more/b.yml");
        Rule("check: nonsense(", "policies/b.test.yaml");
        File.WriteAllText(Path.Combine(_folder.Path, "sluice.yaml"), "version: 1\npolicies: [builtin:default, policies/]\n");

        Assert.Equal(ExitCode.Hold, CliRun.In(_folder.Path, "screen", "a.tgz").ExitCode);
        Assert.Equal(ExitCode.Allow, CliRun.In(_folder.Path, "screen", "a.tgz", "--policy", "policies/a.yaml").ExitCode);
        var missing = CliRun.In(_folder.Path, "screen", "a.tgz", "--policy", "policies/c.yaml", "--policy", "builtin:defualt");
        Assert.Equal(ExitCode.Usage, missing.ExitCode);
        Assert.Contains("there is no such file", missing.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'builtin:default'?", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_screened_does_not_say_how_it_is_judged()
    {
        Rule("check: true");
        File.WriteAllText(Path.Combine(_folder.Path, "sluice.yaml"), "version: 1\npolicies: [tree/house.yaml]\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "tree"));
        File.Move(Path.Combine(_folder.Path, "house.yaml"), Path.Combine(_folder.Path, "tree/house.yaml"));

        var run = CliRun.In(_folder.Path, "screen", "tree");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("lies inside 'tree'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_strict_policy_stops_what_the_default_lets_through()
    {
        Assert.Equal(ExitCode.Allow, CliRun.In(_folder.Path, "screen", "a.tgz").ExitCode);

        var run = CliRun.In(_folder.Path, "screen", "a.tgz", "--policy", "builtin:strict");

        Assert.NotEqual(ExitCode.Allow, run.ExitCode);
        Assert.Contains("runs on whoever installs it", run.Output, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private void Rule(string rule, string file = "house.yaml") => File.WriteAllText(
        Path.Combine(_folder.Path, file),
        $"version: 1\nname: house\nparams: {{limit: 5}}\nvariables:\n  small: artifact.size < 1000000\n  both: variables.small && artifact.kind == 'npm'\nrules:\n  - id: the-rule\n    title: The rule\n    {rule}\n");

    private CliRun Screen(params string[] more) => CliRun.In(_folder.Path, ["screen", "a.tgz", "--policy", "house.yaml", .. more]);
}
