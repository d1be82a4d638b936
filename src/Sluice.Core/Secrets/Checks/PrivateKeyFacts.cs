using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Secrets.Checks;

/// <summary>What a private key says of itself: its kind and size, and by its public half the fingerprint that owners and servers know it by.</summary>
internal static class PrivateKeyFacts
{
    private static readonly byte[] OpenSshMagic = [.. "openssh-key-v1\0"u8];

    /// <summary>Object identifiers of RFC 8410 and of DSA, for which the base library has no keys.</summary>
    private static readonly (string Id, string Name)[] OtherKinds =
        [("1.3.101.110", "X25519"), ("1.3.101.111", "X448"), ("1.3.101.112", "Ed25519"), ("1.3.101.113", "Ed448"), ("1.2.840.10040.4.1", "DSA")];

    /// <summary>Whether the bytes are a private key in DER: PKCS #8, PKCS #1 or SEC 1, with nothing behind it.</summary>
    public static bool IsDer(ReadOnlySpan<byte> der)
    {
        try
        {
            var sequence = new AsnReader(der.ToArray(), AsnEncodingRules.DER).ReadSequence();
            if (!sequence.TryReadInt32(out var version) || version is not (0 or 1))
                return false;
            var next = sequence.PeekTag();
            if (next.HasSameClassAndValue(Asn1Tag.Sequence))
            {
                sequence.ReadSequence().ReadObjectIdentifier();
                return sequence.ReadOctetString().Length >= 32;
            }

            // The eight numbers of RSA, or the one of a curve.
            return next.HasSameClassAndValue(Asn1Tag.Integer) ? Numbers(sequence) >= 8 : version == 1 && sequence.ReadOctetString().Length >= 20;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <param name="body">Decoded; of what is encrypted only what stands outside.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(byte[] body)
    {
        try
        {
            return body.AsSpan().StartsWith(OpenSshMagic) ? OfOpenSsh(body) : OfDer(body);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            return [];
        }
    }

    private static int Numbers(AsnReader sequence)
    {
        var count = 0;
        for (; sequence.HasData; count++)
            sequence.ReadIntegerBytes();
        return count;
    }

    private static List<(string Name, string Value)> OfDer(byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (!sequence.TryReadInt32(out _))
            return [];
        var kind = sequence.PeekTag();
        if (kind.HasSameClassAndValue(Asn1Tag.Integer))
            return OfRsa(rsa => rsa.ImportRSAPrivateKey(der, out _));
        if (!kind.HasSameClassAndValue(Asn1Tag.Sequence))
            return OfCurve(curve => curve.ImportECPrivateKey(der, out _));
        var id = sequence.ReadSequence().ReadObjectIdentifier();
        return id switch
        {
            "1.2.840.113549.1.1.1" => OfRsa(rsa => rsa.ImportPkcs8PrivateKey(der, out _)),
            "1.2.840.10045.2.1" => OfCurve(curve => curve.ImportPkcs8PrivateKey(der, out _)),
            _ => Array.Find(OtherKinds, other => other.Id == id) is { Name: { } name } ? [("key", name)] : [],
        };
    }

    private static List<(string Name, string Value)> OfRsa(Action<RSA> import)
    {
        using var rsa = RSA.Create();
        import(rsa);
        return Told("RSA", rsa.KeySize, rsa.ExportSubjectPublicKeyInfo());
    }

    private static List<(string Name, string Value)> OfCurve(Action<ECDsa> import)
    {
        using var curve = ECDsa.Create();
        import(curve);
        return Told("EC", curve.KeySize, curve.ExportSubjectPublicKeyInfo());
    }

    private static List<(string Name, string Value)> Told(string kind, int bits, byte[] publicKey) =>
        [("key", string.Create(CultureInfo.InvariantCulture, $"{kind} {bits}")), ("fingerprint", "sha256:" + Convert.ToHexStringLower(SHA256.HashData(publicKey)))];

    /// <summary>Cipher, key derivation and its options, a count, then the public key (PROTOCOL.key of OpenSSH): it is never encrypted. The fingerprint is that of ssh-keygen.</summary>
    private static List<(string Name, string Value)> OfOpenSsh(ReadOnlySpan<byte> body)
    {
        var rest = body[OpenSshMagic.Length..];
        for (var skipped = 0; skipped < 3; skipped++)
            Take(ref rest);
        rest = rest.Length > 4 ? rest[4..] : default;
        var publicKey = Take(ref rest);
        var parts = publicKey;
        var kind = Encoding.ASCII.GetString(Take(ref parts));
        if (kind.Length is 0 or > 64)
            return [];
        if (kind == "ssh-rsa" && Take(ref parts).Length > 0)
            kind = string.Create(CultureInfo.InvariantCulture, $"RSA {8 * Take(ref parts).TrimStart((byte)0).Length}");
        return [("key", kind), ("fingerprint", "SHA256:" + Convert.ToBase64String(SHA256.HashData(publicKey)).TrimEnd('='))];
    }

    /// <summary>Four bytes of length and what they announce; empty where that is more than there is.</summary>
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4)
            return rest = default;
        var taken = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return taken;
    }
}
