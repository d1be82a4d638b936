using System.Globalization;
using Sluice.Artifacts.Documents;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Packages;

namespace Sluice.Waivers;

/// <summary>Reads <c>.sluice/waivers.yaml</c>. Every problem is collected: a waiver that is half right waives nothing.</summary>
public sealed class WaiverFile
{
    private static readonly string[] Keys = ["rule", "path", "content", "artifact", "versions", "owner", "reason", "ticket", "expires", "max-uses", "scope"];
    private static readonly string[] Required = ["rule", "content", "owner", "reason", "expires"];
    private const int HexLength = 64;

    private readonly DocumentProblems _problems;
    private readonly IReadOnlyCollection<string> _rules;

    private WaiverFile(string file, IReadOnlyCollection<string> rules) => (_problems, _rules) = (new DocumentProblems(file), rules);

    /// <param name="rules">The ids that there are.</param>
    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static IReadOnlyList<RecordedWaiver> Parse(string file, string yaml, IReadOnlyCollection<string> rules)
    {
        var reader = new WaiverFile(file, rules);
        var waivers = reader.Read(reader._problems.Document(yaml));
        reader._problems.ThrowIfAny();
        return waivers;
    }

    private List<RecordedWaiver> Read(DocumentNode? root)
    {
        if (root is null)
            return [];
        _problems.CheckKeys(root, "a waivers file", ["version", "waivers"], ["version", "waivers"]);
        if (root["version"] is { } version && version.Value is not 1L)
            _problems.Add(version, $"version '{version.Value}' is not known", "write 'version: 1'");
        var list = root["waivers"];
        if (list is { Value: not (null or IReadOnlyList<DocumentNode>) })
            _problems.Add(list, "a list of waivers is expected here", "write one '- rule: …' each");
        return [.. (list?.Items ?? []).Select(ReadWaiver).OfType<RecordedWaiver>()];
    }

    private RecordedWaiver? ReadWaiver(DocumentNode node)
    {
        if (!_problems.CheckKeys(node, "a waiver", Keys, Required))
            return null;
        var rule = _problems.Text(node, "rule");
        if (rule is not null && !_rules.Contains(rule))
            _problems.Add(node["rule"]!, $"there is no rule '{rule}'", Suggestion.For(rule, _rules));
        var coversScreening = ReadScope(node);
        if (rule is not null && NeedsScope(rule) && !coversScreening)
            _problems.Add(node["rule"]!, $"'{rule}' says that the screening itself is not to be trusted", "add 'scope: screening' when that is what you accept");
        return new RecordedWaiver
        {
            Place = _problems.At(node, ""),
            Rule = rule ?? "",
            Path = ReadGlob(node, "path"),
            Content = ReadContent(node),
            Artifact = ReadGlob(node, "artifact"),
            Versions = ReadVersions(node),
            Owner = _problems.Text(node, "owner") ?? "",
            Reason = _problems.Text(node, "reason") ?? "",
            Ticket = _problems.Text(node, "ticket"),
            Expires = ReadDay(node),
            MaxUses = ReadNumber(node),
            CoversScreening = coversScreening,
        };
    }

    /// <summary>What was not read may hold anything: nobody waives it in passing.</summary>
    internal static bool NeedsScope(string rule) => rule.StartsWith("archive/", StringComparison.Ordinal) || rule.StartsWith("fault/", StringComparison.Ordinal);

    private bool ReadScope(DocumentNode node)
    {
        var scope = _problems.Text(node, "scope");
        if (scope is not (null or "screening"))
            _problems.Add(node["scope"]!, $"unknown scope '{scope}'", "known is 'screening', for archive/* and fault/*");
        return scope == "screening";
    }

    private Glob? ReadGlob(DocumentNode node, string key)
    {
        if (_problems.Text(node, key) is not { } text)
            return null;
        if (!Glob.TryParse(text, out var glob, out var problem))
            _problems.Add(node[key]!, $"the pattern '{text}' {problem}", null);
        return glob;
    }

    private string? ReadContent(DocumentNode node)
    {
        var text = _problems.Text(node, "content");
        if (text is null or "any")
            return null;
        var hex = text.StartsWith("sha256:", StringComparison.Ordinal) ? text[7..].ToLowerInvariant() : "";
        if (hex.Length == HexLength && hex.All(char.IsAsciiHexDigit))
            return hex;
        _problems.Add(node["content"]!, $"'{text}' is no content hash", "write sha256: and 64 digits, as 'sluice waive' does, or 'any'");
        return null;
    }

    private (VersionRange?, string)? ReadVersions(DocumentNode node)
    {
        if (_problems.Text(node, "versions") is not { } text)
            return null;
        return (VersionRange.TryParse(text, out var range) ? range : null, text);
    }

    private DateOnly ReadDay(DocumentNode node)
    {
        var text = _problems.Text(node, "expires");
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (text is not null)
            _problems.Add(node["expires"]!, $"'{text}' is not a day", "write for example 2027-01-31");
        return default;
    }

    private int? ReadNumber(DocumentNode node)
    {
        if (node["max-uses"] is not { } value)
            return null;
        if (value.Value is > 0L and <= int.MaxValue)
            return (int)(long)value.Value;
        _problems.Add(value, "a whole number above 0 is expected here", null);
        return null;
    }
}
