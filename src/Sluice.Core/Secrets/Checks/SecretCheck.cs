namespace Sluice.Secrets.Checks;

/// <summary>
/// What a pattern cannot say: a checksum, a decoded structure. A rule names one as its <c>proof</c>. Stateless and thread safe.
/// </summary>
internal abstract class SecretCheck
{
    public abstract string Name { get; }

    /// <summary>Looks at what the pattern found. Must be linear in the length of a secret, not of the text.</summary>
    public abstract CheckedSecret Check(ReadOnlySpan<byte> text, Patterns.PatternMatch match);

    /// <summary>The same, with what was found out about the text already.</summary>
    public virtual CheckedSecret Check(ReadOnlySpan<byte> text, Patterns.PatternMatch match, SecretAnswers answers) => Check(text, match);

    /// <summary>What proves a secret for which the check gives <see cref="SecretProof.Checksum"/>, in one word.</summary>
    public virtual string ProofWord => "checksum";

    /// <summary>When a secret that was found ceases to open anything, as it says itself; null where it says nothing.</summary>
    public virtual DateTimeOffset? ExpiryOf(ReadOnlySpan<byte> text, Patterns.PatternMatch match) => null;

    /// <summary>What a secret that was found says of itself. Asked for what is told of alone: it may take longer.</summary>
    public virtual IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, Patterns.PatternMatch match) => [];
}

/// <summary>Null as the proof: it is none after all.</summary>
/// <param name="End">Where the secret ends, when the check reads on behind what the pattern found.</param>
internal readonly record struct CheckedSecret(SecretProof? Proof, int End)
{
    /// <inheritdoc cref="SecretMatch.IsEncrypted"/>
    public bool IsEncrypted { get; init; }

    /// <inheritdoc cref="SecretMatch.IsNested"/>
    public bool IsNested { get; init; }

    /// <inheritdoc cref="SecretMatch.Doubt"/>
    public string? Doubt { get; init; }
}
