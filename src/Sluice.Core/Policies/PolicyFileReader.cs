using System.Globalization;
using Sluice.Artifacts.Documents;
using Sluice.Configuration;
using Sluice.Findings;

namespace Sluice.Policies;

/// <summary>Reads a policy file (docs/reference/policies.md). Every problem is collected with its place; unknown keys are problems.</summary>
internal sealed class PolicyFileReader
{
    private static readonly string[] Keys = ["version", "name", "description", "match", "params", "variables", "rules"];
    private static readonly string[] MatchKeys = ["kinds", "names", "files", "documents"];
    private static readonly string[] FileKeys = ["files", "documents"];
    private static readonly string[] RuleKeys = ["id", "title", "severity", "each", "when", "check", "message", "action", "on-error", "mode", "effective-on", "until", "why", "remedy"];
    private static readonly string[] ArtifactKinds =
    [
        "npm", "nuget", "wheel", "sdist", "vsix", "jar", "gem", "crate", "deb", "rpm", "helm", "oci", "docker", "asar", "crx", "apk", "ipa", "zip", "tar", "directory", "git", "file",
    ];

    private readonly DocumentProblems _problems;
    private readonly string _file;

    private PolicyFileReader(string file, DocumentProblems problems) => (_file, _problems) = (file, problems);

    /// <summary>Null when the file cannot be read as a policy; the problems say why.</summary>
    /// <param name="root">Null for an empty file.</param>
    public static PolicyDocument? Read(string file, DocumentNode? root, DocumentProblems problems)
    {
        if (root is null)
        {
            if (problems.Count == 0)
                problems.Add(new Diagnostic(file, 1, 1, "the policy is empty", "start with 'version: 1'"));
            return null;
        }

        return new PolicyFileReader(file, problems).Policy(root);
    }

    private PolicyDocument? Policy(DocumentNode root)
    {
        if (!_problems.CheckKeys(root, "a policy", Keys, ["version", "rules"]))
            return null;
        if (root["version"] is { } version && version.Value is not 1L)
            _problems.Add(version, $"version '{version.Value}' is not known", "write 'version: 1'");
        var match = Match(root["match"]);
        var rules = new List<RuleDocument>();
        foreach (var node in List(root, "rules"))
        {
            if (Rule(node) is not { } rule)
                continue;
            if (rules.Exists(other => other.Id == rule.Id))
                _problems.Add(node["id"]!, $"there are two rules '{rule.Id}'", "an id is what waivers and tests name a rule by");
            if (match.IsOfFiles && rule.Id == Files.FindingRules.Unreadable)
                _problems.Add(node["id"]!, $"'{rule.Id}' is what files that cannot be read are told as", "choose another id");
            rules.Add(rule);
        }

        if (root["rules"] is { } list && list.Items.Count == 0)
            _problems.Add(list, "a policy without rules decides nothing", "write at least one rule");
        return new PolicyDocument
        {
            File = _file,
            Name = _problems.Text(root, "name") ?? Path.GetFileNameWithoutExtension(_file),
            Match = match,
            Variables = Variables(root["variables"]),
            Parameters = root["params"],
            Rules = rules,
        };
    }

    private PolicyMatch Match(DocumentNode? node)
    {
        if (node is null || !_problems.CheckKeys(node, "match", MatchKeys, []))
            return PolicyMatch.Everything;
        var kinds = new List<string>();
        foreach (var kind in List(node, "kinds"))
        {
            if (TextOf(kind) is not { } text)
                continue;
            kinds.Add(text);
            if (!ArtifactKinds.Contains(text))
                _problems.Add(kind, $"unknown kind '{text}'", Suggestion.For(text, ArtifactKinds));
        }

        foreach (var key in FileKeys)
        {
            // Without patterns the rules would be about releases, and fail to compile for no visible reason.
            if (node[key] is { Items.Count: 0, Value: IReadOnlyList<DocumentNode> } empty)
                _problems.Add(empty, $"'{key}' is empty: the rules would be about nothing", $"name at least one, or take '{key}' out");
        }

        return new PolicyMatch(kinds, Globs(node, "names")) { Files = Globs(node, "files"), Documents = Documents(node) };
    }

    private List<string> Documents(DocumentNode node)
    {
        var documents = new List<string>();
        foreach (var item in List(node, "documents"))
        {
            if (TextOf(item) is not { } text)
                continue;
            documents.Add(text);
            if (!DocumentKinds.All.Contains(text))
                _problems.Add(item, $"unknown kind of documents '{text}'", Suggestion.For(text, DocumentKinds.All));
        }

        return documents;
    }

    private List<Glob> Globs(DocumentNode node, string key)
    {
        var globs = new List<Glob>();
        foreach (var item in List(node, key))
        {
            string? problem = null;
            if (TextOf(item) is { } text && Glob.TryParse(text, out var glob, out problem))
                globs.Add(glob);
            else if (problem is not null)
                _problems.Add(item, $"the pattern '{item.Text}' {problem}", null);
        }

        return globs;
    }

    private List<NamedExpression> Variables(DocumentNode? node)
    {
        var variables = new List<NamedExpression>();
        if (node is null)
            return variables;
        if (node.Map is not { } map)
        {
            _problems.Add(node, "variables are a mapping of names to expressions", null);
            return variables;
        }

        foreach (var key in map.Keys)
        {
            if (!IsName(key.Name))
                _problems.Add(map[key.Name], $"'{key.Name}' cannot be the name of a variable", "letters, digits and _ only");
            else if (_problems.Text(node, key.Name) is { } text)
                variables.Add(new NamedExpression(key.Name, new PolicyText(text, map[key.Name])));
        }

        return variables;
    }

    private RuleDocument? Rule(DocumentNode node)
    {
        if (!_problems.CheckKeys(node, "a rule", RuleKeys, ["id", "check"]))
            return null;
        var id = _problems.Text(node, "id") ?? "";
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            _problems.Add(node["id"]!, $"'{id}' cannot be an id", "small letters, digits and dashes");
        return new RuleDocument
        {
            Id = id,
            Node = node,
            Title = _problems.Text(node, "title") ?? id,
            Severity = (Severity)Word(node, "severity", PolicyWords.Severities, (int)Severity.High),
            Each = Expression(node, "each"),
            When = Expression(node, "when"),
            Check = Expression(node, "check") ?? new PolicyText("false", node),
            Message = Expression(node, "message"),
            Action = Action(node, "action", ["deny", "hold", "warn"]),
            OnError = Action(node, "on-error", ["deny", "hold"]),
            Mode = (PolicyMode)Word(node, "mode", ["enforce", "warn", "audit"], 0),
            EffectiveOn = Day(node, "effective-on"),
            Until = Day(node, "until"),
            Remedy = _problems.Text(node, "remedy"),
            Why = _problems.Text(node, "why"),
        };
    }

    /// <summary>true and false are expressions, too.</summary>
    private PolicyText? Expression(DocumentNode node, string key) =>
        node[key] is { Value: bool value } literal ? new PolicyText(value ? "true" : "false", literal)
        : _problems.Text(node, key) is { } text ? new PolicyText(text, node[key]!) : null;

    private PolicyAction Action(DocumentNode node, string key, string[] words) => words[Word(node, key, words, 0)] switch
    {
        "hold" => PolicyAction.Hold,
        "warn" => PolicyAction.Warn,
        _ => PolicyAction.Deny,
    };

    private int Word(DocumentNode node, string key, string[] words, int otherwise)
    {
        if (_problems.Text(node, key) is not { } word)
            return otherwise;
        var index = Array.IndexOf(words, word);
        if (index < 0)
            _problems.Add(node[key]!, $"unknown {key} '{word}'", Suggestion.For(word, words));
        return Math.Max(index, 0);
    }

    private DateOnly? Day(DocumentNode node, string key)
    {
        if (_problems.Text(node, key) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        _problems.Add(node[key]!, $"'{text}' is not a day", "write for example 2027-01-31");
        return null;
    }

    private IReadOnlyList<DocumentNode> List(DocumentNode node, string key)
    {
        if (node[key] is { Value: not IReadOnlyList<DocumentNode> } other)
            _problems.Add(other, $"a list is expected for '{key}'", "write one '- item' a line");
        return node[key]?.Items ?? [];
    }

    private string? TextOf(DocumentNode node)
    {
        if (node.Text is { Length: > 0 } text)
            return text;
        _problems.Add(node, "a text is expected here", null);
        return null;
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
