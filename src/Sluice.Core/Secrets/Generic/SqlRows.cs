using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Goes through the rows of a statement that names its columns, for the values of those that are named for a credential: <c>INSERT INTO t (a, password)
/// VALUES (1, 'v'), …</c>, the lines behind <c>COPY t (a, password) FROM stdin;</c>, and the rows that follow on <c>CREATE TABLE t (a int, password text)</c> where they
/// name no columns, however many statements bring them. Each byte is looked at once.
/// </summary>
internal ref struct SqlRows
{
    /// <summary>A longer list of columns is none.</summary>
    private const int MaxHeader = 4 << 10;
    private const int MaxColumns = 256;
    private const int MaxBlanks = 64;

    /// <summary>
    /// Of calls within each other in a value. It bounds the time as well: where statements begin within the rows of others that never end, each is a bracket deeper than the next, so that
    /// no byte is read for more of them.
    /// </summary>
    private const int MaxDepth = 16;

    private static readonly ByteClass TableName = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.-`\"[]"u8);
    private static readonly ByteClass RowSigns = ByteClass.Of(",()'\"`;"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly SourceKind _source;
    private readonly bool _isCopy;

    /// <summary>Of the table whose rows follow on its definition; empty where the statement names its columns.</summary>
    private ReadOnlySpan<byte> _table;

    /// <summary>By column; those of no credential have no kind.</summary>
    private (CredentialName Name, int Start, int End)[]? _columns;
    private int _at;
    private int _column;
    private bool _isInRow;

    private SqlRows(ReadOnlySpan<byte> text, SourceKind source, int rows)
    {
        _text = text;
        (_source, _at) = (source with { Syntax = Syntax.Settings, IsTable = true }, rows);
    }

    private SqlRows(ReadOnlySpan<byte> text, SourceKind source, int open, int close, int rows, bool isCopy)
        : this(text, source, rows)
    {
        _isCopy = isCopy;
        _columns = new (CredentialName, int, int)[Math.Min(MaxColumns, text[open..close].Count((byte)',') + 1)];
        var start = open + 1;
        for (var column = 0; column < _columns.Length; column++)
        {
            var length = text[start..close].IndexOf((byte)',') is >= 0 and var comma ? comma : close - start;
            var name = text.Slice(start, length);
            var first = start + length - name.TrimStart(" \t\r\n`\"[\\"u8).Length;
            var last = first + text[first..(start + length)].TrimEnd(" \t\r\n`\"]\\"u8).Length;
            _columns[column] = (CredentialName.Of(text[first..last]), first, last);
            start += length + 1;
        }
    }

    public Candidate Current { get; private set; }

    /// <summary>The rows of a table that is defined before them.</summary>
    /// <param name="rows">Where the first begins.</param>
    /// <param name="columns">Of the definition, with its brackets.</param>
    public static SqlRows Of(ReadOnlySpan<byte> text, SourceKind source, int rows, ReadOnlySpan<byte> table, Range columns) =>
        new(text, source, rows) { _table = table, _columns = SqlTables.ColumnsOf(text, columns) };

    /// <summary>Whether a list may go on behind a name.</summary>
    public static bool MayFollow(byte b) => b is (byte)',' or (byte)')' or (byte)'`' or (byte)'"' or (byte)']';

    /// <summary>The rows of the statement in whose list of columns the name stands; nothing where it stands in none.</summary>
    /// <param name="header">Behind the list.</param>
    public static SqlRows Of(ReadOnlySpan<byte> text, SourceKind source, int nameStart, out int header)
    {
        header = 0;
        var from = Math.Max(0, nameStart - MaxHeader);
        var open = text[from..nameStart].LastIndexOf((byte)'(');
        var close = open < 0 || !IsList(text[from..(from + open)]) ? -1 : text[nameStart..Math.Min(text.Length, nameStart + MaxHeader)].IndexOf((byte)')');
        if (close < 0)
            return default;
        (open, close) = (from + open, nameStart + close);
        var rest = text[(close + 1)..Math.Min(text.Length, close + MaxBlanks)];
        var word = rest.TrimStart(" \t\r\n\"'+"u8);
        var isCopy = StartsWith(word, "from stdin");
        if (!isCopy && !StartsWith(word, "values"))
            return default;
        var rows = close + 1 + rest.Length - word.Length + (isCopy ? "from stdin" : "values").Length;
        header = close;
        return new SqlRows(text, source, open, close, isCopy ? rows + Math.Max(0, text[rows..].IndexOf((byte)'\n') + 1) : rows, isCopy);
    }

    public bool MoveNext()
    {
        if (_columns is null)
            return false;
        return _isCopy ? NextCell() : NextValue();
    }

    /// <summary>Before the bracket stands the name of a table, and before that <c>INTO</c> or <c>COPY</c>.</summary>
    private static bool IsList(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd(" \t\r\n"u8);
        var gap = TableName.LastOutside(before);
        var word = gap < 0 || gap + 1 == before.Length ? default : before[..(gap + 1)].TrimEnd(" \t\r\n\\"u8);
        return word.Length >= 4 && (StartsWith(word[^4..], "into") || StartsWith(word[^4..], "copy"));
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string word) =>
        text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private bool NextCell()
    {
        while (_at < _text.Length && !(_column == 0 && _text[_at..].StartsWith("\\."u8)))
        {
            var start = _at;
            var length = _text[start..].IndexOfAny((byte)'\t', (byte)'\n');
            length = length < 0 ? _text.Length - start : length;
            _at += length + 1;
            var column = _column;
            _column = start + length < _text.Length && _text[start + length] == '\t' ? column + 1 : 0;
            if (Offer(column, start, start + _text.Slice(start, length).TrimEnd((byte)'\r').Length, 0))
                return true;
        }

        return false;
    }

    private bool NextValue()
    {
        var depth = _isInRow ? 1 : 0;
        while (_at < _text.Length)
        {
            // Between rows stand commas and blanks: anything else ends them.
            if (depth == 0 && _text[_at] is not ((byte)'(' or (byte)',' or (byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
            var hop = depth == 0 ? 0 : RowSigns.FirstIn(_text[_at..]);
            if (hop < 0 || depth > MaxDepth)
                return false;
            _at += hop;
            switch (_text[_at++])
            {
                case (byte)'(':
                    _column = ++depth == 1 ? 0 : _column;
                    break;
                case (byte)')':
                    depth--;
                    break;
                case (byte)',':
                    _column += depth == 1 ? 1 : 0;
                    break;
                case (byte)';' when !_table.IsEmpty && SqlTables.RowsBehind(_text, _at, _table) is > 0 and var next:
                    _at = next;
                    (_column, _isInRow, depth) = (0, false, 0);
                    break;
                case (byte)';':
                    return false;
                case (byte)'\'' or (byte)'"' or (byte)'`' when _text[_at - 1] is var quote:
                    var start = _at;
                    _at = EndOf(quote);
                    _isInRow = depth > 0;
                    if (depth == 1 && Offer(_column, start, Math.Max(start, _at - 1), quote))
                        return true;
                    break;
            }
        }

        return false;
    }

    /// <summary>Behind the quote that is neither doubled nor escaped.</summary>
    private readonly int EndOf(byte quote)
    {
        var at = _at;
        while (at < _text.Length && _text[at..].IndexOfAny(quote, (byte)'\\') is >= 0 and var hop)
        {
            at += hop;
            if (_text[at] == quote && !(at + 1 < _text.Length && _text[at + 1] == quote))
                return at + 1;
            at += 2;
        }

        return _text.Length;
    }

    private bool Offer(int column, int start, int end, byte quote)
    {
        if (column >= _columns!.Length || _columns[column].Name.Kind == NameKind.None || end - start is < AssignmentReader.ShortestValue or > AssignmentReader.LongestValue)
            return false;
        var (name, nameStart, nameEnd) = _columns[column];
        Current = new Candidate(name, nameStart, nameEnd, new AssignedValue(start, end, Link.Assignment, quote, false), _source);
        return true;
    }
}
