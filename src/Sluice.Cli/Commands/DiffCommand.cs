using System.CommandLine;
using Sluice.Comparison;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice diff OLD NEW</c></summary>
internal static class DiffCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var older = new Argument<string>("OLD") { Description = "The earlier release: a file or a directory." };
        var newer = new Argument<string>("NEW") { Description = "The later release." };
        var format = new Option<string>("--report", "-r") { Description = "console or json.", DefaultValueFactory = _ => "console" };
        format.AcceptWords("console", "json");
        var binding = new ScreenOptionsBinding();
        var command = new Command("diff", "What changed between two releases: manifest, scripts, dependencies, files, sizes, and what they disclose.") { older, newer, format };
        foreach (var option in binding.All)
            command.Add(option);
        command.SetAction(parsed =>
        {
            string[] words = [parsed.GetValue(older)!, parsed.GetValue(newer)!];
            var sources = Targets.Of(words, null, surroundings);
            var (options, _) = binding.Bind(parsed, surroundings, words, cancel);
            var difference = ReleaseDifference.Between(ReleaseCheck.Screen(sources[0], options, cancel), ReleaseCheck.Screen(sources[1], options, cancel));
            if (parsed.GetValue(format) == "json")
                DifferenceReport.WriteJson(difference, surroundings.Output);
            else
                DifferenceReport.WriteText(difference, surroundings.Output);
            return difference.IsIncomplete ? ExitCode.Indeterminate : ExitCode.Allow;
        });
        return command;
    }
}
