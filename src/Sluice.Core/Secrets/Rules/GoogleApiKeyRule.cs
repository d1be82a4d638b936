using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>API keys of Google. Many are meant for browsers and restricted by origin, so that they warn and do not stop a release.</summary>
internal sealed class GoogleApiKeyRule : SecretRule
{
    private const int Length = 39;

    public override Descriptor Descriptor { get; } = new("secret/google-api-key", "Google API key", Severity.Medium,
        "Unless the key is restricted, whoever unpacks the release can use it at the owner's cost.",
        "Restrict the key to origins and APIs, or keep it on a server.");

    public override IReadOnlyList<string> Anchors { get; } = ["AIza"];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        if (!Bytes.StartsWord(text, anchor) || Bytes.Run(text[anchor..], Bytes.Base64Url, Length + 1) != Length || !Bytes.LooksRandom(text.Slice(anchor + 4, Length - 4)))
            return null;
        return new SecretMatch(this, anchor, Length, RedactedSecret.Of("Google API key", text.Slice(anchor, Length), 4), SecretProof.Shape);
    }
}
