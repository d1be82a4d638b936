using System.Text;
using System.Text.Json;
using Sluice.Cli;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class ProjectRulesTests
{
    private const string Token = "acme-token", Licence = "acme-licence";

    [Fact]
    public void Rules_of_files_folders_and_the_configuration_itself_take_effect()
    {
        using var folder = new TemporaryFolder();
        folder.File("rules/a.yaml", "service: Acme\nrules:\n" + Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "acme_{lower:5}"));
        folder.File("licence.yml", "service: Acme\nrules:\n" + Rule(Licence, "LIC-[A-Z]{4}-[0-9]{6}", "'LIC-{upper:4}-{digits:6}'", "'LIC-{digits:6}'"));
        folder.File("sluice.yaml", "rules:\n  - rules\n  - licence.yml\n" + Rule("acme-pin", "pin:[0-9]{24}", "'pin:{digits:24}'", "'pin:{digits:4}'"));
        folder.File("app/a.txt", $"{Value("acme_", 30)} LIC-{TestSecret.Random("ABCDEFGH", 4, 1)}-{TestSecret.Random("1234567890", 6, 2)} pin:{TestSecret.Random("1234567890", 24, 3)} {TestSecret.GitHub()}");

        var run = CliRun.In(folder.Path, "screen", "app", "-r", "json");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(["secret/acme-token", "secret/acme-licence", "secret/acme-pin", "secret/github-token"], report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
    }

    [Fact]
    public void They_are_listed_shown_tested_and_explained_like_those_of_the_program()
    {
        using var folder = Project(Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "acme_{lower:5}"));

        Assert.Contains("secret/acme-token ", CliRun.In(folder.Path, "rules", "list").Output, StringComparison.Ordinal);
        Assert.Contains("Whoever has it can open the door.", CliRun.In(folder.Path, "rules", "show", "secret/acme-token").Output, StringComparison.Ordinal);
        Assert.Contains("Whoever has it can open the door.", CliRun.In(folder.Path, "explain", "secret/acme-token").Output, StringComparison.Ordinal);
        Assert.Matches(@"token +secret/acme-token", CliRun.In(folder.Path, "rules", "test").Output);
        using var elsewhere = new TemporaryFolder();
        Assert.Equal(ExitCode.Usage, CliRun.In(elsewhere.Path, "rules", "show", "secret/acme-token").ExitCode);
        Assert.Equal(ExitCode.Allow, CliRun.In(elsewhere.Path, "rules", "show", "secret/acme-token", "--config", Path.Combine(folder.Path, "sluice.yaml")).ExitCode);
    }

    [Fact]
    public void A_hook_stops_what_they_find()
    {
        using var folder = Project(Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "acme_{lower:5}"));
        folder.Run("git", "init", "-q");
        folder.File("a.txt", Value("acme_", 30));
        folder.Run("git", "add", "a.txt");

        Assert.Equal(ExitCode.Deny, CliRun.In(folder.Path, "hook", "run", "pre-commit").ExitCode);
    }

    [Fact]
    public void No_output_holds_what_they_find()
    {
        using var folder = Project(Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "acme_{lower:5}"));
        var secret = Value("acme_", 30);
        folder.File($"app/{secret}.txt", "nothing");
        folder.File($"app/{secret}.zip", [.. "PK\u0003\u0004"u8, .. new byte[30]]);
        foreach (var writer in Catalog.ReportWriters)
        {
            var run = CliRun.In(folder.Path, "screen", "app", "-v", "-r", writer.Format);
            Assert.Contains("acme_***", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(secret, CliRun.In(folder.Path, "screen", $"app/{secret}.missing").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_of_the_rules_tells_them_and_every_change_of_a_pattern()
    {
        var digests = new[] { null, "acme_[0-9a-z]{30}", "acme_[0-9a-z]{30,31}" }.Select(pattern =>
        {
            using var folder = pattern is null ? new TemporaryFolder() : Project(Rule(Token, pattern, "acme_{lowernum:30}", "acme_{lower:5}"));
            folder.File("app/a.txt", "nothing");
            using var report = JsonDocument.Parse(CliRun.In(folder.Path, "screen", "app", "-r", "json").Output);
            return report.RootElement.GetProperty("tool").GetProperty("rules").GetString();
        }).ToList();

        Assert.Equal(3, digests.Distinct().Count());
    }

    [Fact]
    public void Every_problem_is_told_with_its_place()
    {
        using var folder = new TemporaryFolder();
        folder.File("rules/a.yaml", "service: Acme\nrules:\n" + Rule(Token, "acme_[0-9]+", "acme_{digits:30}", "acme") + Rule("github-token", "acm1_[0-9]{30}", "acm1_{digits:30}", "acm1"));
        folder.File("rules/b.yaml", "service: Acme\nrules:\n" + Rule(Token, "acm2_[0-9]{30}", "nothing", "acm2"));
        folder.File("sluice.yaml", "rules:\n  - rules\n  - missing.yaml\n  - [a]\n" + Rule("acme-x", "acm3_[0-9]{30}", "acm3_{digits:30}", "acm3") + "    paterns: x\n");

        var run = CliRun.In(folder.Path, "screen", "rules");
        folder.File("sluice.yaml", "rules:\n  - rules\n  - missing.yaml\n" + Rule("acme-x", "acm3_[0-9]{30}", "acm3_{digits:30}", "acm3") + "    paterns: x\n");
        var second = CliRun.In(folder.Path, "rules", "list");

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (run.ExitCode, second.ExitCode));
        Assert.Contains("sluice.yaml:4:5: a rule, or the path", run.Error, StringComparison.Ordinal);
        Assert.Contains("b.yaml:3:9: there is a rule 'secret/acme-token' already", second.Error, StringComparison.Ordinal);
        Assert.Contains("there is a rule 'secret/github-token' already; choose another id", second.Error, StringComparison.Ordinal);
        Assert.Matches(@"a\.yaml:\d+:\d+: secret/acme-token: '\+' repeats without end", second.Error);
        Assert.Contains("sluice.yaml:3:5: there are no rules at 'missing.yaml'", second.Error, StringComparison.Ordinal);
        Assert.Matches(@"sluice\.yaml:\d+:5: unknown key 'paterns'; did you mean 'pattern'", second.Error);
    }

    [Fact]
    public void A_rule_whose_examples_do_not_come_out_does_not_load()
    {
        using var folder = Project(Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:20}", "acme_{lowernum:30}"));

        folder.File("app/a.txt", "nothing");

        var run = CliRun.In(folder.Path, "screen", "app");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("does not find its own example", run.Error, StringComparison.Ordinal);
        Assert.Contains("finds what should be silent", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_inside_of_what_is_screened_are_not_taken()
    {
        using var folder = new TemporaryFolder();
        folder.File("app/rules.yaml", "service: Acme\nrules:\n" + Rule(Token, "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "acme_{lower:5}"));
        folder.File("app/sluice.yaml", "rules: [rules.yaml]\n");
        folder.File("app/a.txt", Value("acme_", 30));
        folder.File("sluice.yaml", "rules: [app/rules.yaml]\n");

        Assert.Contains("which is screened", CliRun.In(folder.Path, "screen", "app").Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Deny, CliRun.In(folder.Path, "screen", "app", "--config", "sluice.yaml").ExitCode);
        Assert.Equal(ExitCode.Allow, CliRun.In(Path.Combine(folder.Path, "app"), "screen", ".").ExitCode);
    }

    [Fact]
    public void A_weak_rule_of_a_project_hides_nothing_that_the_program_knows()
    {
        var token = TestSecret.GitHub();
        var compiled = SecretRuleFile.Compile("a.yaml", "service: Acme\nrules:\n" + Rule("acme-line", "KEY=[0-9A-Za-z_]{40}", "KEY={alnum:40}", "KEY=") + "    public: it is not\n");

        var matches = new SecretScanner(RulePack.BuiltIn.With(compiled)).Scan(Encoding.ASCII.GetBytes($"KEY={token} KEY={TestSecret.Alphanumeric(40, 5)}"));

        Assert.Equal(["secret/github-token", "secret/acme-line"], matches.Select(match => match.Rule.Id));
    }

    [Fact]
    public void Nor_what_the_program_only_guesses_from_a_name()
    {
        var password = $"DB_PASSWORD=\"{TestSecret.Alphanumeric(22, 9)}\"\n";
        using var folder = Project(Rule("acme-word", "DB_PASSWORD=\"[0-9A-Za-z]{22}\"", "'DB_PASSWORD=\"{alnum:22}\"'", "x") + "    public: it is not\n");
        folder.File("app/settings.py", password);

        var run = CliRun.In(folder.Path, "screen", "app", "-r", "json");

        Assert.Contains("secret/acme-word", run.Output, StringComparison.Ordinal);
        Assert.Contains("secret/generic-", run.Output, StringComparison.Ordinal);
        Assert.Contains("reported as secret/generic-", CliRun.In(folder.Path, "rules", "why", "app/settings.py").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_said_to_be_none()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.gz", TestArchive.Gzip(Encoding.ASCII.GetBytes("password: x\n")));
        folder.File("a.txt", "nothing\n");

        Assert.Contains("a.gz: no text", CliRun.In(folder.Path, "rules", "why", "a.gz").Output, StringComparison.Ordinal);
        Assert.Empty(CliRun.In(folder.Path, "rules", "why", "a.txt").Output);
    }

    [Fact]
    public void Added_rules_are_found_where_the_others_are_and_the_others_still_are()
    {
        var rules = Enumerable.Range(0, 40).Select(i => Rule($"acme-{i}", $"{Front(i)}[A-Z]{{5}}-[0-9]{{3}}-[a-z]{{9}}", $"'{Front(i)}{{upper:5}}-{{digits:3}}-{{lower:9}}'", "x"));
        var scanner = new SecretScanner(RulePack.BuiltIn.With(SecretRuleFile.Compile("a.yaml", "service: Acme\nrules:\n" + string.Concat(rules))));

        for (var i = 0; i < 40; i++)
        {
            var text = $"{TestSecret.GitHub(i)}\n{Front(i)}{TestSecret.Random("ABCXYZ", 5, i)}-{TestSecret.Random("123456", 3, i)}-{TestSecret.Random("abcxyzklm", 9, i)}\n{TestSecret.Npm(i)}";
            Assert.Equal(["secret/github-token", $"secret/acme-{i}", "secret/npm-token"], scanner.Scan(Encoding.ASCII.GetBytes(text)).Select(match => match.Rule.Id));
        }
    }

    [Fact]
    public void A_rule_that_the_search_must_look_for_in_all_bytes_is_told_to_be_slow()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.yaml", "service: Acme\nrules:\n" + Rule("acme-slow", "ced[0-9]{9}", "'ced{digits:9}'", "ced") + Rule("acme-fast", "acme_[0-9a-z]{30}", "acme_{lowernum:30}", "x"));

        var output = CliRun.In(folder.Path, "rules", "test", "a.yaml").Output;

        Assert.Matches(@"literal +secret/acme-slow: slow, some \d+ places of a megabyte", output);
        Assert.DoesNotMatch("secret/acme-fast:", output);
    }

    private static string Front(int i) => $"Q{(char)('a' + (i % 26))}{(char)('A' + (i / 26))}~";

    private static string Value(string front, int length) => front + TestSecret.Random("0123456789abcdefghijklmnopqrstuvwxyz", length, 9);

    private static TemporaryFolder Project(string rules)
    {
        var folder = new TemporaryFolder();
        folder.File("sluice.yaml", "rules:\n" + rules);
        return folder;
    }

    private static string Rule(string id, string pattern, string fires, string silent) => $"""
          - id: secret/{id}
            name: Key of the door
            holder: open the door
            revoke: [Change the lock.]
            pattern: '{pattern}'
            fires: [{Quoted(fires)}]
            silent: [{Quoted(silent)}]

        """;

    private static string Quoted(string text) => text.StartsWith('\'') ? text : $"'{text}'";
}
