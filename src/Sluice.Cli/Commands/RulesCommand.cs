using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Reporting;
using Sluice.Secrets;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules list|show|test</c></summary>
internal static class RulesCommand
{
    public static Command Build(Surroundings surroundings)
    {
        var list = new Command("list", "Lists every rule: id, severity, title.");
        list.SetAction(_ => List(surroundings.Output));
        var id = new Argument<string>("RULE") { HelpName = "RULE", Description = "A rule's id, such as exposure/source-map." };
        id.CompletionSources.Add(_ => Catalog.Rules.Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Id)));
        var show = new Command("show", "Shows the documentation of one rule.") { id };
        show.SetAction(parsed => Show(Find(parsed.GetValue(id)!), surroundings.Output));
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "Files of secret rules; without one, the rules that come with the program." };
        var test = new Command("test", "Runs the rules' own examples.") { files };
        test.SetAction(parsed => Test(parsed.GetValue(files) ?? [], surroundings));
        return new Command("rules", "The rules and their documentation.") { list, show, test, RulesWhyCommand.Build(surroundings) };
    }

    public static Descriptor Find(string id) =>
        Catalog.Rules.FirstOrDefault(rule => rule.Id == id)
        ?? throw new UsageException($"there is no rule '{id}'; {Suggestion.For(id, [.. Catalog.Rules.Select(rule => rule.Id)])}");

    public static int Show(Descriptor rule, TextWriter output)
    {
        output.WriteLine($"{rule.Id}  {Words.Of(rule.Severity)}");
        output.WriteLine(rule.Name);
        output.WriteLine();
        output.WriteLine("Why   " + rule.Why);
        output.WriteLine("Fix   " + rule.Fix);
        if (rule.Exceptions is { } exceptions)
            output.WriteLine("But   " + exceptions);
        return ExitCode.Allow;
    }

    private static int Test(string[] files, Surroundings surroundings)
    {
        var problems = new List<string>();
        var count = files.Length == 0 ? TestBuiltIn(problems) : 0;
        foreach (var file in files)
        {
            try
            {
                count += SecretRuleFile.Parse(file, File.ReadAllText(surroundings.Full(file))).Count;
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems.Select(problem => problem.ToString()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"cannot read '{file}': {e.Message}");
            }
        }

        UsageException.ThrowIfAny(problems);
        surroundings.Output.WriteLine($"{count} rules find what they should, and only that");
        return ExitCode.Allow;
    }

    private static int TestBuiltIn(List<string> problems)
    {
        foreach (var (rule, failure) in SecretScanner.BuiltIn.FailedExamples())
            problems.Add($"{rule.Id}: {failure}");
        return SecretScanner.BuiltIn.Rules.Count;
    }

    private static int List(TextWriter output)
    {
        var width = Catalog.Rules.Max(rule => rule.Id.Length);
        foreach (var rule in Catalog.Rules)
            output.WriteLine($"{rule.Id.PadRight(width)}  {Words.Of(rule.Severity),-8}  {rule.Name}");
        return ExitCode.Allow;
    }
}
