using Sluice.Cel;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary>Tells people how policies decided: each rule with its cause, and the value of every part of the expressions that decided.</summary>
internal static class ExplanationText
{
    /// <summary>Of one expression; loops evaluate a part once for each element.</summary>
    private const int MostSteps = 40;

    /// <param name="explanation">What watched the screening.</param>
    /// <param name="rule">Tell this rule alone, in full; null for all of them.</param>
    public static void Write(Report report, PolicySet policies, PolicyExplanation explanation, string? rule, TextWriter output)
    {
        output.WriteLine(SafeText.Of($"{report.Target}: {Words.Of(report.Decision)}"));
        foreach (var told in explanation.Of(policies, report.Input).Where(told => rule is null || told.Rule == rule))
            Tell(told, output);
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
