using System.Text;
using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>Rules about files find what is in them, say where, act as they say, and never pass over what they could not read.</summary>
public sealed class FilePolicyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_element_that_breaks_a_rule_is_a_finding_in_its_own_line()
    {
        Write("tree/k8s/web.yaml", "kind: Deployment\nmetadata: {name: web}\ncontainers:\n  - name: a\n    image: own/a\n  - name: b\n    image: other/b\n  - image: other/c\n---\nkind: Deployment\ncontainers:\n  - name: d\n    image: other/d\n");
        Policy("files: ['k8s/*.yaml']", "each: doc.containers\n    check: it.image.startsWith('own/')\n    message: '\"runs \" + it.image'");

        var findings = Findings();

        Assert.Equal([("policy/the-rule", "k8s/web.yaml", 6, 5, "runs other/b"), ("policy/the-rule", "k8s/web.yaml", 8, 5, "runs other/c"), ("policy/the-rule", "k8s/web.yaml", 12, 5, "runs other/d")], findings.Select(Told));
        Assert.Equal(["containers[b]", "containers[2]", "containers[d]"], findings.Select(finding => finding.GetProperty("evidence").GetProperty("at").GetString()!));
        Assert.Equal("Deployment/web", findings[0].GetProperty("evidence").GetProperty("document").GetString());
        Assert.Equal(3, findings.Select(finding => finding.GetProperty("fingerprint").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("doc.ports", 2, 9)]
    [InlineData("doc.names", 3, 13)]
    [InlineData("doc.names.filter(n, n == 'bad')", 3, 13)]
    [InlineData("doc.names.map(n, {'n': n, 'x': 1}).filter(m, m.n == 'bad')", 3, 13)]
    [InlineData("doc.map.transformList(k, v, [k, v]).filter(p, p[0] == 'bad')", 6, 3)]
    [InlineData("[doc.deep]", 7, 7)]
    [InlineData("[doc.names[1] + '!']", 1, 1)]
    public void Values_that_an_expression_passes_on_keep_their_place(string each, int line, int column)
    {
        Write("tree/a.yaml", "kind: A\nports: [22]\nnames: [ok, bad]\nmap:\n  ok: 1\n  bad: 2\ndeep: {x: 1}\n");
        Policy("files: ['*.yaml']", $"each: \"{each}\"\n    check: \"dyn(it) == 'ok'\"");

        var found = Told(Assert.Single(Findings()));
        Assert.Equal((line, column), (found.Line, found.Column));
    }

    [Theory]
    [InlineData("a.json", "{\"a\": 1,\n \"bad\": true}", "doc.bad")]
    [InlineData("a.toml", "a = 1\nbad = true\n", "doc.bad")]
    [InlineData("a.xml", "<r><a/><bad/></r>", "doc.children[1].name == 'bad'")]
    [InlineData("a.yml", "bad: true", "doc.bad")]
    [InlineData("Dockerfile", "FROM x\nUSER root\n", "doc[1].text == 'root'")]
    [InlineData("Dockerfile-dev", "# dev\nFROM x\nUSER root\n", "doc[1].text == 'root'")]
    [InlineData("plan", " {\"bad\": true}", "doc.bad")]
    [InlineData("stack.template", "bad: !Ref Name", "doc.bad.Ref == 'Name'")]
    [InlineData("stack.template", "bad: !GetAtt [A, Arn]", "doc.bad['Fn::GetAtt'] == ['A', 'Arn']")]
    [InlineData("stack.template", "bad: !unknown Name", "doc.bad == 'Name'")]
    public void Files_are_read_in_the_language_of_their_name_or_of_their_content(string name, string text, string wrong)
    {
        Write("tree/" + name, text);
        Policy("files: ['**']", $"check: \"!({wrong})\"");

        Assert.Equal("policy/the-rule", Told(Assert.Single(Findings())).Rule);
        Policy("files: ['**']", $"check: \"{wrong}\"");
        Assert.Empty(Findings());
    }

    [Fact]
    public void A_file_may_be_UTF_16()
    {
        File.WriteAllBytes(Write("tree/a.yaml", ""), [0xff, 0xfe, .. Encoding.Unicode.GetBytes("bad: true\n")]);
        Policy("files: ['*.yaml']", "check: '!doc.bad'");

        Assert.Equal("policy/the-rule", Told(Assert.Single(Findings())).Rule);
    }

    [Fact]
    public void Rules_know_the_file_the_time_and_their_parameters()
    {
        Write("tree/k8s/a.yaml", "kind: A\n");
        Policy("files: ['k8s/*']", """
            check: >-
                  file.path == 'k8s/a.yaml' && file.name == 'a.yaml' && file.extension == '.yaml' && file.size == 8 && file.kind == 'text' && file.language == 'yaml' && file.index == 0 && file.container == []
                  && file.document == '' && !file.decoded && file.digests['sha256'] == hash.sha256('kind: A\n') && now == timestamp('2026-03-31T12:00:00Z') && params.limit == 5 && variables.kind == 'A' && policy.name == 'house'
            """);

        Assert.Empty(Findings());
    }

    [Theory]
    [InlineData("", "deny", "high", ExitCode.Deny)]
    [InlineData("severity: critical", "deny", "critical", ExitCode.Deny)]
    [InlineData("severity: low", "deny", "low", ExitCode.Deny)]
    [InlineData("action: hold", "hold", "medium", ExitCode.Hold)]
    [InlineData("action: warn\n    severity: critical", "warn", "medium", ExitCode.Allow)]
    [InlineData("mode: warn", "warn", "info", ExitCode.Allow)]
    [InlineData("effective-on: 2026-04-01", "warn", "info", ExitCode.Allow)]
    [InlineData("effective-on: 2026-03-31", "deny", "high", ExitCode.Deny)]
    public void A_rule_acts_as_it_says_alone_and_beside_the_built_in_policy(string more, string action, string severity, int exitCode)
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", $"check: false\n    {more}");

        foreach (var others in (string[][])[[], ["--policy", "builtin:default"]])
        {
            var run = Screen(["--report", "json", .. others]);
            using var report = JsonDocument.Parse(run.Output);
            var finding = report.RootElement.GetProperty("findings")[0];
            Assert.Equal((exitCode, action, severity), (run.ExitCode, Text(finding, "action"), Text(finding, "severity")));
        }
    }

    [Theory]
    [InlineData("mode: audit")]
    [InlineData("until: 2026-03-30")]
    public void A_rule_without_effect_finds_nothing(string more)
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", $"check: false\n    {more}");

        Assert.Empty(Findings());
        Assert.Equal(ExitCode.Allow, Screen().ExitCode);
    }

    [Theory]
    [InlineData("a.yaml", "a: [1\n", "not valid YAML")]
    [InlineData("a.yaml", "a: 1\na: 2\n", "the key 'a' is there twice")]
    [InlineData("a.json", "{\"a\": 1", "not valid JSON")]
    [InlineData("a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "not valid XML")]
    [InlineData("Dockerfile", "FROM a\nWRONG b\n", "not a Dockerfile")]
    [InlineData("a.tf", "resource \"x\" \"y\" {\n  a = 1\n}\n", "")]
    [InlineData("notes", "just words\n", "in no language that is read")]
    [InlineData("a.yaml", "\u0001\0\u0002\0\0\0 binary", "")]
    public void What_cannot_be_read_never_passes(string name, string text, string told)
    {
        Write("tree/" + name, text);
        Policy("files: ['**']", "check: true");

        var run = Screen();
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("policy/unreadable", run.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be read: " + told, run.Output, StringComparison.Ordinal);
        Policy("files: ['**']", "check: true\n    on-error: hold");
        Assert.Equal(ExitCode.Hold, Screen().ExitCode);
    }

    [Fact]
    public void A_bomb_of_aliases_is_told_as_unreadable()
    {
        var text = new StringBuilder("a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n");
        for (var i = 1; i < 10; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Write("tree/a.yaml", text.ToString());
        Policy("files: ['**']", "check: true");

        Assert.Equal("policy/unreadable", Told(Assert.Single(Findings())).Rule);
    }

    [Theory]
    [InlineData("check: doc.missing.field")]
    [InlineData("check: doc.list")]
    [InlineData("each: doc.kind\n    check: true")]
    [InlineData("when: doc.missing == 1\n    check: true")]
    [InlineData("each: doc.list\n    when: it.missing\n    check: true")]
    [InlineData("check: variables.wrong == 1")]
    public void A_rule_that_cannot_be_decided_is_a_finding_and_never_passes(string rule)
    {
        Write("tree/a.yaml", "kind: A\nlist: [1]\n");
        Policy("files: ['**']", rule);

        var finding = Assert.Single(Findings());
        Assert.Equal(("policy/the-rule", ExitCode.Deny), (Told(finding).Rule, Screen().ExitCode));
        Assert.Contains("cannot be decided", Told(finding).Message, StringComparison.Ordinal);
        Policy("files: ['**']", rule + "\n    on-error: hold\n    action: warn");
        Assert.Equal(ExitCode.Hold, Screen("--policy", "builtin:default").ExitCode);
    }

    [Fact]
    public void What_keeps_several_rules_from_being_decided_is_told_once()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['**']", "check: variables.wrong == 1\n  - id: other\n    check: variables.wrong == 2");

        Assert.Equal(["the-rule", "other"], Assert.Single(Findings()).GetProperty("evidence").GetProperty("undecided").EnumerateArray().Select(rule => rule.GetString()));
    }

    [Fact]
    public void A_condition_that_does_not_look_at_the_item_is_asked_before_the_list()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['**']", "when: has(doc.list)\n    each: doc.list\n    check: false");

        Assert.Empty(Findings());
    }

    [Fact]
    public void Of_thousands_of_elements_the_first_are_told_and_a_stricter_one_is_never_lost()
    {
        Write("tree/a.yaml", "list: [" + string.Join(", ", Enumerable.Range(0, 5000)) + ", text]\n");
        Policy("files: ['**']", "each: doc.list\n    check: it < 0\n    action: warn");

        Assert.Equal(101, Findings().Count);
        Assert.Equal(ExitCode.Deny, Screen().ExitCode);
    }

    [Fact]
    public void Expressions_that_cost_too_much_stop_and_never_pass()
    {
        Write("tree/a.yaml", "list: [" + string.Join(", ", Enumerable.Range(0, 2000)) + "]\n");
        Policy("files: ['**']", "check: doc.list.all(a, doc.list.all(b, doc.list.all(c, a + b + c >= 0)))");

        Assert.Contains("cannot be decided", Told(Assert.Single(Findings())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_findings_of_files_that_cost_too_much_together_do_not_depend_on_the_order()
    {
        var policy = Sluice.Policies.Policy.Parse("house.yaml", "version: 1\nname: house\nmatch: {files: ['**']}\nrules:\n  - id: a\n    check: doc.list.all(x, x >= 0)\n");
        var files = Enumerable.Range(0, 20).Select(i => ($"f{i}.yaml", Encoding.UTF8.GetBytes("list: [" + string.Join(", ", Enumerable.Range(0, 100)) + "]\n"))).ToArray();
        var set = new Sluice.Policies.PolicySet([policy]);

        foreach (var jobs in (int[])[1, 4])
        {
            var detector = new Sluice.Policies.Files.FilePolicyDetector(set, new Sluice.Policies.Files.FileRun(CliRun.Now), most: 1000);
            using var inspection = new Sluice.Detection.Inspection([detector], jobs, TestContext.Current.CancellationToken);
            var report = Screening.Of("a.tar", TestArchive.Tar(files), new ScreenOptions { Detectors = [] });
            foreach (var entry in report.Artifact.Entries.Where(entry => entry.Container is not null))
            {
                entry.Hold(files.First(file => file.Item1 == entry.Path.Value).Item2, all: true);
                inspection.Add(entry);
            }

            inspection.Complete();
            inspection.Conclude(report.Artifact);
            var finding = Assert.Single(inspection.Findings);
            Assert.Equal(("policy/unreadable", report.Artifact.Root), (finding.Rule.Id, finding.Entry));
        }
    }

    [Theory]
    [InlineData("kinds: [npm], files: ['k8s/*.yaml']", true)]
    [InlineData("kinds: [nuget], files: ['k8s/*.yaml']", false)]
    [InlineData("names: ['@acme/*'], files: ['package/k8s/*.yaml']", true)]
    [InlineData("names: ['@other/*'], files: ['k8s/*.yaml']", false)]
    [InlineData("files: ['**/*.{yaml,yml}']", true)]
    [InlineData("files: ['*.yaml']", false)]
    public void Packages_have_a_folder_of_their_own_around_the_path(string match, bool isFound)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.tgz"), TestArchive.Npm("""{"name":"@acme/cli","version":"1.2.3","main":"index.js"}""", ("index.js", "1\n"), ("k8s/a.yaml", "kind: A\n")));
        Policy(match, "check: false");

        var found = FindingsOf(CliRun.In(_folder.Path, "screen", "a.tgz", "--policy", "house.yaml", "--report", "json")).Where(finding => Text(finding, "rule") == "policy/the-rule");

        Assert.Equal(isFound ? 1 : 0, found.Count());
    }

    [Fact]
    public void A_waiver_holds_until_the_file_changes()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", "check: false");
        var waived = CliRun.In(_folder.Path, "waive", "policy/the-rule", "tree", "--policy", "house.yaml", "--reason", "tried", "--expires", "30d", "--owner", "ada");
        Assert.Equal((ExitCode.Allow, ""), (waived.ExitCode, waived.Error));

        Assert.Equal(ExitCode.Allow, Screen().ExitCode);
        Write("tree/a.yaml", "kind: B\n");
        Assert.Equal(ExitCode.Deny, Screen().ExitCode);
    }

    [Fact]
    public void Rules_about_files_are_explained_like_others()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", "check: false\n    why: Because it is so.\n    remedy: Take it out.");
        Write("sluice.yaml", "version: 1\npolicies: [house.yaml]\n");

        Assert.Contains("Because it is so.", CliRun.In(_folder.Path, "explain", "policy/the-rule").Output, StringComparison.Ordinal);
        Assert.Contains("policy/unreadable", CliRun.In(_folder.Path, "rules", "list").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, CliRun.In(_folder.Path, "explain", "policy/the-rul").ExitCode);
    }

    [Fact]
    public void An_old_report_is_decided_alike_without_its_files()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", "check: false\n    severity: low\n  - id: kept\n    check: true");
        Write("report.json", Screen("--report", "json", "--facts").Output);

        var run = CliRun.In(_folder.Path, "policy", "explain", "report.json", "--policy", "house.yaml");

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.Contains("house the-rule: deny: policy/the-rule: a.yaml does not keep", run.Output, StringComparison.Ordinal);
        Assert.Contains("house kept: kept: no file breaks it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_policies_see_the_findings()
    {
        Write("tree/a.yaml", "kind: A\n");
        Policy("files: ['*.yaml']", "check: false\n    action: warn");
        Write("more.yaml", "version: 1\nrules:\n  - id: none\n    each: findings.unwaived()\n    check: it.rule != 'policy/the-rule'\n");

        Assert.Equal(ExitCode.Deny, Screen("--policy", "more.yaml").ExitCode);
    }

    [Fact]
    public void Two_policies_cannot_find_under_one_name()
    {
        Policy("files: ['*.yaml']", "check: false");
        File.Copy(Path.Combine(_folder.Path, "house.yaml"), Path.Combine(_folder.Path, "more.yaml"));
        Write("tree/a.yaml", "kind: A\n");

        var run = Screen("--policy", "more.yaml");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("findings name 'policy/the-rule'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files: ['*.yaml']", "check: artifact.size > 0", "artifact")]
    [InlineData("kinds: [npm]", "check: doc.a == 1", "doc")]
    [InlineData("files: []", "check: true", "the rules would be about nothing")]
    [InlineData("documents: [kubernets]", "check: true", "did you mean 'kubernetes'?")]
    [InlineData("files: ['{a']", "check: true", "has a '{' without its '}'")]
    [InlineData("files: ['a']", "check: true\n  - id: unreadable\n    check: true", "choose another id")]
    public void Mistakes_are_told_with_their_place(string match, string rule, string told)
    {
        Policy(match, rule);
        Write("tree/a.yaml", "kind: A\n");

        var run = Screen();
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_an_artifact_silences_a_rule()
    {
        Write("tree/a.yaml", "# sluice:allow policy/the-rule until 2099-01-01 no reason\nkind: A\n");
        Write("tree/sluice.yaml", "version: 1\nallow-comments: true\npolicies: [builtin:default]\n");
        Write("tree/.sluice/waivers.yaml", "version: 1\nwaivers: []\n");
        Policy("files: ['a.yaml']", "check: false");

        Assert.Equal(ExitCode.Deny, Screen().ExitCode);
    }

    private static (string Rule, string Path, int Line, int Column, string Message) Told(JsonElement finding) =>
        (Text(finding, "rule"), Text(finding, "path"), finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), Text(finding, "message"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static List<JsonElement> FindingsOf(CliRun run) => [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray()];

    private List<JsonElement> Findings() => FindingsOf(Screen("--report", "json"));

    private string Write(string path, string text)
    {
        var file = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private void Policy(string match, string rule) =>
        Write("house.yaml", $"version: 1\nname: house\nmatch: {{{match}}}\nparams: {{limit: 5}}\n{(match.Contains("files", StringComparison.Ordinal) && rule.Contains("variables", StringComparison.Ordinal) ? "variables: {kind: doc.kind, wrong: doc.missing}\n" : "")}rules:\n  - id: the-rule\n    title: The rule\n    {rule}\n");

    private CliRun Screen(params string[] more) => CliRun.In(_folder.Path, ["screen", "tree", "--policy", "house.yaml", .. more]);
}
