using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>What a place in the text of a program is part of.</summary>
internal enum CodePart : byte
{
    Code,
    Comment,

    /// <summary>A text in quotes, or a regular expression.</summary>
    Text,
}

/// <summary>
/// Tells, going forward through a program, which places are code, comments and texts. It need not be right for every program: texts that are left open end with their line, so that
/// one misread character spoils no more than that. Linear, whatever it reads. For one thread.
/// </summary>
internal sealed class CodeCursor(CodeDialect dialect)
{
    /// <summary>Values within texts within values: deeper ones are taken for code.</summary>
    private const int DeepestValue = 64;

    private static readonly ByteClass Braces = ByteClass.Of("\"'`/"u8);
    private static readonly ByteClass BracesInValue = ByteClass.Of("\"'`/{}"u8);
    private static readonly ByteClass Python = ByteClass.Of("\"'#"u8);
    private static readonly ByteClass LineEnds = ByteClass.Of([(byte)'\n', (byte)'\r', 0xe2]);
    private static readonly ByteClass TextEnds = ByteClass.Of("\"'\\\n\r"u8);
    private static readonly ByteClass TemplateEnds = ByteClass.Of("`\\$"u8);
    private static readonly ByteClass ExpressionEnds = ByteClass.Of("/\\[]\n\r"u8);
    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8);

    /// <summary>Behind any of these words a slash begins a regular expression: "Lexical Grammar" of ECMAScript, where an operand is awaited.</summary>
    private static readonly string[] BeforeOperand = ["return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "new", "instanceof", "yield", "await", "default"];

    /// <summary>Of each value within a template that is open: the braces that are open in it.</summary>
    private readonly List<int> _values = [];

    private int _end;
    private CodePart _before;
    private CodePart _part;
    private CodePart _next;

    /// <summary>What opened the text or comment that is next: a quote, the slash of a line, the star of a block; the brace that closed a value for the rest of a template.</summary>
    private byte _opener;

    /// <param name="at">Not before the place that was asked for last.</param>
    public CodePart At(ReadOnlySpan<byte> text, int at)
    {
        if (dialect == CodeDialect.None)
            return CodePart.Code;
        while (_end <= at && _end < text.Length)
            Advance(text);
        return _part;
    }

    private void Advance(ReadOnlySpan<byte> text)
    {
        (_before, _part) = (_part, _next);
        _end = dialect switch
        {
            CodeDialect.Lines => EndOfLine(text, _end),
            _ => _part switch
            {
                CodePart.Code => EndOfCode(text, _end),
                CodePart.Comment => EndOfComment(text, _end),
                _ => EndOfText(text, _end),
            },
        };
    }

    private int EndOfLine(ReadOnlySpan<byte> text, int start)
    {
        _part = text[start..].TrimStart(" \t"u8) is [(byte)'#', ..] ? CodePart.Comment : CodePart.Code;
        return text[start..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? start + end + 1 : text.Length;
    }

    private int EndOfCode(ReadOnlySpan<byte> text, int start)
    {
        var marks = dialect == CodeDialect.Python ? Python : _values.Count == 0 ? Braces : BracesInValue;
        for (var at = start; marks.FirstIn(text[at..]) is >= 0 and var step; at++)
        {
            at += step;
            switch (text[at])
            {
                case (byte)'{':
                    Open(1);
                    break;
                case (byte)'}' when Open(-1):
                    return Begin(CodePart.Text, (byte)'}', at + 1);
                case (byte)'}':
                    break;
                case (byte)'/' when text[(at + 1)..] is [(byte)'/' or (byte)'*', ..]:
                    return Begin(CodePart.Comment, text[at + 1], at);
                case (byte)'/' when !AwaitsOperand(text, start, at):
                    break;
                case (byte)'#':
                    return Begin(CodePart.Comment, (byte)'/', at);
                default:
                    return Begin(CodePart.Text, text[at], at);
            }
        }

        return text.Length;
    }

    /// <summary>True when this closes a value within a template.</summary>
    private bool Open(int braces)
    {
        if (_values.Count == 0)
            return false;
        _values[^1] += braces;
        if (_values[^1] >= 0)
            return false;
        _values.RemoveAt(_values.Count - 1);
        return true;
    }

    private int Begin(CodePart part, byte opener, int at)
    {
        (_next, _opener) = (part, opener);
        return at;
    }

    /// <summary>Whether a slash begins a regular expression, by what stands before it.</summary>
    /// <param name="start">Of the code that it stands in.</param>
    private bool AwaitsOperand(ReadOnlySpan<byte> text, int start, int at)
    {
        var before = text[start..at].TrimEnd(" \t\r\n"u8);
        if (before.IsEmpty)
            return start == 0 || text[start - 1] == '{' || _before == CodePart.Comment;
        if (!NameBytes.Contains(before[^1]))
            return before[^1] is not ((byte)')' or (byte)']');
        var word = before[(NameBytes.LastOutside(before) + 1)..];
        foreach (var known in BeforeOperand)
        {
            if (word.Length == known.Length && System.Text.Ascii.Equals(word, known))
                return true;
        }

        return false;
    }

    private int EndOfComment(ReadOnlySpan<byte> text, int start)
    {
        _next = CodePart.Code;
        if (_opener == '*')
            return text[(start + 2)..].IndexOf("*/"u8) is >= 0 and var close ? start + close + 4 : text.Length;
        for (var at = start; LineEnds.FirstIn(text[at..]) is >= 0 and var step; at++)
        {
            at += step;
            // U+2028 and U+2029 end a line as well.
            if (text[at] != 0xe2 || text[at..].StartsWith("\u2028"u8) || text[at..].StartsWith("\u2029"u8))
                return at;
        }

        return text.Length;
    }

    private int EndOfText(ReadOnlySpan<byte> text, int start)
    {
        _next = CodePart.Code;
        if (_opener is (byte)'`' or (byte)'}')
            return EndOfTemplate(text, _opener == '`' ? start + 1 : start);
        if (_opener == '/')
            return EndOfExpression(text, start + 1);
        if (dialect == CodeDialect.Python && text[start..] is [var a, var b, var c, ..] && a == b && b == c)
            return text[(start + 3)..].IndexOf(text.Slice(start, 3)) is >= 0 and var close ? start + close + 6 : text.Length;
        for (var at = start + 1; at < text.Length && TextEnds.FirstIn(text[at..]) is >= 0 and var step; at++)
        {
            at += step;
            if (text[at] == '\\')
                at += Escaped(text, at);
            else if (text[at] == _opener || text[at] is (byte)'\n' or (byte)'\r')
                return at + 1;
        }

        return text.Length;
    }

    /// <summary>How much of what follows a backslash belongs to it: a line end may be of two characters.</summary>
    private static int Escaped(ReadOnlySpan<byte> text, int at) => text[(at + 1)..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;

    private int EndOfTemplate(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; at < text.Length && TemplateEnds.FirstIn(text[at..]) is >= 0 and var step; at++)
        {
            at += step;
            if (text[at] == '\\')
                at++;
            else if (text[at] == '`')
                return at + 1;
            else if (_values.Count < DeepestValue && text[(at + 1)..] is [(byte)'{', ..])
            {
                _values.Add(0);
                return at + 2;
            }
        }

        return text.Length;
    }

    private static int EndOfExpression(ReadOnlySpan<byte> text, int start)
    {
        var isInClass = false;
        for (var at = start; at < text.Length && ExpressionEnds.FirstIn(text[at..]) is >= 0 and var step; at++)
        {
            at += step;
            switch (text[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'[' or (byte)']':
                    isInClass = text[at] == '[';
                    break;
                case (byte)'/' when isInClass:
                    break;
                default:
                    return at + 1;
            }
        }

        return text.Length;
    }
}
