namespace Sluice.Artifacts;

/// <summary>What identifies a text wherever it turns up: its lines, and a digest of it with LF line ends and no byte order mark.</summary>
public sealed record TextFacts(int Lines, TextDigest Digest)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <param name="identity">The digest of the bytes as they are.</param>
    internal static TextFacts Of(ReadOnlySpan<byte> text, out TextDigest identity)
    {
        var lines = text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        identity = TextDigest.Of(text);
        var plain = text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;
        if (plain.Contains((byte)'\r'))
            return new TextFacts(lines, WithoutReturns(plain));
        return new TextFacts(lines, plain.Length == text.Length ? identity : TextDigest.Of(plain));
    }

    private static TextDigest WithoutReturns(ReadOnlySpan<byte> text)
    {
        var digest = new TextDigest.Builder();
        while (!text.IsEmpty)
        {
            var run = text.IndexOf("\r\n"u8) is >= 0 and var at ? at : text.Length;
            digest.Append(text[..run]);
            text = text[Math.Min(run + 1, text.Length)..];
        }

        return digest.Finish();
    }
}
