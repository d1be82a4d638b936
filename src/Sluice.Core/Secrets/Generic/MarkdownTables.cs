using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>The tables of a text in Markdown: a line of names, a line of dashes, lines of cells. Each line is looked at a bounded number of times.</summary>
internal ref struct MarkdownTables(ReadOnlySpan<byte> text)
{
    private const int MaxLine = 2000;

    private static readonly ByteClass Rule = ByteClass.Of("|-: \t\r"u8);

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

    private readonly int EndOfLine(int from) => _text[from..].IndexOf((byte)'\n') is >= 0 and var length ? from + length : _text.Length;
}
