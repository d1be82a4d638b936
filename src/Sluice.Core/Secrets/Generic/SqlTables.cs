using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Goes forward through the definitions of tables, whose columns the rows behind them leave unnamed: what programs write that save whole databases. Linear: a definition and the
/// way to its rows end where the next definition begins.
/// </summary>
internal ref struct SqlTables(ReadOnlySpan<byte> text)
{
    /// <summary>A longer definition is not looked at.</summary>
    private const int MaxDefinition = 16 << 10;

    /// <summary>Between the definition and its rows stand a few statements and comments.</summary>
    private const int MaxGap = 4 << 10;

    private const int MaxColumns = 256;

    private static readonly ByteClass TableName = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.-`\"[]"u8);

    /// <summary>First words of what is no column.</summary>
    private static readonly string[] Constraints = ["primary", "key", "unique", "constraint", "foreign", "index", "check", "fulltext", "spatial", "exclude"];

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Of the next definition; behind the end where there is none. Nothing was looked for yet while it is negative.</summary>
    private int _next = -1;

    /// <summary>The next one in each way of writing.</summary>
    private int _upper = -1, _lower = -1;
    private int _open;

    /// <summary>Where the list of columns ends, and where its rows begin; 0 for none.</summary>
    private int _close, _rows;
    private Range _name;

    /// <summary>Where the rows begin of the table among whose columns a place is; 0 for none.</summary>
    /// <param name="at">Not before the place that was asked for last.</param>
    /// <param name="name">Of the table, as it is written.</param>
    /// <param name="columns">From the opening bracket to the closing one.</param>
    public int RowsOf(int at, out ReadOnlySpan<byte> name, out Range columns)
    {
        if (_next < 0)
            _next = NextFrom(0);
        while (_close < at && _next < _text.Length)
            Read();
        name = _text[_name];
        columns = _open.._close;
        return _open < at && at < _close ? _rows : 0;
    }

    /// <summary>Where the rows begin of the next statement that brings some to a table, if it is near and names no columns; 0 for none.</summary>
    public static int RowsBehind(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> table)
    {
        var gap = text[at..Math.Min(text.Length, at + MaxGap)];
        for (var found = 0; gap[found..].IndexOf(table) is >= 0 and var step; found += table.Length)
        {
            found += step;
            var behind = gap[(found + table.Length)..].TrimStart(" \t\r\n"u8);
            if (EndsWithWord(gap[..found].TrimEnd(" \t\r\n"u8), "into") && behind.Length > "values".Length && System.Text.Ascii.EqualsIgnoreCase(behind[.."values".Length], "values"))
                return at + gap.Length - behind.Length + "values".Length;
        }

        return 0;
    }

    /// <summary>What each column is the name of, in order; those of no credential have no kind.</summary>
    public static (CredentialName Name, int Start, int End)[] ColumnsOf(ReadOnlySpan<byte> text, Range list)
    {
        var columns = new List<(CredentialName, int, int)>();
        var close = list.End.Value;
        for (var at = list.Start.Value + 1; at < close && columns.Count < MaxColumns;)
        {
            var end = EndOfColumn(text, at, close);
            var definition = text[at..end];
            var start = at + definition.Length - definition.TrimStart(" \t\r\n`\"["u8).Length;
            var length = ByteClass.Names.FirstOutside(text[start..end]);
            length = length < 0 ? end - start : length;
            if (!IsConstraint(text.Slice(start, length)) || text[start - 1] is (byte)'`' or (byte)'"' or (byte)'[')
                columns.Add((CredentialName.Of(text.Slice(start, length)), start, start + length));
            at = end + 1;
        }

        return [.. columns];
    }

    private void Read()
    {
        var start = _next;
        _next = NextFrom(start + 1);
        var statement = _text[start..Math.Min(_next, start + MaxDefinition)];
        var open = statement.IndexOf((byte)'(');
        var name = open < 0 ? default : statement[..open].TrimEnd(" \t\r\n"u8);
        var front = TableName.LastOutside(name) + 1;
        var close = open < 0 || front >= name.Length ? -1 : CloseOf(statement, open);
        if (close < 0)
            return;
        (_open, _close, _name) = (start + open, start + close, new Range(start + front, start + name.Length));
        _rows = RowsBehind(_text[..Math.Min(_next, _text.Length)], _close, _text[_name]);
    }

    /// <summary>Behind the words that a definition begins with.</summary>
    private int NextFrom(int at)
    {
        if (_upper < at)
            _upper = _text[at..].IndexOf("CREATE TABLE "u8) is >= 0 and var upper ? at + upper + "CREATE TABLE ".Length : _text.Length;
        if (_lower < at)
            _lower = _text[at..].IndexOf("create table "u8) is >= 0 and var lower ? at + lower + "create table ".Length : _text.Length;
        return Math.Min(_upper, _lower);
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text, string word) => text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[^word.Length..], word);

    private static int CloseOf(ReadOnlySpan<byte> text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0)
                return at;
        }

        return -1;
    }

    private static int EndOfColumn(ReadOnlySpan<byte> text, int at, int close)
    {
        for (var depth = 0; at < close; at++)
        {
            // What stands in quotes may hold commas: DEFAULT 'a,b'.
            if (text[at] == '\'' && text[(at + 1)..close].IndexOf((byte)'\'') is >= 0 and var length)
                at += length + 1;
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0 && text[at] == ',')
                return at;
        }

        return close;
    }

    private static bool IsConstraint(ReadOnlySpan<byte> word)
    {
        foreach (var known in Constraints)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, known))
                return true;
        }

        return false;
    }
}
