using System.Formats.Asn1;
using System.Globalization;
using Sluice.Artifacts;
using Sluice.Secrets;
using Sluice.Secrets.Checks;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>A file that is a private key and nothing else: a fact of its entry.</summary>
/// <param name="Format">For people: <c>PKCS #8</c>.</param>
/// <param name="IsEncrypted">Protected by a password of its own.</param>
/// <param name="Details">Kind, size and fingerprint, as far as they can be told.</param>
public sealed record PrivateKeyFile(string Format, bool IsEncrypted, IReadOnlyList<(string Name, string Value)> Details)
{
    /// <summary>Of the canonical S-expressions in which GnuPG keeps keys (libgcrypt, "Cryptographic Functions").</summary>
    private static readonly (byte[] Front, bool IsEncrypted)[] AgentFronts = [([.. "(11:private-key(3:"u8], false), ([.. "(21:protected-private-key(3:"u8], true)];

    /// <summary>Encryption with a password (RFC 8018, appendix A; RFC 7292, appendix C).</summary>
    private static readonly string[] PasswordSchemes = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."];

    /// <summary>Whether a file of that length may be one that begins so.</summary>
    public static bool MayBe(long size, byte first) =>
        first is 0x30 or (byte)'(' or 0x94 or 0x95 or 0x96 or 0xc5 || size == Ed25519Pair.Bytes || (size is >= SeedPhrase.MinBytes and <= SeedPhrase.MaxBytes + 4 && first is >= (byte)'a' and <= (byte)'z');

    /// <summary>Null when the bytes are none, whatever they begin with.</summary>
    public static PrivateKeyFile? Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return null;
        if (file[0] == 0x30)
            return OfDer(file);
        if (Ed25519Pair.IsOne(file))
            return new PrivateKeyFile("seed and public key", false, [("key", "Ed25519"), ("public", Convert.ToHexStringLower(file[32..]))]);
        if (SeedPhrase.IsOne(file.Trim(" \t\r\n"u8), out var words))
            return WellKnownSecrets.Contains(file.Trim(" \t\r\n"u8)) ? null : new PrivateKeyFile(string.Create(CultureInfo.InvariantCulture, $"seed phrase of {words} words"), false, []);
        foreach (var (front, isEncrypted) in AgentFronts)
        {
            if (file.StartsWith(front))
                return new PrivateKeyFile("GnuPG", isEncrypted, []);
        }

        return OpenPgpSecretKey.Read(file) is { } key ? new PrivateKeyFile("OpenPGP", key.IsEncrypted, key.Details) : null;
    }

    private static PrivateKeyFile? OfDer(ReadOnlySpan<byte> file)
    {
        var der = file.ToArray();
        if (PrivateKeyFacts.IsDer(der) && IsWhole(der))
            return new PrivateKeyFile(FormOf(der), false, PrivateKeyFacts.Of(der));
        return IsEncryptedPkcs8(der) ? new PrivateKeyFile("PKCS #8", true, []) : null;
    }

    private static bool IsWhole(byte[] der) => AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out _, out var length) && length == der.Length;

    private static string FormOf(byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadInteger();
        var next = sequence.PeekTag();
        return next.HasSameClassAndValue(Asn1Tag.Sequence) ? "PKCS #8" : next.HasSameClassAndValue(Asn1Tag.Integer) ? "PKCS #1" : "SEC 1";
    }

    /// <summary>How it is encrypted and what came of it (RFC 5958, section 3); nothing else.</summary>
    private static bool IsEncryptedPkcs8(byte[] der)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            var scheme = sequence.ReadSequence().ReadObjectIdentifier();
            return Array.Exists(PasswordSchemes, known => scheme.StartsWith(known, StringComparison.Ordinal)) && sequence.ReadOctetString().Length >= 32 && !sequence.HasData && !reader.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
