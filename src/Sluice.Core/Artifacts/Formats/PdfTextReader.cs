namespace Sluice.Artifacts.Formats;

/// <summary>
/// The texts that a page of a PDF shows, a line for each that begins anew (ISO 32000-1, 9.4.3). Programs write a line in pieces, with the space between
/// letters as numbers: <c>[(gh) -20 (p_)] TJ</c>. What its font numbers in another way than ASCII stays unread.
/// </summary>
public sealed class PdfTextReader : ArtifactReader
{
    public override string Format => "pdf-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.Container?.ContentKind == ContentKind.Pdf && content.IsInMemory && content.Head.Span.IndexOf("TJ"u8) >= 0;

    public override void Read(Content content, EntrySink sink)
    {
        var page = content.Head.Span;
        var text = new byte[page.Length + 1];
        var (length, isInArray) = (0, false);
        for (var at = 0; at < page.Length; at++)
        {
            switch (page[at])
            {
                case (byte)'(':
                    at = ReadLiteral(page, at + 1, text, ref length);
                    break;
                case (byte)'<' when isInArray:
                    at = ReadHex(page, at + 1, text, ref length);
                    break;
                case (byte)'[':
                    isInArray = true;
                    break;
                case (byte)']':
                    isInArray = false;
                    break;
                case (byte)'T' when at + 1 < page.Length && page[at + 1] is (byte)'d' or (byte)'D' or (byte)'m' or (byte)'*' && length > 0 && text[length - 1] != '\n':
                    text[length++] = (byte)'\n';
                    break;
            }
        }

        if (length > 0)
            sink.AddStrings("text", text.AsMemory(0, length));
    }

    /// <summary>Up to the parenthesis that ends it; returns where that is. Every byte that is written takes one that is read.</summary>
    private static int ReadLiteral(ReadOnlySpan<byte> page, int at, byte[] text, ref int length)
    {
        for (var depth = 1; at < page.Length; at++)
        {
            var b = page[at];
            if (b == '\\' && at + 1 < page.Length)
                b = page[++at];
            else if ((depth += b == '(' ? 1 : b == ')' ? -1 : 0) == 0)
                return at;
            text[length++] = b;
        }

        return at;
    }

    private static int ReadHex(ReadOnlySpan<byte> page, int at, byte[] text, ref int length)
    {
        var end = page[at..].IndexOf((byte)'>');
        if (end < 0)
            return at;
        var bytes = HexText.DecodeInPlace(page.Slice(at, end).ToArray());
        bytes.CopyTo(text.AsSpan(length));
        length += bytes.Length;
        return at + end;
    }
}
