using System.Globalization;
using System.Text;

namespace Sluice.Artifacts.Documents;

/// <summary>
/// Reads TOML 1.0. Dates and times with an offset are points in time; local ones stay texts. Keys and tables that are defined twice are refused, as the
/// specification demands.
/// </summary>
internal sealed class TomlText
{
    private readonly TomlLexer _lexer;
    private readonly DocumentMap _root = new();

    /// <summary>What a table may still be given: see "Table" and "Array of Tables" of the specification.</summary>
    private readonly Dictionary<DocumentMap, State> _states = new(ReferenceEqualityComparer.Instance);
    private long _nodes;

    private TomlText(string text) => _lexer = new TomlLexer(text);

    private enum State
    {
        /// <summary>Only parts of it were named in headers: its own header may come.</summary>
        Implied,
        Defined,

        /// <summary>Made by dotted keys: only more of them in the same table may add to it.</summary>
        Dotted,

        /// <summary>An inline table: complete.</summary>
        Closed,
    }

    public static DocumentNode Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\ufeff"u8))
            bytes = bytes[3..];
        var reader = new TomlText(Encoding.UTF8.GetString(bytes));
        reader.Document();
        return new DocumentNode(reader._root, 1, 1);
    }

    private void Document()
    {
        var table = _root;
        while (_lexer.SkipToToken())
        {
            if (!_lexer.TryTake('['))
            {
                KeyValue(table, 0);
            }
            else if (_lexer.TryTakeNow('['))
            {
                table = NextOfArray(Keys(0));
                _lexer.Expect(']');
                _lexer.ExpectNow(']');
            }
            else
            {
                table = Table(Keys(0));
                _lexer.Expect(']');
            }

            _lexer.ExpectLineEnd();
        }
    }

    private List<DocumentKey> Keys(int depth)
    {
        var keys = new List<DocumentKey>();
        do
        {
            _lexer.SkipSpaces();
            var (line, column) = _lexer.Place;
            DocumentLimits.CheckDepth(depth + keys.Count, line, column);
            keys.Add(new DocumentKey(_lexer.Key(), line, column));
        }
        while (_lexer.TryTake('.'));
        return keys;
    }

    private DocumentMap Table(List<DocumentKey> keys)
    {
        var parent = Parent(keys);
        var key = keys[^1];
        if (parent.GetValueOrDefault(key.Name) is not { } there)
            return AddTable(parent, key, State.Defined);
        if (there.Map is not { } table || _states[table] != State.Implied)
            throw Twice(key);
        _states[table] = State.Defined;
        return table;
    }

    private DocumentMap NextOfArray(List<DocumentKey> keys)
    {
        var parent = Parent(keys);
        var key = keys[^1];
        var table = new DocumentMap();
        _states[table] = State.Defined;
        var node = new DocumentNode(table, key.Line, key.Column);
        if (parent.GetValueOrDefault(key.Name) is not { } there)
            parent.TryAdd(key, new DocumentNode(new TableArray { node }, key.Line, key.Column));
        else if (there.Value is TableArray tables)
            tables.Add(node);
        else
            throw Twice(key);
        Count(key);
        return table;
    }

    /// <summary>The table that all but the last name lead to; the last one of an array of tables stands for it.</summary>
    private DocumentMap Parent(List<DocumentKey> keys)
    {
        var table = _root;
        foreach (var key in keys.GetRange(0, keys.Count - 1))
        {
            table = table.GetValueOrDefault(key.Name) switch
            {
                null => AddTable(table, key, State.Implied),
                { Map: { } map } when _states[map] != State.Closed => map,
                { Value: TableArray tables } => tables[^1].Map!,
                _ => throw Twice(key),
            };
        }

        return table;
    }

    private void KeyValue(DocumentMap table, int depth)
    {
        var keys = Keys(depth);
        foreach (var key in keys.GetRange(0, keys.Count - 1))
        {
            table = table.GetValueOrDefault(key.Name) switch
            {
                null => AddTable(table, key, State.Dotted),
                { Map: { } map } when _states[map] == State.Dotted => map,
                _ => throw Twice(key),
            };
        }

        _lexer.Expect('=');
        if (!table.TryAdd(keys[^1], Value(depth)))
            throw Twice(keys[^1]);
    }

    private DocumentNode Value(int depth)
    {
        _lexer.SkipSpaces();
        var (line, column) = _lexer.Place;
        DocumentLimits.CheckDepth(depth, line, column);
        DocumentLimits.CheckNodes(++_nodes, line, column);
        if (_lexer.TryTake('['))
            return new DocumentNode(Array(depth), line, column);
        return new DocumentNode(_lexer.TryTake('{') ? InlineTable(depth) : _lexer.Scalar(), line, column);
    }

    private List<DocumentNode> Array(int depth)
    {
        var items = new List<DocumentNode>();
        for (_lexer.SkipToToken(); !_lexer.TryTake(']'); _lexer.SkipToToken())
        {
            items.Add(Value(depth + 1));
            _lexer.SkipToToken();
            if (!_lexer.TryTake(',') && _lexer.Current != ']')
                throw _lexer.Wrong("',' or ']' expected");
        }

        return items;
    }

    private DocumentMap InlineTable(int depth)
    {
        var table = new DocumentMap();
        _states[table] = State.Dotted;
        if (!_lexer.TryTake('}'))
        {
            do
                KeyValue(table, depth + 1);
            while (_lexer.TryTake(','));
            _lexer.Expect('}');
        }

        Close(table);
        return table;
    }

    /// <summary>Nothing may be added to an inline table, nor to the tables that dotted keys made in it.</summary>
    private void Close(DocumentMap table)
    {
        _states[table] = State.Closed;
        foreach (var inner in table.Keys.Select(key => table[key.Name].Map).OfType<DocumentMap>())
            Close(inner);
    }

    private DocumentMap AddTable(DocumentMap parent, DocumentKey key, State state)
    {
        Count(key);
        var table = new DocumentMap();
        _states[table] = state;
        parent.TryAdd(key, new DocumentNode(table, key.Line, key.Column));
        return table;
    }

    private void Count(DocumentKey key) => DocumentLimits.CheckNodes(++_nodes, key.Line, key.Column);

    private static DocumentException Twice(DocumentKey key) => new($"not valid TOML: '{key.Name}' is defined twice", key.Line, key.Column);

    /// <summary>Tables under one name in double brackets, as opposed to a list that is a value.</summary>
    private sealed class TableArray : List<DocumentNode>;
}
