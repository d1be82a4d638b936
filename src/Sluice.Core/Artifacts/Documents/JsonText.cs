using System.Text.Json;

namespace Sluice.Artifacts.Documents;

/// <summary>Reads JSON (RFC 8259), with the comments and trailing commas that tools allow in configurations. A key that is there twice is refused: readers disagree on which counts.</summary>
internal static class JsonText
{
    public static DocumentNode Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\ufeff"u8))
            bytes = bytes[3..];
        var lines = new LineCounter(bytes);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DocumentLimits.MaxDepth });
        try
        {
            reader.Read();
            var nodes = 0L;
            var root = Node(ref reader, ref lines, ref nodes);
            // Reads to the end, so that text behind the value is an error.
            while (reader.Read())
                continue;
            return root;
        }
        catch (JsonException e)
        {
            throw new DocumentException("not valid JSON: " + Reason(e.Message), (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
        }
    }

    private static DocumentNode Node(ref Utf8JsonReader reader, ref LineCounter lines, ref long nodes)
    {
        var (line, column) = lines.PlaceOf((int)reader.TokenStartIndex);
        DocumentLimits.CheckNodes(++nodes, line, column);
        return new DocumentNode(
            reader.TokenType switch
            {
                JsonTokenType.StartObject => Map(ref reader, ref lines, ref nodes),
                JsonTokenType.StartArray => List(ref reader, ref lines, ref nodes),
                JsonTokenType.String => Text(ref reader, line, column),
                JsonTokenType.Number => Number(ref reader),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            },
            line,
            column);
    }

    private static DocumentMap Map(ref Utf8JsonReader reader, ref LineCounter lines, ref long nodes)
    {
        var map = new DocumentMap();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (line, column) = lines.PlaceOf((int)reader.TokenStartIndex);
            var name = Text(ref reader, line, column);
            reader.Read();
            if (!map.TryAdd(new DocumentKey(name, line, column), Node(ref reader, ref lines, ref nodes)))
                throw new DocumentException("a key is there twice", line, column);
        }

        return map;
    }

    private static List<DocumentNode> List(ref Utf8JsonReader reader, ref LineCounter lines, ref long nodes)
    {
        var items = new List<DocumentNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Node(ref reader, ref lines, ref nodes));
        return items;
    }

    private static string Text(ref Utf8JsonReader reader, int line, int column)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new DocumentException("a text is not valid UTF-8 or UTF-16", line, column);
        }
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
            return whole;
        return reader.TryGetUInt64(out var large) ? large : reader.GetDouble();
    }

    /// <summary>Without the place, which is told beside it.</summary>
    private static string Reason(string message) => message.IndexOf(" LineNumber", StringComparison.Ordinal) is >= 0 and var end ? message[..end].TrimEnd() : message;
}
