using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Rules;

namespace Sluice.Secrets;

/// <summary>
/// Searches bytes for the built-in kinds of secrets in one pass. Thread safe. The place of the engine of secret rules: what uses it
/// knows only this class and <see cref="SecretMatch"/>.
/// </summary>
public sealed class SecretScanner
{
    /// <summary>For each anchor the rules that have it, in their order.</summary>
    private readonly List<List<SecretRule>> _rules = [];
    private readonly LiteralSearch _search;

    public SecretScanner(IReadOnlyList<SecretRule> rules)
    {
        Rules = rules;
        var anchors = new List<string>();
        foreach (var rule in rules)
        {
            foreach (var anchor in rule.Anchors)
            {
                if (!anchors.Contains(anchor))
                {
                    anchors.Add(anchor);
                    _rules.Add([]);
                }

                _rules[anchors.IndexOf(anchor)].Add(rule);
            }
        }

        _search = new LiteralSearch(anchors.ConvertAll(Encoding.ASCII.GetBytes));
    }

    public static SecretScanner BuiltIn { get; } = new(
    [
        new AwsKeyRule(), new GcpServiceAccountRule(), new GitHubTokenRule(), new GoogleApiKeyRule(), new NpmTokenRule(), new PrivateKeyRule(), new SlackTokenRule(), new StripeKeyRule(),
    ]);

    public IReadOnlyList<SecretRule> Rules { get; }

    /// <summary>In the order of the text; matches do not overlap. Of rules that share an anchor the first that matches counts.</summary>
    public List<SecretMatch> Scan(ReadOnlySpan<byte> text)
    {
        var matches = new List<SecretMatch>();
        for (var at = 0; (at = _search.Find(text, at, out var anchor)) >= 0; at++)
        {
            if (MatchAt(text, at, _rules[anchor]) is not { } match || (matches.Count > 0 && match.Offset < matches[^1].Offset + matches[^1].Length))
                continue;
            matches.Add(match);
            at = Math.Max(at, (int)match.Offset + match.Length - 1);
        }

        return matches;
    }

    private static SecretMatch? MatchAt(ReadOnlySpan<byte> text, int at, List<SecretRule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Match(text, at) is { } match)
                return match;
        }

        return null;
    }
}
