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
        var format = new Option<string>("--report", "-r") { Description = "How to report.", DefaultValueFactory = _ => "console" };
        format.OfferWords("console", "json");
        var binding = new ScreenOptionsBinding { IsOfReleases = true };
        var command = new Command("diff", "What changed between two releases: manifest, scripts, dependencies, files, sizes, and what they disclose.") { older, newer, format };
        foreach (var option in binding.All)
            command.Add(option);
        command.SetAction(parsed =>
        {
            string[] words = [parsed.GetValue(older)!, parsed.GetValue(newer)!];
            var problems = new List<string>();
            var sources = Targets.Of(words, null, surroundings, problems);
            var isJson = format.WordOf(parsed, problems) == "json";
            var request = binding.Bind(parsed, surroundings, words, problems);
            UsageException.ThrowIfAny(problems);
            var options = request.WithPublishedTexts(cancel);
            options = options with { Source = options.Source is { } source ? source with { IsCompared = false } : null };
            var difference = ReleaseDifference.Between(ReleaseCheck.Screen(sources[0], options, cancel), ReleaseCheck.Screen(sources[1], options, cancel), options.Profiles);
            if (isJson)
                DifferenceReport.WriteJson(difference, surroundings.Output);
            else
                DifferenceReport.WriteText(difference, surroundings.Output);
            return difference.IsIncomplete ? ExitCode.Indeterminate : ExitCode.Allow;
        });
        return command;
    }
}
