namespace Sluice.Packages;

/// <summary>Reads a licence expression by recursive descent: OR of AND of licences. Parentheses nest up to 64 deep.</summary>
internal sealed class SpdxParser(string text)
{
    private const int MaxDepth = 64;

    private readonly List<string> _tokens = Tokens(text);
    private readonly List<string> _licenses = [];
    private int _at;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; private set; }

    public IReadOnlyList<string> Licenses => _licenses;

    public SpdxExpression.Node? Parse()
    {
        var root = _tokens.Count == 0 ? null : Joined(isOr: true, 0);
        if (_at < _tokens.Count)
            Problem ??= $"'{_tokens[_at]}' is not expected here";
        return root;
    }

    private SpdxExpression.Node? Joined(bool isOr, int depth)
    {
        var parts = new List<SpdxExpression.Node>();
        do
        {
            if ((isOr ? Joined(isOr: false, depth) : Single(depth)) is not { } part)
                return null;
            parts.Add(part);
        }
        while (TryTake(isOr ? "OR" : "AND"));
        return parts.Count == 1 ? parts[0] : new SpdxExpression.Node(null, parts, isOr);
    }

    private SpdxExpression.Node? Single(int depth)
    {
        if (TryTake("("))
        {
            if (depth == MaxDepth)
                return Fail($"parentheses nest deeper than {MaxDepth}");
            var inner = Joined(isOr: true, depth + 1);
            return inner is null || TryTake(")") ? inner : Fail("')' is missing");
        }

        if (_at == _tokens.Count)
            return Fail("a licence is missing at the end");
        var word = _tokens[_at++];
        if (License(word) is not { } id)
            return Fail($"'{word}' is not on the SPDX License List");
        string? exception = null;
        if (TryTake("WITH"))
        {
            exception = _at < _tokens.Count ? Exception(_tokens[_at++]) : null;
            if (exception is null)
                return Fail($"'{_tokens[_at - 1]}' is not an exception of the SPDX License List");
        }

        var license = new SpdxExpression.License(id, exception);
        _licenses.Add(license.Full);
        return new SpdxExpression.Node(license, [], false);
    }

    private SpdxExpression.Node? Fail(string problem)
    {
        Problem ??= problem;
        return null;
    }

    private static string? License(string word)
    {
        if (IsReference(word, "LicenseRef-") || (word.StartsWith("DocumentRef-", StringComparison.Ordinal) && word.IndexOf(":LicenseRef-", StringComparison.Ordinal) > 0))
            return word;
        if (SpdxList.License(word) is { } id)
            return SpdxExpression.Canonical(id);
        return word.EndsWith('+') && SpdxList.License(word[..^1]) is { } plain ? SpdxExpression.Canonical(plain + "+") : null;
    }

    private static string? Exception(string word) => IsReference(word, "AdditionRef-") ? word : SpdxList.Exception(word);

    private static bool IsReference(string word, string prefix) => word.Length > prefix.Length && word.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Operators are all upper or all lower case (SPDX 3.0).</summary>
    private bool TryTake(string token)
    {
        if (_at == _tokens.Count || !(_tokens[_at] is var next && (next == token || (next.Equals(token, StringComparison.OrdinalIgnoreCase) && !next.Any(char.IsAsciiLetterUpper)))))
            return false;
        _at++;
        return true;
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at++;
            while (text[start] is not ('(' or ')') && at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')'))
                at++;
            tokens.Add(text[start..at]);
        }

        return tokens;
    }
}
