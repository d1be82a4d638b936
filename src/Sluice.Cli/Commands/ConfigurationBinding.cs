using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Reporting;
using Sluice.Secrets;

namespace Sluice.Cli.Commands;

/// <summary>The option that names a configuration, and the secret rules that the configuration adds.</summary>
internal sealed class ConfigurationBinding
{
    private readonly Option<string> _config = new("--config") { Description = "The sluice.yaml to use; else the nearest one upward from here, else defaults.", HelpName = "FILE" };

    public Option Option => _config;

    /// <summary>Whatever is wrong is added to the problems. From here on, no output holds what the added rules find.</summary>
    /// <param name="targets">What is screened: no configuration and no rules are taken from inside it unless they are named.</param>
    public (ProjectConfiguration Configuration, SecretScanner Secrets) Bind(ParseResult parsed, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var configuration = Read(parsed, surroundings, targets, problems);
        try
        {
            if (parsed.GetValue(_config) is null && FirstInside(ProjectRules.FilesOf(configuration), surroundings, targets) is var (file, screened))
                problems.Add($"the rules in '{file}' lie inside '{screened}', which is screened; move them, or name the configuration with --config to use them");
            var secrets = ProjectRules.ScannerOf(configuration);
            SafeText.Hide(secrets);
            return (configuration, secrets);
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem.ToString()));
            return (configuration, SecretScanner.BuiltIn);
        }
    }

    /// <summary>For commands that screen nothing.</summary>
    /// <exception cref="UsageException">The configuration or its rules are wrong.</exception>
    public SecretScanner Secrets(ParseResult parsed, Surroundings surroundings)
    {
        var problems = new List<string>();
        var (_, secrets) = Bind(parsed, surroundings, [], problems);
        UsageException.ThrowIfAny(problems);
        return secrets;
    }

    /// <summary>Every rule by which findings of the project are named, the ids in ordinal order: the program's, and those that its configuration and its policies add.</summary>
    /// <exception cref="UsageException">The configuration, its rules or its policies are wrong.</exception>
    public IReadOnlyList<Descriptor> Rules(ParseResult parsed, Surroundings surroundings)
    {
        var problems = new List<string>();
        var (configuration, secrets) = Bind(parsed, surroundings, [], problems);
        var folder = configuration.File is { } file ? Path.GetDirectoryName(file)! : surroundings.Directory;
        var policies = new PolicySet(PolicyFiles.Read([.. configuration.Policies.Where(name => !PolicyPaths.IsBuiltIn(name))], folder, surroundings.Shown, problems));
        UsageException.ThrowIfAny(problems);
        var added = secrets.Added.Select(rule => rule.Descriptor).Concat(policies.FindingRules).ToList();
        return added.Count == 0 ? Catalog.Rules : [.. Catalog.Rules.Concat(added).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
    }

    private ProjectConfiguration Read(ParseResult parsed, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        if (FileOf(parsed, surroundings, targets, problems) is not { } file)
            return new ProjectConfiguration();
        try
        {
            return ConfigurationReader.Read(file);
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot read '{file}': {e.Message}");
        }

        return new ProjectConfiguration();
    }

    private string? FileOf(ParseResult parsed, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        if (parsed.GetValue(_config) is { } asked)
        {
            if (File.Exists(surroundings.Full(asked)))
                return surroundings.Full(asked);
            problems.Add($"--config: there is no file '{asked}'");
            return null;
        }

        if (ProjectConfiguration.FindFile(surroundings.Directory) is not { } found)
            return null;
        // What is screened must not choose how it is screened.
        if (FirstInside([found], surroundings, targets) is not var (_, screened))
            return found;
        surroundings.Error.WriteLine($"sluice: {ProjectConfiguration.FileName} lies inside '{screened}', which is screened, and is not obeyed; name it with --config to use it");
        return null;
    }

    /// <summary>The first of the files that lies inside something that is screened.</summary>
    public static (string File, string Target)? FirstInside(IReadOnlyList<string> files, Surroundings surroundings, IReadOnlyList<string> targets)
    {
        foreach (var file in files)
        {
            if (targets.FirstOrDefault(target => Directory.Exists(surroundings.Full(target)) && IsInside(file, surroundings.Full(target))) is { } screened)
                return (file, screened);
        }

        return null;
    }

    private static bool IsInside(string file, string directory) =>
        !Path.GetRelativePath(directory, file).StartsWith("..", StringComparison.Ordinal);
}
