using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>The tables of a text in Markdown: a line of names, a line of dashes, lines of cells. Each line is looked at a bounded number of times.</summary>
internal ref struct MarkdownTables(ReadOnlySpan<byte> text)
{
    private const int MaxLine = 16 << 10;
    private const int MaxDecoration = 40;
    private const int MaxName = 60;

    private static readonly ByteClass Rule = ByteClass.Of("|-: \t\r"u8);

    /// <summary>In the cell of a name: <c>**Database password**:</c>.</summary>
    private static readonly ByteClass Decoration = ByteClass.Of(" \t*_`:\"'"u8);
    private static readonly ByteClass NameWords = ByteClass.Of(" \t*_`\"'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public int Start { get; private set; }

    public int End { get; private set; }

    public bool MoveNext()
    {
        while (_text[_at..].IndexOf("--"u8) is >= 0 and var hop)
        {
            var line = _text[..(_at + hop)].LastIndexOf((byte)'\n') + 1;
            var end = EndOfLine(line);
            _at = end;
            if (line == 0 || end - line > MaxLine || !_text[line..end].Contains((byte)'|') || Rule.FirstOutside(_text[line..end]) >= 0)
                continue;
            Start = _text[..(line - 1)].LastIndexOf((byte)'\n') + 1;
            if (line - Start > MaxLine || !_text[Start..line].Contains((byte)'|'))
                continue;
            while (_at + 1 < _text.Length && EndOfLine(_at + 1) is var next && next - _at <= MaxLine && _text[_at..next].Contains((byte)'|'))
                _at = next;
            End = _at;
            return true;
        }

        return false;
    }

    /// <summary>The value in the next cell, where the name has one to itself: <c>| password | value |</c>. Null in the line of names above a table.</summary>
    public static AssignedValue? ValueBeside(ReadOnlySpan<byte> text, int nameStart, int nameEnd)
    {
        var before = text[Math.Max(0, nameStart - MaxName)..nameStart];
        var behind = text[nameEnd..Math.Min(text.Length, nameEnd + MaxDecoration)];
        var bar = Decoration.FirstOutside(behind);
        if (bar < 0 || behind[bar] != '|' || before.LastIndexOf((byte)'|') is not (>= 0 and var open) || NameWords.FirstOutside(before[(open + 1)..]) >= 0)
            return null;
        var start = nameEnd + bar + 1;
        var rest = text[start..Math.Min(text.Length, start + AssignmentReader.LongestValue + 1)];
        var length = rest.IndexOfAny((byte)'|', (byte)'\n');
        if (length < 0 || rest[length] == '\n')
            return null;
        var cell = rest[..length].Trim(" \t"u8);
        start += rest[..length].Length - rest[..length].TrimStart(" \t"u8).Length;
        var quotes = cell is [(byte)'`', _, .., (byte)'`'] ? 1 : 0;
        cell = cell[quotes..^quotes];
        return cell.Length < AssignmentReader.ShortestValue || IsHeader(text, start) ? null : new AssignedValue(start + quotes, start + quotes + cell.Length, Link.Assignment, quotes == 0 ? (byte)0 : (byte)'`', false);
    }

    private static bool IsHeader(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + MaxLine)];
        rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        return rest.IndexOf((byte)'\n') is > 0 and var length && rest[..length].IndexOf("--"u8) >= 0 && Rule.FirstOutside(rest[..length]) < 0;
    }

    private readonly int EndOfLine(int from) => _text[from..].IndexOf((byte)'\n') is >= 0 and var length ? from + length : _text.Length;
}
