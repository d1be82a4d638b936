using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>Private keys in base 64 without the lines around them: what settings and payment gateways ask for. Certificates and public keys begin alike and are none.</summary>
internal sealed class DerKeyCheck : SecretCheck, IExampleMaker
{
    /// <summary>Of an Ed25519 key (RFC 8410, section 7), up to the key itself.</summary>
    private static readonly byte[] Front = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    public override string Name => "der-key";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match) =>
        new(EncodedJson.Decode(text[match.SecretStart..match.SecretEnd]) is { } der && PrivateKeyFacts.IsDer(der) ? SecretProof.Structure : null, match.End);

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match) =>
        EncodedJson.Decode(text[match.SecretStart..match.SecretEnd]) is { } der ? PrivateKeyFacts.Of(der) : [];

    public string Complete(string front, int length, Random random)
    {
        var key = new byte[32];
        random.NextBytes(key);
        return Convert.ToBase64String([.. Front, .. key]);
    }
}
