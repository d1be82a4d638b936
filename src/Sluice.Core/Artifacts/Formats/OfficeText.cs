using System.Buffers;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The text of a part of an office document as its reader sees it: the runs of a paragraph joined, a line for each paragraph, and a line with cells
/// between bars for each row of a table, as in Markdown. Goes through the part once; the text is never much longer than the part.
/// </summary>
internal ref struct OfficeText(ReadOnlySpan<byte> xml, OfficePart kind)
{
    /// <summary>Before and behind the number of a text that stands elsewhere; no XML holds them.</summary>
    public const byte SharedStart = 1;

    /// <inheritdoc cref="SharedStart"/>
    public const byte SharedEnd = 2;

    /// <summary>Between two that are not: rows are written to the last column of a million with one number.</summary>
    private const int MaxEmptyCells = 64;
    private const int MaxNumberDigits = 7;

    private readonly ReadOnlySpan<byte> _xml = xml;
    private readonly ArrayBufferWriter<byte> _text = new();
    private bool _isShown;
    private bool _isShared;
    private bool _isLineEmpty = true;
    private bool _isInRow;
    private bool _hasHeader;

    /// <summary>That were opened and not yet written: empty ones at the end of a row never are.</summary>
    private int _newCells;
    private int _column;
    private int _filledCells;

    public byte[] Read()
    {
        for (var at = 0; at < _xml.Length;)
        {
            var open = _xml[at..].IndexOf((byte)'<');
            var end = open < 0 ? _xml.Length : at + open;
            if (_isShown)
                Show(_xml[at..end]);
            if (open < 0)
                break;
            at = Skip(end);
        }

        return _text.WrittenSpan.ToArray();
    }

    /// <summary>Behind a tag, which is obeyed, or a comment; what is quoted as a whole is shown.</summary>
    private int Skip(int start)
    {
        var rest = _xml[start..];
        var isQuoted = rest.StartsWith("<![CDATA["u8);
        var close = isQuoted ? "]]>"u8 : rest.StartsWith("<!--"u8) ? "-->"u8 : ">"u8;
        var length = rest.IndexOf(close);
        if (length < 0)
            return _xml.Length;
        if (isQuoted && _isShown)
            Put(rest["<![CDATA[".Length..length]);
        else if (rest[1] == '/')
            Close(OfficeParts.LocalName(rest[2..length]));
        else if (rest[1] is not ((byte)'!' or (byte)'?'))
            Open(rest[1..length]);
        return start + length + close.Length;
    }

    private void Open(ReadOnlySpan<byte> tag)
    {
        var name = OfficeParts.LocalName(tag);
        var isEmpty = tag[^1] == '/';
        if (IsRow(name))
            BeginRow();
        else if (IsCell(name))
            BeginCell(tag);
        else if (name.SequenceEqual("tbl"u8) || name.SequenceEqual("table"u8) || name.SequenceEqual("sheetData"u8))
            _hasHeader = false;
        else if (name.SequenceEqual("gridSpan"u8))
            _newCells += Math.Max(0, NumberOf(tag, "val="u8) - 1);
        else if (name.SequenceEqual("tab"u8) || name.SequenceEqual("s"u8))
            Put(" "u8);
        else if (name.SequenceEqual("br"u8) || name.SequenceEqual("cr"u8) || name.SequenceEqual("line-break"u8))
            EndLine();
        _isShown |= !isEmpty && IsShown(name);
        if (isEmpty)
            Close(name);
    }

    private void Close(ReadOnlySpan<byte> name)
    {
        if (IsShown(name))
            _isShown = false;
        if (kind == OfficePart.SharedTexts && name.SequenceEqual("si"u8))
            EndShared();
        else if (name.SequenceEqual("p"u8) || name.SequenceEqual("h"u8))
            EndLine();
        else if (IsRow(name))
            EndRow();
    }

    private readonly bool IsShown(ReadOnlySpan<byte> name) => kind switch
    {
        OfficePart.OpenDocument => name.SequenceEqual("p"u8) || name.SequenceEqual("h"u8),
        OfficePart.Sheet => name.SequenceEqual("v"u8) || name.SequenceEqual("t"u8),
        _ => name.SequenceEqual("t"u8),
    };

    private readonly bool IsRow(ReadOnlySpan<byte> name) => name.SequenceEqual(kind switch { OfficePart.OpenDocument => "table-row"u8, OfficePart.Sheet => "row"u8, _ => "tr"u8 });

    private readonly bool IsCell(ReadOnlySpan<byte> name) => kind switch
    {
        OfficePart.OpenDocument => name.SequenceEqual("table-cell"u8) || name.SequenceEqual("covered-table-cell"u8),
        OfficePart.Sheet => name.SequenceEqual("c"u8),
        _ => name.SequenceEqual("tc"u8),
    };

    /// <summary>A row within a cell of another ends that one: each line belongs to one table.</summary>
    private void BeginRow()
    {
        EndRow();
        EndLine();
        _isInRow = true;
        (_newCells, _column, _filledCells) = (0, 0, 0);
    }

    private void BeginCell(ReadOnlySpan<byte> tag)
    {
        _newCells++;
        if (kind == OfficePart.Sheet)
        {
            _isShared = ValueOf(tag, " t="u8) is [(byte)'s'];
            var column = ColumnOf(ValueOf(tag, " r="u8));
            _newCells += Math.Max(0, column - _column - 1);
            _column = Math.Max(column, _column + 1);
        }
        else if (kind == OfficePart.OpenDocument && tag[^1] == '/')
        {
            _newCells += Math.Max(0, NumberOf(tag, "number-columns-repeated="u8) - 1);
        }
    }

    private void EndRow()
    {
        if (!_isInRow)
            return;
        _isInRow = false;
        if (_filledCells == 0)
            return;
        _text.Write(" |\n"u8);
        if (!_hasHeader && _filledCells > 1)
        {
            _text.Write("|--|\n"u8);
            _hasHeader = true;
        }

        _isLineEmpty = true;
    }

    /// <summary>Lines of a cell stay in its row.</summary>
    private void EndLine()
    {
        if (_isLineEmpty)
            return;
        _text.Write(_isInRow ? " "u8 : "\n"u8);
        _isLineEmpty = !_isInRow;
    }

    /// <summary>They are counted by their lines.</summary>
    private void EndShared()
    {
        _text.Write("\n"u8);
        _isLineEmpty = true;
    }

    private void Show(ReadOnlySpan<byte> text)
    {
        if (_isShared && kind == OfficePart.Sheet)
            PutShared(text.Trim(" \t\r\n"u8));
        else
            Put(text.IndexOf((byte)'&') < 0 ? text : MarkupText.Plain(text));
    }

    private void PutShared(ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty || number.Length > MaxNumberDigits || number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return;
        FillCell();
        _text.Write([SharedStart]);
        _text.Write(number);
        _text.Write([SharedEnd]);
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (_isLineEmpty && text.Trim(" \t\r\n"u8).IsEmpty) || (_newCells > 0 && _isInRow && text.Trim(" \t\r\n"u8).IsEmpty))
            return;
        FillCell();
        var written = _text.GetSpan(text.Length)[..text.Length];
        text.CopyTo(written);
        Clean(written, _isInRow);
        _text.Advance(text.Length);
    }

    /// <summary>What would end a line, or a cell, in the midst of it.</summary>
    public static void Clean(Span<byte> text, bool isCell)
    {
        foreach (ref var b in text)
        {
            if (b < ' ')
                b = (byte)' ';
            else if (b == '|' && isCell)
                b = (byte)'!';
        }
    }

    private void FillCell()
    {
        _isLineEmpty = false;
        if (!_isInRow || _newCells == 0)
            return;
        for (var cells = Math.Min(_newCells, MaxEmptyCells); cells > 0; cells--)
            _text.Write(" | "u8);
        _newCells = 0;
        _filledCells++;
    }

    /// <summary>Of a cell that is called <c>AB12</c>; 0 where it has no name.</summary>
    private static int ColumnOf(ReadOnlySpan<byte> name)
    {
        var column = 0;
        for (var at = 0; at < name.Length && at < 3 && char.IsAsciiLetterUpper((char)name[at]); at++)
            column = (column * 26) + name[at] - 'A' + 1;
        return column;
    }

    private static int NumberOf(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> attribute) =>
        System.Buffers.Text.Utf8Parser.TryParse(ValueOf(tag, attribute), out int number, out _) ? Math.Clamp(number, 0, MaxEmptyCells) : 0;

    /// <param name="attribute">With its equals sign.</param>
    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> attribute)
    {
        var start = tag.IndexOf(attribute) + attribute.Length;
        if (start < attribute.Length || start >= tag.Length || tag[start] is not ((byte)'"' or (byte)'\''))
            return default;
        var length = tag[(start + 1)..].IndexOf(tag[start]);
        return length < 0 ? default : tag.Slice(start + 1, length);
    }
}
