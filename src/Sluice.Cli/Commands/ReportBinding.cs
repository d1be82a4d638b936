using System.CommandLine;
using System.Text;
using Sluice.Configuration;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary>The options that say how and where to report.</summary>
internal sealed class ReportBinding
{
    private readonly Option<string[]> _report = new("--report", "-r")
    {
        Description = $"{string.Join(", ", Catalog.ReportWriters.Select(writer => writer.Format))}; repeatable; without FILE on standard output. Folders of FILE are made.",
        HelpName = "FORMAT[=FILE]",
    };

    private readonly Option<bool> _timings = new("--timings") { Description = "Adds times and machine facts to the JSON report, which is then no longer the same in every run." };
    private readonly Option<bool> _facts = new("--facts") { Description = "Adds all that policies look at to the JSON report, so that 'sluice policy explain REPORT' can decide it anew." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Shows informational findings and folds nothing." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Console: the decision only." };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colour; NO_COLOR and non-terminals are respected anyway." };
    private readonly Option<string> _progress = new("--progress") { Description = "Progress on standard error: auto shows it on a terminal.", DefaultValueFactory = _ => "auto" };

    public ReportBinding() => _progress.OfferWords("auto", "always", "never");

    public IEnumerable<Option> All => [_report, _timings, _facts, _verbose, _quiet, _noColor, _progress];

    public ReportOutlets Bind(ParseResult parsed, Surroundings surroundings, List<string> problems) => Bind(parsed, surroundings, ["console"], problems);

    /// <param name="usual">The formats where none is asked for.</param>
    public ReportOutlets Bind(ParseResult parsed, Surroundings surroundings, string[] usual, List<string> problems)
    {
        var outlets = new List<(ReportWriter Writer, string? File)>();
        foreach (var word in parsed.GetValue(_report) is { Length: > 0 } asked ? asked : usual)
        {
            var (format, file) = word.IndexOf('=') is > 0 and var split ? (word[..split], word[(split + 1)..]) : (word, null);
            if (Catalog.ReportWriters.FirstOrDefault(writer => writer.Format == format) is { } writer)
                outlets.Add((writer, file));
            else
                problems.Add($"--report: unknown format '{format}'; {Suggestion.For(format, [.. Catalog.ReportWriters.Select(known => known.Format)])}");
        }

        return new ReportOutlets(outlets, surroundings)
        {
            ShowsProgress = _progress.WordOf(parsed, problems) switch { "always" => true, "never" => false, _ => surroundings.IsErrorTerminal && !parsed.GetValue(_quiet) },
            Style = new ReportStyle
            {
                UseColor = !parsed.GetValue(_noColor) && surroundings.WantsColor(surroundings.IsOutputTerminal),
                IsPretty = surroundings.IsOutputTerminal,
                WithTimings = parsed.GetValue(_timings),
                WithFacts = parsed.GetValue(_facts),
                IsVerbose = parsed.GetValue(_verbose),
                IsQuiet = parsed.GetValue(_quiet),
            },
        };
    }
}

/// <summary>The reports that were asked for, each with its destination.</summary>
internal sealed class ReportOutlets(IReadOnlyList<(ReportWriter Writer, string? File)> outlets, Surroundings surroundings)
{
    public bool IsEmpty => outlets.Count == 0;

    public required bool ShowsProgress { get; init; }

    public required ReportStyle Style { get; init; }

    /// <exception cref="UsageException">A file could not be written. Every other report was.</exception>
    public void Write(IReadOnlyList<Report> reports, DateTimeOffset now)
    {
        var problems = new List<string>();
        foreach (var (writer, file) in outlets)
        {
            if (file is null)
                WriteToOutput(writer, reports, Style with { Now = now });
            else
                WriteToFile(writer, surroundings.Full(file), reports, Style with { Now = now, UseColor = false, IsPretty = false }, problems);
        }

        UsageException.ThrowIfAny(problems);
    }

    private void WriteToOutput(ReportWriter writer, IReadOnlyList<Report> reports, ReportStyle style)
    {
        try
        {
            writer.Write(reports, style, surroundings.Output);
            surroundings.Output.Flush();
        }
        catch (IOException)
        {
            // The reader of the pipe has seen enough; the exit status still tells the verdict.
        }
    }

    private static void WriteToFile(ReportWriter writer, string file, IReadOnlyList<Report> reports, ReportStyle style, List<string> problems)
    {
        try
        {
            if (Path.GetDirectoryName(file) is { } folder)
                Directory.CreateDirectory(folder);
            using var output = new StreamWriter(file, append: false, new UTF8Encoding(false));
            writer.Write(reports, style, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"--report {writer.Format}: cannot write '{file}': {e.Message}");
        }
    }
}
