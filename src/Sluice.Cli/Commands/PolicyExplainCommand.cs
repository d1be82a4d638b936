using System.CommandLine;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy explain TARGET|REPORT</c>: decides, and tells of every rule what it made of the release, and why.</summary>
internal static class PolicyExplainCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var target = new Argument<string>("TARGET|REPORT") { HelpName = "TARGET|REPORT", Description = "What to screen, as for 'sluice screen', or a JSON report of it, which is decided anew." };
        var rule = new Option<string>("--rule") { HelpName = "ID", Description = "Tell this rule alone, in full, whether or not it decided." };
        var repository = new RepositoryBinding();
        var binding = new ScreenOptionsBinding { IsOfReleases = true };
        var reports = new ReportBinding();
        var command = new Command("explain", "Decides, and tells of every rule of the policies what it made of the release, and why.") { target, rule };
        foreach (var option in repository.All.Concat(binding.All).Concat(reports.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            string[] words = [parsed.GetValue(target)!];
            var old = RecordedReports.Read(words[0], surroundings, binding.NowOf(parsed, surroundings), problems);
            var sources = old.Count > 0 ? [] : Targets.Of(words, repository.Bind(parsed, surroundings, problems), surroundings, problems);
            var request = binding.Bind(parsed, surroundings, words, problems);
            var outlets = reports.Bind(parsed, surroundings, [], problems);
            var wanted = parsed.GetValue(rule);
            Check(wanted, request.Options.Policies, problems);
            UsageException.ThrowIfAny(problems);
            var options = request.WithPublishedTexts(cancel);
            // Of a target there is one, and it is screened; of reports there may be several.
            var explanation = new PolicyExplanation(wanted);
            IReadOnlyList<Report> decided = old.Count > 0 ? [.. old.Select(report => ReleaseCheck.Replay(report, options.Policies, options.History))] : [.. sources.Select(source => ReleaseCheck.Screen(source, explanation.Watching(options), cancel))];
            if (outlets.IsEmpty || wanted is not null)
                Explain(old, decided, options.Policies, old.Count > 0 ? null : explanation, wanted, surroundings.Output);
            outlets.Write(decided, request.Now);
            return ExitCode.Allow;
        });
        return command;
    }

    private static void Explain(IReadOnlyList<Report> old, IReadOnlyList<Report> decided, PolicySet policies, PolicyExplanation? explanation, string? rule, TextWriter output)
    {
        for (var i = 0; i < decided.Count; i++)
        {
            ExplanationText.Write(decided[i], policies, explanation ?? new PolicyExplanation(rule), rule, output);
            if (old.Count > 0 && old[i].Decision != decided[i].Decision)
                output.WriteLine($"{Environment.NewLine}The report says {Words.Of(old[i].Decision)}: the policies, the program or the time are others.");
        }
    }

    private static void Check(string? rule, PolicySet policies, List<string> problems)
    {
        var ids = policies.Policies.SelectMany(policy => policy.RuleIds).Distinct().ToList();
        if (rule is not null && problems.Count == 0 && !ids.Contains(rule))
            problems.Add($"--rule: no policy has a rule '{rule}'; {Suggestion.For(rule, ids)}");
    }
}
