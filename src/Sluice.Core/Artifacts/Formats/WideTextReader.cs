using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>UTF-16 and UTF-32 text, with or without a byte order mark, as UTF-8.</summary>
public sealed class WideTextReader : ArtifactReader
{
    public override string Format => "wide-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.WideText;

    public override void Read(Content content, EntrySink sink)
    {
        var (encoding, mark) = EncodingOf(content.Head.Span);
        var bytes = content.Head[mark..];
        sink.AddDecoded("text", Encoding.Convert(encoding, new UTF8Encoding(false), bytes.ToArray()));
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe, 0, 0]))
            return (new UTF32Encoding(bigEndian: false, byteOrderMark: false), 4);
        if (text.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff]))
            return (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 4);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]))
            return (Encoding.Unicode, 2);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
            return (Encoding.BigEndianUnicode, 2);
        if (WideTextShape.IsFourBytes(text[..Math.Min(text.Length, 512)], out var isBigEndian))
            return (new UTF32Encoding(isBigEndian, byteOrderMark: false), 0);
        return (text[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode, 0);
    }
}
