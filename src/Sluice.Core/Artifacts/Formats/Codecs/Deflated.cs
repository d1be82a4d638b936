namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>Deflated bytes in the middle of something else, with or without the two bytes of zlib in front.</summary>
internal static class Deflated
{
    private const int PresetDictionary = 0x20;
    private const int MinZlibBytes = 32;
    private const int ProbeBytes = 1024;

    /// <summary>RFC 1951.</summary>
    public static CodecStream Raw(ReadOnlyMemory<byte> bytes) => new(new InputBuffer(Content.Of(bytes).Open()), new Inflate(), "the deflate data");

    /// <summary>RFC 1950. Leaves the input before the four bytes of the checksum.</summary>
    /// <param name="shared">Serves further pieces; null for a codec of its own.</param>
    public static CodecStream Zlib(InputBuffer input, Inflate? shared = null)
    {
        var header = input.Take(2, "the zlib header");
        if (!IsZlib(header) || (header[1] & PresetDictionary) != 0)
            throw new ArtifactException("the zlib data is damaged");
        shared?.Reset();
        return new CodecStream(input, shared ?? new Inflate(), "the zlib data", keepsCodec: shared is not null);
    }

    /// <summary>Two bytes of header are too few to tell: the data behind them has to inflate, and to grow, as far as it is at hand.</summary>
    public static bool IsZlibData(ReadOnlySpan<byte> head)
    {
        if (head.Length < MinZlibBytes || head[0] != 0x78 || !IsZlib(head) || (head[1] & PresetDictionary) != 0)
            return false;
        using var inflate = new Inflate();
        Span<byte> plain = stackalloc byte[ProbeBytes];
        try
        {
            inflate.Decode(head[2..], plain, false, out var consumed, out var written);
            return written > MinZlibBytes && (written == plain.Length || consumed == head.Length - 2 || consumed + 6 <= head.Length);
        }
        catch (ArtifactException)
        {
            return false;
        }
    }

    /// <summary>Inflates the first bytes; returns how many came out before the room was full, the data ended or turned out to be none.</summary>
    public static int Front(ReadOnlySpan<byte> raw, Span<byte> plain)
    {
        using var inflate = new Inflate();
        try
        {
            inflate.Decode(raw, plain, true, out _, out var written);
            return written;
        }
        catch (ArtifactException)
        {
            return 0;
        }
    }

    /// <summary>Deflate with a window of at most 32 KiB, and a check that makes the two bytes a multiple of 31.</summary>
    public static bool IsZlib(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[0] & 0x0f) == 8 && bytes[0] >> 4 <= 7 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;
}
