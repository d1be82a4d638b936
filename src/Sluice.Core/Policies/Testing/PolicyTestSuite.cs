using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Configuration;

namespace Sluice.Policies.Testing;

/// <summary>One case of a test file: what a policy looks at, and what it must make of it.</summary>
public sealed class PolicyTestCase
{
    public required string Name { get; init; }

    /// <summary>Where it stands in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What to screen, as written; null where the facts are all there is.</summary>
    public string? Artifact { get; init; }

    /// <summary>Files to screen, written out; empty where there are none.</summary>
    internal IReadOnlyList<InlineFile> Files { get; init; } = [];

    /// <summary>A JSON report of an earlier screening, as written; null where there is none.</summary>
    public string? Report { get; init; }

    internal IReadOnlyDictionary<string, CelValue> Facts { get; init; } = new Dictionary<string, CelValue>();

    /// <summary>Null where the case does not care.</summary>
    internal Decision? Decision { get; init; }

    /// <summary>The rules that are not kept, all of them; null where the case does not care.</summary>
    internal IReadOnlyList<string>? Rules { get; init; }

    /// <summary>What rules say, by their ids.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Messages { get; init; } = [];

    /// <summary>Where rules about files find something, by their ids: <c>path:line</c>.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Places { get; init; } = [];
}

/// <summary>A test file of a policy (docs/reference/policies.md).</summary>
public sealed class PolicyTestSuite
{
    private static readonly string[] Decisions = ["allow", "hold", "indeterminate", "deny"];

    private readonly DocumentProblems _problems;
    private readonly Func<string, bool> _isThere;

    private PolicyTestSuite(string file, DocumentProblems problems, Func<string, bool> isThere) => (File, _problems, _isThere) = (file, problems, isThere);

    public string File { get; }

    public Policy Policy { get; private set; } = null!;

    public IReadOnlyList<PolicyTestCase> Cases { get; private set; } = [];

    /// <param name="file">As people name it.</param>
    /// <param name="find">The policy of a name in the file; null when there is none.</param>
    /// <param name="isThere">Whether there is an artifact of a name in the file.</param>
    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static PolicyTestSuite Parse(string file, string yaml, Func<string, Policy?> find, Func<string, bool> isThere)
    {
        var problems = new DocumentProblems(file);
        var suite = new PolicyTestSuite(file, problems, isThere);
        if (problems.Document(yaml) is { } root)
            suite.Read(root, find);
        else if (problems.Count == 0)
            problems.Add(new Diagnostic(file, 1, 1, "the test file is empty", "start with 'version: 1'"));
        problems.ThrowIfAny();
        return suite;
    }

    private void Read(DocumentNode root, Func<string, Policy?> find)
    {
        if (!_problems.CheckKeys(root, "a test file", ["version", "policy", "cases"], ["version", "policy", "cases"]))
            return;
        if (root["version"] is { Value: not 1L } version)
            _problems.Add(version, $"version '{version.Value}' is not known", "write 'version: 1'");
        if (_problems.Text(root, "policy") is not { } name)
            return;
        if (find(name) is not { } policy)
        {
            _problems.Add(root["policy"]!, $"there is no policy '{name}'", $"write a file relative to this one, or one of {string.Join(", ", BuiltInPolicies.Names.Order(StringComparer.Ordinal))}");
            return;
        }

        Policy = policy;
        Cases = [.. List(root, "cases").Select(Case).OfType<PolicyTestCase>()];
        if (root["cases"] is { Items.Count: 0 } list)
            _problems.Add(list, "there are no cases", "a suite without cases tests nothing");
    }

    private PolicyTestCase? Case(DocumentNode node, int index)
    {
        if (!_problems.CheckKeys(node, "a case", ["name", "artifact", "files", "report", "facts", "expect"], ["name", "expect"]))
            return null;
        var subjects = ((string[])["artifact", "files", "report"]).Where(key => node[key] is not null).ToList();
        if (subjects.Count == 0 && (node["facts"] is null || Policy.IsOfFiles))
            _problems.Add(node, "the case has nothing to look at", Policy.IsOfFiles ? "the policy is about files: add 'files: …' or 'artifact: FILE'" : "add 'artifact: FILE', 'report: FILE' or 'facts: …'");
        if (subjects.Count > 1)
            _problems.Add(node[subjects[1]]!, $"the case looks at '{subjects[0]}' and at '{subjects[1]}'", "make two cases of it");
        var facts = node["facts"] is { } given ? new InlineFacts(_problems).Read(given) : [];
        if (node["expect"] is not { } expect || !_problems.CheckKeys(expect, "expect", ["decision", "rules", "messages", "at"], []))
            return null;
        if (expect.Map is { Count: 0 })
            _problems.Add(expect, "the case expects nothing", "add 'decision: …', 'rules: […]' or 'messages: …'");
        return new PolicyTestCase
        {
            Name = _problems.Text(node, "name") ?? $"case {index + 1}",
            Line = node.Line,
            Artifact = FileOf(node, "artifact"),
            Files = FilesOf(node["files"]),
            Report = FileOf(node, "report"),
            Facts = facts,
            Decision = DecisionOf(expect),
            Rules = expect["rules"] is null ? null : [.. List(expect, "rules").Select(RuleOf).OfType<string>()],
            Messages = TextsOf(expect["messages"], "messages"),
            Places = TextsOf(expect["at"], "places"),
        };
    }

    private List<InlineFile> FilesOf(DocumentNode? node)
    {
        var files = new List<InlineFile>();
        if (node is { Map: null } or { Map.Count: 0 })
            _problems.Add(node, "files are a mapping of paths to contents", "write 'path: text' lines");
        foreach (var key in node?.Map?.Keys ?? [])
        {
            var path = EntryPath.Parse(key.Name);
            if ((path.Problems & ~PathProblems.LeadDropped) == PathProblems.None)
                files.Add(new InlineFile(path, InlineFiles.BytesOf(node!.Map![key.Name])));
            else
                _problems.Add(new Diagnostic(File, key.Line, key.Column, $"'{key.Name}' is not a path within an artifact"));
        }

        return files;
    }

    private string? FileOf(DocumentNode node, string key)
    {
        var file = _problems.Text(node, key);
        if (file is not null && !_isThere(file))
            _problems.Add(node[key]!, $"there is no {key} '{file}'", "it is relative to this file");
        return file;
    }

    private Decision? DecisionOf(DocumentNode expect)
    {
        if (_problems.Text(expect, "decision") is not { } word)
            return null;
        var index = Array.IndexOf(Decisions, word);
        if (index < 0)
            _problems.Add(expect["decision"]!, $"unknown decision '{word}'", Suggestion.For(word, Decisions));
        return (Decision)Math.Max(index, 0);
    }

    private string? RuleOf(DocumentNode node)
    {
        if (node.Text is { Length: > 0 } id)
            Check(id, node.Line, node.Column);
        else
            _problems.Add(node, "the id of a rule is expected here", null);
        return node.Text;
    }

    private List<KeyValuePair<string, string>> TextsOf(DocumentNode? node, string what)
    {
        var messages = new List<KeyValuePair<string, string>>();
        if (node is { Map: null })
            _problems.Add(node, $"{what} are a mapping of rules to texts", "write 'rule-id: text' lines");
        foreach (var key in node?.Map?.Keys ?? [])
        {
            Check(key.Name, key.Line, key.Column);
            if (_problems.Text(node!, key.Name) is { } text)
                messages.Add(new(key.Name, text));
        }

        return messages;
    }

    private void Check(string rule, int line, int column)
    {
        if (!Policy.ReportedIds.Contains(rule))
            _problems.Add(new Diagnostic(File, line, column, $"the policy '{Policy.Name}' has no rule '{rule}'", Suggestion.For(rule, [.. Policy.ReportedIds])));
    }

    private IReadOnlyList<DocumentNode> List(DocumentNode node, string key)
    {
        if (node[key] is { Value: not IReadOnlyList<DocumentNode> } other)
            _problems.Add(other, $"a list is expected for '{key}'", "write one '- item' a line");
        return node[key]?.Items ?? [];
    }
}
