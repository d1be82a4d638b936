using System.Text;
using Sluice.Reporting;
using Sluice.Secrets;
using Sluice.Secrets.Generic;
using Sluice.Tests.Support;

namespace Sluice.Tests;

/// <summary>The reference that users read is generated from what the program does.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Commands => ["", "screen", "diff", "learn", "init", "hook", "hook install", "hook uninstall", "hook run", "waive", "explain", "rules", "rules list", "rules show", "rules test", "rules why", "rules import", "policy", "policy check", "policy test", "policy explain", "policy eval", "completion"];

    [Fact]
    public void The_page_of_rules_is_the_catalogue()
    {
        var text = new StringBuilder("""
            # Rules

            Generated from the catalogue (`SLUICE_ACCEPT=1 ./test`). The severity is that of an ordinary finding; context lowers or raises it. `builtin:default` denies
            high and critical findings, holds them when the detector is unsure, and warns about medium and low ones. The kinds of secrets have a
            [page of their own](secrets.md).

            | rule | severity | title |
            | --- | --- | --- |

            """);
        var kinds = SecretScanner.BuiltIn.Rules.Select(rule => rule.Id).ToHashSet();
        var rules = Catalog.Rules.Where(rule => !kinds.Contains(rule.Id)).ToList();
        foreach (var rule in rules)
            text.Append($"| [`{rule.Id}`](#{rule.Id.Replace("/", "", StringComparison.Ordinal)}) | {Words.Of(rule.Severity)} | {rule.Name} |\n");
        foreach (var rule in rules)
        {
            text.Append($"\n## {rule.Id}\n\n{rule.Name}. {Words.Of(rule.Severity)}.\n\n**Why.** {Escape(rule.Why)}\n\n**Fix.** {Escape(rule.Fix)}\n");
            if (rule.Exceptions is { } exceptions)
                text.Append($"\n**Exceptions.** {Escape(exceptions)}\n");
        }

        Generated.Check("docs/reference/rules.md", text.ToString());
    }

    [Fact]
    public void The_page_of_secrets_lists_every_kind()
    {
        var rules = SecretScanner.BuiltIn.Rules;
        var text = new StringBuilder($"""
            # Secrets

            Generated from the rule files in `src/Sluice.Core/Secrets/Rules` (`SLUICE_ACCEPT=1 ./test`): {rules.Count} kinds of {rules.Select(rule => rule.Service).Distinct().Count()} services. The severity is that of an ordinary
            finding; context lowers it. `sluice explain` tells of each kind how to revoke it.

            | rule | severity | title | whoever has it can |
            | --- | --- | --- | --- |

            """);
        foreach (var rule in rules)
            text.Append($"| `{rule.Id}` | {Words.Of(rule.Descriptor.Severity)} | {Escape(rule.Name)} | {Escape(rule.Holder)} |\n");
        text.Append("\n## Of any service\n\nFound by the name that a value is assigned to, and judged by a [classifier](generic-secrets.md). They only warn.\n\n| rule | severity | title | whoever has it can |\n| --- | --- | --- | --- |\n");
        foreach (var rule in GenericRules.All)
            text.Append($"| `{rule.Id}` | {Words.Of(rule.Descriptor.Severity)} | {Escape(rule.Name)} | {Escape(rule.Holder)} |\n");

        Generated.Check("docs/reference/secrets.md", text.ToString().Replace("\r", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_the_same_as_its_golden_file(string command)
    {
        var run = CliRun.In(Repository.Root, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Golden.Check($"help/{(command.Length == 0 ? "sluice" : command.Replace(' ', '-'))}.txt", run.Output.Replace("Sluice.Tests", "sluice", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_says_what_why_and_how_to_fix()
    {
        foreach (var rule in Catalog.Rules)
        {
            Assert.Matches("^[a-z]+/[a-z0-9-]+$", rule.Id);
            Assert.True(rule.Name.Length is > 5 and < 60 && !rule.Name.EndsWith('.'), rule.Id);
            Assert.True(rule.Why.Length > 20 && rule.Why.EndsWith('.'), rule.Id);
            Assert.True(rule.Fix.Length > 10, rule.Id);
        }
    }

    [Fact]
    public void Each_detector_lists_its_rules_in_order_and_no_two_share_one()
    {
        var all = Catalog.Detectors.SelectMany(detector => detector.Rules.Select(rule => rule.Id)).ToList();

        Assert.Equal(all.Distinct().Count(), all.Count);
        Assert.All(Catalog.Detectors, detector => Assert.Equal(detector.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), detector.Rules.Select(rule => rule.Id)));
    }

    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
