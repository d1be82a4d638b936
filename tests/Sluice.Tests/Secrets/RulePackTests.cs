using System.Text.Json;
using Sluice.Configuration;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class RulePackTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Sluice.Core", "Secrets");

    [Fact]
    public void The_pack_is_what_the_rule_files_give()
    {
        var problems = new List<Diagnostic>();
        var rules = new List<CompiledRule>();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "Rules"), "*.yaml").Order(StringComparer.Ordinal))
        {
            try
            {
                rules.AddRange(SecretRuleFile.Compile(Path.GetFileName(file), File.ReadAllText(file)));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        var kept = Path.Combine(Folder, "rules.pack");
        if (Repository.IsAccepting)
            File.WriteAllBytes(kept, RulePack.Write(rules));
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        Assert.Empty(rules.GroupBy(rule => rule.Rule.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(rules, rule => Assert.StartsWith("https://", rule.Rule.Link, StringComparison.Ordinal));
        // Compressed bytes differ from one version of the compressor to the next.
        var expected = RuleSet.Of([.. rules.OrderBy(rule => rule.Rule.Id, StringComparer.Ordinal)]);
        var actual = RulePack.Read(File.ReadAllBytes(kept));
        Assert.True(expected.Rules.Select(AsText).SequenceEqual(actual.Rules.Select(AsText)) && expected.AtomBuckets.SequenceEqual(actual.AtomBuckets), "rules.pack is out of date; run the tests with SLUICE_ACCEPT=1, build, and run them again");
    }

    private static string AsText(CompiledRule rule) => JsonSerializer.Serialize(new
    {
        rule.Rule,
        rule.Pattern,
        rule.Lane,
        rule.Anchors,
        rule.Names,
        Atoms = rule.Atoms.Select(atom => atom.ToString()),
        rule.MinOffset,
        rule.MaxOffset,
        rule.FrontParts,
        rule.FrontGap,
        rule.PublicBytes,
    });
}
