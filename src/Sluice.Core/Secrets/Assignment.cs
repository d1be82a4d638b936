using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// A value with something that may be its name before it, in any language: <c>NAME=value</c>, <c>"name": "value"</c>, <c>name("value")</c>,
/// <c>&lt;name&gt;value</c>, <c>--name value</c>, <c>name: string = "value"</c>, <c>{"name": "NAME", "value": "value"}</c>, in one line or, where that is how it is written, in two.
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
    private static readonly ByteClass Leads = ByteClass.Of("=:,>|(-{"u8);
    private static readonly ByteSet Between = Operators.Union(ByteSet.Of("\"'`\\)]}[{<&;$! \t\r\n"u8));
    private static ReadOnlySpan<byte> Configure => "configure set "u8;

    private static readonly ByteSet Quotes = ByteSet.Of("\"'`"u8);

    /// <summary>What may stand between a name and its value besides operators, before a call or its quotes.</summary>
    private const int MaxWords = 3;

    /// <summary>Words that lead to a value, and types of one.</summary>
    private static readonly string[][] Glue = ByLength(
        "value", "bearer", "basic", "token", "default", "defaultvalue", "login", "quot", "string", "str", "text", "bytes", "as", "static", "optional", "option", "undefined", "null", "none", "get", "set", "init", "private");

    /// <summary>Before the value stands what may stand between a name and a value, or the letters of an escape.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> text, int at) => at > 0 && (Between.Contains(text[at - 1]) || SecretText.StartsWord(text, at) && SecretText.WordBytes.Contains(text[at - 1]));

    /// <summary>Null when nothing stands before the value.</summary>
    public static Assignment? Of(ReadOnlySpan<byte> text, int valueStart)
    {
        var front = Math.Max(0, valueStart - SecretScanner.NameBytes);
        var line = front + text[front..valueStart].LastIndexOf((byte)'\n') + 1;
        if (line > front && IsSecondLine(text[front..(line - 1)], text[line..valueStart]))
            line = front + text[front..(line - 1)].LastIndexOf((byte)'\n') + 1;
        return valueStart - line < LiteralIndex.ShortestLiteral ? null : new Assignment(line, valueStart);
    }

    /// <summary>The name stands in the line before: a value alone behind an operator, an element of a property list, the <c>value</c> of a list of settings.</summary>
    private static bool IsSecondLine(ReadOnlySpan<byte> before, ReadOnlySpan<byte> lead)
    {
        var indented = lead.TrimStart(" \t"u8);
        if (indented.StartsWith("value:"u8) || indented.StartsWith("\"value\":"u8))
            return true;
        before = before.TrimEnd(" \t\r"u8);
        if (indented.SequenceEqual("<string>"u8))
            return before.EndsWith("</key>"u8);
        return !lead.IsEmpty && before.Length > 0 && before[^1] is (byte)'=' or (byte)':' or (byte)'(' or (byte)'|' or (byte)'>' or (byte)'-' && (indented.IsEmpty || (indented.Length == 1 && Quotes.Contains(indented[0])));
    }

    /// <summary>What every way to lead from a name to a value has: an operator, the dash of an option, or the one word that needs neither.</summary>
    public bool MayHaveName(ReadOnlySpan<byte> text) =>
        Leads.IsAnyIn(text[LineStart..ValueStart]) || text[LineStart..ValueStart].IndexOf("login"u8) >= 0 || text[LineStart..ValueStart].IndexOf(Configure) >= 0;

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

    /// <summary>Where the names may begin that lead to the value, and before which place none of them ends.</summary>
    /// <param name="bytes">That names consist of, separators aside.</param>
    public (int Start, int LeastEnd) Names(ReadOnlySpan<byte> text, ByteSet bytes)
    {
        var least = LeastNameEnd(text);
        var start = least;
        while (start > LineStart && (bytes.Contains(text[start - 1]) || Separators.Contains(text[start - 1])))
            start--;
        return (start, least);
    }

    /// <summary>Goes back over what <see cref="IsLedToFrom"/> passes, to the first word that it does not.</summary>
    private int LeastNameEnd(ReadOnlySpan<byte> text)
    {
        var at = ValueStart;
        for (var words = 0; ;)
        {
            while (at > LineStart && Between.Contains(text[at - 1]))
                at--;
            var end = at;
            while (at > LineStart && NameBytes.Contains(text[at - 1]))
                at--;
            if (at == LineStart || at == end)
                return at;
            // The dash of an arrow looks like a part of the word behind it.
            var word = text[at] == '-' && text[at - 1] == '<' ? at + 1 : at;
            if (word == end)
                continue;
            if (end < ValueStart && text[end] == '>' && at - LineStart >= 2 && text[at - 1] == '/' && text[at - 2] == '<')
                at -= 2;
            else if (++words > MaxWords || end == ValueStart || !(text[end] == '(' || IsGlue(text[word..end])))
                return at;
        }
    }

    /// <summary>What stands in a part of a text that holds names, in lower case and without separators, with the place of each byte.</summary>
    public static int JoinNames(ReadOnlySpan<byte> text, int start, int end, Span<byte> joined, Span<int> places)
    {
        var length = 0;
        for (var at = start; at < end && length < joined.Length; at++)
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
        var at = EndOfWord(text, nameEnd);
        var hasOperator = false;
        for (var words = 0; at < ValueStart;)
        {
            if (SignLength(text, at) is > 0 and var length)
            {
                // What a variable begins with: name{"value"}.
                hasOperator |= Operators.Contains(text[at]) || length > 1 || (text[at] == '{' && at + 1 < ValueStart && Quotes.Contains(text[at + 1]));
                at += length;
                continue;
            }

            var word = at;
            at = EndOfWord(text, at);
            if (at == word || ++words > MaxWords || !(at < ValueStart && (text[at] == '(' || IsGlue(text[word..at]))))
                return false;
            // "tool login VALUE" needs no other operator.
            hasOperator |= text[word..at].SequenceEqual("login"u8);
        }

        return hasOperator || IsFlag(text, nameStart) || IsConfigured(text, nameStart);
    }

    private int EndOfWord(ReadOnlySpan<byte> text, int at)
    {
        while (at < ValueStart && NameBytes.Contains(text[at]))
            at++;
        return at;
    }

    /// <summary>Of an operator, a quote or a bracket; of the arrow <c>&lt;-</c>, and of a tag that ends. 0 for others.</summary>
    private int SignLength(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..ValueStart];
        if (rest.StartsWith("<-"u8))
            return 2;
        if (rest.StartsWith("</"u8) && rest.IndexOf((byte)'>') is > 2 and var end && EndOfWord(text, at + 2) == at + end)
            return end + 1;
        return Between.Contains(rest[0]) ? 1 : 0;
    }

    private static string[][] ByLength(params string[] words)
    {
        var longest = 0;
        foreach (var word in words)
            longest = Math.Max(longest, word.Length);
        var lists = new string[longest + 1][];
        for (var length = 0; length < lists.Length; length++)
            lists[length] = Array.FindAll(words, word => word.Length == length);
        return lists;
    }

    private static bool IsGlue(ReadOnlySpan<byte> word)
    {
        foreach (var known in word.Length < Glue.Length ? Glue[word.Length] : [])
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, known))
                return true;
        }

        return word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary><c>aws configure set NAME VALUE</c>.</summary>
    private bool IsConfigured(ReadOnlySpan<byte> text, int nameStart)
    {
        while (nameStart > LineStart && NameBytes.Contains(text[nameStart - 1]))
            nameStart--;
        return text[LineStart..nameStart].EndsWith(Configure);
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
