using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules list|show</c></summary>
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
        return new Command("rules", "The rules and their documentation.") { list, show };
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

    private static int List(TextWriter output)
    {
        var width = Catalog.Rules.Max(rule => rule.Id.Length);
        foreach (var rule in Catalog.Rules)
            output.WriteLine($"{rule.Id.PadRight(width)}  {Words.Of(rule.Severity),-8}  {rule.Name}");
        return ExitCode.Allow;
    }
}
