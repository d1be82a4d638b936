using System.Text;

namespace Sluice.Secrets;

/// <summary>Runs a rule's own examples.</summary>
internal static class RuleExamples
{
    /// <summary>Each template is filled in as often as this. One miss is no failure: random values may look made up.</summary>
    public const int Tries = 12;

    /// <summary>What a start can afford: one filling of each template, and the others only where that one does not come out.</summary>
    public static IEnumerable<string> ApparentFailures(CompiledRule rule)
    {
        var scanner = new SecretScanner(RuleSet.Of([rule]));
        var isSound = rule.Rule.Fires.All(template => Fires(scanner, template, 1)) && !rule.Rule.Silent.Any(template => Fires(scanner, template, 1));
        return isSound ? [] : Failures(rule);
    }

    public static IEnumerable<string> Failures(CompiledRule rule)
    {
        var scanner = new SecretScanner(RuleSet.Of([rule]));
        foreach (var template in rule.Rule.Fires)
        {
            if (Hits(scanner, template) < Tries - 1)
                yield return $"does not find its own example '{template}'";
        }

        foreach (var template in rule.Rule.Silent)
        {
            if (Hits(scanner, template) > 0)
                yield return $"finds what should be silent, '{template}'";
        }
    }

    private static int Hits(SecretScanner scanner, string template) =>
        Enumerable.Range(1, Tries).Count(seed => Fires(scanner, template, seed));

    private static bool Fires(SecretScanner scanner, string template, int seed) =>
        scanner.Scan(Encoding.UTF8.GetBytes(ExampleTemplate.Expand(template, seed))).Count > 0;
}
