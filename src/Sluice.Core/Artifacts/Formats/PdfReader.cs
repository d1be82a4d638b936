using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The streams of a PDF: embedded files, pages, objects (ISO 32000-1, 7.3.8). Found by their keywords, not by the table of objects: what no
/// table names is in the file as well. Fonts and pixels are left out.
/// </summary>
public sealed class PdfReader : ArtifactReader
{
    /// <summary>A dictionary stands in front of its stream.</summary>
    private const int MaxDictionaryBytes = 4 << 10;

    /// <summary>Shorter streams that stand in the bytes as they are hide nothing from a search of those.</summary>
    private const int MinPlainBytes = 64;

    public override string Format => "pdf";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Pdf;

    public override void Read(Content content, EntrySink sink)
    {
        var labels = new Labels();
        var file = content.Head;
        var isEncrypted = IsEncrypted(file.Span[^Math.Min(file.Length, MaxDictionaryBytes)..]);
        for (var at = 0; TryFindStream(file.Span, ref at, out var dictionary, out var data);)
        {
            isEncrypted |= IsEncrypted(file.Span[dictionary]);
            sink.Cancel.ThrowIfCancellationRequested();
            Open(file.Span[dictionary], file[data], labels, sink);
        }

        if (isEncrypted)
            sink.Report(AnomalyKind.Encrypted, null, "is encrypted: its streams were not opened");
    }

    private static void Open(ReadOnlySpan<byte> dictionary, ReadOnlyMemory<byte> data, Labels labels, EntrySink sink)
    {
        var label = dictionary.IndexOf("/EmbeddedFile"u8) >= 0 ? "embedded file" : "stream";
        if (dictionary.IndexOf("/ASCII85Decode"u8) >= 0 || dictionary.IndexOf("/A85"u8) >= 0)
            Add(Base85Text.DecodeAdobe(data.Span), label, labels, sink);
        else if (dictionary.IndexOf("/ASCIIHexDecode"u8) >= 0)
            Add(HexText.DecodeInPlace(WithoutSpace(data.Span)).ToArray(), label, labels, sink);
        else if (dictionary.IndexOf("/FlateDecode"u8) >= 0)
            RestoredData.AddZlib(data, labels.Next(label), sink);
        else
            Add(data, label, labels, sink);
    }

    private static void Add(ReadOnlyMemory<byte> data, string label, Labels labels, EntrySink sink)
    {
        if (data.Length >= MinPlainBytes && RestoredData.IsSomething(data.Span))
            sink.AddDecoded(labels.Next(label), data);
    }

    /// <param name="at">Moved behind what was found.</param>
    private static bool TryFindStream(ReadOnlySpan<byte> file, ref int at, out Range dictionary, out Range data)
    {
        while (file[at..].IndexOf("stream"u8) is >= 0 and var hop)
        {
            var keyword = at + hop;
            at = keyword + "stream".Length;
            var start = at + (file[at..].StartsWith("\r\n"u8) ? 2 : 1);
            if (start > file.Length || file[at] is not ((byte)'\r' or (byte)'\n') || file[..keyword].EndsWith("end"u8))
                continue;
            var length = file[start..].IndexOf("endstream"u8);
            at = length < 0 ? file.Length : start + length + "endstream".Length;
            data = start..(length < 0 ? file.Length : start + length);
            var before = Math.Max(0, keyword - MaxDictionaryBytes);
            var opening = file[before..keyword].LastIndexOf("obj"u8);
            dictionary = (opening < 0 ? before : before + opening)..keyword;
            return true;
        }

        dictionary = data = default;
        return false;
    }

    /// <summary>In the trailer, or in the dictionary of a table that is a stream.</summary>
    private static bool IsEncrypted(ReadOnlySpan<byte> trailer) => trailer.IndexOf("/Encrypt "u8) >= 0;

    private static byte[] WithoutSpace(ReadOnlySpan<byte> text)
    {
        var digits = new List<byte>(text.Length);
        foreach (var b in text)
        {
            if (HexText.Digits.Contains(b))
                digits.Add(b);
        }

        return [.. digits];
    }
}
