using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules list|show|test</c></summary>
internal static class RulesCommand
{
    public static Command Build(Surroundings surroundings)
    {
        var list = new Command("list", "Lists every rule: id, severity, title.");
        var configuration = new ConfigurationBinding();
        list.Add(configuration.Option);
        list.SetAction(parsed => List(configuration.Rules(parsed, surroundings), surroundings.Output));
        var id = new Argument<string>("RULE") { HelpName = "RULE", Description = "A rule's id, such as exposure/source-map." };
        id.CompletionSources.Add(_ => Catalog.Rules.Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Id)));
        var show = new Command("show", "Shows the documentation of one rule.") { id, configuration.Option };
        show.SetAction(parsed => Show(Find(parsed.GetValue(id)!, configuration.Rules(parsed, surroundings)), surroundings.Output));
        return new Command("rules", "The rules and their documentation.") { list, show, RulesTestCommand.Build(surroundings), RulesWhyCommand.Build(surroundings), RulesImportCommand.Build(surroundings) };
    }

    /// <exception cref="UsageException">There is no such rule.</exception>
    public static Descriptor Find(string id, IReadOnlyList<Descriptor> rules) =>
        rules.FirstOrDefault(rule => rule.Id == id) ?? throw new UsageException($"there is no rule '{id}'; {Suggestion.For(id, [.. rules.Select(rule => rule.Id)])}");

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

    private static int List(IReadOnlyList<Descriptor> rules, TextWriter output)
    {
        var width = rules.Max(rule => rule.Id.Length);
        foreach (var rule in rules)
            output.WriteLine($"{rule.Id.PadRight(width)}  {Words.Of(rule.Severity),-8}  {rule.Name}");
        return ExitCode.Allow;
    }
}
