using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>Text as it stands in HTML and XML: between tags, with characters written as references.</summary>
internal static class MarkupText
{
    private const int MaxReferenceBytes = 10;

    /// <summary>The text without tags and with its references replaced. Unknown references stay as they are.</summary>
    public static byte[] Plain(ReadOnlySpan<byte> markup)
    {
        var output = new byte[markup.Length];
        var length = 0;
        while (!markup.IsEmpty)
        {
            var plain = markup.IndexOfAny((byte)'<', (byte)'&') is >= 0 and var special ? special : markup.Length;
            markup[..plain].CopyTo(output.AsSpan(length));
            length += plain;
            markup = markup[plain..];
            if (markup.IsEmpty)
                break;
            if (markup[0] == '<')
            {
                markup = BehindTag(markup);
                continue;
            }

            markup = markup[TakeReference(markup, output.AsSpan(length), out var written)..];
            length += written;
        }

        return output[..length];
    }

    /// <summary>Scripts and styles are no text of the page.</summary>
    private static ReadOnlySpan<byte> BehindTag(ReadOnlySpan<byte> markup)
    {
        var close = markup.StartsWith("<script"u8) ? "</script"u8 : markup.StartsWith("<style"u8) ? "</style"u8 : default;
        if (!close.IsEmpty)
            markup = markup.IndexOf(close) is >= 0 and var start ? markup[start..] : default;
        return markup.IndexOf((byte)'>') is >= 0 and var end ? markup[(end + 1)..] : default;
    }

    /// <summary>How many bytes were taken, at least one.</summary>
    private static int TakeReference(ReadOnlySpan<byte> text, Span<byte> output, out int written)
    {
        var end = text[..Math.Min(text.Length, MaxReferenceBytes)].IndexOf((byte)';');
        if (end > 1 && CharacterOf(text[1..end]) is { } rune && rune.Utf8SequenceLength <= end + 1)
        {
            written = rune.EncodeToUtf8(output);
            return end + 1;
        }

        output[0] = (byte)'&';
        written = 1;
        return 1;
    }

    private static Rune? CharacterOf(ReadOnlySpan<byte> name)
    {
        if (name[0] == '#')
        {
            var isHex = name.Length > 1 && name[1] is (byte)'x' or (byte)'X';
            var style = isHex ? System.Globalization.NumberStyles.AllowHexSpecifier : System.Globalization.NumberStyles.None;
            return int.TryParse(name[(isHex ? 2 : 1)..], style, System.Globalization.CultureInfo.InvariantCulture, out var number) && Rune.IsValid(number) ? new Rune(number) : null;
        }

        return name switch
        {
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => new Rune('"'),
            [(byte)'a', (byte)'m', (byte)'p'] => new Rune('&'),
            [(byte)'l', (byte)'t'] => new Rune('<'),
            [(byte)'g', (byte)'t'] => new Rune('>'),
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => new Rune('\''),
            [(byte)'n', (byte)'b', (byte)'s', (byte)'p'] => new Rune(' '),
            _ => null,
        };
    }
}
