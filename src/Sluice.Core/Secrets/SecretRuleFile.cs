using System.Globalization;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Secrets;

/// <summary>Reads a file of secret rules. Every problem is collected; a rule that does not prove itself by its examples is one.</summary>
public sealed class SecretRuleFile
{
    private static readonly string[] Keys = ["id", "name", "service", "severity", "holder", "revoke", "link", "pattern", "assigned", "entropy", "nearby", "confidence", "proof", "general", "public", "fires", "silent"];

    private readonly string _file;
    private readonly HashSet<string> _taken;
    private readonly List<Diagnostic> _problems = [];

    private SecretRuleFile(string file, HashSet<string> taken) => (_file, _taken) = (file, taken);

    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static IReadOnlyList<SecretRule> Parse(string file, string yaml) => [.. Compile(file, yaml).Select(compiled => compiled.Rule)];

    /// <inheritdoc cref="Parse"/>
    internal static IReadOnlyList<CompiledRule> Compile(string file, string yaml)
    {
        var (rules, problems) = Compile(file, yaml, []);
        return problems.Count == 0 ? rules : throw new ConfigurationException(problems);
    }

    /// <param name="taken">Ids that rules have already; those of the file are added.</param>
    internal static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<Diagnostic> Problems) Compile(string file, string yaml, HashSet<string> taken)
    {
        var reader = new SecretRuleFile(file, taken);
        return (reader.ReadDocument(yaml), reader._problems);
    }

    /// <summary>Rules that stand in another file.</summary>
    /// <inheritdoc cref="Compile(string, string, HashSet{string})"/>
    internal static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<Diagnostic> Problems) Compile(string file, IEnumerable<YamlNode> rules, string service, HashSet<string> taken)
    {
        var reader = new SecretRuleFile(file, taken);
        return ([.. rules.Select(rule => reader.ReadRule(rule, service)).OfType<CompiledRule>()], reader._problems);
    }

    private List<CompiledRule> ReadDocument(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            _problems.Add(new Diagnostic(_file, (int)e.Start.Line, (int)e.Start.Column, "not valid YAML: " + e.Message));
            return [];
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            _problems.Add(new Diagnostic(_file, 1, 1, "a rule file is one mapping", "start with 'service: Name' and 'rules:'"));
            return [];
        }

        foreach (var (key, _) in root.Children.Where(child => Scalar(child.Key) is not ("service" or "rules")))
            Problem(key, $"unknown key '{Scalar(key)}'", "a rule file has 'service' and 'rules'");
        var service = Text(root, root, "service") ?? "";
        if (Child(root, "rules") is not YamlSequenceNode list)
        {
            Problem(root, "'rules' is missing", "list them below 'rules:', each with '- id: secret/service-kind'");
            return [];
        }

        return [.. list.Children.Select(rule => ReadRule(rule, service)).OfType<CompiledRule>()];
    }

    private CompiledRule? ReadRule(YamlNode node, string service)
    {
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, "a rule is a mapping", "start with '- id: secret/service-kind'");
            return null;
        }

        var before = _problems.Count;
        foreach (var (key, _) in mapping.Children.Where(child => !Keys.Contains(Scalar(child.Key))))
            Problem(key, $"unknown key '{Scalar(key)}'", Suggestion.For(Scalar(key) ?? "", Keys));
        var assigned = List(mapping, "assigned");
        var rule = new SecretRule
        {
            Id = Text(mapping, mapping, "id") ?? "",
            Name = Text(mapping, mapping, "name") ?? "",
            Service = Scalar(Child(mapping, "service")) ?? service,
            Severity = Word<Severity>(mapping, "severity") ?? Severity.High,
            Confidence = Word<Confidence>(mapping, "confidence") ?? (assigned.Count > 0 ? Confidence.Medium : Confidence.High),
            Holder = Text(mapping, mapping, "holder") ?? "",
            Revoke = List(mapping, "revoke"),
            Link = Scalar(Child(mapping, "link")) ?? "",
            Pattern = Text(mapping, mapping, "pattern") ?? "",
            Assigned = assigned,
            Nearby = List(mapping, "nearby"),
            Entropy = Number(mapping, "entropy"),
            Proof = Scalar(Child(mapping, "proof")),
            IsGeneral = Flag(mapping, "general"),
            Public = Scalar(Child(mapping, "public")),
            Fires = List(mapping, "fires"),
            Silent = List(mapping, "silent"),
        };
        Check(mapping, rule);
        return _problems.Count == before ? Proven(mapping, rule) : null;
    }

    private void Check(YamlMappingNode mapping, SecretRule rule)
    {
        if (rule.Id.Length > 0 && (!rule.Id.StartsWith("secret/", StringComparison.Ordinal) || !rule.Id[7..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            Problem(Child(mapping, "id")!, $"'{rule.Id}' is no id", "write secret/service-kind in small letters");
        if (rule.Id.Length > 0 && !_taken.Add(rule.Id))
            Problem(Child(mapping, "id")!, $"there is a rule '{rule.Id}' already", "choose another id: a rule adds to those that are there and replaces none");
        if (rule.Revoke.Count == 0)
            Problem(mapping, "'revoke' is missing", "list the steps that end the secret's life");
        if (rule.Fires.Count == 0 || rule.Silent.Count == 0)
            Problem(mapping, "a rule proves itself: it has examples under 'fires' and under 'silent'", "write templates such as 'acme_{alnum:32}'");
        if (rule.Proof is { } proof && SecretChecks.Find(proof) is null)
            Problem(Child(mapping, "proof")!, $"there is no check '{proof}'", Suggestion.For(proof, [.. SecretChecks.Names]));
    }

    /// <summary>The rule with its examples run once each; <c>sluice rules test</c> runs them thoroughly.</summary>
    private CompiledRule? Proven(YamlMappingNode mapping, SecretRule rule)
    {
        try
        {
            var compiled = CompiledRule.Of(rule);
            foreach (var failure in RuleExamples.ApparentFailures(compiled))
                Problem(mapping, $"{rule.Id}: {failure}", null);
            return compiled;
        }
        catch (PatternException e)
        {
            var pattern = Child(mapping, "pattern")!;
            _problems.Add(new Diagnostic(_file, (int)pattern.Start.Line, (int)pattern.Start.Column + e.Column, $"{rule.Id}: {e.Message}"));
        }

        return null;
    }

    private T? Word<T>(YamlMappingNode mapping, string key)
        where T : struct, Enum
    {
        if (Child(mapping, key) is not { } node)
            return null;
        if (Enum.TryParse<T>(Scalar(node), ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        Problem(node, $"'{Scalar(node)}' is no {key}", "write one of " + string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())));
        return null;
    }

    private double Number(YamlMappingNode mapping, string key)
    {
        if (Child(mapping, key) is not { } node)
            return 0;
        if (double.TryParse(Scalar(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        Problem(node, $"'{Scalar(node)}' is no number", null);
        return 0;
    }

    private bool Flag(YamlMappingNode mapping, string key)
    {
        if (Child(mapping, key) is not { } node || Scalar(node) is "false")
            return false;
        if (Scalar(node) is not "true")
            Problem(node, $"'{Scalar(node)}' is neither true nor false", null);
        return true;
    }

    private string? Text(YamlMappingNode mapping, YamlNode place, string key)
    {
        if (Scalar(Child(mapping, key)) is { Length: > 0 } text)
            return text;
        Problem(place, $"'{key}' is missing", null);
        return null;
    }

    private List<string> List(YamlMappingNode mapping, string key)
    {
        switch (Child(mapping, key))
        {
            case null:
                return [];
            case YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode):
                return [.. list.Children.Select(child => Scalar(child)!)];
            case var other:
                Problem(other, $"'{key}' is a list of texts", "write [a, b] or one '- item' a line");
                return [];
        }
    }

    private static YamlNode? Child(YamlMappingNode mapping, string key) => mapping.Children.FirstOrDefault(child => Scalar(child.Key) == key).Value;

    private static string? Scalar(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private void Problem(YamlNode node, string message, string? hint) => _problems.Add(new Diagnostic(_file, (int)node.Start.Line, (int)node.Start.Column, message, hint));
}
