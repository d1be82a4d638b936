using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Import;

/// <summary>What became of one rule.</summary>
/// <param name="Reason">Why it could not be imported, or what of it was left out; null for nothing.</param>
public sealed record ImportedRule(string Id, bool IsImported, string? Reason);

/// <summary>
/// A gitleaks configuration as a file of secret rules: what patterns can say, with examples made from the expressions, and what became
/// of each rule. Every rule that is written has passed the same compiler as those of a project.
/// </summary>
/// <param name="Yaml">The file of rules; empty when no rule could be imported.</param>
/// <param name="Remarks">What holds for all rules: what was left out, and what became of the configurations that it extends.</param>
public sealed record GitleaksImport(string Yaml, IReadOnlyList<ImportedRule> Rules, IReadOnlyList<string> Remarks)
{
    /// <summary>No rule of the program ever has an id that begins so.</summary>
    private const string Prefix = "secret/custom-";

    /// <summary>A program of so many steps is no pattern of a token.</summary>
    private const int MaxSize = 20_000;

    /// <summary>Names that everything is assigned to: a rule that knows no other is only a hint.</summary>
    private static readonly HashSet<string> Commonplace = ["access", "api", "auth", "credential", "credentials", "creds", "key", "pass", "passwd", "password", "pwd", "secret", "token"];

    /// <param name="name">Of the configuration, for comments.</param>
    /// <param name="beside">Reads another configuration, by the path that one has for it; null where there is none to be read.</param>
    /// <exception cref="ArtifactException">It is not TOML, or has no rules.</exception>
    public static GitleaksImport Of(string name, ReadOnlySpan<byte> configuration, Func<string, byte[]?> beside)
    {
        var remarks = new List<string>();
        var rules = GitleaksExtension.Rules(GitleaksFile.Parse(configuration), beside, remarks);
        if (rules.Count == 0)
            throw new ArtifactException(string.Join("; ", ["it has no rules: they stand under [[rules]]", .. remarks]));
        var yaml = new StringBuilder($"# Imported from {name}.\nservice: Imported\nrules:\n");
        var outcomes = new List<ImportedRule>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules)
            outcomes.AddRange(Import(rule, taken, yaml));
        return new GitleaksImport(outcomes.Exists(rule => rule.IsImported) ? yaml.ToString() : "", outcomes, remarks);
    }

    private static List<ImportedRule> Import(GitleaksRule rule, HashSet<string> taken, StringBuilder yaml)
    {
        var outcomes = new List<ImportedRule>();
        try
        {
            if (rule.Regex.Length == 0)
                throw new ImportException("it looks at paths alone");
            if (rule.Path.Length > 0)
                throw new ImportException("it holds for some paths only");
            var (node, isBounded) = RegexReader.Read(rule.Regex, rule.SecretGroup);
            var remarks = RemarkOn(rule, isBounded);
            foreach (var shape in ImportedShape.Of(node))
                Import(shape, shape.Names.Count > 0 ? ImportedShape.Whole(node) with { IsGuess = true } : null);

            void Import(ImportedShape shape, ImportedShape? other)
            {
                var id = IdOf(rule.Id, taken);
                var text = Written(rule, id, shape, out var problem) ?? (other is null ? null : Written(rule, id, other, out _));
                if (text is not null)
                    yaml.Append(text);
                var choices = text is null ? shape.Choices().ToList() : [];
                if (choices.Count == 0)
                    outcomes.Add(new ImportedRule(id, text is not null, text is not null ? remarks : problem));
                else
                    taken.Remove(id);
                // One of them may be what cannot be expressed.
                choices.ForEach(choice => Import(choice, null));
            }
        }
        catch (ImportException e)
        {
            outcomes.Add(new ImportedRule(rule.Id, false, e.Message));
        }

        return outcomes;
    }

    private static string? RemarkOn(GitleaksRule rule, bool isBounded)
    {
        var remarks = new List<string>();
        if (isBounded)
            remarks.Add($"what repeats without end does so up to {RegexReader.CharacterBound} times, the body of a key up to {Patterns.PatternParser.MaxRepetition}");
        if (rule.Allowed.Count > 0)
            remarks.Add($"left out: an allow list of {string.Join(", ", rule.Allowed)}");
        return remarks.Count > 0 ? string.Join("; ", remarks) : null;
    }

    private static string IdOf(string id, HashSet<string> taken)
    {
        var words = string.Concat(id.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')).Split('-', StringSplitOptions.RemoveEmptyEntries);
        var plain = Prefix + (words.Length == 0 ? "rule" : string.Join('-', words));
        var unique = plain;
        for (var number = 2; !taken.Add(unique); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{plain}-{number}");
        return unique;
    }

    /// <summary>The rule as YAML; null with the problem when it does not compile or its examples do not come out.</summary>
    private static string? Written(GitleaksRule rule, string id, ImportedShape shape, out string? problem)
    {
        try
        {
            if (SizeOf(shape.Pattern) > MaxSize)
                throw new ImportException("it is too large once what repeats without end has a bound");
            var lead = shape.Names.Count > 0 ? $"{shape.Names[0]} = \"" : "";
            var (fires, nearby) = Examples(rule, shape, lead);
            problem = null;
            foreach (var silent in (string?[])[ExampleWriter.NearlyMatching(shape.Pattern), "nothing to find"])
            {
                if (silent is null)
                    continue;
                var text = Text(rule, id, shape, nearby, fires, silent == "nothing to find" ? silent : lead + silent + (lead.Length > 0 ? "\"" : ""));
                var (_, problems) = SecretRuleFile.Compile(id, "service: Imported\nrules:\n" + text, []);
                if (problems.Count == 0)
                    return text;
                problem = problems[0].Message.Replace(id + ": ", "", StringComparison.Ordinal);
            }

            return null;
        }
        catch (ImportException e)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>The keywords must stand near where the expression does not hold one anyway.</summary>
    private static (string Fires, IReadOnlyList<string> Nearby) Examples(GitleaksRule rule, ImportedShape shape, string lead)
    {
        var fires = lead + ExampleWriter.Matching(shape.Pattern) + (lead.Length > 0 ? "\"" : "");
        var isImplied = rule.Keywords.Count == 0 || shape.Names.Count > 0 || rule.Keywords.Any(keyword => fires.Replace("{{", "{", StringComparison.Ordinal).Contains(keyword, StringComparison.OrdinalIgnoreCase));
        return isImplied ? (fires, []) : ($"{rule.Keywords[0]} {fires}", rule.Keywords);
    }

    private static string Text(GitleaksRule rule, string id, ImportedShape shape, IReadOnlyList<string> nearby, string fires, string silent)
    {
        var words = id[Prefix.Length..].Replace('-', ' ');
        var text = new StringBuilder($"  - id: {id}\n    name: {Quoted(char.ToUpperInvariant(words[0]) + words[1..])}\n");
        if (rule.Description.Length > 0)
            text.Insert(0, $"  # {rule.Description.ReplaceLineEndings(" ")}\n");
        text.Append("    severity: high\n    holder: do what it was issued for\n    revoke: [Revoke it where it was issued., Make another and keep it in a secret store.]\n");
        text.Append(CultureInfo.InvariantCulture, $"    pattern: {Quoted(PatternText.Of(shape.Pattern))}\n");
        if (shape.Names.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"    assigned: [{string.Join(", ", shape.Names.Select(Quoted))}]\n");
        if (shape.IsGuess || (shape.Names.Count > 0 && shape.Names.All(Commonplace.Contains)))
            text.Append("    confidence: low\n");
        if (nearby.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"    nearby: [{string.Join(", ", nearby.Select(Quoted))}]\n");
        if (rule.Entropy > 0)
            text.Append(CultureInfo.InvariantCulture, $"    entropy: {rule.Entropy}\n");
        return text.Append(CultureInfo.InvariantCulture, $"    fires: [{Quoted(fires)}]\n    silent: [{Quoted(silent)}]\n").ToString();
    }

    /// <summary>Single quotes where nothing needs an escape.</summary>
    private static string Quoted(string text) =>
        text.Any(char.IsControl) ? $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static long SizeOf(PatternNode node) => node switch
    {
        SecretPart secret => SizeOf(secret.Part),
        Sequence sequence => sequence.Parts.Sum(SizeOf),
        Alternatives either => either.Choices.Sum(SizeOf),
        Repeated repeated => SizeOf(repeated.Part) * repeated.Max,
        _ => 1,
    };
}
