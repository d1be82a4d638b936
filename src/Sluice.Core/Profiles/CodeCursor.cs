using System.Numerics;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>
/// Tells, going forward through a program, which places are code, comments and texts. Where a program can be read in two ways (a slash behind a closing brace divides, or begins a
/// regular expression) all that follows is taken for code: nobody hides code by making it look like a comment. Linear, whatever it reads. For one thread.
/// </summary>
internal sealed class CodeCursor(CodeDialect dialect)
{
    /// <summary>Values within texts within values, and brackets: what is deeper is not followed.</summary>
    private const int Deepest = 4096;

    private const int Few = 64;

    /// <summary>Of a bracket, as one number: what stood before its code in the lowest bits, then how far its code goes back, then where it stands.</summary>
    private const int LastBits = 8, BackBits = 24, MostBack = (1 << BackBits) - 1;

    private static readonly ByteClass Script = ByteClass.Of("\"'`/()"u8);
    private static readonly ByteClass ScriptInValue = ByteClass.Of("\"'`/(){}"u8);
    private static readonly ByteClass BeforeOperand = ByteClass.Of("(,=:[!&|?{;<>~*%^+-"u8);
    private static readonly ByteClass Python = ByteClass.Of("\"'#"u8);
    private static readonly ByteClass LineEnds = ByteClass.Of([(byte)'\n', (byte)'\r', 0xe2]);
    private static readonly ByteClass TextEnds = ByteClass.Of("\"'\\\n\r"u8);
    private static readonly ByteClass TemplateEnds = ByteClass.Of("`\\$"u8);
    private static readonly ByteClass ExpressionEnds = ByteClass.Of("/\\[]\n\r"u8);

    /// <summary>Behind any of these words an operand is awaited: "Lexical Grammar" of ECMAScript.</summary>
    private static readonly string[] OperandWords = ["return", "typeof", "case", "in", "do", "else", "void", "delete", "throw", "new", "instanceof", "default"];

    /// <summary>Names in some programs, words of the language in others.</summary>
    private static readonly string[] DoubtfulWords = ["of", "yield", "await", "async", "let"];

    /// <summary>Behind the brackets of these a statement begins.</summary>
    private static readonly string[] ControlWords = ["if", "while", "for", "with"];

    /// <summary>Of each value within a template that is open: the braces that are open in it.</summary>
    private readonly NumberStack _values = new();

    /// <summary>The brackets that are open. What a slash behind the end of one is, few ask.</summary>
    private readonly NumberStack _brackets = new();

    /// <summary>The bracket that was closed last; -1 for none.</summary>
    private long _closed = -1;

    /// <summary>Of what stood before the code that is read, comments aside; a quote for any text.</summary>
    private byte _last;

    /// <summary>Where each comment that was read begins and ends.</summary>
    private int[]? _comments;
    private int _commentEnds;

    /// <summary>The comments before the place that was asked for last are before this one.</summary>
    private int _known;

    private bool _isLost;

    /// <summary>The next mark of a comment as in HTML, which holds in some programs and not in others. Behind the end where there is none.</summary>
    private int _doubt = int.MaxValue;
    private int _end;
    private CodePart _before;
    private CodePart _part;
    private CodePart _next;

    /// <summary>What opened the text or comment that is next: a quote, the slash of a line, the star of a block; the brace that closed a value for the rest of a template.</summary>
    private byte _opener;

    /// <summary>Whether the program has been read in the one way in which it can be read.</summary>
    public bool IsSure => dialect != CodeDialect.None && !_isLost;

    /// <param name="at">Not before the place that was asked for last.</param>
    public CodePart At(ReadOnlySpan<byte> text, int at)
    {
        if (dialect == CodeDialect.None || _isLost)
            return CodePart.Code;
        if (_end == 0 && dialect == CodeDialect.Script)
            Begin(text);
        while (_end <= at && _end < text.Length && !_isLost)
        {
            var start = _end;
            Advance(text);
            if (_part == CodePart.Comment && !_isLost)
                KeepComment(start);
        }

        return _isLost ? CodePart.Code : _part;
    }

    /// <summary>Whether a place is in a comment: what was read of the text is not read again.</summary>
    /// <param name="at">Not before the place of which this was asked last, whatever <see cref="At"/> was asked.</param>
    public bool IsComment(ReadOnlySpan<byte> text, int at)
    {
        if (at >= _end && At(text, at) != CodePart.Comment)
            return false;
        for (; _known < _commentEnds; _known += 2)
        {
            if (_comments![_known + 1] > at)
                return _comments[_known] <= at;
        }

        return false;
    }

    /// <summary>Lets <see cref="IsComment"/> be asked from the start of the text again.</summary>
    public void Rewind() => _known = 0;

    private void KeepComment(int start)
    {
        if (_comments is null || _commentEnds == _comments.Length)
            Array.Resize(ref _comments, Math.Max(Few, 2 * _commentEnds));
        (_comments[_commentEnds], _comments[_commentEnds + 1]) = (start, _end);
        _commentEnds += 2;
    }

    /// <summary>A first line for the system is none of the language's.</summary>
    private void Begin(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#!"u8))
            Begin(CodePart.Comment, (byte)'/', 0);
        _doubt = DoubtFrom(text, 0);
    }

    /// <summary>Within a text or a comment they mean nothing in any program.</summary>
    private void Doubt(ReadOnlySpan<byte> text)
    {
        if (_doubt >= _end)
            return;
        _isLost |= _part == CodePart.Code;
        _doubt = DoubtFrom(text, _end);
    }

    private static int DoubtFrom(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; text[at..].IndexOf("--"u8) is >= 0 and var step; at++)
        {
            at += step;
            if (text[(at + 2)..] is [(byte)'>', ..] || text[..at].EndsWith("<!"u8))
                return at;
        }

        return int.MaxValue;
    }

    private void Advance(ReadOnlySpan<byte> text)
    {
        (_before, _part) = (_part, _next);
        var start = _end;
        _end = dialect switch
        {
            CodeDialect.Lines or CodeDialect.Slashes => EndOfLine(text, _end),
            _ => _part switch
            {
                CodePart.Code => EndOfCode(text, _end),
                CodePart.Comment => EndOfComment(text, _end),
                _ => EndOfText(text, _end),
            },
        };
        if (_part != CodePart.Comment && text[start.._end].TrimEnd(" \t\r\n"u8) is [.., var last])
            _last = _part == CodePart.Text ? (byte)'"' : last;
        Doubt(text);
    }

    private int EndOfLine(ReadOnlySpan<byte> text, int start)
    {
        var end = text[start..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length ? start + length + 1 : text.Length;
        var line = text[start..end].Trim(" \t\r\n"u8);
        if (dialect == CodeDialect.Lines)
            _part = line is [(byte)'#', ..] ? CodePart.Comment : CodePart.Code;
        else
            _part = line.StartsWith("//"u8) || IsInBlock(line) ? CodePart.Comment : CodePart.Code;
        return end;
    }

    /// <summary>Of blocks only the lines that begin as one expects of them: the opening is sought at the start of a line, too.</summary>
    private bool IsInBlock(ReadOnlySpan<byte> line)
    {
        var begins = line.StartsWith("/*"u8);
        var isInside = begins || (_opener == '*' && line is [(byte)'*', ..]);
        var close = line.IndexOf("*/"u8);
        _opener = close < 0 && (begins || _opener == '*') ? (byte)'*' : (byte)0;
        return isInside && (close < 0 || close == line.Length - 2);
    }

    private int EndOfCode(ReadOnlySpan<byte> text, int start)
    {
        var marks = dialect == CodeDialect.Python ? Python : _values.Count == 0 ? Script : ScriptInValue;
        for (var step = start; step < text.Length && !_isLost; step += ByteClass.Step)
        {
            for (var hits = marks.MembersAt(text, step); hits != 0 && !_isLost; hits &= hits - 1)
            {
                var at = step + BitOperations.TrailingZeroCount(hits);
                if (text[at] == '(')
                    Open(at, start);
                else if (text[at] == ')')
                    _closed = _brackets.Count == 0 ? -1 : _brackets.Pop();
                else if (EndOfCodeAt(text, start, at) is >= 0 and var end)
                    return end;
            }
        }

        return text.Length;
    }

    /// <summary>Where the code ends at a mark; -1 where it goes on.</summary>
    private int EndOfCodeAt(ReadOnlySpan<byte> text, int start, int at)
    {
        switch (text[at])
        {
            case (byte)'{':
                Count(1);
                return -1;
            case (byte)'}':
                return Count(-1) ? Begin(CodePart.Text, (byte)'}', at + 1) : -1;
            case (byte)'/' when text[(at + 1)..] is [(byte)'/' or (byte)'*', ..]:
                return Begin(CodePart.Comment, text[at + 1], at);
            case (byte)'/' when SlashAt(text, start, at) is var slash && slash != Slash.Expression:
                _isLost |= slash == Slash.Doubtful;
                return -1;
            case (byte)'#':
                return Begin(CodePart.Comment, (byte)'/', at);
            default:
                return Begin(CodePart.Text, text[at], at);
        }
    }

    /// <summary>True when this closes a value within a template.</summary>
    private bool Count(int braces)
    {
        if (_values.Count == 0)
            return false;
        var open = _values.Pop() + braces;
        if (open < 0)
            return true;
        _values.Push(open);
        return false;
    }

    private int Begin(CodePart part, byte opener, int at)
    {
        (_next, _opener) = (part, opener);
        return at;
    }

    private void Open(int at, int start)
    {
        _brackets.Push(((long)at << BackBits | (uint)Math.Min(at - start, MostBack)) << LastBits | _last);
        _isLost |= _brackets.Count > Deepest;
    }

    /// <summary>What a slash is, by what stands before it.</summary>
    /// <param name="start">Of the code that it stands in.</param>
    private Slash SlashAt(ReadOnlySpan<byte> text, int start, int at)
    {
        var before = text[start..at].TrimEnd(" \t\r\n"u8);
        var isOnLine = text[(start + before.Length)..at].IndexOfAny((byte)'\n', (byte)'\r') < 0;
        if (before.IsEmpty && _before == CodePart.Comment)
            return start == 0 || (BeforeOperand.Contains(_last) && _last is not ((byte)'+' or (byte)'-')) ? Slash.Expression : Slash.Doubtful;
        if (before.IsEmpty && start > 0 && text[start - 1] != '{')
            return isOnLine ? Slash.Division : Slash.Doubtful;
        if (before.IsEmpty || (BeforeOperand.Contains(before[^1]) && !before.EndsWith("++"u8) && !before.EndsWith("--"u8)))
            return Slash.Expression;
        if (before[^1] == ')')
            return _closed < 0 ? Slash.Doubtful : BehindClosed(text);
        var word = WordOf(before);
        if (word.IsEmpty)
            return before[^1] == ']' ? Slash.Division : Slash.Doubtful;
        if (IsAny(word, OperandWords) && !IsMember(before, word, _last))
            return Slash.Expression;
        return !isOnLine || IsAny(word, DoubtfulWords) ? Slash.Doubtful : Slash.Division;
    }

    /// <summary>What a slash behind the end of the bracket that was closed last is.</summary>
    private Slash BehindClosed(ReadOnlySpan<byte> text)
    {
        var at = (int)(_closed >> (BackBits + LastBits));
        var start = at - (int)(_closed >> LastBits & MostBack);
        var before = text[start..at].TrimEnd(" \t\r\n"u8);
        var word = WordOf(before);
        if (word.IsEmpty || IsMember(before, word, (byte)_closed))
            return before.IsEmpty && start > 0 ? Slash.Doubtful : Slash.Division;
        return IsAny(word, ControlWords) ? Slash.Expression : IsAny(word, DoubtfulWords) ? Slash.Doubtful : Slash.Division;
    }

    private static ReadOnlySpan<byte> WordOf(ReadOnlySpan<byte> before) => before[(ByteClass.Names.LastOutside(before) + 1)..];

    /// <param name="outside">What stood before the code.</param>
    private static bool IsMember(ReadOnlySpan<byte> before, ReadOnlySpan<byte> word, byte outside) => (before[..^word.Length].TrimEnd(" \t\r\n"u8) is [.., var last] ? last : outside) is (byte)'.' or (byte)'#';

    private static bool IsAny(ReadOnlySpan<byte> word, string[] words)
    {
        foreach (var known in words)
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
            else if (text[(at + 1)..] is [(byte)'{', ..])
            {
                _values.Push(0);
                _isLost |= _values.Count > Deepest;
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

    private enum Slash
    {
        Division,

        /// <summary>The start of a regular expression.</summary>
        Expression,
        Doubtful,
    }
}
