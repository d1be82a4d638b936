using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>What identifies a text wherever it turns up: its lines, and the SHA-256 of it with LF line ends.</summary>
public sealed record TextFacts(int Lines, ReadOnlyMemory<byte> Digest)
{
    internal static TextFacts Of(ReadOnlySpan<byte> text, ReadOnlyMemory<byte> digest)
    {
        var lines = text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        return new TextFacts(lines, text.Contains((byte)'\r') ? DigestWithoutReturns(text) : digest);
    }

    private static byte[] DigestWithoutReturns(ReadOnlySpan<byte> text)
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
