using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>Live secret and restricted keys of Stripe. Test keys and publishable keys are public by design.</summary>
internal sealed class StripeKeyRule : SecretRule
{
    private const int PrefixLength = 8;
    private const int MaxBody = 256;

    public override Descriptor Descriptor { get; } = new("secret/stripe-key", "Stripe live key", Severity.High,
        "Whoever unpacks the release can move money and read customers' data.",
        "Roll the key now, then take it from the environment.");

    public override IReadOnlyList<string> Anchors { get; } = ["sk_live_", "rk_live_"];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        var length = Bytes.Run(text[(anchor + PrefixLength)..], Bytes.Base62, MaxBody);
        if (!Bytes.StartsWord(text, anchor) || length < 24 || !Bytes.LooksRandom(text.Slice(anchor + PrefixLength, length)))
            return null;
        return new SecretMatch(this, anchor, PrefixLength + length, RedactedSecret.Of("Stripe live key", text.Slice(anchor, PrefixLength + length), PrefixLength), SecretProof.Structure);
    }
}
