namespace Sluice.Artifacts.Formats;

/// <summary>
/// Source maps that stand within something else: assigned to a variable, in a module, in a larger JSON document, in a string literal, in the
/// data of a program. Each becomes an entry that is opened like a file of its own.
/// </summary>
public sealed class EmbeddedMapReader : ArtifactReader
{
    public override string Format => "embedded-map";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => MayHoldMaps(entry.ContentKind) && entry.Marks.HasFlag(TextMarks.SourcesContent) && content.IsInMemory && HasMaps(content.Head);

    public override void Read(Content content, EntrySink sink)
    {
        var labels = new Labels();
        var maps = new EmbeddedMaps(content.Head);
        while (maps.TryNext(out var map))
            sink.AddDecoded(labels.Next("embedded source map"), map.Bytes, $"at byte {map.Start}");
        if (maps.IsExhausted)
            sink.Unscreened(null, "holds too much that looks like a source map and is none");
    }

    private static bool HasMaps(ReadOnlyMemory<byte> content)
    {
        var maps = new EmbeddedMaps(content);
        return maps.TryNext(out _) || maps.IsExhausted;
    }

    /// <summary>What other readers restore whole, packed bytes and wide text hold no text to be found.</summary>
    private static bool MayHoldMaps(ContentKind kind) => kind is ContentKind.Text or ContentKind.Binary or ContentKind.WebAssembly or ContentKind.Elf
        or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.Image or ContentKind.Font or ContentKind.Audio or ContentKind.Video or ContentKind.Pdf or ContentKind.Sqlite;
}
