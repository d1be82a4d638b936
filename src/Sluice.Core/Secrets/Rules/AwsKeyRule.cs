using System.Buffers;
using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>Access keys of Amazon Web Services. The identifier alone opens nothing; with its secret near by it does.</summary>
internal sealed class AwsKeyRule : SecretRule
{
    private const int IdLength = 20;
    private const int SecretLength = 40;

    /// <summary>A pair stands in one assignment or one section of a file.</summary>
    private const int Nearby = 400;

    private static readonly SearchValues<byte> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8);

    public override Descriptor Descriptor { get; } = new("secret/aws-access-key", "AWS access key", Severity.High,
        "Whoever unpacks the release can use the cloud account with the rights of the key.",
        "Deactivate the key now, then take it from the environment or a role instead of a file.")
    {
        Exceptions = "The identifier without its secret warns; the examples of the documentation are silent.",
    };

    public override IReadOnlyList<string> Anchors { get; } = ["AKIA", "ASIA"];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        if (!Bytes.StartsWord(text, anchor) || Bytes.Run(text[anchor..], IdCharacters, IdLength + 1) != IdLength || FollowsWord(text, anchor + IdLength))
            return null;
        var id = text.Slice(anchor, IdLength);
        if (!Bytes.LooksRandom(id[4..]))
            return null;
        var start = Math.Max(0, anchor - Nearby);
        var around = text[start..Math.Min(text.Length, anchor + IdLength + Nearby)];
        return new SecretMatch(this, anchor, IdLength, RedactedSecret.Of("AWS access key", id, 4), HasSecret(around) ? SecretProof.Structure : SecretProof.Shape);
    }

    private static bool FollowsWord(ReadOnlySpan<byte> text, int at) => at < text.Length && Bytes.Base62.Contains(text[at]);

    /// <summary>Forty random characters of base 64 that stand alone: a SHA-1 in hexadecimal has no upper case.</summary>
    private static bool HasSecret(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Bytes.Base64) is >= 0 and var start)
        {
            text = text[start..];
            var length = Bytes.Run(text, Bytes.Base64, int.MaxValue);
            if (length == SecretLength && Bytes.LooksRandom(text[..length]) && text[..length].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && text[..length].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0
                && text[..length].IndexOfAnyInRange((byte)'0', (byte)'9') >= 0)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }
}
