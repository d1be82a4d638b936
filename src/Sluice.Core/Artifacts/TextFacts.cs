namespace Sluice.Artifacts;

/// <summary>What identifies a text wherever it turns up: its lines, and a digest of it with LF line ends and no byte order mark.</summary>
public sealed record TextFacts(int Lines, TextDigest Digest)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    internal static TextFacts Of(ReadOnlySpan<byte> text)
    {
        var lines = text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        var plain = text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;
        return new TextFacts(lines, TextDigest.Of(plain.Contains((byte)'\r') ? WithoutReturns(plain) : plain));
    }

    private static byte[] WithoutReturns(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            var run = text.IndexOf("\r\n"u8) is >= 0 and var at ? at : text.Length;
            text[..run].CopyTo(plain.AsSpan(length));
            length += run;
            text = text[Math.Min(run + 1, text.Length)..];
        }

        return plain[..length];
    }
}
