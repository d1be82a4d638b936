using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Policies.Testing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice screen TARGET…</c></summary>
internal static class ScreenCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var targets = new Argument<string[]>("TARGET")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "A file (its kind comes from its content), a directory, git:staged, git:A..B, git:all, or - for standard input.",
        };
        var repository = new RepositoryBinding();
        var binding = new ScreenOptionsBinding { IsOfReleases = true };
        var reports = new ReportBinding();
        var command = new Command("screen", "Opens what is about to ship or to be installed, finds what must not pass, decides, reports.") { targets };
        var trace = new Option<bool>("--trace") { Description = "Also tells, on standard error, what each rule of the policies made of the release, as 'sluice policy explain' does." };
        command.Add(trace);
        var writeBaseline = BaselineBinding.WriteOption();
        command.Add(writeBaseline);
        foreach (var option in repository.All.Concat(binding.All).Concat(reports.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var words = parsed.GetValue(targets)!;
            var problems = new List<string>();
            var sources = Targets.Of(words, repository.Bind(parsed, surroundings, problems), surroundings, problems);
            var outlets = reports.Bind(parsed, surroundings, problems);
            var request = binding.Bind(parsed, surroundings, words, problems);
            UsageException.ThrowIfAny(problems);
            var options = request.WithPublishedTexts(cancel);
            var explanations = parsed.GetValue(trace) ? sources.Select(_ => new PolicyExplanation()).ToList() : [];
            var results = ScreenAll(sources, request.Journal is not null, options, explanations, outlets, surroundings, cancel);
            outlets.Write(results, request.Now);
            request.Record(results, surroundings);
            for (var i = 0; i < explanations.Count; i++)
                ExplanationText.Write(results[i], options.Policies, explanations[i], rule: null, surroundings.Error);
            if (parsed.GetValue(writeBaseline) is { } file)
                BaselineBinding.Write(file, results, surroundings, request.Now);
            return ExitCode.Of(results);
        });
        return command;
    }

    /// <summary>One after the other, as if each had a run of its own: with a journal, the ones before are history for the next.</summary>
    private static List<Report> ScreenAll(IReadOnlyList<ArtifactSource> sources, bool isRecorded, ScreenOptions options, List<PolicyExplanation> explanations, ReportOutlets outlets, Surroundings surroundings, CancellationToken cancel)
    {
        var results = new List<Report>();
        for (var i = 0; i < sources.Count; i++)
        {
            results.Add(Screen(sources[i], explanations.Count > 0 ? explanations[i].Watching(options) : options, outlets, surroundings, cancel));
            if (isRecorded)
                options = options with { History = options.History.With(ReleaseRecord.Of(results[i], project: null, profile: null)) };
        }

        return results;
    }

    private static Report Screen(ArtifactSource source, ScreenOptions options, ReportOutlets outlets, Surroundings surroundings, CancellationToken cancel)
    {
        if (!outlets.ShowsProgress)
            return ReleaseCheck.Screen(source, options, cancel);
        using var progress = new ProgressLine(surroundings.Error, surroundings.Clock, source.Name, source.Length);
        return ReleaseCheck.Screen(source, options with { Progress = progress.Report }, cancel);
    }
}
