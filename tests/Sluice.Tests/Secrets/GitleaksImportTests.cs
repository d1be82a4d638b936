using System.Text;
using Sluice.Cli;
using Sluice.Secrets;
using Sluice.Secrets.Import;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class GitleaksImportTests
{
    private const string Beside = """(?:[\x60'"\s;]|\\[nr]|$)""";

    /// <summary>Expressions, a text in which the imported rule finds something, and one in which it finds nothing.</summary>
    public static TheoryData<string, string, string> Expressions => new()
    {
        { @"\bacme_[0-9a-f]{32}\b", "x acme_" + Hex(32), "acme_" + Hex(31) },
        { @"acme_\d{10}-(?i)[a-f]{12}", "acme_9182736450-aBcFeDdacEBf", "ACME_9182736450-abcfeddacebf" },
        { @"(?i:ACME)-(?P<it>[[:xdigit:]]{20,})", "k aCmE-" + Hex(300), "acme-" + Hex(19) },
        { "(?:^|[\\s\"'])(acme~[\\w.-]{24})" + Beside, "\"acme~" + TestSecret.Alphanumeric(24, 3) + "\"", "acme~" + TestSecret.Alphanumeric(20, 3) },
        { @"acme\.[A-Z2-7]{16}(?:\.[A-Z2-7]{16})*", "acme." + Base32(16) + "." + Base32(16), "acme." + Base32(15) },
        { @"\Qacme.v1:\E([^\s""]{30})", "acme.v1:" + TestSecret.Alphanumeric(30, 4), "acme-v1:" + TestSecret.Alphanumeric(30, 4) },
        { @"acme:[\s\S-]{24}~", "acme:" + Hex(11) + "\n\"" + Hex(11) + "~", "acme:" + Hex(23) + "~" },
        { Assignment("acme|globex-inc", "[a-z0-9]{32}"), "GLOBEX_INC_KEY: '" + Hex(32) + "'", "initech_key: '" + Hex(32) + "'" },
        { Assignment("(?-i:ACME|[Aa]cme)", @"ak\.[a-z0-9=_\-]{40}"), "acme.token = ak." + Hex(40), "acme.token = an." + Hex(40) },
        { Assignment("acme[_.-]?(?:login|token)", "[a-z0-9]{40}"), "acme.login: \"" + Hex(40) + "\"", "acme.name: \"" + Hex(40) + "\"" },
        { Assignment("zonkware", "[a-z0-9]{12}"), "zonkware_pin=\"" + Hex(12) + "\"", "zonkware_pin=\"" + Hex(11) + "\"" },
    };

    [Theory]
    [MemberData(nameof(Expressions), DisableDiscoveryEnumeration = true)]
    public void An_expression_finds_here_what_it_finds_there(string expression, string fires, string silent)
    {
        var import = Import(Rule("acme-key", expression));

        Assert.True(import.Rules.All(rule => rule.IsImported), import.Rules[0].Reason);
        var scanner = new SecretScanner(RuleSet.Of(SecretRuleFile.Compile("a.yaml", import.Yaml)));
        Assert.Single(scanner.Scan(Encoding.ASCII.GetBytes(fires)));
        Assert.Empty(scanner.Scan(Encoding.ASCII.GetBytes(silent)));
    }

    [Fact]
    public void Of_alternatives_those_are_imported_that_can_be_expressed()
    {
        var import = Import(Rule("acme-key", @"\b(acme_[0-9a-f]{40}|[0-9a-f]{40}|acmt\.(?:[0-9a-z]{30}))\b"));

        Assert.Equal(["secret/custom-acme-key", "secret/custom-acme-key-2", "secret/custom-acme-key-3"], import.Rules.Select(rule => rule.Id));
        Assert.Equal([true, false, true], import.Rules.Select(rule => rule.IsImported));
        var scanner = new SecretScanner(RuleSet.Of(SecretRuleFile.Compile("a.yaml", import.Yaml)));
        Assert.Equal(2, scanner.Scan(Encoding.ASCII.GetBytes($"acme_{Hex(40)} {Hex(40)} acmt.{Hex(30)}")).Count);
    }

    [Fact]
    public void A_group_in_the_name_is_not_the_secret()
    {
        var import = Import(Rule("acme-key", Assignment("acme[_.-]?(login|token)", "[a-z0-9]{40}")));

        var scanner = new SecretScanner(RuleSet.Of(SecretRuleFile.Compile("a.yaml", import.Yaml)));
        Assert.Equal(40, Assert.Single(scanner.Scan(Encoding.ASCII.GetBytes($"ACME_LOGIN={Hex(40)}"))).Length);
    }

    [Theory]
    [InlineData("acme_(?=[0-9])[0-9a-z]{20}", "look")]
    [InlineData(@"(acme|corp)_[0-9a-z]{20}\1", "back")]
    [InlineData(@"acme_\bx?[0-9a-z]{20}", "edge")]
    [InlineData(@"acme_\p{Greek}{20}", "Unicode")]
    [InlineData("[0-9a-z]{20}", "fixed")]
    [InlineData("acme_(", "closed")]
    [InlineData("acmé_[0-9a-z]{20}", "ASCII")]
    public void What_cannot_be_expressed_is_told_with_its_reason(string expression, string reason)
    {
        var import = Import(Rule("acme-key", expression));

        var rule = Assert.Single(import.Rules);
        Assert.False(rule.IsImported);
        Assert.Contains(reason, rule.Reason, StringComparison.Ordinal);
        Assert.Empty(import.Yaml);
    }

    [Fact]
    public void Every_property_of_a_rule_is_taken_over_or_told()
    {
        var import = Import("""
            [allowlist]
            paths = ['''(?i)vendor/''']

            """ + Rule("Acme.Key", "(acme)_([0-9a-f]{32,})", """
            description = "An \u0041cme key"
            secretGroup = 2
            entropy = 3.1
            keywords = [
                "acme", # a comment
            ]
            [[rules.allowlists]]
            stopwords = ["a", "b"]
            [[rules.allowlists]]
            regexes = ['''x]''']
            """) + Rule("second", "corp_[0-9a-z]{32}", "keywords = [\"login\"]") + Rule("third", "corq_[0-9a-z]{32}", "path = '''\\.php$'''") + "[[rules]]\nid = \"fourth\"\npath = '''x'''\n" + Rule("second", "corp-[0-9a-z]{32}"));

        Assert.Equal(["secret/custom-acme-key", "secret/custom-second", "third", "fourth", "secret/custom-second-2"], import.Rules.Select(rule => rule.Id));
        Assert.Equal([true, true, false, false, true], import.Rules.Select(rule => rule.IsImported));
        Assert.Contains("1 expressions, 2 stop words", import.Rules[0].Reason, StringComparison.Ordinal);
        Assert.Contains("512", import.Rules[0].Reason, StringComparison.Ordinal);
        Assert.Contains("1 paths", Assert.Single(import.Remarks), StringComparison.Ordinal);
        Assert.Contains("# An Acme key", import.Yaml, StringComparison.Ordinal);
        var rules = SecretRuleFile.Parse("a.yaml", import.Yaml);
        Assert.Equal((3.1, "acme_(?<secret>[0-9a-f]{32,4096})"), (rules[0].Entropy, rules[0].Pattern));
        Assert.Equal(["login"], rules[1].Nearby);
    }

    [Fact]
    public void Alternatives_of_different_kinds_become_a_rule_each()
    {
        var import = Import(Rule("acme", Assignment("acme", "[a-z0-9]{24}") + @"|\b(AC3[A-Za-z0-9_\-=]{80})" + Beside));

        var rules = SecretRuleFile.Parse("a.yaml", import.Yaml);
        Assert.Equal(["acme"], rules[0].Assigned);
        Assert.Empty(rules[1].Assigned);
    }

    [Fact]
    public void Commonplace_names_make_a_rule_that_only_warns()
    {
        var rules = SecretRuleFile.Parse("a.yaml", Import(Rule("a", Assignment("token|secret", "[a-z0-9]{32}")) + Rule("b", Assignment("acme", "[a-z0-9]{32}"))).Yaml);

        Assert.Equal([Findings.Confidence.Low, Findings.Confidence.Medium], rules.Select(rule => rule.Confidence));
    }

    [Fact]
    public void The_file_that_is_written_works_in_a_configuration()
    {
        using var folder = new TemporaryFolder();
        folder.File("leaks.toml", Rule("acme", @"\bacme_[0-9a-f]{32}\b") + Rule("other", "(?!x)y"));
        folder.File("app/a.txt", "acme_" + Hex(32));
        folder.File("sluice.yaml", "rules: [imported.yaml]\n");

        var run = CliRun.In(folder.Path, "rules", "import", "leaks.toml", "-o", "imported.yaml");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("not imported  other: it looks around", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 rules imported", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Deny, CliRun.In(folder.Path, "screen", "app").ExitCode);
    }

    [Fact]
    public void A_configuration_beside_it_is_taken_with_what_it_does_not_disable()
    {
        using var folder = new TemporaryFolder();
        folder.File("leaks.toml", "[extend]\npath = \"base/more.toml\"\ndisabledRules = [\"off\", \"far-off\"]\n" + Rule("acme", @"\bacme_[0-9a-f]{32}\b"));
        folder.File("base/more.toml", "[extend]\npath = \"third.toml\"\n" + Rule("acme", @"\bother_[0-9a-f]{32}\b") + Rule("off", @"\boff_[0-9a-f]{32}\b") + Rule("more", @"\bmore_[0-9a-f]{32}\b"));
        folder.File("third.toml", "[extend]\npath = \"leaks.toml\"\n" + Rule("third", @"\bthird_[0-9a-f]{32}\b") + Rule("far-off", @"\bfar_[0-9a-f]{32}\b"));

        var run = CliRun.In(folder.Path, "rules", "import", "leaks.toml", "-o", "imported.yaml");

        Assert.Contains("extends 'base/more.toml'\n1 of 3 rules are taken from there; disabled: off\nextends 'third.toml'\n", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("over too many files", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 of 3 rules imported", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("other_", File.ReadAllText(Path.Combine(folder.Path, "imported.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path = \"../secrets.toml\"", "does not lie beside")]
    [InlineData("path = \"/etc/hostname\"", "does not lie beside")]
    [InlineData("path = \"link.toml\"", "cannot be read")]
    [InlineData("path = \"broken.toml\"", "no gitleaks configuration")]
    [InlineData("path = \"missing.toml\"", "cannot be read")]
    [InlineData("path = \"https://acme.test/leaks.toml\"", "is an address")]
    [InlineData("url = \"https://acme.test/leaks.toml\"", "nothing is loaded from a network")]
    [InlineData("useDefault = true\ndisabledRules = [\"aws-access-token\"]", "no rule of the program is switched off")]
    public void What_it_extends_elsewhere_is_told_and_not_taken(string extend, string told)
    {
        using var folder = new TemporaryFolder();
        folder.File("c/leaks.toml", $"[extend]\n{extend}\n" + Rule("acme", @"\bacme_[0-9a-f]{32}\b"));
        folder.File("c/broken.toml", "this is = no [ toml");
        folder.File("secrets.toml", Rule("outer", @"\bouter_[0-9a-f]{32}\b"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "c/link.toml"), "../secrets.toml");

        var run = CliRun.In(folder.Path, "rules", "import", "c/leaks.toml", "-o", "imported.yaml");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 1 rules imported", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is = no [ toml")]
    [InlineData("title = \"nothing\"\n")]
    [InlineData("[[rules]]\nid = \"a\"\nregex = '''(?=x)'''\n")]
    public void A_file_of_which_nothing_can_be_imported_ends_in_an_error(string toml)
    {
        using var folder = new TemporaryFolder();
        folder.File("leaks.toml", toml);

        Assert.Equal(ExitCode.Usage, CliRun.In(folder.Path, "rules", "import", "leaks.toml").ExitCode);
    }

    [Fact]
    public void Any_text_is_an_expression_or_refused()
    {
        const string Signs = @"()[]{}|*+?.\^$-,:<>=!P_abBdwsxQEpz019'"" ";
        for (var seed = 0; seed < 4000; seed++)
        {
            try
            {
                RegexReader.Read(TestSecret.Random(Signs, 1 + (seed % 30), seed), seed % 3);
            }
            catch (ImportException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    private static GitleaksImport Import(string toml) => GitleaksImport.Of("leaks.toml", Encoding.UTF8.GetBytes(toml), _ => null);

    private static string Rule(string id, string expression, string more = "") => $"[[rules]]\nid = \"{id}\"\nregex = '''{expression}'''\n{more}\n";

    private static string Assignment(string names, string value) =>
        $$"""(?i)[\w.-]{0,50}?(?:{{names}})(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}({{value}}){{Beside}}""";

    private static string Hex(int length) => TestSecret.Random("0123456789abcdef", length, 11);

    private static string Base32(int length) => TestSecret.Random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length, 12);
}
