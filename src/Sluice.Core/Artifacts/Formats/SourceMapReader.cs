namespace Sluice.Artifacts.Formats;

/// <summary>
/// Source maps (ECMA-426), index maps included: each original text in <c>sourcesContent</c> becomes an entry under the name that
/// the map gives it.
/// </summary>
public sealed class SourceMapReader : ArtifactReader
{
    public override string Format => "source-map";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.SourceMap;

    public override void Read(Content content, EntrySink sink)
    {
        var map = new SourceMapParser(content.Head, sink);
        try
        {
            map.Parse();
        }
        finally
        {
            sink.Learn(map.Facts);
        }

        if (map.IsAccountedFor)
            sink.AccountFor();
    }
}
