using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>Where a generated file says its source map is, inline ones left out. Addresses are as written, each once, in order.</summary>
public sealed record SourceMapReferences(IReadOnlyList<string> Addresses);

/// <summary>The <c>sourceMappingURL</c> comments of scripts and stylesheets (ECMA-426, section 11.1).</summary>
public sealed class SourceMapReferenceReader : ArtifactReader
{
    /// <summary>A bundle put together from files keeps the comment of each; beyond these nothing new is learned.</summary>
    private const int MaxAddresses = 100;

    private const int MaxAddressBytes = 2048;

    private static readonly ByteClass AddressBytes =
        ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!&=%+,;[]"u8);

    public override string Format => "source-map-reference";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && entry.Marks.HasFlag(TextMarks.MapReference) && content.IsInMemory && TryFind(content.Head.Span, 0, out _, out _);

    public override void Read(Content content, EntrySink sink)
    {
        var addresses = new List<string>();
        for (var at = 0; addresses.Count < MaxAddresses && TryFind(content.Head.Span, at, out var start, out var length); at = start + length)
        {
            var address = Encoding.ASCII.GetString(content.Head.Span.Slice(start, length));
            if (!addresses.Contains(address))
                addresses.Add(address);
        }

        sink.Learn(new SourceMapReferences(addresses));
    }

    private static bool TryFind(ReadOnlySpan<byte> text, int at, out int start, out int length)
    {
        length = 0;
        for (start = at; text[start..].IndexOf("sourceMappingURL="u8) is >= 0 and var hop;)
        {
            var comment = text[..(start + hop)];
            start += hop + 17;
            var address = text[start..Math.Min(text.Length, start + MaxAddressBytes)];
            var end = AddressBytes.FirstOutside(address);
            length = end < 0 ? address.Length : end;
            // What follows in a program that writes such comments is a quote, a placeholder or a pattern, not an address.
            var isWhole = end < 0 || address[end] is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t' or (byte)'*';
            if (length > 0 && isWhole && IsComment(comment) && !address.StartsWith("data:"u8))
                return true;
        }

        return false;
    }

    private static bool IsComment(ReadOnlySpan<byte> before) =>
        before.EndsWith("//# "u8) || before.EndsWith("//@ "u8) || before.EndsWith("/*# "u8) || before.EndsWith("/*@ "u8);
}
