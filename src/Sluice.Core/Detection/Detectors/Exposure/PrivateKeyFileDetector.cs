using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Finds files that are a private key and nothing else: DER, OpenPGP, GnuPG, pairs of Ed25519, seed phrases. What stands in other text is the search for secrets' business.</summary>
public sealed class PrivateKeyFileDetector : EntryDetector<PrivateKeyFile>
{
    /// <summary>An RSA key of 16,384 bits has 9 KB; a ring of OpenPGP keys has their names and signatures besides.</summary>
    private const int MaxBytes = 1 << 20;

    private const int MinBytes = 40;

    private static readonly Descriptor Rule = new("exposure/private-key-file", "File that is a private key", Severity.High,
        "Whoever has the file can sign, decrypt or log in as the owner of the key.",
        "Replace the key everywhere its public half is trusted; keep the new one in a key store and out of the build.")
    {
        Exceptions = "Test keys in test folders and in third-party code inform; a key that a passphrase protects warns.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, HasAllBytes: true, IsAccountedFor: false, Size: >= MinBytes and <= MaxBytes }
        && (entry.Origin != EntryOrigin.Decoded || entry.IsPayload || entry.Size == Ed25519Pair.Bytes)
        && PrivateKeyFile.MayBe(entry.Size, entry.Bytes.Span[0]);

    protected override PrivateKeyFile? Recognize(Entry entry) => PrivateKeyFile.Of(entry.Bytes.Span);

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, PrivateKeyFile Fact)> found)
    {
        foreach (var (entry, key) in found)
        {
            var place = Placement.Of(artifact, entry);
            yield return new Finding(Rule, entry, $"is a private key ({key.Format}{(key.Details.FirstOrDefault(detail => detail.Name == "key").Value is { } kind ? ", " + kind : "")}){(key.IsEncrypted ? ", protected by a passphrase" : "")}")
            {
                Severity = place.IsThirdParty || (place.IsSample && artifact.Visibility == Visibility.Public) ? Severity.Info : place.IsSample ? Severity.Low : key.IsEncrypted ? Severity.Medium : Severity.High,
                Evidence = [("format", key.Format), .. key.Details.Select(detail => (detail.Name, (object)detail.Value))],
            };
        }
    }
}
