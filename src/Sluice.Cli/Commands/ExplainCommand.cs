using System.CommandLine;
using System.Text.Json;
using Sluice.Findings;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice explain RULE</c>, or a finding of a JSON report by its fingerprint.</summary>
internal static class ExplainCommand
{
    public static Command Build(Surroundings surroundings)
    {
        var subject = new Argument<string>("FINDING|RULE") { HelpName = "FINDING|RULE", Description = "A rule's id, or the fingerprint of a finding (its first characters are enough)." };
        subject.CompletionSources.Add(_ => Catalog.Rules.Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Id)));
        var report = new Option<string>("--in") { Description = "The JSON report that holds the finding.", HelpName = "FILE" };
        var command = new Command("explain", "Why a rule fires or a finding was made, with its evidence, and how to fix it.") { subject, report };
        var configuration = new ConfigurationBinding();
        command.Add(configuration.Option);
        command.SetAction(parsed =>
        {
            var word = parsed.GetValue(subject)!;
            var rules = configuration.Rules(parsed, surroundings);
            if (word.Contains('/', StringComparison.Ordinal))
                return RulesCommand.Show(RulesCommand.Find(word, rules), surroundings.Output);
            if (parsed.GetValue(report) is not { } file)
                throw new UsageException($"'{word}' is not a rule's id; to explain a finding name the report too: sluice explain {word} --in report.json");
            return Explain(word, surroundings.Full(file), rules, surroundings.Output);
        });
        return command;
    }

    private static int Explain(string fingerprint, string file, IReadOnlyList<Descriptor> rules, TextWriter output)
    {
        if (fingerprint.Length < 6)
            throw new UsageException("a fingerprint needs at least its first 6 characters");
        if (!File.Exists(file))
            throw new UsageException($"there is no file '{file}'");
        var found = Findings(file).Where(finding => finding.GetProperty("fingerprint").GetString()!.StartsWith(fingerprint, StringComparison.Ordinal)).ToList();
        if (found.Count != 1)
            throw new UsageException(found.Count == 0 ? $"the report has no finding '{fingerprint}'" : $"'{fingerprint}' is the start of {found.Count} findings; write more of it");
        Show(found[0], rules, output);
        return ExitCode.Allow;
    }

    private static IEnumerable<JsonElement> Findings(string file)
    {
        try
        {
            var documents = new List<JsonElement>();
            var reader = new Utf8JsonReader(File.ReadAllBytes(file), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
                documents.Add(JsonElement.ParseValue(ref reader));
            return [.. documents.SelectMany(document => document.GetProperty("findings").EnumerateArray())];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read '{file}': {e.Message}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"'{file}' is not a JSON report of sluice screen: {e.Message}");
        }
    }

    private static void Show(JsonElement finding, IReadOnlyList<Descriptor> rules, TextWriter output)
    {
        var place = string.Join("!/", finding.GetProperty("container").EnumerateArray().Select(holder => holder.GetString()).Append(finding.GetProperty("path").GetString()));
        output.WriteLine(SafeText.Of($"{place} {finding.GetProperty("message").GetString()}"));
        output.WriteLine($"{finding.GetProperty("severity").GetString()}, confidence {finding.GetProperty("confidence").GetString()}, action {finding.GetProperty("action").GetString()}");
        output.WriteLine();
        foreach (var evidence in finding.GetProperty("evidence").EnumerateObject())
            output.WriteLine(SafeText.Of($"{evidence.Name}: {evidence.Value}"));
        output.WriteLine();
        output.WriteLine(SafeText.Of("Here  " + finding.GetProperty("remedy").GetString()));
        var id = finding.GetProperty("rule").GetString()!;
        // A policy that the report was made with need not be at hand.
        if (rules.FirstOrDefault(rule => rule.Id == id) is not { } rule)
            return;
        output.WriteLine();
        RulesCommand.Show(rule, output);
    }
}
