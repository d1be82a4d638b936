using System.Globalization;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Secrets.Import;

/// <summary>A rule as a gitleaks configuration has it.</summary>
/// <param name="Allowed">What its allow lists let pass: how many expressions, words, paths and commits.</param>
internal sealed record GitleaksRule(string Id, string Description, string Regex, string Path, int SecretGroup, double Entropy, IReadOnlyList<string> Keywords, IReadOnlyList<string> Allowed);

/// <summary>What a gitleaks configuration builds on.</summary>
/// <param name="Path">Of another configuration; empty for none.</param>
/// <param name="Url">Of another configuration; empty for none.</param>
/// <param name="Disabled">The ids of rules that are not taken from it.</param>
internal sealed record GitleaksBase(bool IsDefault, string Path, string Url, IReadOnlyList<string> Disabled);

/// <param name="Allowed">What the lists for all rules let pass.</param>
internal sealed record GitleaksConfiguration(IReadOnlyList<GitleaksRule> Rules, IReadOnlyList<string> Allowed, GitleaksBase Base);

/// <summary>Reads the configuration of gitleaks (https://github.com/gitleaks/gitleaks#configuration).</summary>
internal static class GitleaksFile
{
    private static readonly (string Key, string Word)[] AllowLists = [("regexes", "expressions"), ("stopwords", "stop words"), ("paths", "paths"), ("commits", "commits")];

    /// <summary>The rules in their order.</summary>
    /// <exception cref="ArtifactException">It is not TOML.</exception>
    public static GitleaksConfiguration Parse(ReadOnlySpan<byte> bytes)
    {
        var fields = TomlFields.ParseNumbered(bytes);
        var rules = new List<GitleaksRule>();
        for (var number = 0; Has(fields, $"rules[{number}]."); number++)
            rules.Add(Rule(fields, string.Create(CultureInfo.InvariantCulture, $"rules[{number}].")));
        var extended = new GitleaksBase(fields.Text("extend.useDefault") is "true", fields.Text("extend.path") ?? "", fields.Text("extend.url") ?? "", fields.Texts("extend.disabledRules") ?? []);
        return new GitleaksConfiguration(rules, AllowedBy(fields, ""), extended);
    }

    private static bool Has(TomlFields fields, string table) => fields.Leaves.Keys.Any(key => key.StartsWith(table, StringComparison.Ordinal));

    private static GitleaksRule Rule(TomlFields fields, string table) => new(
        fields.Text(table + "id") ?? "",
        fields.Text(table + "description") ?? "",
        fields.Text(table + "regex") ?? "",
        fields.Text(table + "path") ?? "",
        int.TryParse(fields.Text(table + "secretGroup"), NumberStyles.None, CultureInfo.InvariantCulture, out var group) ? group : 0,
        double.TryParse(fields.Text(table + "entropy"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var entropy) ? entropy : 0,
        fields.Texts(table + "keywords") ?? [],
        AllowedBy(fields, table));

    private static List<string> AllowedBy(TomlFields fields, string table)
    {
        var allowed = new List<string>();
        foreach (var (key, word) in AllowLists)
        {
            var count = fields.Leaves.Where(leaf => leaf.Key.StartsWith(table + "allowlist", StringComparison.Ordinal) && leaf.Key.EndsWith("." + key, StringComparison.Ordinal)).Sum(leaf => leaf.Value.Count);
            if (count > 0)
                allowed.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {word}"));
        }

        return allowed;
    }
}
