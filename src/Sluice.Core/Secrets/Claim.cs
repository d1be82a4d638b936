using Sluice.Secrets.Checks;

namespace Sluice.Secrets;

/// <summary>A rule that takes some bytes for a secret. In order of what it is worth: what is proven first, what names itself before what is named, the longer before the shorter.</summary>
/// <param name="nameStart">Where the name begins that led to the rule; what stands first in <c>GCS_SECRET_ACCESS_KEY</c> says whose it is.</param>
internal sealed class Claim(CompiledRule rule, JudgedMatch judged, int nameStart) : IComparable<Claim>
{
    private readonly int _nameStart = nameStart;

    public CompiledRule Rule => rule;

    public JudgedMatch Judged => judged;

    public int Start => judged.Start;

    public int Length => judged.End - judged.Start;

    public int End => judged.End;

    /// <summary>Where the secret itself stands.</summary>
    public (int Start, int End) Secret => (judged.Match.SecretStart, judged.Match.SecretEnd);

    public bool IsGeneral { get; } = rule.Rule.IsGeneral;

    /// <summary>No secret of the rule within this one is worth more.</summary>
    public bool IsFinal => judged.Proof == SecretProof.Checksum || rule.Check is not Crc32Check;

    private long Worth { get; } = (long)judged.Proof << 40 | (rule.Lane == SearchLane.Assignment ? 0L : 1L << 39) | (long)rule.Rule.Confidence << 34 | (uint)(judged.End - judged.Start);

    public int CompareTo(Claim? other)
    {
        var byWorth = other!.Worth.CompareTo(Worth);
        byWorth = byWorth != 0 ? byWorth : _nameStart.CompareTo(other._nameStart);
        var byId = byWorth != 0 ? byWorth : string.CompareOrdinal(rule.Rule.Id, other.Rule.Rule.Id);
        return byId != 0 ? byId : Start.CompareTo(other.Start);
    }
}
