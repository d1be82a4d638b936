namespace Sluice.Artifacts.Formats;

/// <summary>
/// String literals with every character written by its number (<c>\x7b</c>, <c>\u007b</c>), as packers and obfuscators do: a text that no
/// search finds, and a program or an archive when the characters are bytes.
/// </summary>
public sealed class EscapedTextReader : ArtifactReader
{
    /// <summary>Tables of characters in regular expressions are shorter, or reach beyond the first 256.</summary>
    private const int MinBytes = 128;

    public override string Format => "escaped-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Text && content.IsInMemory && HasEscapes(content.Head.Span);

    public override void Read(Content content, EntrySink sink)
    {
        var text = content.Head.Span;
        var labels = new Labels();
        for (var at = 0; TryFind(text, ref at, out var start, out var count);)
        {
            var bytes = Decode(text, start, count);
            if (ContentSniffer.Sniff(bytes) is not (ContentKind.Binary or ContentKind.Unknown or ContentKind.Compress))
                sink.AddDecoded(labels.Next("escaped text"), bytes, $"at byte {start}");
        }
    }

    private static bool HasEscapes(ReadOnlySpan<byte> text)
    {
        var at = 0;
        return TryFind(text, ref at, out _, out _);
    }

    /// <param name="at">Moved behind what was found.</param>
    /// <param name="count">How many characters it stands for.</param>
    private static bool TryFind(ReadOnlySpan<byte> text, ref int at, out int start, out int count)
    {
        while (text[at..].IndexOf((byte)'\\') is >= 0 and var hop)
        {
            start = at += hop;
            count = 0;
            while (TryReadEscape(text, ref at, out _))
                count++;
            if (count >= MinBytes)
                return true;
            // A backslash that escapes another one starts none.
            at = Math.Min(text.Length, count == 0 ? at + 2 : at);
        }

        start = count = 0;
        return false;
    }

    private static byte[] Decode(ReadOnlySpan<byte> text, int at, int count)
    {
        var bytes = new byte[count];
        foreach (ref var b in bytes.AsSpan())
            TryReadEscape(text, ref at, out b);
        return bytes;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, ref int at, out byte value)
    {
        value = 0;
        var rest = text[at..];
        var digits = rest.StartsWith("\\x"u8) ? 2 : rest.StartsWith("\\u00"u8) ? 4 : 0;
        if (digits == 0 || rest.Length < digits + 2 || Convert.FromHexString(rest.Slice(digits, 2), new Span<byte>(ref value), out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        at += digits + 2;
        return true;
    }
}
