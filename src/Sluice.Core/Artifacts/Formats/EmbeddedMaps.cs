namespace Sluice.Artifacts.Formats;

/// <summary>Goes from one map in a content to the next, by the member that gives the originals away, in time linear in the content.</summary>
internal ref struct EmbeddedMaps(ReadOnlyMemory<byte> content)
{
    /// <summary>What looks like a map and is none costs a pass over it, and nested ones overlap: as many passes over the whole are allowed.</summary>
    private const int MaxPasses = 64;

    /// <summary>Members without an object around them that is a map are examples in programs and documents when they are short.</summary>
    private const int MinListBytes = 256;

    /// <summary>The list of names stands next to the texts, or the mappings in between.</summary>
    private const int MaxNamesDistance = 16 << 20;

    private readonly ReadOnlyMemory<byte> _content = content;
    private readonly ReadOnlySpan<byte> _text = content.Span;
    private byte[] _buffer = [];
    private int _floor;
    private long _budget = (long)content.Length * MaxPasses;

    public readonly record struct Map(int Start, ReadOnlyMemory<byte> Bytes);

    /// <summary>There was too much that looked like a map: the rest was not searched.</summary>
    public readonly bool IsExhausted => _budget < 0;

    public bool TryNext(out Map map)
    {
        while (!IsExhausted && _floor < _text.Length && _text[_floor..].IndexOf("sourcesContent"u8) is >= 0 and var hop)
        {
            var member = _floor + hop;
            if (TryReadLiteral(member, out map) || TryReadReferences(member, out map) || TryReadObject(member, out map) || TryReadMembers(member, out map))
                return true;
            _floor = Math.Max(_floor, member + 1);
        }

        map = default;
        return false;
    }

    /// <summary>In a string literal the quote before the name is escaped; the literal starts at the last quote that is not.</summary>
    private bool TryReadLiteral(int member, out Map map)
    {
        map = default;
        var before = _text[..member];
        var isPlain = before.EndsWith("\\\""u8);
        if (!isPlain && !before.EndsWith("\\u0022"u8) && !before.EndsWith("\\x22"u8))
            return false;
        var quote = member - 1;
        // Who writes quotes by their number has none of any kind in the literal.
        while ((quote = _text[_floor..quote].LastIndexOfAny(isPlain ? "\""u8 : "\"'`"u8)) >= 0)
        {
            quote += _floor;
            if (quote == 0 || _text[quote - 1] != '\\')
                return TryUnescape(quote, out map);
        }

        return false;
    }

    private bool TryUnescape(int quote, out Map map)
    {
        var end = quote;
        map = default;
        // A document in a literal of a document has its quotes escaped once more: it is looked through in turn.
        if (!JavaScriptText.TryReadLiteral(_text, ref end, ref _buffer, out var length) || !(IsMap(_buffer.AsSpan(0, length)) || HoldsMember(_buffer.AsSpan(0, length))))
            return Miss(quote, end == quote ? _text.Length : end);
        map = new Map(quote, _buffer.AsMemory(0, length).ToArray());
        _floor = end;
        return true;
    }

    /// <summary>In an attribute or a text of HTML and XML quotes are written as references.</summary>
    private bool TryReadReferences(int member, out Map map)
    {
        map = default;
        var before = _text[_floor..member];
        if (!before.EndsWith("&quot;"u8) && !before.EndsWith("&#34;"u8) && !before.EndsWith("&#x22;"u8))
            return false;
        // Neither stands in what was escaped; what else there is around the map, the next pass leaves out.
        var start = _floor + before.LastIndexOfAny("\"<"u8) + 1;
        var length = _text[start..].IndexOfAny("\"<"u8) is >= 0 and var stop ? stop : _text.Length - start;
        var text = MarkupText.Plain(_text.Slice(start, length));
        // To replace and copy costs more than to pass over.
        _budget -= 3L * length;
        if (!IsMap(text) && !HoldsMember(text))
            return Miss(start, start + length);
        map = new Map(start, text);
        _floor = start + length;
        return true;
    }

    /// <summary>The member as it is written in a map, rather than in a program that reads maps: a list behind it, whatever the quotes and their escapes (<c>\"</c>, <c>\u0022</c>).</summary>
    private static bool HoldsMember(ReadOnlySpan<byte> text)
    {
        for (; text.IndexOf("sourcesContent"u8) is >= 0 and var at; text = text[(at + 1)..])
        {
            var behind = text[(at + "sourcesContent".Length)..].TrimStart("\\\"ux02"u8);
            if (behind.StartsWith(":"u8) && behind[1..].TrimStart(" \t\r\n\\"u8).StartsWith("["u8))
                return true;
        }

        return false;
    }

    /// <summary>The object as most tools write it, which starts with the version.</summary>
    private bool TryReadObject(int member, out Map map)
    {
        map = default;
        var opening = _text[_floor..member].LastIndexOf("{\"version\":"u8);
        if (opening < 0)
            return false;
        var start = _floor + opening;
        if (start > 0 && _text[start - 1] is (byte)'\'' or (byte)'`')
            return TryUnescape(start - 1, out map);
        var json = new JsonScanner(_text) { Position = start };
        if (!json.TrySkipValue())
            return Miss(start, _text.Length);
        if (json.Position <= member || !IsMap(_text[start..json.Position]))
            return Miss(start, json.Position);
        map = new Map(start, _content[start..json.Position]);
        _floor = json.Position;
        return true;
    }

    /// <summary>
    /// The members alone, however the object around them is written (names without quotes, another order, spaces): put together again, they
    /// are the map.
    /// </summary>
    private bool TryReadMembers(int member, out Map map)
    {
        map = default;
        if (!TryReadList(_text, member + "sourcesContent".Length, out var start, out var end))
            return start > 0 && Miss(start, _text.Length);
        if (end - start < MinListBytes || !IsListOfTexts(_text[start..end]))
            return Miss(start, end);
        var names = NamesBefore(member) is { IsEmpty: false } before ? before : NamesBehind(end);
        byte[] bytes = [.. "{\"version\":3,\"sources\":"u8, .. names.IsEmpty ? "[]"u8 : names, .. ",\"sourcesContent\":"u8, .. _text[start..end], .. "}"u8];
        if (!IsMap(bytes))
            return Miss(start, end);
        map = new Map(start, bytes);
        _floor = end;
        return true;
    }

    private readonly ReadOnlySpan<byte> NamesBefore(int member)
    {
        var floor = Math.Max(_floor, member - MaxNamesDistance);
        var at = Math.Max(_text[floor..member].LastIndexOf("sources:"u8), _text[floor..member].LastIndexOf("sources\""u8));
        return at >= 0 && TryReadList(_text[..member], floor + at + "sources".Length, out var start, out var end) ? _text[start..end] : default;
    }

    private readonly ReadOnlySpan<byte> NamesBehind(int from)
    {
        var text = _text[from..Math.Min(_text.Length, from + EntryPath.MaxLength)];
        var at = text.IndexOf("sources"u8);
        return at >= 0 && TryReadList(_text, from + at + "sources".Length, out var start, out var end) ? _text[start..end] : default;
    }

    /// <summary>What does not open as a map would be found in itself, over and over.</summary>
    private static bool IsMap(ReadOnlySpan<byte> bytes) => ContentSniffer.Sniff(bytes) == ContentKind.SourceMap;

    private bool Miss(int start, int end)
    {
        _budget -= end - start;
        return false;
    }

    private static bool IsListOfTexts(ReadOnlySpan<byte> list)
    {
        var json = new JsonScanner(list);
        var isFirst = json.TryTake((byte)'[');
        var isMalformed = false;
        while (json.TryNext((byte)']', ref isFirst, out isMalformed))
        {
            if (json.Peek() is not ((byte)'"' or (byte)'n') || !json.TrySkipValue())
                return false;
        }

        return !isMalformed;
    }

    /// <summary>An array behind a name, its closing quote and a colon.</summary>
    /// <param name="start">0 when there is none; else it may have no end.</param>
    private static bool TryReadList(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        start = end = 0;
        var json = new JsonScanner(text) { Position = at + (at < text.Length && text[at] == '"' ? 1 : 0) };
        if (!json.TryTake((byte)':') || json.Peek() != '[')
            return false;
        start = json.Position;
        if (!json.TrySkipValue())
            return false;
        end = json.Position;
        return true;
    }
}
