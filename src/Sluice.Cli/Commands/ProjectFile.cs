using System.CommandLine;
using Sluice.Configuration;

namespace Sluice.Cli.Commands;

/// <summary>A file that an option names, else the configuration, else its usual place beside the configuration. Whatever is screened has no say in it.</summary>
internal sealed class ProjectFile(Option<string> option, string usual, Func<ProjectConfiguration, string?> configured)
{
    /// <summary>The file as people name it and in full, whether or not it is there.</summary>
    public (string Name, string File) Of(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings)
    {
        if (parsed.GetValue(option) is { } asked)
            return (asked, surroundings.Full(asked));
        var folder = configuration.File is { } file ? Path.GetDirectoryName(file)! : surroundings.Directory;
        var name = configured(configuration) ?? usual;
        return (name, Path.GetFullPath(name, folder));
    }

    /// <param name="targets">What is screened: without a configuration, a file inside it does not count.</param>
    /// <param name="hint">What to do where the file that was asked for is missing; empty for nothing.</param>
    /// <returns>As <see cref="Of"/>; null where there is no such file, or it is not obeyed.</returns>
    public (string Name, string File)? Find(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings, IReadOnlyList<string> targets, string hint, List<string> problems)
    {
        var (name, file) = Of(parsed, configuration, surroundings);
        var isAsked = parsed.GetValue(option) is not null;
        if (!File.Exists(file))
        {
            if (isAsked)
                problems.Add($"{option.Name}: there is no file '{name}'{hint}");
            return null;
        }

        // What is screened must not say how it is judged.
        if (!isAsked && configuration.File is null && ConfigurationBinding.FirstInside([file], surroundings, targets) is var (_, screened))
        {
            surroundings.Error.WriteLine($"sluice: {name} lies inside '{screened}', which is screened, and is not obeyed; name it with {option.Name} to use it");
            return null;
        }

        return (name, file);
    }

    /// <summary>Reads it; what is wrong with it is told as problems, and the result is null then.</summary>
    /// <param name="what">For messages: <c>the waivers</c>.</param>
    public static T? Read<T>(string what, string name, Func<T> read, List<string> problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot read {what} '{name}': {e.Message}");
        }

        return null;
    }
}
