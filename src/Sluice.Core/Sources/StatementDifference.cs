using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Sources;

/// <summary>One thing that a compiled file says otherwise than the source.</summary>
/// <param name="At">Where in the compiled file.</param>
/// <param name="Old">The token of the source that stands there, or before which something was put in; -1 where nobody knows.</param>
/// <param name="IsExchanged">Another token stands in its place.</param>
/// <param name="Is">A name, an operator or a number; null for nothing, and for texts, which are not shown.</param>
/// <param name="Code">What was put in; empty where a token took the place of another, or a sign was put in or left out.</param>
internal sealed record StatementChange(int At, int Old, bool IsExchanged, string? Is, byte[] Code)
{
    /// <summary>Another name: all else decides something.</summary>
    public bool IsName { get; init; }

    /// <summary>A negation that was put in or left out.</summary>
    public bool IsSign => Code.Length == 0 && (IsExchanged ? Is is null : Is == "!");
}

/// <summary>What a compiled file says, held against a source.</summary>
/// <param name="Changes">What is said otherwise, in order.</param>
/// <param name="Matched">Tokens in rows of the source, in parts of a hundred.</param>
/// <param name="IsMade">Nearly nothing of it is from elsewhere.</param>
internal sealed record StatementTrace(List<StatementChange> Changes, int Matched, bool IsMade);

/// <summary>
/// Holds the output of compilers and bundlers against the source, token by token. They leave out types, write imports and exports anew, put helpers in and move whole files about; what statements compare, call and say
/// they leave as it is. Only between rows of tokens that are the source's can anything be said: not of minified files, and hardly of code for much older engines.
/// </summary>
internal static class StatementDifference
{
    /// <summary>Of a hundred tokens of the output, names and texts that are not of the source.</summary>
    private const int MostOwn = 15;

    /// <summary>One in so many tokens is in a row of the source.</summary>
    private const int LeastMatched = 3;

    /// <summary>More in so many tokens is how compilers and builds change code, and not how people do.</summary>
    private const int MostChanges = 12;
    private const int TokensOfMost = 20_000;

    /// <summary>Tokens that have to be the same on both sides together.</summary>
    private const int LeastFlanks = 8;
    private const int LeastFlank = 2;
    private const int FarthestFlank = 16;

    /// <summary>Checks of formats are much alike, but for their numbers.</summary>
    private const int LeastAroundNumber = 16;

    /// <summary>Of the windows that a change stands in.</summary>
    private const int LeastKnown = 2;

    /// <summary>Of what TypeScript leaves out at the front of a function.</summary>
    private const int MostTypes = 12;
    private const int FarthestNeighbour = 32;

    /// <summary>Longer parts are other people's programs.</summary>
    private const int LongestPart = 400;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "any", "as", "async", "await", "boolean", "break", "case", "catch", "class", "const", "constructor", "continue", "debugger", "declare", "default", "delete", "do", "else", "enum", "export", "exports", "extends", "false", "finally", "for", "from", "function",
        "get", "if", "implements", "import", "in", "infer", "instanceof", "interface", "is", "keyof", "let", "module", "namespace", "never", "new", "null", "number", "object", "of", "override", "private", "protected", "public", "readonly", "require", "return", "satisfies", "set", "static",
        "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof", "undefined", "unique", "unknown", "use", "value", "var", "void", "while", "with", "yield", "Object", "defineProperty", "__esModule", "__importDefault", "__importStar", "default_1",
    };

    private static readonly ulong True = CodeTokens.Read("true"u8)[0].Key;
    private static readonly ulong False = CodeTokens.Read("false"u8)[0].Key;
    private static readonly ulong Not = CodeTokens.Read("!"u8)[0].Key;

    /// <summary>Null where nothing of the output is in the source.</summary>
    public static StatementTrace? Of(SourceCode source, List<CodeToken> tokens, ReadOnlySpan<byte> output)
    {
        var rows = CodeAlignment.Of(source, tokens);
        if (rows.Count == 0)
            return null;
        var (matched, own) = (0, OwnOf(source, tokens, output));
        foreach (var row in rows)
            matched += row.Length;
        var isOwn = matched * LeastMatched >= tokens.Count && own * 100 <= tokens.Count * MostOwn;
        // Where functions that wait are taken apart, conditions are turned about.
        var isTurned = output.IndexOf("_context"u8) >= 0 || output.IndexOf("__generator"u8) >= 0;
        var changes = new List<StatementChange>();
        var parts = 0;
        for (var i = 0; i <= rows.Count; i++)
        {
            var start = i == 0 ? 0 : rows[i - 1].NewEnd;
            var end = i == rows.Count ? tokens.Count : rows[i].New;
            if (i > 0 && i < rows.Count && rows[i].IsLinked && Change(source, tokens, rows, i, output) is { } change && !(isTurned && change.IsSign))
                changes.Add(change);
            else if (isOwn && end > start && end - start <= LongestPart && PutIn(source, tokens, start, end, i < rows.Count ? rows[i].Old : -1, output) is { } part)
            {
                changes.Add(part);
                parts++;
            }
        }

        if (changes.Count - parts > MostChanges * (1 + (tokens.Count / TokensOfMost)))
            changes.RemoveAll(change => change.Code.Length == 0);
        return new StatementTrace(changes, (int)(matched * 100L / tokens.Count), isOwn && parts == 0);
    }

    private static int OwnOf(SourceCode source, List<CodeToken> tokens, ReadOnlySpan<byte> output)
    {
        var own = 0;
        foreach (var token in tokens)
            own += IsOwn(source, token, output) ? 1 : 0;
        return own;
    }

    /// <summary>A name or text that the source has nowhere, and no compiler puts in.</summary>
    private static bool IsOwn(SourceCode source, CodeToken token, ReadOnlySpan<byte> output) => !source.Has(token.Key) && token.Kind switch
    {
        TokenKind.Text => !IsOfPrologue(token.In(output)),
        TokenKind.Word or TokenKind.Member => !IsOfCompiler(token.In(output)),
        _ => false,
    };

    /// <summary>What differs between two rows that follow on each other in the source.</summary>
    private static StatementChange? Change(SourceCode source, List<CodeToken> tokens, List<CodeRow> rows, int at, ReadOnlySpan<byte> output)
    {
        var (before, behind) = (rows[at - 1], rows[at]);
        var (left, put) = (behind.Old - before.OldEnd, behind.New - before.NewEnd);
        if (left > MostTypes || put > 2)
            return null;
        var isAtEnd = behind.OldEnd == source.EndOfFileAt(behind.Old);
        var isFlanked = before.Length + behind.Length >= LeastFlanks && before.Length >= LeastFlank && (behind.Length >= LeastFlank || isAtEnd);
        var now = put > 0 ? tokens[before.NewEnd] : default;
        StatementChange Told(string? said, bool isExchanged, bool isName = false) => new(0, before.OldEnd, isExchanged, said, []) { IsName = isName };
        var change = (left, put) switch
        {
            (1, 1) when isFlanked && source.KindAt(before.OldEnd) == now.Kind => now.Kind switch
            {
                TokenKind.Operator => Told(Shown(now, output), true),
                TokenKind.Number when before.Length + behind.Length >= LeastAroundNumber && Math.Min(before.Length, behind.Length) >= LeastFlank * 2 => Told(Shown(now, output), true),
                TokenKind.Word when (now.Key == True && source.KeyAt(before.OldEnd) == False) || (now.Key == False && source.KeyAt(before.OldEnd) == True) => Told(Shown(now, output), true),
                TokenKind.Member when !IsOfCompiler(now.In(output)) => Told(Shown(now, output), true, isName: true),
                _ => null,
            },
            (0, 1) when isFlanked && now.Key == Not => Told("!", false),
            (1, 0) when isFlanked && source.KeyAt(before.OldEnd) == Not => Told(null, true),
            (_, 2) when IsAmongRows(rows, at) && now.In(output).SequenceEqual("return"u8) && IsAnswer(tokens[before.NewEnd + 1], output) => Told("return", false),
            _ => null,
        };
        return change is null || IsInSource(source, tokens, before.NewEnd, behind.New) ? null : change with { At = put > 0 ? now.Start : tokens[behind.New].Start };
    }

    /// <summary>The source has these very tokens side by side, here or elsewhere: of two files that are much alike another one was taken for the origin.</summary>
    private static bool IsInSource(SourceCode source, List<CodeToken> tokens, int start, int end)
    {
        var all = CollectionsMarshal.AsSpan(tokens);
        var found = 0;
        for (var at = Math.Max(0, Math.Max(start + 1, end) - SourceCode.Window); at <= Math.Min(Math.Max(start, end - 1), all.Length - SourceCode.Window); at++)
            found += source.Find(all[at..]) >= 0 ? 1 : 0;
        return found >= LeastKnown || (tokens[start].Kind == TokenKind.Member && end == start + 1 && HasNeighbour(source, tokens, start));
    }

    /// <summary>A name with one beside it that stands beside it in the source, too.</summary>
    private static bool HasNeighbour(SourceCode source, List<CodeToken> tokens, int at)
    {
        var (before, behind) = (at - 1, at + 1);
        while (before >= at - FarthestNeighbour && before >= 0 && tokens[before].Kind is not (TokenKind.Member or TokenKind.Text))
            before--;
        while (behind <= at + FarthestNeighbour && behind < tokens.Count && tokens[behind].Kind is not (TokenKind.Member or TokenKind.Text))
            behind++;
        return (before >= 0 && source.HasPair(tokens[before].Key, tokens[at].Key)) || (behind < tokens.Count && source.HasPair(tokens[at].Key, tokens[behind].Key));
    }

    /// <summary>Most of the tokens about it follow on each other in the source: types are left out among them.</summary>
    private static bool IsAmongRows(List<CodeRow> rows, int at)
    {
        var (before, behind) = (0, 0);
        for (var i = at - 1; i >= 0 && rows[at].New - rows[i].NewEnd <= FarthestFlank; i--)
        {
            before += rows[i].Length;
            if (!rows[i].IsLinked)
                break;
        }

        for (var i = at; i < rows.Count && rows[i].New - rows[at].New <= FarthestFlank && (i == at || rows[i].IsLinked); i++)
            behind += rows[i].Length;
        return before >= LeastFlanks && behind >= LeastFlanks;
    }

    private static bool IsAnswer(CodeToken token, ReadOnlySpan<byte> text) => token.Key == True || token.Key == False || token.In(text).SequenceEqual("null"u8);

    /// <summary>From the statement on that has the first name or text which the source has nowhere, to the last one.</summary>
    private static StatementChange? PutIn(SourceCode source, List<CodeToken> tokens, int start, int end, int old, ReadOnlySpan<byte> output)
    {
        var (first, last) = (-1, -1);
        for (var i = start; i < end; i++)
        {
            if (IsOwn(source, tokens[i], output))
                (first, last) = (first < 0 ? i : first, i);
        }

        if (first < 0)
            return null;
        var from = StatementStart(output, start == 0 ? 0 : tokens[start - 1].End, tokens[first].Start);
        return new StatementChange(from, old, false, null, output[from..tokens[last].End].ToArray());
    }

    /// <summary>Where the statement begins, at the most as far back as something is known.</summary>
    public static int StatementStart(ReadOnlySpan<byte> text, int known, int at) => text[known..at].LastIndexOfAny(";{}"u8) is >= 0 and var end ? known + end + 1 : known;

    private static bool IsOfCompiler(ReadOnlySpan<byte> word)
    {
        if (word.Length <= 2 || word[0] == '_' || word.StartsWith("import_"u8) || word.StartsWith("require_"u8) || word.EndsWith("_exports"u8) || word.EndsWith("_default"u8) || Keywords.Contains(Encoding.Latin1.GetString(word)))
            return true;
        var end = word.LastIndexOf((byte)'_');
        return (end > 0 && end + 1 < word.Length && word[(end + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) || CodeWords.IsOfTools(word);
    }

    /// <summary>Texts that compilers put in, and names of imported files, which they may write in another way.</summary>
    private static bool IsOfPrologue(ReadOnlySpan<byte> quoted) =>
        quoted.Length < 2 || quoted[1..^1] is var text && (text.SequenceEqual("use strict"u8) || text.SequenceEqual("default"u8) || text.SequenceEqual("__esModule"u8) || text.SequenceEqual("Module"u8) || text.IndexOfAny((byte)'/', (byte)'.') >= 0 || text.IsEmpty);

    private static string? Shown(CodeToken token, ReadOnlySpan<byte> text) => token.Kind == TokenKind.Text || token.Length > 40 ? null : Encoding.Latin1.GetString(token.In(text));
}
