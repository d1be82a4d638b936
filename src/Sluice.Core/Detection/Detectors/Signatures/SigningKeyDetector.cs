using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Signatures;

/// <summary>A file that is a private key, known by its public half: a fact of its entry.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo in base 64; null when the key is protected by a password or of another kind.</param>
public sealed record KeyFile(string? PublicKey);

/// <summary>Finds the publisher's signing key in what it signs.</summary>
public sealed class SigningKeyDetector : EntryDetector<KeyFile>
{
    private const int MaxKeyBytes = 32 << 10;

    private static readonly Descriptor Rule = new("signature/key-leak", "Signing key in the artifact", Severity.High,
        "Whoever has the key can sign an update that every user's system accepts as yours.",
        "Revoke or rotate the signing key now, and keep it outside the folder that is packed.")
    {
        Exceptions = "Critical when the key is the one the manifest names. Certificates and public keys are silent.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { IsText: true, HasAllBytes: true, Size: < MaxKeyBytes, Origin: EntryOrigin.Member };

    protected override KeyFile? Recognize(Entry entry)
    {
        var text = entry.Bytes.Span.TrimStart(" \t\r\n"u8);
        if (!text.StartsWith("-----BEGIN "u8) || text[..Math.Min(text.Length, 64)].IndexOf("PRIVATE KEY-----"u8) < 0)
            return null;
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(Encoding.ASCII.GetString(text));
            return new KeyFile(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Protected, damaged or of another kind: still a key file, whose owner is not known.
            return new KeyFile(null);
        }
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, KeyFile Fact)> found)
    {
        if (artifact.Kind is not ("crx" or "vsix" or "apk" or "ipa") && artifact.Manifest?.Ecosystem != "chrome")
            yield break;
        foreach (var (entry, key) in found)
        {
            var place = Placement.Of(artifact, entry);
            if (place.IsThirdParty || place.IsSample)
                continue;
            var isOwn = key.PublicKey is not null && key.PublicKey == artifact.Manifest?.PublicKey;
            yield return new Finding(Rule, entry, isOwn ? "is the private half of the key that signs this very extension" : "is a private key in a package that users' systems trust by its signature")
            {
                Severity = isOwn ? Severity.Critical : Severity.High,
                Confidence = isOwn ? Confidence.High : Confidence.Medium,
            };
        }
    }
}
