using System.Text;

namespace Sluice.Sources;

/// <summary>One thing that a compiled file says otherwise than the file that it was made of.</summary>
/// <param name="Line">In the compiled file, counted from 1.</param>
/// <param name="Was">What stands there in the source; null where nothing does.</param>
/// <param name="Is">A name, an operator or a number; null of texts, which are not shown.</param>
/// <param name="Code">What was put in; empty where one token took the place of another.</param>
internal sealed record StatementChange(int Line, string? Was, string? Is, byte[] Code);

/// <summary>
/// Holds the output of a compiler against the file that it was made of, token by token. Compilers leave out types, write imports and exports anew and put helpers in; what statements compare, call and say they leave as it
/// is. Only where nearly all tokens are the source's can anything be said: not of bundles, minified files, and code that was made for much older engines.
/// </summary>
internal static class StatementDifference
{
    private const int MostTokens = 60_000;
    private const int MostEdits = 2500;

    /// <summary>Of a hundred tokens of the output, names and texts that the source does not have there, and no compiler puts there.</summary>
    private const int MostOwn = 15;

    /// <summary>More is how compilers and builds change code, and not how people do.</summary>
    private const int MostChanges = 12;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "any", "as", "async", "await", "boolean", "break", "case", "catch", "class", "const", "constructor", "continue", "debugger", "declare", "default", "delete", "do", "else", "enum", "export", "exports", "extends", "false", "finally", "for", "from", "function",
        "get", "if", "implements", "import", "in", "infer", "instanceof", "interface", "is", "keyof", "let", "module", "namespace", "never", "new", "null", "number", "object", "of", "override", "private", "protected", "public", "readonly", "require", "return", "satisfies", "set", "static",
        "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof", "undefined", "unique", "unknown", "use", "value", "var", "void", "while", "with", "yield", "Object", "defineProperty", "__esModule", "__importDefault", "__importStar", "default_1",
    };

    /// <summary>Null where the two cannot be compared, or are too different to say anything.</summary>
    public static List<StatementChange>? Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output)
    {
        var (before, after) = (CodeTokens.Read(source), CodeTokens.Read(output));
        if (before.Count == 0 || after.Count == 0 || before.Count > MostTokens || after.Count > MostTokens || Matches(before, after) is not { } matches)
            return null;
        if (matches.Count * 2 < after.Count || OwnOf(after, matches, output) * 100 > after.Count * MostOwn)
            return null;
        var changes = new List<StatementChange>();
        var exported = ExportedIn(after, output);
        var known = before.Select(token => token.Key).ToHashSet();
        var (oldAt, newAt) = (0, 0);
        for (var i = 0; i <= matches.Count; i++)
        {
            var (oldNext, newNext) = i < matches.Count ? matches[i] : (before.Count, after.Count);
            if (newNext > newAt && ChangeOf(before.GetRange(oldAt, oldNext - oldAt), after.GetRange(newAt, newNext - newAt), IsFlanked(matches, i, isTight: oldNext == oldAt), source, output, exported, known) is { } change)
                changes.Add(change);
            (oldAt, newAt) = (oldNext + 1, newNext + 1);
        }

        return changes.Count > MostChanges ? null : changes;
    }

    private static int OwnOf(List<CodeToken> after, List<(int Old, int New)> matches, ReadOnlySpan<byte> output)
    {
        var (own, at) = (0, 0);
        for (var i = 0; i < after.Count; i++)
        {
            if (at < matches.Count && matches[at].New == i)
                at++;
            else if (after[i].Kind == TokenKind.Text || (after[i].Kind == TokenKind.Word && !IsOfCompiler(after[i].In(output))))
                own++;
        }

        return own;
    }

    /// <summary>The token on either side is the same, and on one side the next one, too; on both where it has to be tight: compilers turn conditions round.</summary>
    private static bool IsFlanked(List<(int Old, int New)> matches, int at, bool isTight)
    {
        if (at == 0 || at == matches.Count)
            return false;
        var (before, behind) = (at > 1 && IsNext(matches[at - 2], matches[at - 1]), at + 1 < matches.Count && IsNext(matches[at], matches[at + 1]));
        return isTight ? before && behind : before || behind;
    }

    private static bool IsNext((int Old, int New) first, (int Old, int New) second) => second.Old == first.Old + 1 && second.New == first.New + 1;

    private static StatementChange? ChangeOf(List<CodeToken> removed, List<CodeToken> added, bool isFlanked, ReadOnlySpan<byte> source, ReadOnlySpan<byte> output, HashSet<ulong> exported, HashSet<ulong> known)
    {
        if (removed.Count == 1 && added.Count == 1)
            return isFlanked && IsExchange(removed[0], added[0], source, output, exported) ? new StatementChange(LineOf(output, added[0].Start), Shown(removed[0], source), Shown(added[0], output), []) : null;
        // A negation that was put in.
        if (removed.Count == 0 && isFlanked && added is [{ Kind: TokenKind.Operator } sign] && sign.In(output).SequenceEqual("!"u8))
            return new StatementChange(LineOf(output, sign.Start), null, "!", []);
        var foreign = 0;
        foreach (var token in added)
        {
            if (!known.Contains(token.Key) && (token.Kind == TokenKind.Word ? !IsOfCompiler(token.In(output)) : token.Kind == TokenKind.Text && !IsOfPrologue(token.In(output))))
                foreign++;
        }

        if (foreign == 0)
            return null;
        var (start, end) = (added[0].Start, added[^1].Start + added[^1].Length);
        return new StatementChange(LineOf(output, start), null, null, output[start..end].ToArray());
    }

    private static bool IsExchange(CodeToken was, CodeToken now, ReadOnlySpan<byte> source, ReadOnlySpan<byte> output, HashSet<ulong> exported)
    {
        if (was.Kind != now.Kind)
            return false;
        return now.Kind switch
        {
            TokenKind.Operator => true,
            TokenKind.Word => !IsOfCompiler(now.In(output)) && !Keywords.Contains(Encoding.Latin1.GetString(was.In(source))) && !exported.Contains(now.Key),
            _ => false,
        };
    }

    private static bool IsOfCompiler(ReadOnlySpan<byte> word)
    {
        if (word.Length <= 2 || word[0] == '_' || Keywords.Contains(Encoding.Latin1.GetString(word)))
            return true;
        var end = word.LastIndexOf((byte)'_');
        return (end > 0 && end + 1 < word.Length && word[(end + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) || CodeWords.IsOfTools(word);
    }

    /// <summary>Texts that compilers put in, and names of imported files, which they may write in another way.</summary>
    private static bool IsOfPrologue(ReadOnlySpan<byte> quoted) =>
        quoted.Length < 2 || quoted[1..^1] is var text && (text.SequenceEqual("use strict"u8) || text.SequenceEqual("default"u8) || text.SequenceEqual("__esModule"u8) || text.SequenceEqual("Module"u8) || text.IndexOfAny((byte)'/', (byte)'.') >= 0 || text.IsEmpty);

    private static HashSet<ulong> ExportedIn(List<CodeToken> tokens, ReadOnlySpan<byte> text)
    {
        var exported = new HashSet<ulong>();
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].In(text).SequenceEqual("exports"u8))
                exported.Add(tokens[i + 1].Key);
        }

        return exported;
    }

    private static int LineOf(ReadOnlySpan<byte> text, int at) => text[..at].Count((byte)'\n') + 1;

    private static string? Shown(CodeToken token, ReadOnlySpan<byte> text) => token.Kind == TokenKind.Text || token.Length > 40 ? null : Encoding.Latin1.GetString(token.In(text));

    /// <summary>The pairs of equal tokens, in order: the shortest edit script (Myers, "An O(ND) Difference Algorithm"), given up beyond a bound.</summary>
    private static List<(int Old, int New)>? Matches(List<CodeToken> old, List<CodeToken> now)
    {
        var (n, m) = (old.Count, now.Count);
        var most = Math.Min(n + m, MostEdits);
        var furthest = new int[(2 * most) + 3];
        var trace = new List<int[]>();
        var middle = most + 1;
        for (var d = 0; d <= most; d++)
        {
            trace.Add(furthest[(middle - d - 1)..(middle + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]) ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
                var y = x - k;
                while (x < n && y < m && old[x].Key == now[y].Key)
                {
                    x++;
                    y++;
                }

                furthest[middle + k] = x;
                if (x >= n && y >= m)
                    return Backtrack(trace, d, n, m);
            }
        }

        return null;
    }

    private static List<(int Old, int New)> Backtrack(List<int[]> trace, int edits, int n, int m)
    {
        var matches = new List<(int, int)>();
        var (x, y) = (n, m);
        for (var d = edits; d >= 0; d--)
        {
            var (row, middle, k) = (trace[d], d + 1, x - y);
            var previous = k == -d || (k != d && row[middle + k - 1] < row[middle + k + 1]) ? k + 1 : k - 1;
            var (px, py) = d == 0 ? (0, 0) : (row[middle + previous], row[middle + previous] - previous);
            while (x > px && y > py)
                matches.Add((--x, --y));
            (x, y) = (px, py);
        }

        matches.Reverse();
        return matches;
    }
}
