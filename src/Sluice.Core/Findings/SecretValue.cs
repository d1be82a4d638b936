using System.Security.Cryptography;
using System.Text;

namespace Sluice.Findings;

/// <summary>
/// Tells whether two findings are about the same secret. Lives in memory only: a digest of a password can be tried against a dictionary, so no
/// report holds one, and a file of known findings holds one only where <see cref="IsGuessable"/> is false or under a key
/// (docs/decisions/fingerprints.md).
/// </summary>
/// <param name="Digest">The first half of SHA-256 over the kind and the value, in hexadecimal.</param>
/// <param name="IsGuessable">People may have chosen it, or it is short.</param>
public sealed record SecretValue(string Digest, bool IsGuessable)
{
    private const int OnStack = 1024;

    public static SecretValue Of(string kind, ReadOnlySpan<byte> secret, bool isGuessable)
    {
        var front = Encoding.UTF8.GetBytes($"sluice:value:v1\n{kind}\n");
        Span<byte> text = front.Length + secret.Length <= OnStack ? stackalloc byte[front.Length + secret.Length] : new byte[front.Length + secret.Length];
        front.CopyTo(text);
        secret.CopyTo(text[front.Length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return new SecretValue(Convert.ToHexStringLower(digest[..(digest.Length / 2)]), isGuessable);
    }

    /// <summary>Nothing of it is for output.</summary>
    public override string ToString() => "a secret";
}
