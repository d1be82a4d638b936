using Sluice.Configuration;
using Sluice.Secrets.Generic;

namespace Sluice.Secrets;

/// <summary>
/// The secret rules that a project adds in its configuration. They are held to the same conditions as those of the program and replace
/// none of them: a rule that could would be an off switch.
/// </summary>
public static class ProjectRules
{
    private const long MaxFileBytes = 16 << 20;

    /// <summary>The kinds that come with the program, and those of the project. Reads the files that the configuration names.</summary>
    /// <exception cref="ConfigurationException">With every problem in the rules.</exception>
    public static SecretScanner ScannerOf(ProjectConfiguration configuration)
    {
        if (configuration.Rules.Count == 0)
            return SecretScanner.BuiltIn;
        var problems = new List<Diagnostic>();
        var rules = Read(configuration, problems);
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
        return new SecretScanner(RulePack.BuiltIn.With(rules));
    }

    /// <summary>The files of rules that the configuration names, in ordinal order where it names a folder.</summary>
    public static IReadOnlyList<string> FilesOf(ProjectConfiguration configuration) =>
        [.. configuration.Rules.Where(source => source.Path is not null).SelectMany(source => FilesOf(FullPath(configuration, source)))];

    private static List<CompiledRule> Read(ProjectConfiguration configuration, List<Diagnostic> problems)
    {
        var taken = RulePack.BuiltIn.Rules.Select(rule => rule.Rule.Id).Concat(GenericRules.All.Select(rule => rule.Id)).ToHashSet(StringComparer.Ordinal);
        var rules = new List<CompiledRule>();
        foreach (var source in configuration.Rules)
        {
            var files = source.Path is null ? [] : FilesOf(FullPath(configuration, source));
            if (source.Path is not null && files.Count == 0)
                problems.Add(source.Place with { Message = $"there are no rules at '{source.Path}'", Hint = $"a path is relative to {ProjectConfiguration.FileName}; of a folder, the files *.yaml and *.yml count" });
            foreach (var file in files)
                Keep(ReadFile(file, taken, problems));
            if (source.Rule is { } rule)
                Keep(SecretRuleFile.Compile(source.Place.File, [rule], configuration.Project ?? "This project", taken));
        }

        return rules;

        void Keep((IReadOnlyList<CompiledRule> Rules, IReadOnlyList<Diagnostic> Problems) read)
        {
            rules.AddRange(read.Rules);
            problems.AddRange(read.Problems);
        }
    }

    private static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<Diagnostic> Problems) ReadFile(string file, HashSet<string> taken, List<Diagnostic> problems)
    {
        try
        {
            if (new FileInfo(file).Length <= MaxFileBytes)
                return SecretRuleFile.Compile(file, File.ReadAllText(file), taken);
            problems.Add(new Diagnostic(file, 1, 1, "too large for a file of rules"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Diagnostic(file, 1, 1, $"cannot be read: {e.Message}"));
        }

        return ([], []);
    }

    private static string FullPath(ProjectConfiguration configuration, RuleSource source) =>
        Path.GetFullPath(source.Path!, Path.GetDirectoryName(Path.GetFullPath(configuration.File ?? ProjectConfiguration.FileName))!);

    private static IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : [];
        return [.. Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal)];
    }
}
