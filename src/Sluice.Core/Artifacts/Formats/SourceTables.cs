namespace Sluice.Artifacts.Formats;

/// <summary>
/// Pairs texts with the names of source files beside them, in JSON and in scripts: the name is the key of the text, the key of the object
/// that holds it, its neighbour in a list, or another member of the same object. Builders' reports, coverage data, caches and virtual file
/// systems all have one of these forms.
/// </summary>
internal ref struct SourceTables(ReadOnlySpan<byte> content)
{
    /// <summary>Shorter literals have no room for a file.</summary>
    private const int MinTextBytes = 24;

    /// <summary>What is nested deeper is read as if it stood at this depth.</summary>
    private const int MaxDepth = 1024;

    private readonly ReadOnlySpan<byte> _content = content;
    private readonly List<Row> _rows = [];
    private readonly List<Frame> _frames = [new Frame { Opener = (byte)'(' }];
    private readonly List<Span> _pending = [];
    private int _tooDeep;

    /// <summary>A stretch of the content; literals with their quotes. None when it is empty.</summary>
    internal readonly record struct Span(int Start, int End)
    {
        public bool IsEmpty => End == Start;
    }

    internal readonly record struct Row(Span Name, Span Text);

    private struct Frame
    {
        public byte Opener;

        /// <summary>The key of the member that is being read.</summary>
        public Span Key;

        /// <summary>The latest value that is the name of a source file; in a list only while it is the previous element.</summary>
        public Span Name;

        public int FirstPending;
    }

    public static List<Row> Read(ReadOnlySpan<byte> content) => new SourceTables(content).Read();

    private List<Row> Read()
    {
        var scanner = new ScriptScanner(_content);
        while (scanner.TryRead())
        {
            switch (scanner.Token)
            {
                case ScriptToken.Text:
                    Meet(scanner, new Span(scanner.Start, scanner.End));
                    break;
                case ScriptToken.Name when scanner.Following == ':' && Top.Opener == '{':
                    SetKey(new Span(scanner.Start, scanner.End));
                    break;
                case ScriptToken.Punctuator:
                    Bracket(_content[scanner.Start]);
                    break;
            }
        }

        while (_frames.Count > 1)
            Close();
        return _rows;
    }

    private readonly Frame Top
    {
        get => _frames[^1];
        set => _frames[^1] = value;
    }

    private readonly void SetKey(Span key) => _frames[^1] = Top with { Key = key };

    private void Bracket(byte b)
    {
        var isOpening = b is (byte)'{' or (byte)'[' or (byte)'(';
        if (!isOpening && b is not ((byte)'}' or (byte)']' or (byte)')'))
            return;
        if (_tooDeep > 0 || (isOpening && _frames.Count == MaxDepth))
            _tooDeep += isOpening ? 1 : -1;
        else if (isOpening)
            _frames.Add(new Frame { Opener = b, FirstPending = _pending.Count });
        else if (_frames.Count > 1)
            Close();
    }

    /// <summary>Texts that met no name within their object take the one that the object has in its own.</summary>
    private readonly void Close()
    {
        var closed = Top;
        _frames.RemoveAt(_frames.Count - 1);
        if (_pending.Count > closed.FirstPending)
        {
            var name = closed.Opener == '{' && !closed.Name.IsEmpty ? closed.Name : NameAbove();
            for (var i = closed.FirstPending; i < _pending.Count && !name.IsEmpty; i++)
                _rows.Add(new Row(name, _pending[i]));
            _pending.RemoveRange(closed.FirstPending, _pending.Count - closed.FirstPending);
        }

        if (Top.Opener != '{')
            _frames[^1] = Top with { Name = default };
    }

    /// <summary>Virtual file systems put one object between the name and the text.</summary>
    private readonly Span NameAbove()
    {
        for (var i = _frames.Count - 1; i >= Math.Max(0, _frames.Count - 2); i--)
        {
            if (_frames[i].Opener == '{' && IsName(_frames[i].Key))
                return _frames[i].Key;
        }

        return default;
    }

    private readonly void Meet(in ScriptScanner scanner, Span literal)
    {
        var frame = Top;
        if (frame.Opener == '{' && scanner.Following == ':')
        {
            SetKey(literal);
            return;
        }

        if (IsName(literal))
        {
            _frames[^1] = frame with { Name = literal };
            return;
        }

        if (literal.End - literal.Start >= MinTextBytes)
            Pair(frame, literal);
        if (frame.Opener != '{')
            _frames[^1] = frame with { Name = default };
    }

    private readonly void Pair(in Frame frame, Span text)
    {
        var isObject = frame.Opener == '{';
        if (isObject && IsName(frame.Key))
            _rows.Add(new Row(frame.Key, text));
        else if (!isObject && !frame.Name.IsEmpty)
            _rows.Add(new Row(frame.Name, text));
        else if (isObject && IsTextMember(frame.Key))
            _pending.Add(text);
    }

    private readonly ReadOnlySpan<byte> Unquoted(Span span)
    {
        var text = _content[span.Start..span.End];
        return text is [(byte)'"' or (byte)'\'' or (byte)'`', .., _] ? text[1..^1] : text;
    }

    private readonly bool IsName(Span span) => !span.IsEmpty && SourceName.Fits(Unquoted(span));

    /// <summary>What tools call the member with the text. A message about a file, or an excerpt from it, is called otherwise.</summary>
    private readonly bool IsTextMember(Span key)
    {
        var name = Unquoted(key);
        return name.Length is >= 3 and <= 20 && (name.IndexOf("ource"u8) >= 0 || name.IndexOf("ontent"u8) >= 0 || name.IndexOf("ode"u8) >= 0
            || name.IndexOf("ext"u8) >= 0 || name.SequenceEqual("src"u8) || name.SequenceEqual("raw"u8) || name.SequenceEqual("body"u8) || name.SequenceEqual("data"u8) || name.SequenceEqual("value"u8) || name.SequenceEqual("input"u8) || name.SequenceEqual("file"u8) || name.SequenceEqual("original"u8));
    }
}
