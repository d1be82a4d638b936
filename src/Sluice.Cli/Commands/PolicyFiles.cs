using Sluice.Configuration;
using Sluice.Policies;

namespace Sluice.Cli.Commands;

/// <summary>Turns the names of policies into policies: <c>builtin:NAME</c>, a file, or a folder of them.</summary>
internal static class PolicyFiles
{
    /// <summary>Tests of policies stand beside them.</summary>
    public const string TestEnding = ".test.yaml";

    /// <summary>The files that a name stands for, in the order of their names; empty for built-in policies and for what is not there.</summary>
    public static IReadOnlyList<string> Of(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        if (Directory.Exists(path))
            return [.. Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(path, "*.yml", SearchOption.AllDirectories)).Where(file => !file.EndsWith(TestEnding, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return File.Exists(path) ? [path] : [];
    }

    /// <param name="names">As written.</param>
    /// <param name="folder">What relative names are relative to.</param>
    /// <param name="show">How a file is named to people.</param>
    public static IReadOnlyList<Policy> Read(IReadOnlyList<string> names, string folder, Func<string, string> show, List<string> problems)
    {
        var policies = new List<Policy>();
        foreach (var name in names)
        {
            if (name.StartsWith(BuiltInPolicies.Prefix, StringComparison.Ordinal))
                AddBuiltIn(name, policies, problems);
            else if (Of(name, folder) is { Count: > 0 } files)
                policies.AddRange(files.Select(file => ProjectFile.Read("the policy", show(file), () => Policy.Parse(show(file), File.ReadAllText(file)), problems)).OfType<Policy>());
            else
                problems.Add($"policy '{name}': there is no such file, nor a folder with policies; built in are {string.Join(", ", BuiltInPolicies.Names)}");
        }

        return policies;
    }

    private static void AddBuiltIn(string name, List<Policy> policies, List<string> problems)
    {
        if (BuiltInPolicies.Find(name) is { } policy)
            policies.Add(policy);
        else
            problems.Add($"there is no policy '{name}'; {Suggestion.For(name, BuiltInPolicies.Names)}");
    }
}
