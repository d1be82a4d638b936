namespace Sluice.Artifacts.Formats;

/// <summary>
/// Source maps that stand as they are within something else: assigned to a variable, in a module, in a larger JSON document. Each becomes an
/// entry that is opened like a file of its own.
/// </summary>
public sealed class EmbeddedMapReader : ArtifactReader
{
    /// <summary>Objects that enclose the member and are no map. Each costs a pass over it, and nested ones overlap.</summary>
    private const int MaxMisses = 64;

    public override string Format => "embedded-map";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Text && TryFind(content.Head.Span, 0, out _, out _);

    public override void Read(Content content, EntrySink sink)
    {
        var labels = new Labels();
        for (var at = 0; TryFind(content.Head.Span, at, out var start, out var end); at = end)
            sink.AddDecoded(labels.Next("embedded source map"), content.Head[start..end], $"at byte {start}");
    }

    private static bool TryFind(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        var misses = 0;
        for (var floor = at; misses < MaxMisses && text[floor..].IndexOf("\"sourcesContent\":"u8) is >= 0 and var hop;)
        {
            var member = floor + hop;
            var opening = text[floor..member].LastIndexOf("{\"version\":"u8);
            start = floor + opening;
            var json = new JsonScanner(text) { Position = start };
            // An object that does not close reaches to the end of the text: no later one does better.
            if (opening >= 0 && !json.TrySkipValue())
                break;
            end = json.Position;
            if (opening >= 0 && end > member && SourceMapShape.Fits(text[start..end]))
                return true;
            misses += opening >= 0 && end > member ? 1 : 0;
            floor = member + 1;
        }

        start = end = 0;
        return false;
    }
}
