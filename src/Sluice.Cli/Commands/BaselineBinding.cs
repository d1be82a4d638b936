using System.CommandLine;
using System.Text;
using Sluice.Configuration;
using Sluice.Waivers;

namespace Sluice.Cli.Commands;

/// <summary>The options for findings that were there when screening began.</summary>
internal sealed class BaselineBinding
{
    /// <summary>Under it, passwords that people chose are compared too. It is in no file of the project.</summary>
    private const string KeyVariable = "SLUICE_BASELINE_KEY";

    private readonly Option<string> _baseline = new("--baseline") { Description = "Findings that were there when screening began: shown, and no reason to stop until their last day.", HelpName = "FILE" };

    public IEnumerable<Option> All => [_baseline];

    public static Option<string> WriteOption() => new("--write-baseline") { Description = "Writes what was found into a baseline, for a review. Keeps last days and reasons of one that is there.", HelpName = "FILE" };

    public KnownFindings? Bind(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings, List<string> problems)
    {
        if (parsed.GetValue(_baseline) is { } asked)
            return Read(asked, surroundings.Full(asked), surroundings, problems);
        return configuration is { Baseline: { } named, File: { } file }
            ? Read(named, Path.GetFullPath(named, Path.GetDirectoryName(file)!), surroundings, problems)
            : null;
    }

    /// <exception cref="UsageException">The file that is there is no baseline, or cannot be written.</exception>
    public static void Write(string name, IReadOnlyList<Report> reports, Surroundings surroundings, DateTimeOffset now)
    {
        var file = surroundings.Full(name);
        var problems = new List<string>();
        var older = File.Exists(file) ? Read(name, file, surroundings, problems) : null;
        UsageException.ThrowIfAny(problems);
        var known = KnownFindingsFile.Of(name, reports, older, KeyOf(surroundings), now);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, KnownFindingsFile.Write(known));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--write-baseline: cannot write '{name}': {e.Message}");
        }

        surroundings.Error.WriteLine($"sluice: {known.Findings.Count} {(known.Findings.Count == 1 ? "place" : "places")} written to {name}, known until {known.Until:yyyy-MM-dd}; review it, commit it, and name it with --baseline or in {ProjectConfiguration.FileName}");
    }

    private static KnownFindings? Read(string name, string file, Surroundings surroundings, List<string> problems)
    {
        try
        {
            return KnownFindingsFile.Parse(name, File.ReadAllBytes(file), KeyOf(surroundings));
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot read the baseline '{name}': {e.Message}");
        }

        return null;
    }

    private static byte[] KeyOf(Surroundings surroundings) => Encoding.UTF8.GetBytes(surroundings.Variable(KeyVariable) ?? "");
}
