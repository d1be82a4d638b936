using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Base64, base32 and hexadecimal text that is long enough to hide something and turns out to be something: text, an archive, a program. What
/// decodes to noise (keys, hashes, ciphertext, weights) stays as it is.
/// </summary>
public sealed class EncodedTextReader : ArtifactReader
{
    /// <summary>The unbroken run that the search looks for: the shortest line length in use (PEM has 64, MIME 76) less some.</summary>
    private const int MinRunBytes = 56;

    /// <summary>Shorter texts are identifiers, digests and keys.</summary>
    internal const int MinLength = 256;

    private const int FrontLength = RestoredData.FrontBytes;

    public override string Format => "encoded-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content)
    {
        if (entry.ContentKind != ContentKind.Text)
            return false;
        byte[] buffer = [];
        return TryFind(content.Head.Span, 0, ref buffer, out _);
    }

    public override void Read(Content content, EntrySink sink)
    {
        var buffer = new byte[4 << 10];
        var labels = new Labels();
        for (var at = 0; TryFind(content.Head.Span, at, ref buffer, out var found); at = found.End)
        {
            var bytes = Decode(buffer, found);
            if (!bytes.IsEmpty)
                sink.AddDecoded(labels.Next(Label(found.Encoding)), bytes.ToArray(), $"at byte {found.Start}");
        }
    }

    private static string Label(Encoding encoding) => encoding switch
    {
        Encoding.Hex => "hex",
        Encoding.Base32 => "base32",
        _ => "base64",
    };

    private readonly record struct Encoded(int Start, int End, int Length, Encoding Encoding);

    /// <param name="buffer">Holds the characters of what was found.</param>
    private static bool TryFind(ReadOnlySpan<byte> text, int at, ref byte[] buffer, out Encoded found)
    {
        while (TryFindRun(text, at, out var start))
        {
            start += TextEscape.LettersAt(text, start);
            at = start + Base64Text.Collect(text[start..], ref buffer, int.MaxValue, out var length);
            if (length < MinLength || IsReadElsewhere(text[..start]))
                continue;
            found = new Encoded(start, at, length, EncodingOf(buffer.AsSpan(0, length)));
            if (IsSomething(buffer, found))
                return true;
        }

        found = default;
        return false;
    }

    /// <summary>
    /// Looks at every 56th byte and walks back from it only while the bytes fit: most of a text is never touched, and no run that is long
    /// enough is missed.
    /// </summary>
    private static bool TryFindRun(ReadOnlySpan<byte> text, int at, out int start)
    {
        start = at;
        for (var probe = at + MinRunBytes - 1; probe < text.Length; probe = start + MinRunBytes - 1)
        {
            var back = probe;
            while (back >= start && Base64Text.IsInAlphabet(text[back]))
                back--;
            if (back < start)
                return true;
            start = back + 1;
        }

        return false;
    }

    /// <summary>The body of a data URI and of a PEM block: other parts of Sluice read those.</summary>
    private static bool IsReadElsewhere(ReadOnlySpan<byte> before)
    {
        var front = before[Math.Max(0, before.Length - 16)..].TrimEnd("\r\n\t \\nr\"'"u8);
        return front.EndsWith("base64,"u8) || front.EndsWith("-----"u8);
    }

    private static bool IsSomething(ReadOnlySpan<byte> characters, Encoded found)
    {
        Span<byte> front = stackalloc byte[FrontLength + 8];
        var length = Math.Min(found.Length, FrontLength);
        characters[..length].CopyTo(front);
        var bytes = Decode(front, found with { Length = length });
        return RestoredData.IsSomething(bytes);
    }

    private static ReadOnlySpan<byte> Decode(Span<byte> buffer, Encoded found) => found.Encoding switch
    {
        Encoding.Hex => HexText.DecodeInPlace(buffer[..found.Length]),
        Encoding.Base32 => Base32Text.DecodeInPlace(buffer[..found.Length]),
        _ => Base64Text.Decode(buffer, found.Length),
    };

    private static Encoding EncodingOf(ReadOnlySpan<byte> characters) =>
        HexText.Digits.FirstOutside(characters) < 0 ? Encoding.Hex : Base32Text.Fits(characters) ? Encoding.Base32 : Encoding.Base64;

    private enum Encoding
    {
        Base64,
        Base32,
        Hex,
    }
}
