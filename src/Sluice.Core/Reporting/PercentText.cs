using System.Globalization;

namespace Sluice.Reporting;

/// <summary>A text with its percent signs resolved (RFC 3986, section 2.1), and where each byte of it was written.</summary>
/// <param name="Places">One more than bytes.</param>
internal sealed record PercentText(byte[] Bytes, int[] Places)
{
    /// <summary>Null where nothing is written so.</summary>
    public static PercentText? Of(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'%') < 0)
            return null;
        var (bytes, places) = (new byte[text.Length], new int[text.Length + 1]);
        var (length, at) = (0, 0);
        while (at < text.Length)
        {
            places[length] = at;
            var isWritten = text[at] == '%' && at + 2 < text.Length && byte.TryParse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]);
            if (!isWritten)
                bytes[length] = text[at];
            length++;
            at += isWritten ? 3 : 1;
        }

        places[length] = at;
        return length == text.Length ? null : new PercentText(bytes[..length], places[..(length + 1)]);
    }

    /// <summary>With the signs resolved that were written with signs; null where there are none.</summary>
    public PercentText? Again() => Of(Bytes) is { } inner ? inner with { Places = Array.ConvertAll(inner.Places, place => Places[place]) } : null;
}
