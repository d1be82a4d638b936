namespace Sluice.Secrets.Generic;

/// <summary>
/// Goes through the cells of a table with a header (RFC 4180, or with tabs or semicolons) that stand in a column named for a credential. A value there stands
/// alone, rows away from its name. Each byte is looked at once.
/// </summary>
internal ref struct TableCells
{
    /// <summary>A first line that is longer is no header.</summary>
    private const int MaxHeaderBytes = 64 << 10;

    private readonly ReadOnlySpan<byte> _text;
    private readonly SourceKind _source;
    private readonly byte _separator;

    /// <summary>By column; those of no credential have no kind.</summary>
    private readonly (CredentialName Name, int Start, int End)[] _columns = [];
    private readonly bool _hasAny;
    private int _at;
    private int _column;

    public TableCells(ReadOnlySpan<byte> text, SourceKind source)
        : this(text, source, text.StartsWith("\uFEFF"u8) ? 3 : 0, text.Length)
    {
    }

    /// <param name="start">Of the header.</param>
    /// <param name="stop">Of the last row.</param>
    public TableCells(ReadOnlySpan<byte> text, SourceKind source, int start, int stop)
    {
        _text = text = text[..stop];
        _source = source with { Syntax = Syntax.Settings, IsTable = true };
        var header = text[start..Math.Min(stop, start + MaxHeaderBytes)];
        if (header.IndexOf((byte)'\n') is var length && length < 0)
            return;
        _separator = SeparatorOf(header[..length]);
        if (_separator == 0)
            return;
        _columns = new (CredentialName, int, int)[header[..length].Count(_separator) + 1];
        var end = start + length;
        for (_at = start; _at <= end;)
        {
            var (column, first, last, _) = Next();
            if (column >= _columns.Length)
                continue;
            var name = CredentialName.Of(text[first..last]);
            _columns[column] = (name, first, last);
            _hasAny |= name.Kind != NameKind.None;
        }
    }

    public Candidate Current { get; private set; }

    public bool MoveNext()
    {
        while (_hasAny && _at < _text.Length)
        {
            var (column, start, end, quote) = Next();
            if (column >= _columns.Length || _columns[column].Name.Kind == NameKind.None || end - start is < AssignmentReader.ShortestValue or > AssignmentReader.LongestValue)
                continue;
            var (name, nameStart, nameEnd) = _columns[column];
            Current = new Candidate(name, nameStart, nameEnd, new AssignedValue(start, end, Link.Assignment, quote, false), _source);
            return true;
        }

        return false;
    }

    /// <summary>What the header has most of; 0 where it has one column.</summary>
    private static byte SeparatorOf(ReadOnlySpan<byte> header)
    {
        var (separator, most) = ((byte)0, 0);
        foreach (var candidate in ",\t;|"u8)
        {
            if (header.Count(candidate) is var count && count > most)
                (separator, most) = (candidate, count);
        }

        return separator;
    }

    /// <summary>The cell from here to the next separator or line end, without quotes and the blanks around it, and its column.</summary>
    private (int Column, int Start, int End, byte Quote) Next()
    {
        var column = _column;
        var start = _at;
        if (_text[_at] == '"')
        {
            _at++;
            EndQuotes();
            var close = _at;
            SkipTo();
            return (column, start + 1, Math.Max(start + 1, close - 1), (byte)'"');
        }

        var length = SkipTo();
        var cell = _text.Slice(start, length);
        var front = length - cell.TrimStart(" \t\r"u8).Length;
        return (column, start + front, start + front + cell.Trim(" \t\r"u8).Length, 0);
    }

    /// <summary>Moves behind the quote that is not doubled.</summary>
    private void EndQuotes()
    {
        while (_at < _text.Length)
        {
            var quote = _text[_at..].IndexOf((byte)'"');
            _at = quote < 0 ? _text.Length : _at + quote + 1;
            if (quote < 0 || _at >= _text.Length || _text[_at] != '"')
                return;
            _at++;
        }
    }

    /// <summary>Moves behind the next separator or line end, and gives how much was before it.</summary>
    private int SkipTo()
    {
        var length = _text[_at..].IndexOfAny(_separator, (byte)'\n');
        if (length < 0)
        {
            length = _text.Length - _at;
            _at = _text.Length;
            return length;
        }

        _column = _text[_at + length] == '\n' ? 0 : _column + 1;
        _at += length + 1;
        return length;
    }
}
