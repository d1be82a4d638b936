using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Finds files that are a private key and nothing else: DER, OpenPGP, GnuPG, pairs of Ed25519, seed phrases. What stands in other text is the search for secrets' business.</summary>
public sealed class PrivateKeyFileDetector : Detector
{
    /// <summary>An RSA key of 16,384 bits has 9 KB; a ring of OpenPGP keys has their names and signatures besides.</summary>
    private const int MaxBytes = 1 << 20;

    private const int MinBytes = 40;

    private static readonly Descriptor Rule = new("exposure/private-key-file", "File that is a private key", Severity.High,
        "Whoever has the file can sign, decrypt or log in as the owner of the key.",
        "Replace the key everywhere its public half is trusted; keep the new one in a key store and out of the build.")
    {
        Exceptions = "Test keys in test folders and in third-party code inform; a key that a passphrase protects warns. A text with more lists of 64 numbers that look like keys than are tried is held.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, HasAllBytes: true, IsAccountedFor: false, Size: >= MinBytes and <= MaxBytes }
        && (entry.Origin != EntryOrigin.Decoded || entry.IsPayload || entry.Size == Ed25519Pair.Bytes)
        && PrivateKeyFile.MayBe(entry.Size, entry.Bytes.Span[0]);

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (PrivateKeyFile.Of(entry.Bytes.Span) is { } key)
            entry.Learn(key);
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        foreach (var entry in artifact.Entries)
        {
            if (entry.Fact<PrivateKeyFile>() is { } key)
                yield return Found(artifact, entry, key);
            if (entry.Fact<KeyPairProofs>() is { } proofs)
                yield return Untried(artifact, entry, proofs);
        }
    }

    private static Finding Found(Artifact artifact, Entry entry, PrivateKeyFile key) =>
        new(Rule, entry, $"is a private key ({key.Format}{(key.Details.FirstOrDefault(detail => detail.Name == "key").Value is { } kind ? ", " + kind : "")}){(key.IsEncrypted ? ", protected by a passphrase" : "")}")
        {
            Severity = SeverityIn(artifact, entry, key.IsEncrypted ? Severity.Medium : Severity.High),
            Evidence = [("format", key.Format), .. key.Details.Select(detail => (detail.Name, (object)detail.Value))],
        };

    private static Finding Untried(Artifact artifact, Entry entry, KeyPairProofs proofs) =>
        new(Rule, entry, $"has {proofs.Untried} lists of 64 numbers that may be private keys: {proofs.Made} more were tried, which is as many as are in one file")
        {
            Severity = SeverityIn(artifact, entry, Severity.High),
            Confidence = Confidence.Low,
            Evidence = [("tried", proofs.Made), ("untried", proofs.Untried)],
        };

    private static Severity SeverityIn(Artifact artifact, Entry entry, Severity severity)
    {
        var place = Placement.Of(artifact, entry);
        return place.IsThirdParty || (place.IsSample && artifact.Visibility == Visibility.Public) ? Severity.Info : place.IsSample ? Severity.Low : severity;
    }
}
