using System.Text;

namespace Sluice.Secrets;

/// <summary>Runs a rule's own examples.</summary>
internal static class RuleExamples
{
    /// <summary>Each template is filled in as often as this. One miss is no failure: random values may look made up.</summary>
    public const int Tries = 12;

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
        Enumerable.Range(1, Tries).Count(seed => scanner.Scan(Encoding.UTF8.GetBytes(ExampleTemplate.Expand(template, seed))).Count > 0);
}
