using System.Text;
using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>What may be shown of a secret: its kind, its length and the public part of its front. It cannot be turned back.</summary>
public sealed record RedactedSecret(string Kind, int Length, string Prefix)
{
    /// <param name="publicBytes">Bytes at the front that are the same for every secret of the kind.</param>
    public static RedactedSecret Of(string kind, ReadOnlySpan<byte> secret, int publicBytes) =>
        Of(kind, secret, publicBytes, null);

    /// <param name="other">Taken where nothing differs: thousands in a text may look the same.</param>
    internal static RedactedSecret Of(string kind, ReadOnlySpan<byte> secret, int publicBytes, RedactedSecret? other)
    {
        var prefix = secret[..Math.Min(publicBytes, secret.Length / 4)];
        return other is not null && other.Length == secret.Length && ReferenceEquals(other.Kind, kind) && Ascii.Equals(prefix, other.Prefix) ? other : new RedactedSecret(kind, secret.Length, Encoding.ASCII.GetString(prefix));
    }

    public override string ToString() => Prefix.Length > 0 ? $"{Kind} ({Prefix}…, {Length} characters)" : $"{Kind} ({Length} characters)";
}

/// <summary>How much speaks for a match being a live secret.</summary>
public enum SecretProof
{
    /// <summary>The shape alone; documentation has many of those.</summary>
    Shape,

    /// <summary>The shape, its randomness and what stands around it.</summary>
    Structure,

    /// <summary>A checksum, or a decoded structure that neither chance nor an example produces: counts in tests and documentation as well.</summary>
    Checksum,
}

/// <summary>One occurrence in a text.</summary>
public sealed record SecretMatch(SecretRule Rule, long Offset, int Length, RedactedSecret Secret, SecretProof Proof)
{
    /// <summary>No search through that many values comes to an end.</summary>
    private const int UnguessableBits = 90;

    /// <summary>To find the same secret again in other places; null until it is <see cref="Described"/>.</summary>
    public SecretValue? Value { get; init; }

    /// <summary>Where in the text the secret itself stands.</summary>
    public required Range Part { get; init; }

    /// <summary>A name or an address gives it away, not its form: a person may have chosen it.</summary>
    public bool MayBeChosen { get; init; }

    /// <summary>What it says of itself, nothing of it secret: an account, a scope, when it expires. None until it is <see cref="Described"/>.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>What knows its details, and where they stand in the text.</summary>
    internal (Checks.SecretCheck Check, Patterns.PatternMatch Match)? Checked { get; init; }

    /// <summary>Everyone knows it from documentation, or from a tool that gives it to all its users.</summary>
    public bool IsWellKnown { get; init; }

    /// <summary>Protected by a password of its own.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What speaks against it, as words behind "holds a token"; null where nothing does.</summary>
    public string? Doubt { get; init; }

    /// <summary>When it ceases to open anything, as it says itself. Null until it is <see cref="Described"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What proves it, in one word.</summary>
    public string ProofWord => Proof switch { SecretProof.Checksum => Checked?.Check.ProofWord ?? "checksum", SecretProof.Structure => "structure", _ => "shape" };

    /// <summary>How likely the classifier thinks it; null where a rule of its kind found it.</summary>
    public Confidence? Band { get; init; }

    /// <summary>How it is written where it does not stand as it is; null where it does.</summary>
    internal Hidden.HiddenForm? Form { get; init; }

    /// <summary>For a host that is nobody's, or for the machine itself.</summary>
    public bool IsForExample { get; init; }

    /// <summary>In a text in a text, by its escapes: what a program recorded rather than what it uses.</summary>
    public bool IsNested { get; init; }

    public bool Overlaps(long start, long end) => Offset < end && start < Offset + Length;

    /// <summary>With what takes a digest or another look to know: for the matches that are told of, of the many that a text may hold.</summary>
    /// <param name="text">In which it was found.</param>
    public SecretMatch Described(ReadOnlySpan<byte> text)
    {
        if (Value is not null)
            return this;
        var details = Checked is { } known ? known.Check.DetailsOf(text, known.Match) : [];
        return this with
        {
            Details = details,
            Expires = Checked?.Check.ExpiryOf(text, Checked.Value.Match),
            Value = ValueOf(text[Part]),
            IsWellKnown = IsKnownToAll(text[Part]) || details.Any(detail => detail.Name == "fingerprint" && WellKnownSecrets.Contains(System.Text.Encoding.ASCII.GetBytes(detail.Value))),
        };
    }

    /// <param name="secret">Its bytes.</param>
    internal SecretValue ValueOf(ReadOnlySpan<byte> secret) => SecretValue.Of(Rule.Id, secret, MayBeChosen || SecretText.EntropyOf(secret) * secret.Length < UnguessableBits);

    /// <remarks>What vendors put into the keys of their documentation: by chance it stands in one of billions.</remarks>
    internal static bool IsKnownToAll(ReadOnlySpan<byte> secret) => secret.IndexOf("EXAMPLE"u8) >= 0 || WellKnownSecrets.Contains(secret) || Generic.EncodedValue.IsExampleLogin(secret);
}
