using System.CommandLine;
using System.Globalization;
using Sluice.Configuration;
using Sluice.Reporting;
using Sluice.Secrets;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules test [FILE…]</c>: runs examples, and tells how the search finds each rule.</summary>
internal sealed class RulesTestCommand(Surroundings surroundings)
{
    private const string Advice = "it is fast with 16 letters, digits or '-_+' in one piece, or with names under 'assigned'; else begin it with rarer characters";

    private readonly List<string> _problems = [];

    public static Command Build(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "Files of secret rules; without one, the rules that come with the program and those of the project." };
        var configuration = new ConfigurationBinding();
        var command = new Command("test", "Runs the rules' own examples, and tells which rules make the search slow.") { files, configuration.Option };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(files) ?? [];
            var test = new RulesTestCommand(surroundings);
            return asked.Length > 0 ? test.Files(asked) : test.All(configuration.Secrets(parsed, surroundings));
        });
        return command;
    }

    private int Files(string[] files)
    {
        var rules = files.SelectMany(Read).ToList();
        UsageException.ThrowIfAny(_problems);
        TellLanes(rules);
        return Count(rules.Count);
    }

    /// <summary>Of the many that come with the program, only how many are in a lane, and the slow ones.</summary>
    private int All(SecretScanner secrets)
    {
        foreach (var (rule, failure) in secrets.FailedExamples())
            _problems.Add($"{rule.Id}: {failure}");
        UsageException.ThrowIfAny(_problems);
        var builtIn = secrets.Rules.Take(secrets.Rules.Count - secrets.Added.Count).Select(rule => (Rule: rule, Cost: RuleCost.Of(rule))).ToList();
        foreach (var lane in builtIn.GroupBy(rule => rule.Cost.Lane).OrderBy(lane => lane.Key))
            surroundings.Output.WriteLine($"{WordOf(lane.Key),-10}  {lane.Count()} rules of the program");
        foreach (var (rule, cost) in builtIn.Where(rule => rule.Cost.IsSlow).OrderByDescending(rule => rule.Cost.PlacesPerMegabyte))
            Tell(rule, cost, withAdvice: false);
        TellLanes(secrets.Added);
        return Count(secrets.Rules.Count);
    }

    private IReadOnlyList<SecretRule> Read(string file)
    {
        try
        {
            return SecretRuleFile.Parse(file, File.ReadAllText(surroundings.Full(file)));
        }
        catch (ConfigurationException e)
        {
            _problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"cannot read '{file}': {e.Message}");
        }

        return [];
    }

    private void TellLanes(IEnumerable<SecretRule> rules)
    {
        foreach (var rule in rules)
            Tell(rule, RuleCost.Of(rule), withAdvice: true);
    }

    private void Tell(SecretRule rule, RuleCost cost, bool withAdvice)
    {
        var places = cost.IsSlow ? string.Create(CultureInfo.InvariantCulture, $": slow, some {cost.PlacesPerMegabyte:0} places of a megabyte look like it{(withAdvice ? $"; {Advice}" : "")}") : "";
        surroundings.Output.WriteLine(SafeText.Of($"{WordOf(cost.Lane),-10}  {rule.Id}{places}"));
    }

    private int Count(int rules)
    {
        surroundings.Output.WriteLine($"{rules} {(rules == 1 ? "rule finds what it" : "rules find what they")} should, and only that");
        return ExitCode.Allow;
    }

    private static string WordOf(SearchLane lane) => lane.ToString().ToLowerInvariant();
}
