using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>Personal, OAuth, user, server and refresh tokens of GitHub, and fine-grained personal ones.</summary>
internal sealed class GitHubTokenRule : SecretRule
{
    private const string FineGrained = "hub_pat_";
    private const int FineGrainedPrefix = 11;
    private const int FineGrainedBody = 82;

    public override Descriptor Descriptor { get; } = new("secret/github-token", "GitHub token", Severity.High,
        "Whoever unpacks the release can act on GitHub with the rights of the token's owner.",
        "Revoke the token now, then remove it: deleting the file does not take back what was published.")
    {
        Exceptions = "The six characters at the end are a checksum: where it does not hold, the finding only warns.",
    };

    public override IReadOnlyList<string> Anchors { get; } = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", FineGrained];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor) =>
        text[anchor] == 'h' ? MatchFineGrained(text, anchor - 3) : MatchClassic(text, anchor);

    private SecretMatch? MatchClassic(ReadOnlySpan<byte> text, int at)
    {
        var body = text[(at + 4)..];
        if (!Bytes.StartsWord(text, at) || Bytes.Run(body, Bytes.Base62, Base62Checksum.BodyLength + 1) != Base62Checksum.BodyLength)
            return null;
        body = body[..Base62Checksum.BodyLength];
        var isProven = Base62Checksum.Holds(body);
        return isProven || Bytes.LooksRandom(body)
            ? new SecretMatch(this, at, 40, RedactedSecret.Of("GitHub token", text.Slice(at, 40), 4), isProven ? SecretProof.Checksum : SecretProof.Shape)
            : null;
    }

    private SecretMatch? MatchFineGrained(ReadOnlySpan<byte> text, int at)
    {
        if (at < 0 || !text[at..].StartsWith("git"u8) || !Bytes.StartsWord(text, at) || text.Length < at + FineGrainedPrefix + FineGrainedBody)
            return null;
        var body = text.Slice(at + FineGrainedPrefix, FineGrainedBody);
        return body[22] == '_' && Bytes.Run(body, Bytes.Base62, 23) == 22 && Bytes.Run(body[23..], Bytes.Base62, 60) == 59 && Bytes.LooksRandom(body)
            ? new SecretMatch(this, at, FineGrainedPrefix + FineGrainedBody, RedactedSecret.Of("GitHub token", text.Slice(at, FineGrainedPrefix + FineGrainedBody), FineGrainedPrefix), SecretProof.Structure)
            : null;
    }
}
