namespace Sluice.Artifacts;

/// <summary>
/// Counts the proofs of key pairs for one content. A proof takes as long as it takes to search many kilobytes: text that is made of what looks like pairs
/// gets <see cref="Limit"/> of them, and what is left over is told of, not passed over.
/// </summary>
internal sealed class KeyPairProofs
{
    public const int Limit = 32;

    public int Made { get; private set; }

    /// <summary>Those that look like pairs and were not tried.</summary>
    public int Untried { get; private set; }

    public bool IsPair(ReadOnlySpan<byte> bytes)
    {
        if (!Ed25519Pair.MayBe(bytes))
            return false;
        if (Made == Limit)
        {
            Untried++;
            return false;
        }

        Made++;
        return Ed25519Pair.IsOne(bytes);
    }
}
