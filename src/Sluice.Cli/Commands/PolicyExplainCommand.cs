using System.CommandLine;
using Sluice.Cel;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy explain TARGET</c>: screens, and tells of every rule what it made of it, and why.</summary>
internal static class PolicyExplainCommand
{
    /// <summary>Of one expression; loops evaluate a part once for each element.</summary>
    private const int MostSteps = 40;

    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var target = new Argument<string>("TARGET") { Description = "What to screen, as for 'sluice screen'." };
        var rule = new Option<string>("--rule") { HelpName = "ID", Description = "Tell this rule alone, in full, whether or not it decided." };
        var repository = new RepositoryBinding();
        var binding = new ScreenOptionsBinding();
        var command = new Command("explain", "Screens, and tells of every rule of the policies what it made of the release, and why.") { target, rule };
        foreach (var option in repository.All.Concat(binding.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            string[] words = [parsed.GetValue(target)!];
            var sources = Targets.Of(words, repository.Bind(parsed, surroundings, problems), surroundings, problems);
            var request = binding.Bind(parsed, surroundings, words, problems);
            var wanted = parsed.GetValue(rule);
            Check(wanted, request.Options.Policies, problems);
            UsageException.ThrowIfAny(problems);
            var options = request.WithPublishedTexts(cancel);
            var report = ReleaseCheck.Screen(sources[0], options, cancel);
            var input = new PolicyInput(report.Artifact, [.. report.Findings.Select(finding => finding.Finding)], report.Faults) { Now = request.Now, Waivers = options.Waivers };
            surroundings.Output.WriteLine(SafeText.Of($"{report.Target}: {report.Decision.ToString().ToLowerInvariant()}"));
            foreach (var explanation in PolicyExplanation.Of(options.Policies, input, wanted).Where(explanation => wanted is null || explanation.Rule == wanted))
                Tell(explanation, surroundings.Output);
            return ExitCode.Allow;
        });
        return command;
    }

    private static void Check(string? rule, PolicySet policies, List<string> problems)
    {
        var ids = policies.Policies.SelectMany(policy => policy.RuleIds).Distinct().ToList();
        if (rule is not null && problems.Count == 0 && !ids.Contains(rule))
            problems.Add($"--rule: no policy has a rule '{rule}'; {Suggestion.For(rule, ids)}");
    }

    private static void Tell(RuleExplanation explanation, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(SafeText.Of($"{explanation.Policy} {explanation.Rule}: {explanation.Outcome}: {explanation.Cause}"));
        foreach (var trace in explanation.Traces)
            Tell(trace, output);
    }

    private static void Tell(RuleTrace trace, TextWriter output)
    {
        output.WriteLine(SafeText.Of($"  {trace.Part}{(trace.Item is null ? "" : $" of {trace.Item}")}"));
        var steps = trace.Trace.Steps.Select(step => $"{InOneLine(Whole(trace.Trace, step))} = {step.Value}").Distinct().ToList();
        foreach (var step in steps.Take(MostSteps))
            output.WriteLine(SafeText.Of("    " + step));
        if (steps.Count > MostSteps)
            output.WriteLine($"    … {steps.Count - MostSteps} more");
    }

    /// <summary>With the parentheses around its outermost parts, which do not belong to any part themselves.</summary>
    private static string Whole(CelTrace trace, CelTraceStep step)
    {
        var (text, end) = (trace.TextOf(step), step.End);
        var missing = 0;
        char? quote = null;
        foreach (var c in text)
        {
            if (quote is not null || c is '"' or '\'')
                quote = quote is null ? c : quote == c ? null : quote;
            else
                missing += c == '(' ? 1 : c == ')' ? -1 : 0;
        }

        for (; missing > 0 && trace.Source.IndexOf(')', end) is >= 0 and var close && string.IsNullOrWhiteSpace(trace.Source[end..close]); missing--)
            end = close + 1;
        var start = step.Start;
        for (; missing < 0 && start > 0 && trace.Source.LastIndexOf('(', start - 1) is >= 0 and var open && string.IsNullOrWhiteSpace(trace.Source[(open + 1)..start]); missing++)
            start = open;
        return trace.Source[start..end];
    }

    /// <summary>Expressions may be written over several lines.</summary>
    private static string InOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
