using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>What identifies a text wherever it turns up: its lines, and the SHA-256 of it with LF line ends and no byte order mark.</summary>
public sealed record TextFacts(int Lines, ReadOnlyMemory<byte> Digest)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    internal static TextFacts Of(ReadOnlySpan<byte> text, ReadOnlyMemory<byte> digest)
    {
        var lines = text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        var isPlain = !text.Contains((byte)'\r') && !text.StartsWith(ByteOrderMark);
        return new TextFacts(lines, isPlain ? digest : DigestOfPlain(text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text));
    }

    private static byte[] DigestOfPlain(ReadOnlySpan<byte> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (text.IndexOf("\r\n"u8) is >= 0 and var at)
        {
            hash.AppendData(text[..at]);
            text = text[(at + 1)..];
        }

        hash.AppendData(text);
        return hash.GetHashAndReset();
    }
}
