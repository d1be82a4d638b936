using System.Text;
using Sluice.Secrets.Rules;

namespace Sluice.Secrets;

/// <summary>
/// Searches bytes for the built-in kinds of secrets in one pass. Thread safe. The place of the engine of secret rules: what uses it
/// knows only this class and <see cref="SecretMatch"/>.
/// </summary>
public sealed class SecretScanner
{
    private readonly (SecretRule Rule, byte[] Anchor)[] _anchors;
    private readonly LiteralSearch _search;

    public SecretScanner(IReadOnlyList<SecretRule> rules)
    {
        Rules = rules;
        _anchors = [.. rules.SelectMany(rule => rule.Anchors.Select(anchor => (rule, Encoding.ASCII.GetBytes(anchor))))];
        _search = new LiteralSearch([.. _anchors.Select(anchor => anchor.Anchor)]);
    }

    public static SecretScanner BuiltIn { get; } = new([new AwsKeyRule(), new GitHubTokenRule(), new GoogleApiKeyRule(), new NpmTokenRule(), new PrivateKeyRule(), new SlackTokenRule(), new StripeKeyRule()]);

    public IReadOnlyList<SecretRule> Rules { get; }

    /// <summary>In the order of the text; matches do not overlap.</summary>
    public List<SecretMatch> Scan(ReadOnlySpan<byte> text)
    {
        var matches = new List<SecretMatch>();
        for (var at = 0; (at = _search.Find(text, at, out var anchor)) >= 0; at++)
        {
            if (_anchors[anchor].Rule.Match(text, at) is not { } match || (matches.Count > 0 && match.Offset < matches[^1].Offset + matches[^1].Length))
                continue;
            matches.Add(match);
            at = Math.Max(at, (int)match.Offset + match.Length - 1);
        }

        return matches;
    }
}
