using System.Buffers;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// A value with something that may be its name before it, in any language: <c>NAME=value</c>, <c>"name": "value"</c>, <c>name("value")</c>,
/// <c>&lt;name&gt;value</c>, <c>--name value</c>, <c>{"name": "NAME", "value": "value"}</c>.
/// </summary>
internal readonly record struct Assignment(int LineStart, int ValueStart)
{
    /// <summary>What stands between a name and its value, and in the value before the first stretch of it.</summary>
    private const int MaxBetween = 48;

    private static readonly ByteSet ValueBytes = TokenRuns.Characters.Union(ByteSet.Of("./~"u8));
    private static readonly ByteSet WordBytes = ByteSet.Of(" \t\r\n\"'`=,;(){}<>\\"u8).Complement();
    private static readonly ByteSet NameBytes = SecretText.WordBytes.Union(ByteSet.Of("-."u8));
    private static readonly ByteSet Separators = ByteSet.Of("_-. "u8);
    private static readonly ByteSet Operators = ByteSet.Of("=:,>|("u8);
    private static readonly SearchValues<byte> Leads = SearchValues.Create("=:,>|(-"u8);
    private static readonly ByteSet Between = Operators.Union(ByteSet.Of("\"'`\\)]}[{<&;$ \t"u8));

    /// <summary>Before the value stands what may stand between a name and a value, or the letters of an escape.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> text, int at) => at > 0 && (Between.Contains(text[at - 1]) || SecretText.StartsWord(text, at) && SecretText.WordBytes.Contains(text[at - 1]));

    /// <summary>Null when nothing stands before the value in its line.</summary>
    public static Assignment? Of(ReadOnlySpan<byte> text, int valueStart)
    {
        var line = Math.Max(0, valueStart - SecretScanner.NameBytes);
        line += text[line..valueStart].LastIndexOf((byte)'\n') + 1;
        return valueStart - line < LiteralIndex.ShortestLiteral ? null : new Assignment(line, valueStart);
    }

    /// <summary>What every way to lead from a name to a value has: an operator, the dash of an option, or the one word that needs neither.</summary>
    public bool MayHaveName(ReadOnlySpan<byte> text) =>
        text[LineStart..ValueStart].ContainsAny(Leads) || text[LineStart..ValueStart].IndexOf("login"u8) >= 0;

    /// <summary>Where the value begins that a stretch is a part of. The letters of an escape before it look like a part of it.</summary>
    public static int ValueStartOf(ReadOnlySpan<byte> text, int runStart)
    {
        var start = Before(text, runStart, ValueBytes);
        return start + TextEscape.LettersAt(text, start);
    }

    /// <summary>Where what stands in one piece before the value begins, up to a quote, a space or an operator that is never part of one.</summary>
    public static int WordStartOf(ReadOnlySpan<byte> text, int valueStart) => Before(text, valueStart, WordBytes);

    private static int Before(ReadOnlySpan<byte> text, int from, ByteSet set)
    {
        var start = from;
        while (start > 0 && from - start < MaxBetween && set.Contains(text[start - 1]))
            start--;
        return start;
    }

    /// <summary>What stands before the value, in lower case and without separators, with the place of each byte.</summary>
    public int JoinNames(ReadOnlySpan<byte> text, Span<byte> joined, Span<int> places)
    {
        var length = 0;
        for (var at = LineStart; at < ValueStart && length < joined.Length; at++)
        {
            if (Separators.Contains(text[at]))
                continue;
            (joined[length], places[length]) = (LiteralIndex.Lower(text[at]), at);
            length++;
        }

        return length;
    }

    /// <summary>From the name to the value there is nothing but the rest of the name, an operator, quotes, and a word such as <c>value</c> or the name of a call.</summary>
    public bool IsLedToFrom(ReadOnlySpan<byte> text, int nameStart, int nameEnd)
    {
        var at = nameEnd;
        while (at < ValueStart && NameBytes.Contains(text[at]))
            at++;
        var hasOperator = false;
        for (var words = 0; at < ValueStart;)
        {
            if (Between.Contains(text[at]))
            {
                hasOperator |= Operators.Contains(text[at++]);
                continue;
            }

            var word = at;
            while (at < ValueStart && NameBytes.Contains(text[at]))
                at++;
            if (at == word || ++words > 2 || !(at < ValueStart && (text[at] == '(' || IsGlue(text[word..at]))))
                return false;
            // "tool login VALUE" needs no other operator.
            hasOperator |= text[word..at].SequenceEqual("login"u8);
        }

        return hasOperator || IsFlag(text, nameStart);
    }

    private static bool IsGlue(ReadOnlySpan<byte> word)
    {
        foreach (var known in (ReadOnlySpan<string>)["value", "bearer", "basic", "token", "default", "login", "quot"])
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, known))
                return true;
        }

        return false;
    }

    /// <summary><c>--name</c>, which needs no operator.</summary>
    private bool IsFlag(ReadOnlySpan<byte> text, int nameStart)
    {
        var start = nameStart;
        while (start > LineStart && NameBytes.Contains(text[start - 1]))
            start--;
        return text[start] == '-' && text[ValueStart - 1] is (byte)' ' or (byte)'"' or (byte)'\'';
    }
}
