using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>Bot, user, workspace and refresh tokens of Slack: numbers of workspace and user, then a random part.</summary>
internal sealed class SlackTokenRule : SecretRule
{
    private const int MaxLength = 256;

    public override Descriptor Descriptor { get; } = new("secret/slack-token", "Slack token", Severity.High,
        "Whoever unpacks the release can read and write in the workspace with the rights of the token.",
        "Revoke the token now, then take it from the environment.");

    public override IReadOnlyList<string> Anchors { get; } = ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        if (!Bytes.StartsWord(text, anchor))
            return null;
        var token = text.Slice(anchor, 5 + Bytes.Run(text[(anchor + 5)..], Bytes.Base64Url, MaxLength));
        var last = token.LastIndexOf((byte)'-');
        var numbers = token[5..Math.Max(last, 5)];
        if (last < 15 || numbers.IndexOfAnyExceptInRange((byte)'-', (byte)'9') >= 0)
            return null;
        var random = token[(last + 1)..];
        return random.Length >= 20 && Bytes.LooksRandom(random) ? new SecretMatch(this, anchor, token.Length, RedactedSecret.Of("Slack token", token, 5), SecretProof.Structure) : null;
    }
}
