using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;

namespace Sluice.Secrets.Checks;

/// <summary>What a private key says of itself: its kind and size, and by its public half the fingerprint that owners and servers know it by.</summary>
internal static class PrivateKeyFacts
{
    private static readonly byte[] OpenSshMagic = [.. "openssh-key-v1\0"u8];

    private const string Dsa = "1.2.840.10040.4.1";

    /// <summary>Larger numbers take too long to compute with, and no tool makes them.</summary>
    private const int MaxDsaBits = 4096;

    /// <summary>Object identifiers of RFC 8410 and of DSA, for which the base library has no keys.</summary>
    private static readonly (string Id, string Name)[] OtherKinds =
        [("1.3.101.110", "X25519"), ("1.3.101.111", "X448"), ("1.3.101.112", "Ed25519"), ("1.3.101.113", "Ed448"), (Dsa, "DSA")];

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

    /// <summary>Whether the bytes are one structure of DER from their first to their last, or what OpenSSH writes: of keys that are encrypted, too.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> key) =>
        key.StartsWith(OpenSshMagic) || (AsnDecoder.TryReadEncodedValue(key, AsnEncodingRules.DER, out var tag, out _, out _, out var consumed) && consumed == key.Length && tag.HasSameClassAndValue(Asn1Tag.Sequence));

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

    private static IReadOnlyList<(string Name, string Value)> OfDer(byte[] der)
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
            _ => Array.Find(OtherKinds, other => other.Id == id) is { Name: { } name } ? OfOther(name, id, der) : [],
        };
    }

    /// <summary>By the public half where the file has it (RFC 5958), or where it can be computed from the private one.</summary>
    private static IReadOnlyList<(string Name, string Value)> OfOther(string name, string id, byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadInteger();
        var algorithm = sequence.ReadSequence();
        algorithm.ReadObjectIdentifier();
        var key = new AsnReader(sequence.ReadOctetString(), AsnEncodingRules.DER);
        if (name == "DSA")
            return OfDsa(algorithm.ReadSequence(), key.ReadInteger());
        return name == "Ed25519" && key.ReadOctetString() is { Length: 32 } seed
            ? [("key", name), ("fingerprint", FingerprintOf(SubjectOf(id, Ed25519Pair.PublicKeyOf(seed))))]
            : [("key", name)];
    }

    /// <summary>The public half is the generator to the power of the private one.</summary>
    private static IReadOnlyList<(string Name, string Value)> OfDsa(AsnReader parameters, BigInteger secret)
    {
        var (p, q, g) = (parameters.ReadInteger(), parameters.ReadInteger(), parameters.ReadInteger());
        var bits = p.Sign > 0 ? p.GetBitLength() : 0;
        if (bits is 0 or > MaxDsaBits || secret.Sign <= 0 || secret >= p)
            return [];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Dsa);
                using (writer.PushSequence())
                {
                    writer.WriteInteger(p);
                    writer.WriteInteger(q);
                    writer.WriteInteger(g);
                }
            }

            var point = new AsnWriter(AsnEncodingRules.DER);
            point.WriteInteger(BigInteger.ModPow(g, secret, p));
            writer.WriteBitString(point.Encode());
        }

        return Told("DSA", (int)bits, writer.Encode());
    }

    /// <summary>The public half as certificates have it (RFC 8410, section 4).</summary>
    private static byte[] SubjectOf(string id, byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(id);
            writer.WriteBitString(point);
        }

        return writer.Encode();
    }

    private static IReadOnlyList<(string Name, string Value)> OfRsa(Action<RSA> import)
    {
        using var rsa = RSA.Create();
        import(rsa);
        return Told("RSA", rsa.KeySize, rsa.ExportSubjectPublicKeyInfo());
    }

    private static IReadOnlyList<(string Name, string Value)> OfCurve(Action<ECDsa> import)
    {
        using var curve = ECDsa.Create();
        import(curve);
        return Told("EC", curve.KeySize, curve.ExportSubjectPublicKeyInfo());
    }

    private static IReadOnlyList<(string Name, string Value)> Told(string kind, int bits, byte[] publicKey) =>
        [("key", string.Create(CultureInfo.InvariantCulture, $"{kind} {bits}")), ("fingerprint", FingerprintOf(publicKey))];

    private static string FingerprintOf(byte[] publicKey) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(publicKey));

    /// <summary>Cipher, key derivation and its options, a count, then the public key (PROTOCOL.key of OpenSSH): it is never encrypted. The fingerprint is that of ssh-keygen.</summary>
    private static IReadOnlyList<(string Name, string Value)> OfOpenSsh(ReadOnlySpan<byte> body)
    {
        var rest = body[OpenSshMagic.Length..];
        for (var skipped = 0; skipped < 3; skipped++)
            Take(ref rest);
        rest = rest.Length > 4 ? rest[4..] : default;
        return OfSsh(Take(ref rest));
    }

    /// <summary>The public half as SSH sends it (RFC 4253, section 6.6), which PuTTY keeps as well.</summary>
    public static IReadOnlyList<(string Name, string Value)> OfSsh(ReadOnlySpan<byte> publicKey)
    {
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
