using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// The signature of a SAML assertion (Assertions and Protocols 2.0, section 2.3): with the statement that it signs, whoever presents it is logged in as its
/// subject. Signed requests and metadata say nothing of a subject and are none.
/// </summary>
internal sealed class SamlCheck : SecretCheck
{
    /// <summary>The start of the assertion and its issuer stand before the signature.</summary>
    private const int Before = 4 << 10;

    /// <summary>The certificate, the subject, its conditions and what is said of it stand behind.</summary>
    private const int Behind = 12 << 10;

    private static readonly ByteClass Names = ByteClass.Of("<>\"'"u8);

    public override string Name => "saml";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var (before, behind) = Around(text, match);
        var isAssertion = before.LastIndexOf("Assertion"u8) >= 0 && before.IndexOf("SAML:"u8) >= 0
            && behind.IndexOf("Subject>"u8) >= 0 && (behind.IndexOf("AuthnStatement"u8) >= 0 || behind.IndexOf("AttributeStatement"u8) >= 0);
        return new CheckedSecret(isAssertion ? SecretProof.Structure : null, match.End);
    }

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var (before, behind) = Around(text, match);
        var details = new List<(string, string)>();
        Add("issuer", ValueBehind(before, "Issuer"u8, (byte)'>'));
        Add("audience", ValueBehind(behind, "Audience>"u8, default));
        Add("expires", ValueBehind(behind, "NotOnOrAfter="u8, default));
        return details;

        void Add(string name, string? value)
        {
            if (value is not null)
                details.Add((name, value));
        }
    }

    public override DateTimeOffset? ExpiryOf(ReadOnlySpan<byte> text, PatternMatch match) =>
        DateTimeOffset.TryParse(ValueBehind(Around(text, match).Behind, "NotOnOrAfter="u8, default), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>No further than to the next signature.</summary>
    private static Surroundings Around(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var behind = text[match.End..Math.Min(text.Length, match.End + Behind)];
        return new Surroundings(text[Math.Max(0, match.Start - Before)..match.Start], behind.IndexOf("SignatureValue>"u8) is > 20 and var next ? behind[..next] : behind);
    }

    /// <param name="opening">What the value stands behind, if it does not follow at once.</param>
    private static string? ValueBehind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, byte opening)
    {
        var at = text.IndexOf(word);
        if (at < 0)
            return null;
        var value = text[(at + word.Length)..];
        value = opening == 0 ? value.TrimStart("\\\"'"u8) : value[(value.IndexOf(opening) + 1)..];
        var end = Names.FirstIn(value);
        return end is > 0 and < 200 ? Encoding.UTF8.GetString(value[..end].TrimEnd((byte)'\\')) : null;
    }

    private readonly ref struct Surroundings(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind)
    {
        public ReadOnlySpan<byte> Before { get; } = before;

        public ReadOnlySpan<byte> Behind { get; } = behind;

        public void Deconstruct(out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> behind)
        {
            before = Before;
            behind = Behind;
        }
    }
}
