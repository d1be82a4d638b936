using System.Buffers;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>
/// Which files npm's <c>files</c> field lets in. In doubt a file counts as listed: tools differ in small things, and a file too many is
/// only worth a word when no reading of the list explains it.
/// </summary>
internal sealed class NpmFileList
{
    private const int MaxPattern = 512;
    private const int MaxAlternatives = 256;

    private static readonly string[] AlwaysIncluded = ["package.json", "npm-shrinkwrap.json", "README", "LICEN", "COPYING", "NOTICE", "CHANGE", "HISTORY", "UNLICENSE", "PATENTS", "AUTHORS", "SECURITY"];

    /// <summary>Classes and extended globs are rare: a pattern with them is taken to list anything.</summary>
    private static readonly SearchValues<char> ExtendedSyntax = SearchValues.Create("[]()+@");

    private readonly List<(string Pattern, bool IsNegated)> _patterns = [];

    public NpmFileList(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var isNegated = file.StartsWith('!');
            var pattern = file.TrimStart('!').TrimStart('.').Trim('/');
            // A leading dot belongs to "./" or to a name.
            if (file.TrimStart('!').StartsWith('.') && !file.TrimStart('!').StartsWith("./", StringComparison.Ordinal))
                pattern = "." + pattern;
            foreach (var alternative in Alternatives(pattern))
                _patterns.Add((alternative.ToLowerInvariant(), isNegated));
        }
    }

    public bool Covers(string path)
    {
        if (Array.Exists(AlwaysIncluded, start => path.StartsWith(start, StringComparison.OrdinalIgnoreCase)) || path.StartsWith("node_modules/", StringComparison.Ordinal))
            return true;
        var folded = path.ToLowerInvariant();
        var isCovered = false;
        foreach (var (pattern, isNegated) in _patterns)
        {
            // A negation may be meant for names in any folder; only one that fits as a whole excludes.
            if (isNegated ? isCovered && IsMatch(pattern, folded) : !isCovered && Lists(pattern, folded))
                isCovered = !isNegated;
        }

        return isCovered;
    }

    /// <summary>The file itself, a folder above it, or, without a slash, a name at any depth.</summary>
    private static bool Lists(string pattern, string path)
    {
        if (pattern is "" or "*" or "**" || pattern.Length > MaxPattern || pattern.AsSpan().ContainsAny(ExtendedSyntax))
            return true;
        if (IsMatch(pattern, path) || IsMatch(pattern + "/**", path))
            return true;
        return !pattern.Contains('/', StringComparison.Ordinal) && IsMatch("**/" + pattern, path);
    }

    /// <summary><c>*</c> stands for anything within a folder, <c>**</c> across folders. Time grows with the product of the lengths, never faster.</summary>
    private static bool IsMatch(string pattern, string path)
    {
        var reachable = new bool[path.Length + 1];
        reachable[0] = true;
        for (var i = 0; i < pattern.Length; i++)
        {
            var isDeep = pattern[i] == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*';
            var isStar = pattern[i] == '*';
            if (isDeep)
            {
                // "**/" also stands for nothing at all.
                i += i + 2 < pattern.Length && pattern[i + 2] == '/' ? 2 : 1;
            }

            Step(reachable, path, isStar ? '*' : pattern[i], isDeep, isDeep && pattern[i] == '/');
        }

        return reachable[^1];
    }

    private static void Step(bool[] reachable, string path, char c, bool isDeep, bool endsInFolder)
    {
        if (c == '*')
        {
            var isOpen = false;
            for (var at = 0; at <= path.Length; at++)
            {
                var wasReachable = reachable[at];
                isOpen |= wasReachable;
                reachable[at] = wasReachable || (isOpen && (!endsInFolder || path[at - 1] == '/'));
                if (!isDeep && at < path.Length && path[at] == '/')
                    isOpen = false;
            }

            return;
        }

        for (var at = path.Length; at > 0; at--)
            reachable[at] = reachable[at - 1] && (path[at - 1] == c || (c == '?' && path[at - 1] != '/'));
        reachable[0] = false;
    }

    /// <summary>Expands each <c>{a,b}</c>, up to a number that no list needs.</summary>
    private static List<string> Alternatives(string pattern)
    {
        List<string> expanded = [pattern];
        while (expanded.Count < MaxAlternatives && expanded.FindIndex(p => Braces(p) is not null) is >= 0 and var at)
        {
            var (open, close) = Braces(expanded[at])!.Value;
            var parts = expanded[at][(open + 1)..close].Split(',').Select(part => expanded[at][..open] + part + expanded[at][(close + 1)..]).ToList();
            expanded.RemoveAt(at);
            expanded.AddRange(parts);
        }

        return expanded;
    }

    private static (int Open, int Close)? Braces(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        return close < 0 || pattern.Length > MaxPattern ? null : (open, close);
    }
}
