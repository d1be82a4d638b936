using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>Access tokens of the npm registry.</summary>
internal sealed class NpmTokenRule : SecretRule
{
    public override Descriptor Descriptor { get; } = new("secret/npm-token", "npm token", Severity.High,
        "Whoever unpacks the release can publish under the name of the token's owner.",
        "Revoke the token now, then remove it: deleting the file does not take back what was published.")
    {
        Exceptions = "The six characters at the end are a checksum: where it does not hold, the finding only warns.",
    };

    public override IReadOnlyList<string> Anchors { get; } = ["npm_"];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        var body = text[(anchor + 4)..];
        if (!Bytes.StartsWord(text, anchor) || Bytes.Run(body, Bytes.Base62, Base62Checksum.BodyLength + 1) != Base62Checksum.BodyLength)
            return null;
        body = body[..Base62Checksum.BodyLength];
        var isProven = Base62Checksum.Holds(body);
        return isProven || Bytes.LooksRandom(body)
            ? new SecretMatch(this, anchor, 40, RedactedSecret.Of("npm token", text.Slice(anchor, 40), 4), isProven ? SecretProof.Checksum : SecretProof.Shape)
            : null;
    }
}
