using Sluice.Artifacts;

namespace Sluice.Secrets.Import;

/// <summary>Puts a gitleaks configuration together with those that it extends (<c>[extend]</c>): its own rules win, and what it disables is not taken.</summary>
internal static class GitleaksExtension
{
    /// <summary>As gitleaks: the configuration, what it extends, and what that extends.</summary>
    private const int MaxFiles = 3;

    /// <param name="remarks">Told what was taken and what was not.</param>
    public static List<GitleaksRule> Rules(GitleaksConfiguration configuration, Func<string, byte[]?> beside, List<string> remarks)
    {
        var rules = new List<GitleaksRule>();
        var (own, disabled) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var next = configuration;
        for (var file = 0; next is not null; file++)
        {
            var (taken, left) = (0, new List<string>());
            foreach (var rule in next.Rules)
            {
                if (disabled.Contains(rule.Id))
                    left.Add(rule.Id);
                else if (own.Add(rule.Id) || file == 0)
                    (rules, taken) = ([.. rules, rule], taken + 1);
            }

            if (file > 0)
                remarks.Add($"{taken} of {next.Rules.Count} rules are taken from there{(left.Count > 0 ? $"; disabled: {string.Join(", ", left)}" : "")}");
            if (next.Allowed.Count > 0)
                remarks.Add($"left out, for all rules: an allow list of {string.Join(", ", next.Allowed)}");
            disabled.UnionWith(next.Base.Disabled);
            next = Extended(next.Base, file + 1 < MaxFiles, beside, remarks);
        }

        return rules;
    }

    /// <summary>Nothing is loaded from a network, or from elsewhere on this machine.</summary>
    private static GitleaksConfiguration? Extended(GitleaksBase extended, bool mayFollow, Func<string, byte[]?> beside, List<string> remarks)
    {
        if (extended.IsDefault)
            remarks.Add("extends the rules that come with gitleaks: not taken, for the program has its own for what they find ('sluice rules list')");
        if (extended.IsDefault && extended.Disabled.Count > 0)
            remarks.Add($"of these it disables {string.Join(", ", extended.Disabled)}: no rule of the program is switched off; waive what it finds");
        if (extended.Url.Length > 0)
            remarks.Add($"extends '{extended.Url}': not taken, for nothing is loaded from a network; save it beside the configuration and name it as 'path'");
        if (extended.Path.Length == 0)
            return null;
        var problem = extended.Path.Contains("://", StringComparison.Ordinal) ? "it is an address: save it beside the configuration"
            : !IsBeside(extended.Path) ? "it does not lie beside the configuration or below: put it there"
            : !mayFollow ? "it is extended over too many files" : null;
        var bytes = problem is null ? beside(extended.Path) : null;
        if (bytes is null)
        {
            remarks.Add($"extends '{extended.Path}': not taken, for {problem ?? "it cannot be read"}");
            return null;
        }

        try
        {
            var read = GitleaksFile.Parse(bytes);
            remarks.Add($"extends '{extended.Path}'");
            return read;
        }
        catch (ArtifactException e)
        {
            remarks.Add($"extends '{extended.Path}': not taken, for it is no gitleaks configuration: {e.Message}");
            return null;
        }
    }

    private static bool IsBeside(string path)
    {
        var parsed = EntryPath.Parse(path);
        return (parsed.Problems & ~PathProblems.Backslashes) == 0 && parsed.Value.Length > 0;
    }
}
