using System.Buffers.Binary;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>A store that holds a private key or passwords: a fact of its entry.</summary>
/// <param name="IsOpen">It opens without a password, or with one that the documentation of a tool uses.</param>
public sealed record KeyStore(string Format, bool IsOpen = false);

/// <summary>Finds key stores with private keys in them. Stores of trusted certificates alone are what they should be.</summary>
public sealed class KeyStoreDetector : EntryDetector<KeyStore>
{
    private const int PrivateKeyTag = 1;
    private const int TrustedCertificateTag = 2;
    private const int MaxEntries = 10_000;

    /// <summary>The store of the Java Cryptography Extension: as JKS, with secret keys (tag 3) besides.</summary>
    private const int JceksMagic = unchecked((int)0xcececece);

    private static ReadOnlySpan<byte> KeePassMagic => [0x03, 0xd9, 0xa2, 0x9a];

    private static readonly Descriptor Rule = new("exposure/key-store", "Key store with a private key or passwords", Severity.High,
        "Its password can be guessed at leisure, and is often a default or stands in the code beside it.",
        "Replace the key, and load key stores from where they are deployed.")
    {
        Exceptions = "Test key stores in test folders and in third-party code inform.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, HasAllBytes: true, Size: > 64 and < 16 << 20 } && entry.ContentKind is ContentKind.JavaKeyStore or ContentKind.KeyStore or ContentKind.Binary;

    protected override KeyStore? Recognize(Entry entry)
    {
        var bytes = entry.Bytes.Span;
        if (entry.ContentKind == ContentKind.JavaKeyStore)
            return HoldsPrivateKey(bytes) ? new KeyStore("JKS", TrivialPasswords.OpenJavaStore(bytes)) : null;
        return IsPkcs12WithKey(bytes) ? new KeyStore("PKCS #12", TrivialPasswords.OpenPkcs12(bytes))
            : bytes.StartsWith(KeePassMagic) && bytes[4] is >= 0x65 and <= 0x67 && bytes[5..8].SequenceEqual((ReadOnlySpan<byte>)[0xfb, 0x4b, 0xb5]) ? new KeyStore("KeePass")
            : Number(bytes, 0) == JceksMagic && HoldsPrivateKey(bytes) ? new KeyStore("JCEKS") : null;
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, KeyStore Fact)> found)
    {
        foreach (var (entry, store) in found)
        {
            var place = Placement.Of(artifact, entry);
            yield return new Finding(Rule, entry, store.Format == "KeePass" ? "is a database of passwords (KeePass)" : $"is a key store ({store.Format}) with a private key{(store.IsOpen ? ", and needs no password or one that everybody knows" : "")}")
            {
                Severity = place.IsThirdParty || (place.IsSample && artifact.Visibility == Visibility.Public) ? Severity.Info : place.IsSample ? Severity.Low : store.IsOpen ? Severity.Critical : Severity.High,
                Evidence = store.IsOpen ? [("format", store.Format), ("password", "empty or trivial")] : [("format", store.Format)],
            };
        }
    }

    /// <summary>Magic, version and count; then for each entry a tag, an alias, a time and what belongs to the tag.</summary>
    private static bool HoldsPrivateKey(ReadOnlySpan<byte> store)
    {
        var count = Math.Min(Number(store, 8), MaxEntries);
        var at = 12;
        for (var i = 0; i < count; i++)
        {
            var tag = Number(store, at);
            if (tag == PrivateKeyTag)
                return true;
            if (tag != TrustedCertificateTag)
                return false;
            at += 4;
            at += 2 + Short(store, at) + 8;
            at += 2 + Short(store, at);
            var length = Number(store, at);
            if (length < 0 || length > store.Length)
                return false;
            at += 4 + length;
        }

        return false;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => at >= 0 && at <= bytes.Length - 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) : -1;

    private static int Short(ReadOnlySpan<byte> bytes, int at) => at >= 0 && at <= bytes.Length - 2 ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : 0;

    /// <summary>A sequence with version 3 (RFC 7292, section 4) and the identifier of a bag with a key, plain or shrouded.</summary>
    private static bool IsPkcs12WithKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != 0x30 || bytes[..Math.Min(bytes.Length, 12)].IndexOf((ReadOnlySpan<byte>)[0x02, 0x01, 0x03, 0x30]) < 0)
            return false;
        var bag = bytes.IndexOf((ReadOnlySpan<byte>)[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01]);
        return bag > 0 && bag + 10 < bytes.Length && bytes[bag + 10] is 1 or 2;
    }
}
