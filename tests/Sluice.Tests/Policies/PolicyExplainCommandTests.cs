using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>Whoever is stopped by a rule sees what it looked at and what it saw.</summary>
public sealed class PolicyExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PolicyExplainCommandTests()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.tgz"), TestArchive.Npm(
            """{"name":"cli","version":"1.2.3","main":"index.js","license":"MIT","scripts":{"test":"node t.js","postinstall":"node \u202e x.js"}}""",
            ("index.js", "module.exports = 1\n"), ("x.js", "1\n"), ("LICENSE", "MIT\n"), ("README.md", "# cli\n")));
        File.WriteAllText(Path.Combine(_folder.Path, "house.yaml"), """
            version: 1
            name: house
            rules:
              - id: scripts
                each: artifact.scripts
                check: "!(it.name in ['preinstall', 'postinstall'])"
                message: '"runs " + it.command'
                action: hold
              - id: small
                check: artifact.files.size() < 100
              - id: elsewhere
                when: artifact.kind == 'nuget'
                check: false
              - id: none
                each: artifact.scripts.filter(s, s.name == 'install')
                check: false
              - id: over
                check: false
                until: 2026-03-30
              - id: tried
                check: (artifact.version == '2.0.0' || artifact.size < 0) && artifact.size > 0
                mode: audit

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_rule_is_told_with_its_cause()
    {
        var run = Explain();

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("a.tgz: hold\n", run.Output, StringComparison.Ordinal);
        string[] told =
        [
            "house scripts: hold: runs node \\u{202e} x.js\n", "house small: kept: 'check' is true\n", "house elsewhere: not asked: 'when' is false\n", "house none: not asked: 'each' is empty\n",
            "house over: not asked: the rule was over on 2026-03-30\n", "house tried: audited: tried\n",
        ];
        foreach (var line in told)
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_item_that_decided_is_told_with_the_values_of_all_parts()
    {
        var output = Explain().Output;

        Assert.Contains("  check of Script name \"postinstall\", command \"node \\u{202e} x.js\"\n", output, StringComparison.Ordinal);
        Assert.Contains("    it.name = \"postinstall\"\n", output, StringComparison.Ordinal);
        Assert.Contains("    it.name in ['preinstall', 'postinstall'] = true\n", output, StringComparison.Ordinal);
        Assert.Contains("    !(it.name in ['preinstall', 'postinstall']) = false\n", output, StringComparison.Ordinal);
        Assert.Contains("    (artifact.version == '2.0.0' || artifact.size < 0) && artifact.size > 0 = false\n", output, StringComparison.Ordinal);
        Assert.Contains("    artifact.version = \"1.2.3\"\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Script name \"test\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_asked_for_is_told_in_full()
    {
        var output = Explain("--rule", "scripts").Output;

        Assert.Contains("check of Script name \"test\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("house small", output, StringComparison.Ordinal);
        Assert.Contains("    artifact.files.size() = 5\n", Explain("--rule", "small").Output, StringComparison.Ordinal);
        var misspelt = Explain("--rule", "smal");
        Assert.Equal(ExitCode.Usage, misspelt.ExitCode);
        Assert.Contains("did you mean 'small'?", misspelt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_about_files_are_told_with_what_they_saw_in_the_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "tree"));
        File.WriteAllText(Path.Combine(_folder.Path, "tree", "a.yaml"), "kind: Thing\nitems:\n  - {name: one, open: false}\n  - {name: two, open: true}\n");
        File.WriteAllText(Path.Combine(_folder.Path, "files.yaml"), """
            version: 1
            name: files
            match: {files: ["**/*.yaml"]}
            rules:
              - id: closed
                each: doc.items
                check: "!it.open"
                message: 'it.name + " is open"'
                action: hold
              - id: tried
                check: doc.kind == 'Other'
                mode: audit
              - id: small
                check: file.size < 1000

            """);

        var told = CliRun.In(_folder.Path, "policy", "explain", "tree", "--policy", "files.yaml");
        var traced = CliRun.In(_folder.Path, "screen", "tree", "--policy", "files.yaml", "--trace");

        foreach (var output in (string[])[told.Output, traced.Error])
        {
            Assert.Contains("files closed: hold: policy/closed: a.yaml two is open\n", output, StringComparison.Ordinal);
            Assert.Contains("  check of {\"name\": \"two\", \"open\": true}\n    it = {\"name\": \"two\", \"open\": true}\n    it.open = true\n    !it.open = false\n", output, StringComparison.Ordinal);
            Assert.DoesNotContain("of {\"name\": \"one\"", output, StringComparison.Ordinal);
            Assert.Contains("files tried: audited: 'check' is not true for one item\n", output, StringComparison.Ordinal);
            Assert.Contains("    doc.kind = \"Thing\"\n", output, StringComparison.Ordinal);
            Assert.Contains("files small: kept: 'check' is true\n", output, StringComparison.Ordinal);
        }
    }

    private CliRun Explain(params string[] more) => CliRun.In(_folder.Path, ["policy", "explain", "a.tgz", "--policy", "house.yaml", .. more]);
}
