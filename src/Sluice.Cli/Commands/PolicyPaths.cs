using System.CommandLine;
using Sluice.Configuration;
using Sluice.Policies;

namespace Sluice.Cli.Commands;

/// <summary>Which policies a command is about: those that were named, else the configuration's, else the folder <c>policies</c>.</summary>
internal sealed class PolicyPaths
{
    private const string Folder = "policies";

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Policies: files or folders. Without one, those of the configuration, else the folder 'policies'.",
    };

    private readonly ConfigurationBinding _configuration = new();

    public Argument Argument => _paths;

    public Option Option => _configuration.Option;

    /// <summary>Names as written, and the folder that they are relative to. Whatever is wrong is added to the problems.</summary>
    public (IReadOnlyList<string> Names, string Folder, ProjectConfiguration Configuration) Bind(ParseResult parsed, Surroundings surroundings, List<string> problems)
    {
        var (configuration, _) = _configuration.Bind(parsed, surroundings, [], problems);
        if (parsed.GetValue(_paths) is { Length: > 0 } asked)
            return (asked, surroundings.Directory, configuration);
        var folder = configuration.File is { } file ? Path.GetDirectoryName(file)! : surroundings.Directory;
        var own = configuration.Policies.Any(name => !IsBuiltIn(name));
        return (own || !Directory.Exists(Path.Combine(folder, Folder)) ? configuration.Policies : [Folder], folder, configuration);
    }

    public static bool IsBuiltIn(string name) => name.StartsWith(BuiltInPolicies.Prefix, StringComparison.Ordinal);
}
