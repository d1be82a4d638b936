using System.CommandLine;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy check [PATH…]</c>: compiles policies, warns about rules that say nothing, and estimates what they cost.</summary>
internal static class PolicyCheckCommand
{
    public static Command Build(Surroundings surroundings)
    {
        var paths = new PolicyPaths();
        var now = new NowOption("The time that 'until' is held against, in RFC 3339.");
        var command = new Command("check", "Compiles policies, tells every problem, warns about rules that say nothing, and estimates costs.") { paths.Argument, paths.Option, now.Option };
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            var (names, folder, _) = paths.Bind(parsed, surroundings, problems);
            var time = now.Bind(parsed, surroundings, problems);
            if (names.Count == 0 && problems.Count == 0)
                problems.Add("there are no policies to check; name files or folders, or list them in sluice.yaml");
            var policies = PolicyFiles.Read(names, folder, surroundings.Shown, problems);
            UsageException.ThrowIfAny(problems);
            foreach (var policy in policies)
                Tell(policy, time, surroundings.Output);
            return ExitCode.Allow;
        });
        return command;
    }

    private static void Tell(Policy policy, DateTimeOffset now, TextWriter output)
    {
        var warnings = PolicyLint.WarningsOf(policy, now);
        var count = policy.RuleIds.Count();
        output.WriteLine(SafeText.Of($"{policy.Name}: {count} {(count == 1 ? "rule" : "rules")}, {(warnings.Count == 0 ? "nothing to warn about" : warnings.Count == 1 ? "1 warning" : $"{warnings.Count} warnings")}"));
        foreach (var rule in PolicyLint.CostsOf(policy).GroupBy(cost => cost.Rule))
            output.WriteLine(SafeText.Of($"  {rule.Key}: cost {string.Join(", ", rule.Select(cost => $"{cost.Part} {cost.Estimate}"))}"));
        foreach (var warning in warnings)
            output.WriteLine(SafeText.Of("  warning: " + warning));
    }
}
