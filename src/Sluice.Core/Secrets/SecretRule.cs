using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>What may be shown of a secret: its kind, its length and the public part of its front. It cannot be turned back.</summary>
public sealed record RedactedSecret(string Kind, int Length, string Prefix)
{
    /// <summary>Bytes of a token that are the same for every token of its kind.</summary>
    public static RedactedSecret Of(string kind, ReadOnlySpan<byte> secret, int publicBytes) =>
        new(kind, secret.Length, Encoding.ASCII.GetString(secret[..Math.Min(publicBytes, secret.Length / 4)]));

    public override string ToString() => Prefix.Length > 0 ? $"{Kind} ({Prefix}…, {Length} characters)" : $"{Kind} ({Length} characters)";
}

/// <summary>How much speaks for a match being a live secret.</summary>
public enum SecretProof
{
    /// <summary>The shape alone; documentation has many of those.</summary>
    Shape,

    /// <summary>The shape, its randomness and what stands around it.</summary>
    Structure,

    /// <summary>A checksum that chance does not produce.</summary>
    Checksum,
}

/// <summary>One occurrence in a text.</summary>
public sealed record SecretMatch(SecretRule Rule, long Offset, int Length, RedactedSecret Secret, SecretProof Proof)
{
    /// <summary>Protected by a password of its own.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>In a text in a text, by its escapes: what a program recorded rather than what it uses.</summary>
    public bool IsNested { get; init; }
}

/// <summary>Recognises one kind of secret around a fixed string that all of them have.</summary>
public abstract class SecretRule
{
    public abstract Descriptor Descriptor { get; }

    /// <summary>Strings of at least <see cref="LiteralSearch.FingerprintBytes"/> bytes, rare in ordinary text.</summary>
    public abstract IReadOnlyList<string> Anchors { get; }

    /// <summary>Called for each place of an anchor. Must be linear in the length of a secret, not of the text.</summary>
    /// <returns>Null when it is none after all.</returns>
    public abstract SecretMatch? Match(ReadOnlySpan<byte> text, int anchor);
}
