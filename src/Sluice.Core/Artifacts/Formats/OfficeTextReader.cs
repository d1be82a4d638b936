namespace Sluice.Artifacts.Formats;

/// <summary>
/// The text of office documents as their readers see it: Word, PowerPoint, the drawings and notes of Excel, and all of OpenDocument, packed or flat. A
/// change of format, of language or of nothing at all cuts a text in pieces; a table has the name in one cell and the value in another.
/// </summary>
/// <remarks>The cells of workbooks: <see cref="WorkbookSheets"/>.</remarks>
public sealed class OfficeTextReader : ArtifactReader
{
    public override string Format => "office-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && content.IsInMemory && OfficeParts.Of(content.Head.Span) is not (OfficePart.None or OfficePart.Sheet);

    public override void Read(Content content, EntrySink sink)
    {
        var text = new OfficeText(content.Head.Span, OfficeParts.Of(content.Head.Span)).Read();
        if (text.Length > 0)
            sink.AddStrings("text.txt", text);
    }
}
