using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Secrets;
using Sluice.Waivers;

namespace Sluice.Cli.Commands;

/// <summary>The option that names the file of waivers.</summary>
internal sealed class WaiversBinding
{
    private const string DefaultFile = ".sluice/waivers.yaml";

    private readonly Option<string> _waivers = new("--waivers") { Description = "Recorded exceptions; else those of the configuration, or .sluice/waivers.yaml beside it.", HelpName = "FILE" };

    public Option Option => _waivers;

    /// <summary>The file as people name it and in full, whether or not it is there.</summary>
    public (string Name, string File) FileOf(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings)
    {
        if (parsed.GetValue(_waivers) is { } asked)
            return (asked, surroundings.Full(asked));
        var folder = configuration.File is { } file ? Path.GetDirectoryName(file)! : surroundings.Directory;
        return (configuration.Waivers ?? DefaultFile, Path.GetFullPath(configuration.Waivers ?? DefaultFile, folder));
    }

    /// <param name="rules">The ids that a waiver may name.</param>
    /// <param name="targets">What is screened: without a configuration, waivers inside it do not count.</param>
    public IReadOnlyList<RecordedWaiver> Bind(ParseResult parsed, ProjectConfiguration configuration, Func<IReadOnlyList<string>> rules, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var (name, file) = FileOf(parsed, configuration, surroundings);
        var isAsked = parsed.GetValue(_waivers) is not null;
        if (!File.Exists(file))
        {
            if (isAsked)
                problems.Add($"--waivers: there is no file '{name}'");
            return [];
        }

        // What is screened must not say what of it counts.
        if (!isAsked && configuration.File is null && ConfigurationBinding.FirstInside([file], surroundings, targets) is var (_, screened))
        {
            surroundings.Error.WriteLine($"sluice: {name} lies inside '{screened}', which is screened, and is not obeyed; name it with --waivers to use it");
            return [];
        }

        return Read(name, file, rules(), problems);
    }

    private static IReadOnlyList<RecordedWaiver> Read(string name, string file, IReadOnlyList<string> rules, List<string> problems)
    {
        try
        {
            return WaiverFile.Parse(name, File.ReadAllText(file), rules);
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot read the waivers '{name}': {e.Message}");
        }

        return [];
    }

    /// <summary>The ids that a waiver may name: rules about waivers are none of them.</summary>
    public static IReadOnlyList<string> RulesOf(SecretScanner secrets, PolicySet policies) =>
        [.. Catalog.Rules.Select(rule => rule.Id).Where(id => !id.StartsWith("waiver/", StringComparison.Ordinal)), .. secrets.Added.Select(rule => rule.Id), .. policies.FindingRules.Select(rule => rule.Id)];
}
