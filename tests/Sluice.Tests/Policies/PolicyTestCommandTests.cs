using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>Tests of policies pass when the policy does as they say, fail when it does not, and never pass because they are wrong.</summary>
public sealed class PolicyTestCommandTests : IDisposable
{
    private const string House = """
        version: 1
        name: house
        params: {most: 2}
        rules:
          - id: small
            when: artifact.kind == 'npm'
            check: artifact.files.size() <= params.most
            message: '"it has " + string(artifact.files.size()) + " files"'
          - id: no-scripts
            each: artifact.scripts
            check: false
            action: hold
          - id: soon
            check: now < timestamp('2027-01-01T00:00:00Z')
            action: warn

        """;

    private readonly TemporaryFolder _folder = new();

    public PolicyTestCommandTests() => Write("policies/house.yaml", House);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("default")]
    [InlineData("infrastructure")]
    [InlineData("strict")]
    public void The_built_in_policies_pass_their_tests_and_every_branch_is_tested(string name)
    {
        var run = CliRun.In(Repository.Root, "policy", "test", $"src/Sluice.Core/Policies/Packs/{name}.yaml", "--min", "100");

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.Contains($"builtin:{name}: 100 % of branches (", run.Output, StringComparison.Ordinal);
        Assert.Contains(", 0 failed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{artifact: {kind: nuget}}", "{decision: allow, rules: []}")]
    [InlineData("{artifact: {kind: npm, files: [{path: a}, {path: b}]}}", "{decision: allow, rules: []}")]
    [InlineData("{artifact: {kind: npm, files: [{path: a}, {path: b}, {}]}}", "{decision: deny, rules: [small], messages: {small: it has 3 files}}")]
    [InlineData("{artifact: {kind: npm, files: [{}]}, params: {most: 0}}", "{decision: deny, rules: [small]}")]
    [InlineData("{artifact: {scripts: [{name: a}]}}", "{decision: hold, rules: [no-scripts], messages: {no-scripts: no-scripts}}")]
    [InlineData("{now: 2027-01-01}", "{decision: allow, rules: [soon]}")]
    [InlineData("{now: '2026-12-31T23:59:59Z'}", "{rules: []}")]
    [InlineData("{findings: [{rule: fault/incomplete}]}", "{decision: indeterminate}")]
    [InlineData("{findings: [{rule: fault/incomplete, waived: true}]}", "{decision: allow}")]
    [InlineData("{params: {}, artifact: {kind: npm}}", "{decision: deny, rules: [small]}")]
    public void Facts_are_what_the_case_says_and_empty_otherwise(string facts, string expect)
    {
        Case($"facts: {facts}", expect);

        var run = Test();
        Assert.True(run.ExitCode == ExitCode.Allow, run.Output + run.Error);
        Assert.Contains("ok    policies/house.test.yaml:4: the case", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 case: 1 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{decision: allow}", "decision: expected allow, got deny")]
    [InlineData("{decision: deny, rules: [small, soon]}", "rules: soon did not fire")]
    [InlineData("{decision: deny, rules: []}", "rules: small fired and is not expected")]
    [InlineData("{messages: {small: it has 4 files}}", "message of small: expected 'it has 4 files', got 'it has 3 files'")]
    [InlineData("{messages: {soon: x}}", "message of soon: expected 'x', and the rule did not fire")]
    public void What_is_not_as_expected_fails_and_is_told(string expect, string told)
    {
        Case("facts: {artifact: {kind: npm, files: [{}, {}, {}]}}", expect);

        var run = Test();
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("FAIL  policies/house.test.yaml:4: the case\n      " + told, run.Output, StringComparison.Ordinal);
        Assert.Contains("small (deny): it has 3 files", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: 1\npolicy: house.yaml\ncases: []\n", "house.test.yaml:3:8: there are no cases")]
    [InlineData("version: 1\npolicy: house.yaml\n", "has no 'cases'")]
    [InlineData("", "the test file is empty")]
    [InlineData("version: 2\npolicy: hose.yaml\ncases: [{name: a, facts: {}, expect: {decision: allow}}]\n", "house.test.yaml:2:9: there is no policy 'hose.yaml'")]
    [InlineData("version: 1\npolicy: builtin:defualt\ncases: [{name: a, facts: {}, expect: {decision: allow}}]\n", "there is no policy 'builtin:defualt'")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {}, expect: {rules: [smal]}}\n", "house.test.yaml:4:43: the policy 'house' has no rule 'smal'; did you mean 'small'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {}, expect: {messages: {smal: x}}}\n", "has no rule 'smal'; did you mean 'small'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {artefact: {}}, expect: {rules: []}}\n", "house.test.yaml:4:23: unknown key 'artefact' in facts; did you mean 'artifact'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {artifact: {knd: npm}}, expect: {rules: []}}\n", "unknown key 'knd' in facts of type Artifact; did you mean 'kind'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {artifact: {size: big}}, expect: {rules: []}}\n", "house.test.yaml:4:40: a value of type int is expected here")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {findings: {}}, expect: {rules: []}}\n", "a value of type list(Finding) is expected here")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {}, expect: {}}\n", "the case expects nothing")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, facts: {}, expect: {decision: alow}}\n", "unknown decision 'alow'; did you mean 'allow'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, fact: {}, expect: {decision: allow}}\n", "unknown key 'fact' in a case; did you mean 'facts'?")]
    [InlineData("version: 1\npolicy: house.yaml\ncases:\n  - {name: a, artifact: a.tgz, expect: {decision: allow}}\n", "house.test.yaml:4:25: there is no artifact 'a.tgz'")]
    public void A_test_file_that_is_wrong_tests_nothing_and_says_so(string yaml, string told)
    {
        Write("policies/house.test.yaml", yaml);

        var run = Test();
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_no_tests_nothing_passes()
    {
        Assert.Equal(ExitCode.Usage, Test().ExitCode);
        Assert.Contains("there are no tests to run", Test("policies/house.yaml").Error, StringComparison.Ordinal);
        Assert.Contains("there is no file or folder 'other'", Test("other").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_problems_of_a_policy_are_told_once()
    {
        Write("policies/house.yaml", "version: 1\nrules: [{id: a, check: artifact.knd == ''}]\n");
        Case("facts: {}", "{decision: allow}");

        var run = Test("--coverage");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal(2, run.Error.Split("knd").Length - 1);
        Assert.DoesNotContain("there is no policy", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_artifact_is_screened_and_facts_go_over_it()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "policies/a.tgz"), TestArchive.Npm("""{"name":"cli","version":"1.2.3","main":"index.js","license":"MIT"}""", ("index.js", "1\n"), ("LICENSE", "MIT\n")));
        Case("artifact: a.tgz", "{decision: deny, messages: {small: it has 3 files}}");
        Assert.Equal(ExitCode.Allow, Test().ExitCode);
        Case("artifact: a.tgz\n    facts: {params: {most: 3}}", "{decision: allow, rules: []}");
        Assert.Equal(ExitCode.Allow, Test().ExitCode);
        File.WriteAllBytes(Path.Combine(_folder.Path, "policies/a.tgz"), [.. File.ReadAllBytes(Path.Combine(_folder.Path, "policies/a.tgz")).AsSpan()[..^20]]);
        Case("artifact: a.tgz\n    facts: {params: {most: 3}}", "{decision: indeterminate}");
        Assert.Equal(ExitCode.Allow, Test().ExitCode);
    }

    [Fact]
    public void Coverage_counts_the_branches_that_cases_went_and_names_the_others()
    {
        Case("facts: {artifact: {kind: npm, scripts: [{}]}}", "{decision: hold}");

        var run = Test("--coverage");
        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("house: 57 % of branches (4 of 7), ", run.Output, StringComparison.Ordinal);
        foreach (var missing in (string[])["'when' of small was never false", "'check' of small was never false", "'check' of soon was never false"])
            Assert.Contains(missing, run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, Test("--min", "57").ExitCode);
        Assert.Equal(ExitCode.Deny, Test("--min", "58").ExitCode);
        Assert.Equal(ExitCode.Usage, Test("--min", "101").ExitCode);
    }

    [Fact]
    public void Coverage_counts_the_parts_that_cases_evaluated_and_names_the_others()
    {
        Write("policies/house.yaml", """
            version: 1
            name: house
            rules:
              - id: either
                check: "artifact.kind == 'npm' || (artifact.size > 7 ? artifact.name == 'a' : artifact.version == 'b')"
                message: '"it is " + artifact.name'

            """);
        Case("facts: {artifact: {kind: npm}}", "{decision: allow}");
        var first = Test("--coverage").Output;
        Case("facts: {artifact: {name: a, size: 8}}", "{decision: allow}");
        var second = Test("--coverage").Output;
        Case("facts: {artifact: {name: x, size: 8}}", "{decision: deny}");
        var third = Test("--coverage").Output;

        Assert.Contains("house: 25 % of branches (1 of 4), 23 % of nodes (4 of 17)\n", first, StringComparison.Ordinal);
        Assert.Contains("'artifact.size > 7 ? artifact.name == 'a' : artifact.version == 'b'' in 'check' of either was never evaluated\n", first, StringComparison.Ordinal);
        Assert.DoesNotContain("'artifact.version' in", first, StringComparison.Ordinal);
        Assert.Contains("'message' of either was never evaluated\n", first, StringComparison.Ordinal);
        Assert.Contains("'artifact.size > 7' in 'check' of either was never false\n", second, StringComparison.Ordinal);
        Assert.Contains("'artifact.version == 'b'' in 'check' of either was never evaluated\n", second, StringComparison.Ordinal);
        Assert.DoesNotContain("'message' of either", third, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_without_tests_counts_as_not_covered()
    {
        Case("facts: {}", "{decision: allow}");
        Write("policies/other.yaml", House.Replace("name: house", "name: other", StringComparison.Ordinal));

        var run = Test("--min", "1");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("other: 0 % of branches (0 of 7), 0 % of nodes (0 of ", run.Output, StringComparison.Ordinal);
    }

    private void Case(string input, string expect) => Write("policies/house.test.yaml", $"version: 1\npolicy: house.yaml\ncases:\n  - name: the case\n    {input}\n    expect: {expect}\n");

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "policies"));
        File.WriteAllText(Path.Combine(_folder.Path, name), text);
    }

    private CliRun Test(params string[] more) => CliRun.In(_folder.Path, ["policy", "test", .. more]);
}
