using System.Diagnostics.CodeAnalysis;

namespace Sluice.Configuration;

/// <summary>
/// A pattern for whole paths and names: <c>*</c> and <c>?</c> stay within a segment, <c>**</c> crosses slashes (<c>**/</c> also stands for no folder), <c>[a-z]</c> and <c>[!a-z]</c> are one
/// character, <c>{a,b}</c> is either, a backslash takes the next character as it is. Matching costs at most the product of both lengths.
/// </summary>
public sealed class Glob
{
    private const int MaxLength = 1024;
    private const int MaxAlternatives = 64;

    private readonly List<List<Token>> _alternatives;

    private Glob(string text, List<List<Token>> alternatives) => (Text, _alternatives) = (text, alternatives);

    private enum TokenKind
    {
        Character,
        Set,
        AnyCharacter,
        AnyInSegment,

        /// <summary><c>**</c>: anything.</summary>
        Anything,

        /// <summary><c>**/</c>: nothing, or anything up to a slash.</summary>
        Folders,
    }

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out Glob? glob, [NotNullWhen(false)] out string? problem)
    {
        (glob, problem) = (null, null);
        if (text.Length is 0 or > MaxLength)
            problem = text.Length == 0 ? "is empty" : $"is longer than {MaxLength} characters";
        var alternatives = new List<List<Token>>();
        foreach (var alternative in problem is null ? Expanded(text, ref problem) : [])
            alternatives.Add(Tokens(alternative, ref problem));
        if (problem is not null)
            return false;
        glob = new Glob(text, alternatives);
        return true;
    }

    public bool Matches(ReadOnlySpan<char> path)
    {
        foreach (var tokens in _alternatives)
        {
            if (Matches(tokens, path))
                return true;
        }

        return false;
    }

    public override string ToString() => Text;

    /// <summary>Runs all ways to read the pattern side by side: <c>states[i]</c> says whether the first i tokens can match what was read.</summary>
    private static bool Matches(List<Token> tokens, ReadOnlySpan<char> path)
    {
        Span<bool> states = stackalloc bool[MaxLength + 1];
        states = states[..(tokens.Count + 1)];
        states.Clear();
        states[0] = true;
        Skip(tokens, states);
        foreach (var c in path)
        {
            // From the end, so that each state is read before it is written.
            for (var i = tokens.Count; i >= 0; i--)
                states[i] = (i > 0 && states[i - 1] && tokens[i - 1].Takes(c)) || (i < tokens.Count && states[i] && tokens[i].StaysAt(c));
            Skip(tokens, states);
        }

        return states[tokens.Count];
    }

    /// <summary>Tokens that may stand for nothing.</summary>
    private static void Skip(List<Token> tokens, Span<bool> states)
    {
        for (var i = 0; i < tokens.Count; i++)
            states[i + 1] |= states[i] && tokens[i].MayBeEmpty;
    }

    /// <summary>The alternatives that braces stand for.</summary>
    private static List<string> Expanded(string text, ref string? problem)
    {
        var open = new List<string> { text };
        for (var i = 0; i < open.Count;)
        {
            var (start, end, cuts) = FirstBraces(open[i]);
            if (start < 0)
            {
                i++;
                continue;
            }

            if (end < 0)
            {
                problem = "has a '{' without its '}'";
                return [];
            }

            var whole = open[i];
            open.RemoveAt(i);
            for (var cut = 0; cut + 1 < cuts.Count; cut++)
                open.Insert(i + cut, string.Concat(whole.AsSpan(0, start), whole.AsSpan(cuts[cut] + 1, cuts[cut + 1] - cuts[cut] - 1), whole.AsSpan(end + 1)));
            if (open.Count > MaxAlternatives)
            {
                problem = $"stands for more than {MaxAlternatives} patterns";
                return [];
            }
        }

        return open;
    }

    /// <summary>The first pair of braces, and where its parts begin and end.</summary>
    private static (int Start, int End, List<int> Cuts) FirstBraces(string text)
    {
        var (start, depth) = (-1, 0);
        var cuts = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '{':
                    if (depth++ == 0)
                    {
                        start = i;
                        cuts.Add(i);
                    }

                    break;
                case ',' when depth == 1:
                    cuts.Add(i);
                    break;
                case '}' when depth > 0 && --depth == 0:
                    cuts.Add(i);
                    return (start, i, cuts);
            }
        }

        return (start, -1, cuts);
    }

    private static List<Token> Tokens(string text, ref string? problem)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var rest = text.AsSpan(i);
            var (token, length) = rest switch
            {
                ['*', '*', '/', ..] when i == 0 || text[i - 1] == '/' => (new Token(TokenKind.Folders, '\0', null), 3),
                ['*', '*', ..] => (new Token(TokenKind.Anything, '\0', null), 2),
                ['*', ..] => (new Token(TokenKind.AnyInSegment, '\0', null), 1),
                ['?', ..] => (new Token(TokenKind.AnyCharacter, '\0', null), 1),
                ['[', ..] when rest.Length > 2 && rest[2..].Contains(']') => Set(rest),
                ['\\', var c, ..] => (new Token(TokenKind.Character, c, null), 2),
                [var c, ..] => (new Token(TokenKind.Character, c, null), 1),
                _ => default,
            };
            if (token.Kind == TokenKind.Character && token.Value == '\\' && length == 1)
                problem ??= "ends in a lone '\\'";
            tokens.Add(token);
            i += length;
        }

        return tokens;
    }

    private static (Token Token, int Length) Set(ReadOnlySpan<char> rest)
    {
        var end = rest[2..].IndexOf(']') + 2;
        return (new Token(TokenKind.Set, '\0', rest[1..end].ToString()), end + 1);
    }

    private readonly record struct Token(TokenKind Kind, char Value, string? Members)
    {
        public bool MayBeEmpty => Kind is TokenKind.AnyInSegment or TokenKind.Anything or TokenKind.Folders;

        /// <summary>Whether the character can be the last one that the token stands for.</summary>
        public bool Takes(char c) => Kind switch
        {
            TokenKind.Character => c == Value,
            TokenKind.Set => c != '/' && IsMember(c),
            TokenKind.AnyCharacter => c != '/',
            TokenKind.Folders => c == '/',
            _ => StaysAt(c),
        };

        /// <summary>Whether the token goes on after the character.</summary>
        public bool StaysAt(char c) => Kind switch
        {
            TokenKind.AnyInSegment => c != '/',
            TokenKind.Anything or TokenKind.Folders => true,
            _ => false,
        };

        private bool IsMember(char c)
        {
            var members = Members.AsSpan();
            var isNegated = members is ['!' or '^', _, ..];
            members = isNegated ? members[1..] : members;
            for (var i = 0; i < members.Length; i++)
            {
                var isRange = i + 2 < members.Length && members[i + 1] == '-';
                if (isRange ? c >= members[i] && c <= members[i + 2] : c == members[i])
                    return !isNegated;
                i += isRange ? 2 : 0;
            }

            return isNegated;
        }
    }
}
